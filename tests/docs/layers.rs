//! Layers: the table in docs/architecture.md is what tests/house.rs holds, with the first line of each file.

use std::fmt::Write;
use std::fs;

use crate::{read, root};

const PAGE: &str = "docs/architecture.md";
const BEGIN: &str = "<!-- layers:";
const END: &str = "<!-- end of layers -->";

/// The layers as tests/house.rs lists them.
fn layers() -> Vec<Vec<String>> {
    let house = read("tests/house.rs");
    let (_, list) = house
        .split_once("const LAYERS")
        .expect("the layers are listed");
    let (_, list) = list.split_once("= [").expect("a list begins");
    let (list, _) = list.split_once("];").expect("a list ends");
    let layers: Vec<Vec<String>> = list
        .split("&[")
        .skip(1)
        .map(|layer| {
            let names = layer.split('"').skip(1).step_by(2);
            names.map(str::to_owned).collect()
        })
        .collect();
    assert!(layers.len() > 8, "{layers:?}");
    layers
}

/// What the module's file says of itself first.
fn first_sentence(module: &str) -> String {
    let path = root().join(format!("src/{module}.rs"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    let opening: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//! "))
        .collect();
    let opening = opening.join(" ");
    let sentence = opening
        .split_once(". ")
        .map_or(opening.as_str(), |(first, _)| first);
    // The module's name stands before it already.
    let sentence = match sentence.split_once(": ") {
        Some((name, rest)) if !name.contains(' ') => rest,
        _ => sentence,
    };
    sentence.trim_end_matches('.').replace('|', "\\|")
}

fn table() -> String {
    let mut table = "| layer | module | |\n|---|---|---|\n".to_owned();
    for (at, layer) in layers().iter().enumerate() {
        for module in layer {
            let sentence = first_sentence(module);
            let _ = writeln!(table, "| {} | `{module}` | {sentence} |", at + 1);
        }
    }
    table
}

#[test]
fn the_layers_on_the_page_are_those_of_the_house() {
    let page = read(PAGE);
    let begin = page.find(BEGIN).expect("the table has a beginning");
    let begin = begin + page[begin..].find('\n').expect("a line ends") + 1;
    let end = page.find(END).expect("the table has an end");
    let right = format!("\n{}\n", table());
    if std::env::var_os("BLESS").is_some() {
        let anew = format!("{}{right}{}", &page[..begin], &page[end..]);
        fs::write(root().join(PAGE), anew).expect("the page can be written");
    } else {
        assert_eq!(
            &page[begin..end],
            right,
            "BLESS=1 cargo test --release --test docs writes it anew"
        );
    }
}
