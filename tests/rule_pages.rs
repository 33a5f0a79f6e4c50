//! The pages of `docs/rules` say what the rules' own words say.
//!
//! `BLESS=1 cargo test --release --test rule_pages` writes them anew.

use std::fs;
use std::path::Path;

use trueline::testing::rule_pages;

#[test]
fn the_pages_are_what_the_rules_say() {
    let pages = rule_pages();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let bless = std::env::var_os("BLESS").is_some();
    if bless {
        fs::create_dir_all(&folder).expect("the folder can be made");
    }
    let there: Vec<String> = fs::read_dir(&folder)
        .expect("docs/rules can be listed")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut stale: Vec<String> = Vec::new();
    for name in there.iter().filter(|name| !pages.contains_key(*name)) {
        if bless {
            fs::remove_file(folder.join(name)).expect("a page can be removed");
        } else {
            stale.push(format!("{name} belongs to no rule"));
        }
    }
    for (name, page) in &pages {
        let path = folder.join(name);
        if bless {
            fs::write(&path, page).expect("a page can be written");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        if written.replace("\r\n", "\n") != *page {
            stale.push(format!("{name} is stale"));
        }
    }
    assert!(
        stale.is_empty(),
        "{} (BLESS=1 cargo test --release --test rule_pages writes them anew)",
        stale.join(", ")
    );
}
