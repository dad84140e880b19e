//! What is made before the crate is compiled: the faker's definitions from its text files, the settings of the heap, and
//! how a release is linked.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

#[path = "src/faker/locales/emit.rs"]
mod emit;
#[path = "src/faker/locales/grammar.rs"]
mod grammar;

const LOCALES: &str = "src/faker/locales";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if let Err(what) = write_locales() {
        println!("cargo::error={LOCALES}/{what}");
    }
    compile_heap_settings();
    order_functions();
}

/// Writes `locales.rs`, which `faker::locales` includes.
fn write_locales() -> Result<(), String> {
    println!("cargo:rerun-if-changed={LOCALES}");
    let failed = |error: std::io::Error| error.to_string();
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(LOCALES).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if let (Some(name), true) = (path.file_stem(), path.extension().is_some_and(|extension| extension == "txt")) {
            texts.insert(name.to_string_lossy().into_owned(), fs::read_to_string(&path).map_err(failed)?);
        }
    }
    let mut locales = BTreeMap::new();
    for (name, text) in &texts {
        locales.insert(name.clone(), grammar::read(text).map_err(|what| format!("{name}.txt:{what}"))?);
    }
    let out = env::var_os("OUT_DIR").ok_or("no OUT_DIR")?;
    fs::write(Path::new(&out).join("locales.rs"), emit::emit(&locales)?).map_err(failed)
}

const HEAP_SETTINGS: &str = "src/heap.c";

/// Nobody calls what is in there, so the whole object is linked into the program; into the program only, since tests run
/// as well without it.
fn compile_heap_settings() {
    println!("cargo:rerun-if-changed={HEAP_SETTINGS}");
    for object in cc::Build::new().file(HEAP_SETTINGS).compile_intermediates() {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
}

/// What `tests/bench/link_order.py` writes.
const LINK_ORDER: &str = "tests/bench/link-order.ld";

/// Makes the functions that run beside each other neighbours in the image's program.
fn order_functions() {
    println!("cargo:rerun-if-changed={LINK_ORDER}");
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
    // The image's profile is the one that is compiled for size. The others have so many more functions that the linker
    // would look for their neighbours for half a minute.
    if var("OPT_LEVEL") == "s" {
        println!("cargo:rustc-link-arg-bins=-T{}/{LINK_ORDER}", var("CARGO_MANIFEST_DIR"));
    }
    // At a fixed address there is nothing to relocate: 1 MiB of tables stays on the disk, and a start takes less time.
    // A static program is linked so by its relocation model, and not by this.
    if !var("CARGO_CFG_TARGET_FEATURE").split(',').any(|feature| feature == "crt-static") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
