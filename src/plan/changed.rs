//! Changed: what is checked after some files changed: the datasets that hold them, else each file alone.

use std::path::{Path, PathBuf};

use crate::dataset::{Source, named_as_data};
use crate::outcome::LeftOut;
use crate::policy::PolicyFile;

use super::datasets::Planner;
use super::inputs::resolve;
use super::mistakes::Mistakes;
use super::{Resolved, baseline};

/// What follows from the files that changed.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// The datasets of trueline.toml that hold one of them, in the order of the file.
    pub(crate) datasets: Vec<Source>,
    /// Data files that no dataset holds, in the order given.
    pub(crate) strays: Vec<Source>,
    /// What is no data by its name.
    pub(crate) left_out: Vec<LeftOut>,
}

impl Planner<'_> {
    /// The plan for the request's paths. A change of a configuration file that the run goes by, or of its
    /// baseline, concerns every dataset.
    pub(crate) fn plan_changed(&self, settings: &Resolved, mistakes: &mut Mistakes) -> Changed {
        let (policy, request) = (self.policy, self.request);
        let declared = self.plan_all(mistakes);
        let paths: Vec<PathBuf> = request.paths.iter().map(|path| resolve(path)).collect();
        let configuration: Vec<PathBuf> = policy
            .files
            .iter()
            .map(PolicyFile::path)
            .chain(baseline::path(policy, request, settings))
            .map(|path| resolve(&path))
            .collect();
        let every = paths.iter().any(|path| configuration.contains(path));
        let files = |source: &Source| -> Vec<PathBuf> {
            let files = source.paths.iter().chain(&source.shifted);
            files.map(|file| resolve(file)).collect()
        };
        let held: Vec<PathBuf> = declared.iter().flat_map(files).collect();
        let mut changed = Changed::default();
        for (at, (path, written)) in paths.iter().zip(&request.paths).enumerate() {
            // Every Python project has one, and hooks call for it.
            let python = written.ends_with("pyproject.toml");
            if paths[..at].contains(path)
                || held.contains(path)
                || configuration.contains(path)
                || python
            {
                continue;
            }
            if named_as_data(written) {
                changed.strays.push(stray(written));
            } else {
                changed.left_out.push(LeftOut {
                    path: written.display().to_string(),
                    why: "not named as data",
                });
            }
        }
        changed.datasets = declared
            .into_iter()
            .filter(|source| every || files(source).iter().any(|file| paths.contains(file)))
            .collect();
        changed
    }
}

/// A file that nothing describes: a table with a header, its rows as sentences.
fn stray(path: &Path) -> Source {
    Source {
        name: path.display().to_string(),
        paths: vec![path.to_owned()],
        header: true,
        ..Source::default()
    }
}
