//! Circles: no two files need each other, be it through others. A file needs another when it names something that
//! stands there, by whatever path: a module that only passes a name on is looked through. A file in a folder may name
//! what stands in the folder's own file, of which it is a part. Tests may name anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module by its path from the root of the crate; the root itself is empty.
type Module = Vec<String>;

/// What one file says of modules.
#[derive(Default)]
struct File {
    /// Modules that it declares.
    children: BTreeSet<String>,
    /// Names that it passes on, each with the path that it stands for.
    passed_on: BTreeMap<String, Module>,
    /// Paths that it names, as written.
    paths: Vec<Module>,
}

/// The files below `root` that need each other, each circle once.
pub(crate) fn circles(root: &Path, sources: &[std::path::PathBuf]) -> Vec<Vec<String>> {
    let files: BTreeMap<Module, File> = sources
        .iter()
        .filter(|path| !path.ends_with("main.rs"))
        .filter(|path| {
            !["tests.rs", "sample.rs", "fixture.rs"]
                .iter()
                .any(|end| path.ends_with(end))
        })
        .map(|path| {
            let text = fs::read_to_string(path).expect("the file can be read");
            (
                module(path.strip_prefix(root).expect("the file stands in src")),
                read(&text),
            )
        })
        .collect();
    let needs: BTreeMap<&Module, BTreeSet<Module>> = files
        .iter()
        .map(|(here, file)| {
            let targets = file
                .paths
                .iter()
                .filter_map(|path| resolve(&files, here, path, 0));
            (
                here,
                targets.filter(|target| !here.starts_with(target)).collect(),
            )
        })
        .collect();
    strong(&needs)
}

fn module(path: &Path) -> Module {
    let parts = path.with_extension("");
    let parts: Module = parts
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if parts == ["lib"] { Vec::new() } else { parts }
}

/// Reads a file's text: what it declares, passes on and names.
fn read(text: &str) -> File {
    let text: String = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default()
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .fold(String::new(), |whole, line| whole + line + "\n");
    let mut file = File::default();
    let mut body = String::new();
    for statement in text.split_inclusive([';', '{', '}']) {
        // A brace inside of a `use` belongs to it.
        body.push_str(statement);
    }
    let mut rest = body.as_str();
    let mut code = String::new();
    while let Some(at) = next_statement(rest) {
        code.push_str(&rest[..at]);
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end + 1);
        let statement = &rest[at..end];
        rest = &rest[end..];
        let public = statement.starts_with("pub");
        let Some((_, what)) = statement.trim_end_matches(';').split_once("use ") else {
            let name = statement
                .trim_end_matches(';')
                .rsplit(' ')
                .next()
                .unwrap_or_default();
            file.children.insert(name.to_owned());
            continue;
        };
        for path in flatten(what) {
            let (path, name) = if let Some((path, name)) = path.split_once(" as ") {
                (path.to_owned(), name.to_owned())
            } else {
                let name = path.rsplit("::").next().unwrap_or_default().to_owned();
                (path, name)
            };
            let path: Module = path
                .split("::")
                .map(|part| part.trim().to_owned())
                .collect();
            if public {
                file.passed_on.insert(name, path);
            } else {
                file.paths.push(path);
            }
        }
    }
    code.push_str(rest);
    // What is passed on and used here, too.
    let words: BTreeSet<&str> = code
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let used = file
        .passed_on
        .iter()
        .filter(|(name, _)| words.contains(name.as_str()));
    let used: Vec<Module> = used.map(|(_, path)| path.clone()).collect();
    file.paths.extend(used);
    file.paths.extend(inline(&code, &file.children));
    file
}

/// Where the next `use` or `mod name;` begins a line.
fn next_statement(text: &str) -> Option<usize> {
    let begins = |at: usize| {
        let line = text[at..].split('\n').next().unwrap_or_default();
        let line = match line.strip_prefix("pub") {
            Some(rest) if rest.starts_with('(') => {
                rest.split_once(") ").map_or("", |(_, rest)| rest)
            }
            Some(rest) => rest.trim_start(),
            None => line,
        };
        line.starts_with("use ") || line.starts_with("mod ") && line.ends_with(';')
    };
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.into_iter().find(|&at| at < text.len() && begins(at))
}

