//! How the release binary is linked: see `link-order.ld`, and `tests/bench/link_order.py`, which writes it.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=link-order.ld");
    println!("cargo:rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // There Rust brings its own linker along (lld), which reads the script in seconds. One that was chosen by hand may
    // not read such scripts at all.
    let has_lld = is("TARGET", "x86_64-unknown-linux-gnu")
        && !env::var("CARGO_ENCODED_RUSTFLAGS")
            .is_ok_and(|flags| flags.contains("linker") || flags.contains("fuse-ld"));
    if !has_lld || !is("PROFILE", "release") {
        return;
    }
    let directory = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    println!("cargo:rustc-link-arg-bins=-Wl,-T,{directory}/link-order.ld");
    // At a fixed address there is nothing to relocate: 1 MiB of tables stays on the disk, and a start takes less time.
    println!("cargo:rustc-link-arg-bins=-no-pie");
}
