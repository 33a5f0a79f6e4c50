//! Names this build: a hash of what it is made of, so that no build takes a verdict of another for its own.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All that is compiled in.
const PARTS: [&str; 5] = [
    "src",
    "rules",
    "models/builtin",
    "models/reference.txt",
    "Cargo.toml",
];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        add(Path::new(part), &mut hasher)?;
    }
    // Versions of what is below; a package may come without it.
    if Path::new("Cargo.lock").exists() {
        println!("cargo::rerun-if-changed=Cargo.lock");
        add(Path::new("Cargo.lock"), &mut hasher)?;
    }
    for name in ["TARGET", "OPT_LEVEL", "CARGO_CFG_TARGET_FEATURE"] {
        hasher.write(env::var(name).unwrap_or_default().as_bytes());
    }
    let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
    hasher.write(&Command::new(rustc).arg("-vV").output()?.stdout);
    println!("cargo::rustc-env=TRUELINE_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// Adds a file, or the files of a folder in the order of their names.
fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| add(path, hasher));
    }
    let content = fs::read(path)?;
    hasher.write(path.to_string_lossy().as_bytes());
    hasher.write_usize(content.len());
    hasher.write(&content);
    Ok(())
}