/// `a::{b, c::{d, self}}` as `a::b`, `a::c::d` and `a::c`.
fn flatten(tree: &str) -> Vec<String> {
    let tree = tree.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((lead, group)) = tree.split_once('{') else {
        return vec![tree.trim().to_owned()];
    };
    let group = group.trim().trim_end_matches('}');
    let group = match tree.matches('{').count() {
        1 => group.to_owned(),
        _ => tree[lead.len() + 1..tree.rfind('}').unwrap_or(tree.len())].to_owned(),
    };
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .flat_map(|part| match part {
            "self" => vec![lead.trim().trim_end_matches("::").to_owned()],
            part => flatten(&format!("{}{part}", lead.trim())),
        })
        .collect()
}

/// Paths that stand in the code itself: from the root, from the parent, or into a module declared here.
fn inline(code: &str, children: &BTreeSet<String>) -> Vec<Module> {
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c: char| !joins(c))
        .filter(|word| word.contains("::"))
        .map(|word| word.split("::").map(str::to_owned).collect::<Module>())
        .filter(|path| {
            ["crate", "super"].contains(&path[0].as_str()) || children.contains(&path[0])
        })
        .collect()
}

/// The module in whose file the thing stands that `path`, written in `here`, names.
fn resolve(
    files: &BTreeMap<Module, File>,
    here: &Module,
    path: &[String],
    depth: usize,
) -> Option<Module> {
    let mut at = here.clone();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => {
            at.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {}
        first if files.get(&at)?.children.contains(first) => {}
        _ => return None,
    }
    while rest.first().is_some_and(|part| part == "super") {
        at.pop();
        rest = &rest[1..];
    }
    for (nth, part) in rest.iter().enumerate() {
        let file = files.get(&at)?;
        if let Some(target) = file.passed_on.get(part) {
            let mut whole = target.clone();
            whole.extend(rest[nth + 1..].iter().cloned());
            if depth < 8
                && let Some(found) = resolve(files, &at, &whole, depth + 1)
            {
                return Some(found);
            }
        }
        if !file.children.contains(part) {
            break;
        }
        at.push(part.clone());
    }
    files.contains_key(&at).then_some(at)
}

/// The sets of modules of which each is reached from every other.
fn strong(needs: &BTreeMap<&Module, BTreeSet<Module>>) -> Vec<Vec<String>> {
    let reached = |from: &Module| {
        let mut seen: BTreeSet<&Module> = BTreeSet::new();
        let mut open: Vec<&Module> = needs.get(from).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(needs.get(next).into_iter().flatten());
            }
        }
        seen.into_iter().cloned().collect::<BTreeSet<Module>>()
    };
    let all: BTreeMap<&Module, BTreeSet<Module>> = needs
        .keys()
        .map(|&module| (module, reached(module)))
        .collect();
    let mut circles: Vec<Vec<String>> = all
        .iter()
        .filter(|(module, reached)| reached.contains(**module))
        .map(|(module, reached)| {
            let back = reached
                .iter()
                .filter(|other| all.get(other).is_some_and(|of| of.contains(*module)));
            back.map(|module| module.join("::")).collect()
        })
        .collect();
    circles.sort();
    circles.dedup();
    circles
}

#[test]
fn a_circle_is_found_by_whatever_path_it_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, text).expect("the folder can be written");
        path
    };
    let mut sources = vec![
        write("lib.rs", "mod a;\nmod b;\nmod d;\n"),
        // Through a name that is passed on.
        write("a.rs", "use crate::b::{X, Z as Other};\n"),
        write("b.rs", "mod c;\npub use c::X;\n"),
        // In the code itself.
        write("b/c.rs", "fn y() -> u8 {\n    super::super::a::Y\n}\n"),
        // A part may name what its folder's own file holds, and tests may name anything.
        write("d.rs", "mod e;\nuse e::P;\nstruct Q;\n"),
        write(
            "d/e.rs",
            "use super::Q;\n// crate::a::Y\n\n#[cfg(test)]\nmod tests {\n    use crate::a::Y;\n}\n",
        ),
    ];
    assert_eq!(circles(folder.path(), &sources), [["a", "b::c"]]);
    sources[3] = write("b/c.rs", "use std::fs;\n");
    assert_eq!(circles(folder.path(), &sources), Vec::<Vec<String>>::new());
}
