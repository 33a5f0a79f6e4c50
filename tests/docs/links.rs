//! Links: each link of a page leads to a file that is there, and to a heading that it has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::root;

/// Where a page's links lead, and the anchors of its headings, as GitHub writes them.
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

fn read_page(text: &str) -> Page {
    let (mut links, mut anchors) = (Vec::new(), BTreeSet::new());
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.into_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let name = anchor(&heading.take().unwrap_or_default());
                let twice = (1..).map(|n| format!("{name}-{n}"));
                let free = std::iter::once(name.clone())
                    .chain(twice)
                    .find(|name| !anchors.contains(name));
                anchors.extend(free);
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            _ => {}
        }
    }
    Page { links, anchors }
}

/// A heading's anchor on GitHub: lower case, blanks as hyphens, without punctuation.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

/// All Markdown of the repository, but what is built or fetched.
fn find_pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("a folder can be listed")
        .flatten()
    {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if name != "target" && name != ".git" && name != "node_modules" {
                find_pages(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut paths = Vec::new();
    find_pages(&root(), &mut paths);
    let pages: BTreeMap<PathBuf, Page> = paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a page can be read");
            let path = path.canonicalize().expect("the page is there");
            (path, read_page(&text))
        })
        .collect();
    let mut faults = Vec::new();
    let mut followed = 0;
    for (path, page) in &pages {
        for link in &page.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = path.parent().expect("a page has a folder");
            let target = if file.is_empty() {
                Ok(path.clone())
            } else {
                folder.join(file).canonicalize()
            };
            let there = target.is_ok_and(|target| {
                anchor.is_empty()
                    || pages
                        .get(&target)
                        .is_some_and(|page| page.anchors.contains(anchor))
            });
            if !there {
                faults.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(followed > 50, "only {followed} links were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn anchors_are_as_github_writes_them() {
    let page = read_page("# What `check` does, and doesn't\n\n## Rows\n\n## Rows\n\n[a](b.md#c)\n");
    let anchors: Vec<&str> = page.anchors.iter().map(String::as_str).collect();
    assert_eq!(anchors, ["rows", "rows-1", "what-check-does-and-doesnt"]);
    assert_eq!(page.links, ["b.md#c"]);
}
