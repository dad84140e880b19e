//! How the release binary is linked: see `link-order.ld`, and `tests/bench/link_order.py`, which writes it.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=link-order.ld");
    println!("cargo:rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    println!("cargo:rerun-if-env-changed=RUSTC_LINKER");
    let var = |name: &str| env::var(name).unwrap_or_default();
    // There Rust brings its own linker along (lld), which reads the script in seconds. One that was chosen by hand may
    // not read such scripts at all.
    let chosen = ["linker", "fuse-ld", "mold"].iter().any(|word| var("CARGO_ENCODED_RUSTFLAGS").contains(word));
    let has_lld = var("TARGET") == "x86_64-unknown-linux-gnu" && !chosen && env::var_os("RUSTC_LINKER").is_none();
    if !has_lld || var("PROFILE") != "release" {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-T{}/link-order.ld", var("CARGO_MANIFEST_DIR"));
    // At a fixed address there is nothing to relocate: 1 MiB of tables stays on the disk, and a start takes less time.
    // A static program is linked so by its relocation model, and not by this.
    if !var("CARGO_CFG_TARGET_FEATURE").split(',').any(|feature| feature == "crt-static") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
