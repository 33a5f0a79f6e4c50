//! Domains: where each row comes from, by a column or by its file, and which of these places train.

use std::path::{Component, Path};

use super::labels::categories;
use super::number::{canonical, number};
use super::roles::{mistake, quoted};
use super::{Column, Portion, RoleNames, Roles};
use crate::error::{Mistake, listed, meant};

/// The domains of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domains {
    /// Their names: of a column's values in their order (numbers as numbers), of files in the files'.
    pub(crate) names: Vec<String>,
    /// Each row's domain; `None` where the domain cell is missing.
    pub(crate) of: Vec<Option<u32>>,
    /// The domains whose rows are trained on, ascending; the others are shifts.
    pub(crate) train: Vec<u32>,
    /// Whether the files (or folders of shards) are the domains.
    pub(crate) by_file: bool,
}

impl Domains {
    /// The domains of the rows: by the domain column if one is named, else by file if there are
    /// several (the shards of one table are one). A shifted file is a domain of its own in both cases.
    ///
    /// With a column the named values train, or the most frequent one. With files alone the first
    /// trains; with shifted files all the others.
    pub(super) fn of(
        wanted: &RoleNames,
        roles: &Roles,
        columns: &[Column],
        files: &[Portion],
        mistakes: &mut Vec<Mistake>,
    ) -> Option<Self> {
        let domains = match (&wanted.domain, roles.domain) {
            (Some(role), Some(at)) => Some(by_column(&columns[at], &role.train, files, mistakes)?),
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
    fn with_shifted(mut self, files: &[Portion]) -> Self {
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

fn by_file(files: &[Portion]) -> Domains {
    let of = files
        .iter()
        .enumerate()
        .flat_map(|(nth, file)| file.rows.clone().map(move |_| Some(nth as u32)))
        .collect();
    let train = if files.iter().any(|file| file.shifted) {
        (0..files.len() as u32)
            .filter(|&nth| !files[nth as usize].shifted)
            .collect()
    } else {
        vec![0]
    };
    Domains {
        names: stems(files),
        of,
        train,
        by_file: true,
    }
}

/// The domains in `column`, shifted files still among them.
fn by_column(
    column: &Column,
    wanted: &[String],
    files: &[Portion],
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
    // Values that stand in shifted files alone are no domains.
    let (names, of, place) = without_unused(names, of, &counts);
    let mut train: Vec<u32> = if wanted.is_empty() {
        place[most].into_iter().collect()
    } else {
        wanted
            .iter()
            .filter_map(|value| named(column, value, &names, mistakes))
            .collect()
    };
    train.sort_unstable();
    train.dedup();
    Some(Domains {
        names,
        of,
        train,
        by_file: false,
    })
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

/// The domains of which `counts` knows a row, each row's, and the new place of each.
fn without_unused(
    all: Vec<String>,
    of: Vec<Option<u32>>,
    counts: &[usize],
) -> (Vec<String>, Vec<Option<u32>>, Vec<Option<u32>>) {
    let mut place = Vec::with_capacity(counts.len());
    let mut names = Vec::new();
    for (name, &count) in all.into_iter().zip(counts) {
        place.push((count > 0).then_some(names.len() as u32));
        if count > 0 {
            names.push(name);
        }
    }
    let of = of
        .into_iter()
        .map(|domain| place[domain? as usize])
        .collect();
    (names, of, place)
}

/// The files' names without their endings; with as many folders before them as tell them apart, and
/// with their endings where folders don't.
fn stems(files: &[Portion]) -> Vec<String> {
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

fn twin(files: &[Portion], nth: usize, path: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, labelled};
    use super::super::{Dataset, DomainRole};
    use super::*;
    use crate::error::ReadError;

    const A: &str = "site,label\nSD,0\nCA,1\nCA,0\n,1\n";
    const B: &str = "site,label\nPR,0\nPR,1\n";

    fn load(
        paths: &[&str],
        shifted: &[&str],
        domain: Option<&[&str]>,
    ) -> Result<Domains, ReadError> {
        let folder = Folder::new();
        let write = |name: &&str| folder.write(name, if name.contains('b') { B } else { A });
        let mut source = labelled(Path::new(""), "label");
        source.paths = paths.iter().map(write).collect();
        source.shifted = shifted.iter().map(write).collect();
        source.roles.domain = domain.map(|train| DomainRole {
            column: "site".to_owned(),
            train: train.iter().map(|&value| value.to_owned()).collect(),
        });
        Dataset::load(&source).map(|dataset| dataset.domains.unwrap())
    }

    #[test]
    fn the_named_values_teach_or_else_the_most_frequent() {
        let named = load(&["a.csv"], &[], Some(&["SD"])).unwrap();
        assert_eq!(
            (named.names.join(" "), named.train),
            ("CA SD".to_owned(), vec![1])
        );
        assert_eq!(named.of, [Some(1), Some(0), Some(0), None]);
        assert_eq!(load(&["a.csv"], &[], Some(&[])).unwrap().train, [0]);
    }

    #[test]
    fn of_several_files_the_first_teaches() {
        let domains = load(&["a.csv", "b.csv"], &[], None).unwrap();
        assert_eq!(
            (domains.names.join(" "), domains.train, domains.by_file),
            ("a b".to_owned(), vec![0], true)
        );
        assert_eq!(domains.of[3..5], [Some(0), Some(1)]);
    }

    #[test]
    fn all_but_shifted_files_teach() {
        let domains = load(&["a.csv", "c.csv"], &["b.csv"], None).unwrap();
        assert_eq!(
            (domains.names.join(" "), domains.train),
            ("a c b".to_owned(), vec![0, 1])
        );
    }

    #[test]
    fn a_shifted_file_is_one_domain_whatever_its_cells_say() {
        let domains = load(&["a.csv"], &["b.csv"], Some(&["CA"])).unwrap();
        assert_eq!(
            (domains.names.join(" "), domains.train),
            ("CA SD b".to_owned(), vec![0])
        );
        assert_eq!(domains.of[4..], [Some(2), Some(2)]);
        // A value that only the shifted file holds can't train.
        assert!(matches!(
            load(&["a.csv"], &["b.csv"], Some(&["PR"])),
            Err(ReadError::Roles { .. })
        ));
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folder() {
        let names = |paths: &[&str]| load(paths, &[], None).unwrap().names;
        assert_eq!(names(&["x/a.csv", "y/a.csv"]), ["x/a", "y/a"]);
        assert_eq!(names(&["a.v1.csv", "a.csv"]), ["a.v1", "a"]);
    }

    #[test]
    fn a_stem_leaves_format_and_packing_out() {
        assert_eq!(stem(Path::new("x/a.csv.gz"), 1), "a");
        assert_eq!(stem(Path::new("x/.csv"), 2), "x/.csv");
    }
}
