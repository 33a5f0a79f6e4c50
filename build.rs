//! Finds the rules, and names this build: a hash of what it is made of, so that no build takes a verdict of
//! another for its own.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fmt::Write;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::{Table, Value};

/// All that is compiled in.
const PARTS: [&str; 5] = [
    "src",
    "rules",
    "models/builtin",
    "models/reference.txt",
    "Cargo.toml",
];

fn main() -> io::Result<()> {
    name_build()?;
    let out = env::var_os("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&out).join("rules.rs"), write_catalogue()?)
}

fn name_build() -> io::Result<()> {
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
        return list(path)?.iter().try_for_each(|path| add(path, hasher));
    }
    let content = fs::read(path)?;
    hasher.write(path.to_string_lossy().as_bytes());
    hasher.write_usize(content.len());
    hasher.write(&content);
    Ok(())
}

/// What a folder holds, in the order of names.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut inside: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    inside.sort();
    Ok(inside)
}

/// What the catalogue needs to know of a rule: see `catalogue!` in src/rules.rs.
struct Rule {
    name: String,
    place: i64,
    judges: &'static str,
    needs_label: bool,
    yields_to: Vec<String>,
}

/// The macro `for_each_rule`, which hands every rule to another macro, in the order of reports.
fn write_catalogue() -> io::Result<String> {
    let mut rules: Vec<Rule> = Vec::new();
    for path in list(Path::new("rules"))? {
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            rules.push(read_rule(&path)?);
        }
    }
    rules.sort_by_key(|rule| rule.place);
    if let Some(pair) = rules.windows(2).find(|pair| pair[0].place == pair[1].place) {
        panic!("{} and {} have the same place", pair[0].name, pair[1].name);
    }
    let mut out = String::from("macro_rules! for_each_rule {\n    ($with:ident) => { $with! {\n");
    for rule in &rules {
        let Rule {
            name,
            judges,
            needs_label,
            yields_to,
            ..
        } = rule;
        let module = name.replace('-', "_");
        let _ = writeln!(
            out,
            "        {{ name: {name:?}, module: {module}, judges: {judges}, needs_label: {needs_label}, \
             yields_to: {yields_to:?}, }}"
        );
    }
    out.push_str("    } };\n}\n");
    Ok(out)
}

/// Reads the head of `rules/NAME.toml`; the rest of it is read by `RuleWords`.
fn read_rule(path: &Path) -> io::Result<Rule> {
    let file = path.display();
    let table: Table = fs::read_to_string(path)?
        .parse()
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let place = table.get("place").and_then(Value::as_integer);
    let yields_to: Vec<String> = match table.get("yields-to") {
        None => Vec::new(),
        Some(names) => names
            .as_array()
            .and_then(|names| {
                names
                    .iter()
                    .map(|name| name.as_str().map(str::to_owned))
                    .collect()
            })
            .unwrap_or_else(|| panic!("{file}: yields-to must be a list of rules")),
    };
    let about_waivers = match table.get("judges").map(Value::as_str) {
        None => false,
        Some(Some("waivers")) => true,
        Some(_) => {
            panic!("{file}: judges must be \"waivers\", or be left out for a rule about data")
        }
    };
    Ok(Rule {
        place: place.unwrap_or_else(|| panic!("{file}: place must be a whole number")),
        judges: match (about_waivers, yields_to.is_empty()) {
            (true, _) => "waivers",
            (false, false) => "rest",
            (false, true) => "data",
        },
        needs_label: match table.get("needs-label") {
            None => false,
            Some(value) => value
                .as_bool()
                .unwrap_or_else(|| panic!("{file}: needs-label must be true or false")),
        },
        yields_to,
        name,
    })
}
