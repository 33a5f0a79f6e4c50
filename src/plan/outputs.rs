//! Outputs: the files that a run writes: none of them twice, and none that it reads.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dataset::Source;
use crate::error::{ConfigError, Mistake};
use crate::outcome::Format;
use crate::policy::{Policy, PolicyFile};
use crate::unfinished::{Place, parent_of};

use super::inputs::resolve;
use super::{BaselinePlan, Plan};

impl Plan {
    /// The files that the run reads.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self
            .datasets
            .iter()
            .chain(&self.strays)
            .flat_map(files_of)
            .collect();
        files.extend(self.config.iter().cloned());
        files.extend(self.baseline.iter().map(|baseline| baseline.path.clone()));
        files
    }

    /// Where a report or a baseline would take the place of a file that the run reads.
    pub(super) fn clashes(&self) -> Vec<Mistake> {
        match &self.baseline {
            Some(BaselinePlan { path, writes, .. }) if *writes => {
                let mut read = self.files();
                read.retain(|file| file != path);
                clash(path, &read)
                    .map(|taken| {
                        Mistake::new(format!("the baseline would take the place of {taken}"))
                            .with_help("give it a file of its own: --baseline FILE")
                    })
                    .into_iter()
                    .collect()
            }
            _ => clashes_of_reports(&self.formats, &self.files()),
        }
    }
}

/// Refuses reports that would take the place of one of the files `read`.
///
/// # Errors
/// Every such report.
pub(crate) fn refuse_clashes(
    formats: &[(Format, Option<PathBuf>)],
    read: &[PathBuf],
) -> Result<(), ConfigError> {
    let mistakes = clashes_of_reports(formats, read);
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(ConfigError { mistakes })
    }
}

/// Where the configuration files are.
pub(super) fn config_files(policy: &Policy) -> Vec<PathBuf> {
    policy.files.iter().map(PolicyFile::path).collect()
}

/// Whether two reports would be written to one file, or both to standard output.
pub(super) fn is_one_place(one: Option<&Path>, other: Option<&Path>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            one == other || place_of(one).is_some_and(|one| Some(one) == place_of(other))
        }
        _ => false,
    }
}

fn clashes_of_reports(formats: &[(Format, Option<PathBuf>)], read: &[PathBuf]) -> Vec<Mistake> {
    let paths = formats.iter().filter_map(|(_, path)| path.as_deref());
    let clashes = paths.filter_map(|path| clash(path, read));
    clashes
        .map(|taken| {
            Mistake::new(format!(
                "a report would take the place of {taken}, which the run reads"
            ))
            .with_help("give it a file of its own: --output-format FORMAT=PATH")
        })
        .collect()
}

/// The one of the files `read` whose place a file written to `path` would take.
fn clash(path: &Path, read: &[PathBuf]) -> Option<String> {
    let place = place_of(path)?;
    let taken = read.iter().find(|file| resolve(file) == place)?;
    Some(taken.display().to_string())
}

/// The file that is replaced when `path` is written, the same by whatever path; none for a pipe or a device.
fn place_of(path: &Path) -> Option<PathBuf> {
    let place = Place::find(path).ok()?;
    let file = place.file()?;
    fs::canonicalize(file).ok().or_else(|| {
        let folder = fs::canonicalize(parent_of(file)).ok()?;
        Some(folder.join(file.file_name()?))
    })
}

fn files_of(source: &Source) -> Vec<PathBuf> {
    let files = source.paths.iter().chain(&source.shifted).cloned();
    files.chain(source.class_name_files()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_many_paths() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inner")).expect("made");
        fs::write(at("there"), "x").expect("written");
        for name in ["there", "not-there"] {
            let (one, other) = (at(name), at("inner/..").join(name));
            assert!(is_one_place(Some(&one), Some(&other)), "{name}");
            assert!(!is_one_place(Some(&one), Some(&at("inner").join(name))));
            assert!(!is_one_place(Some(&one), None));
        }
        assert!(is_one_place(None, None));
        let read = [at("inner/../there")];
        assert!(clash(&at("there"), &read).is_some());
        assert!(clash(&at("not-there"), &read).is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_data_is_that_data() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("data"), "x").expect("written");
        std::os::unix::fs::symlink("data", at("link")).expect("linked");
        assert!(clash(&at("link"), &[at("data")]).is_some());
        assert!(clash(&at("data"), &[at("link")]).is_some());
        assert!(clash(Path::new("/dev/null"), &[at("data")]).is_none());
    }
}
