//! Domains: where each row comes from, by a column or by its file, and which of these places teach.

use std::path::{Component, Path};

use super::labels::categories;
use super::number::{canonical, number};
use super::roles::{mistake, quoted};
use super::{Column, DataFile, Roles, Source};
use crate::error::{Mistake, listed, meant};

/// The domains of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domains {
    /// Their names: of a column's values in their order (numbers as numbers), of files in the files'.
    pub names: Vec<String>,
    /// Each row's domain; `None` where the domain cell is missing.
    pub of: Vec<Option<u32>>,
    /// The domains whose rows teach, ascending; the others are shifts.
    pub teaches: Vec<u32>,
    /// Whether the files are the domains.
    pub by_file: bool,
}

impl Domains {
    /// The domains of the rows: by the domain column if one is named, else by file if there are
    /// several. A shifted file is a domain of its own in both cases.
    ///
    /// With a column the named values teach, or the most frequent one. With files alone the first
    /// teaches; with shifted files all the others.
    pub(super) fn of(
        source: &Source,
        roles: &Roles,
        columns: &[Column],
        files: &[DataFile],
        mistakes: &mut Vec<Mistake>,
    ) -> Option<Self> {
        let domains = match (&source.roles.domain, roles.domain) {
            (Some(role), Some(at)) => {
                Some(by_column(&columns[at], &role.teaches, files, mistakes)?)
            }
            // The column is missing: that mistake is known already.
            (Some(_), None) => return None,
            (None, _) if files.len() == 1 => return None,
            (None, _) => None,
        };
        Some(match domains {
            Some(domains) => domains.with_shifted(files),
            None => by_file(files),
        })
    }

    /// Each shifted file as a domain of its own, whatever its domain cells say.
    fn with_shifted(mut self, files: &[DataFile]) -> Self {
        for (file, stem) in files.iter().zip(stems(files)) {
            if file.shifted {
                // A value of the column may bear the file's name.
                let name = if self.names.contains(&stem) {
                    file.path.clone()
                } else {
                    stem
                };
                self.of[file.rows.clone()].fill(Some(self.names.len() as u32));
                self.names.push(name);
            }
        }
        self
    }
}

fn by_file(files: &[DataFile]) -> Domains {
    let of = files
        .iter()
        .enumerate()
        .flat_map(|(nth, file)| file.rows.clone().map(move |_| Some(nth as u32)))
        .collect();
    let teaches = if files.iter().any(|file| file.shifted) {
        (0..files.len() as u32)
            .filter(|&nth| !files[nth as usize].shifted)
            .collect()
    } else {
        vec![0]
    };
    Domains {
        names: stems(files),
        of,
        teaches,
        by_file: true,
    }
}

/// The domains in `column`, shifted files still among them.
fn by_column(
    column: &Column,
    wanted: &[String],
    files: &[DataFile],
    mistakes: &mut Vec<Mistake>,
) -> Option<Domains> {
    let (names, of) = categories(column);
    let own: usize = files
        .iter()
        .filter(|file| !file.shifted)
        .map(|file| file.rows.end)
        .max()
        .unwrap_or(0);
    let mut counts = vec![0_usize; names.len()];
    for domain in of[..own].iter().flatten() {
        counts[*domain as usize] += 1;
    }
    let Some((most, _)) = counts
        .iter()
        .enumerate()
        .filter(|&(_, &count)| count > 0)
        // The first of equals: `max_by` would take the last.
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
    else {
        mistakes.push(mistake(
            format!(
                "every cell of the domain column {} is missing",
                quoted(&column.name)
            ),
            "name another column, or leave domain out",
        ));
        return None;
    };
    let mut teaches: Vec<u32> = wanted
        .iter()
        .filter_map(|value| named(column, value, &names, mistakes))
        .collect();
    if wanted.is_empty() {
        teaches.push(most as u32);
    }
    teaches.sort_unstable();
    teaches.dedup();
    // Values that stand in shifted files alone are no domains.
    Some(without_unused(
        Domains {
            names,
            of,
            teaches,
            by_file: false,
        },
        &counts,
    ))
}

/// The place of the value `wanted` among `names`.
fn named(
    column: &Column,
    wanted: &str,
    names: &[String],
    mistakes: &mut Vec<Mistake>,
) -> Option<u32> {
    let text = wanted.trim();
    let text = match number(text) {
        Some(value) if column.kind == super::Kind::Number => canonical(text, value),
        _ => text.to_owned(),
    };
    let found = names
        .iter()
        .position(|name| *name == text)
        .map(|at| at as u32);
    if found.is_none() {
        let list = format!(
            "its values are {}",
            listed(names.iter().map(String::as_str))
        );
        let help = match meant(&text, names.iter().map(String::as_str)) {
            Some(other) => format!("did you mean {}? {list}", quoted(other)),
            None => list,
        };
        mistakes.push(mistake(
            format!(
                "no row has {} in the domain column {}",
                quoted(wanted),
                quoted(&column.name)
            ),
            help,
        ));
    }
    found
}

/// The same domains without those of which `counts` knows no row.
fn without_unused(domains: Domains, counts: &[usize]) -> Domains {
    let mut place = Vec::with_capacity(counts.len());
    let mut names = Vec::new();
    for (name, &count) in domains.names.into_iter().zip(counts) {
        place.push((count > 0).then_some(names.len() as u32));
        if count > 0 {
            names.push(name);
        }
    }
    let moved = |domain: u32| place[domain as usize];
    Domains {
        names,
        of: domains
            .of
            .into_iter()
            .map(|domain| domain.and_then(moved))
            .collect(),
        teaches: domains.teaches.into_iter().filter_map(moved).collect(),
        by_file: false,
    }
}

/// The files' names without their endings; with as many folders before them as tell them apart, and
/// with their endings where folders don't.
fn stems(files: &[DataFile]) -> Vec<String> {
    let deepest = files
        .iter()
        .map(|file| parts(&file.location).len())
        .max()
        .unwrap_or(1);
    (1..=deepest)
        .map(|depth| {
            files
                .iter()
                .map(|file| stem(&file.location, depth))
                .collect::<Vec<_>>()
        })
        .find(|stems| {
            stems
                .iter()
                .enumerate()
                .all(|(nth, stem)| !stems[..nth].contains(stem))
        })
        .unwrap_or_else(|| {
            // One file given twice, or files that differ in their endings alone.
            files
                .iter()
                .enumerate()
                .map(|(nth, file)| twin(files, nth, &file.path))
                .collect()
        })
}

fn twin(files: &[DataFile], nth: usize, path: &str) -> String {
    let before = files[..nth].iter().filter(|file| file.path == path).count();
    if before == 0 {
        path.to_owned()
    } else {
        format!("{path} ({})", before + 1)
    }
}

fn parts(path: &Path) -> Vec<String> {
    path.components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect()
}

/// The last `depth` parts of `path`, without the endings that say format and packing.
fn stem(path: &Path, depth: usize) -> String {
    let mut parts = parts(path);
    if let Some(name) = parts.last_mut() {
        for packed in [".gz", ".zst"] {
            if let Some(rest) = name.strip_suffix(packed) {
                name.truncate(rest.len());
            }
        }
        if let Some((stem, _)) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
            name.truncate(stem.len());
        }
    }
    parts[parts.len().saturating_sub(depth)..].join("/")
}
