//! Sizes: a function fits a screen, and a file holds one noun.

use std::fs;
use std::path::{Path, PathBuf};

use super::{root, sources};

/// The lines of each function in `text`, with its name. rustfmt closes one at the column where it begins.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some(after) = code.strip_prefix("fn ").or_else(|| {
            let (before, after) = code.split_once(" fn ")?;
            let known = ["pub", "const", "async", "extern"];
            let is_head = before
                .split(' ')
                .all(|word| known.iter().any(|known| word.starts_with(known)));
            is_head.then_some(after)
        }) else {
            continue;
        };
        let name: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let end = format!("{}}}", &line[..line.len() - code.len()]);
        let closed = line.ends_with(['}', ';']);
        let length = if closed {
            1
        } else {
            let rest = lines[at..].iter().position(|line| *line == end);
            rest.map_or(1, |rest| rest + 1)
        };
        found.push((name, length));
    }
    found
}

/// The sources without those that only tests compile, each cut before its unit tests.
fn product() -> Vec<(PathBuf, String)> {
    let only_tests = |path: &Path| {
        path.components()
            .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "testing")
            || ["tests.rs", "sample.rs", "fixture.rs", "testing.rs"]
                .iter()
                .any(|end| path.ends_with(end))
    };
    sources(&root())
        .into_iter()
        .filter(|path| !only_tests(path))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let code = text.split("\n#[cfg(test)]\nmod tests {").next();
            let code = code.unwrap_or_default().to_owned();
            (path, code)
        })
        .collect()
}

#[test]
fn a_function_fits_a_screen() {
    let mut long = Vec::new();
    for (path, code) in product() {
        let inside = path.strip_prefix(root()).expect("the file stands in src");
        for (name, lines) in functions(&code) {
            if lines > 60 {
                long.push(format!("{}: {name}", inside.display()));
            }
        }
    }
    assert!(long.is_empty(), "functions of more than 60 lines: {long:?}");
}

#[test]
fn a_long_function_is_seen() {
    let body = "        work();\n".repeat(61);
    let text =
        format!("impl X {{\n    pub(crate) fn long(\n    ) {{\n{body}    }}\n}}\nfn f() {{}}\n");
    assert_eq!(
        functions(&text),
        [("long".to_owned(), 64), ("f".to_owned(), 1)]
    );
}

#[test]
fn files_are_short() {
    let mut lengths = Vec::new();
    for (path, code) in product() {
        let lines = code.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
        lengths.push(lines);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 120, "the median file has {median} lines");
}
