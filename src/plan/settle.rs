//! Settling: which configuration file a command line obeys, and the plan that follows from both.

use std::env;
use std::path::{Path, PathBuf};

use super::{Entry, Plan, Request};
use crate::error::ConfigError;
use crate::policy::{self, Policy};
use crate::rules::Rule;
use crate::rules::words::RuleWords;

impl Plan {
    /// The plan of a command line: `config` as named or the nearest trueline.toml, none if `isolated`.
    ///
    /// A single folder that holds a trueline.toml stands for that file: its datasets are checked.
    ///
    /// # Errors
    /// Every mistake of the file and of the command line.
    pub fn settle(
        config: Option<PathBuf>,
        isolated: bool,
        mut request: Request,
        catalogue: &[(&'static Rule, RuleWords)],
    ) -> Result<Self, ConfigError> {
        let config = config.or_else(|| {
            let inside = folder_config(&request).filter(|_| !isolated)?;
            request.paths.clear();
            Some(inside)
        });
        let found = if isolated {
            None
        } else {
            let here = env::current_dir().unwrap_or_default();
            policy::find(config.as_deref(), &here)?
        };
        let (policy, mistakes) = found.as_ref().map_or_else(
            || (Policy::default(), Vec::new()),
            |found| Policy::parse(&found.file, &found.folder, &found.text),
        );
        let entries: Vec<Entry> = catalogue
            .iter()
            .map(|(rule, words)| Entry {
                words,
                needs_label: rule.needs_label,
            })
            .collect();
        let mut plan = Self::new(&policy, mistakes, &request, &entries)?;
        plan.config = found.map(|found| found.file);
        Ok(plan)
    }
}

/// The trueline.toml of the only path, when that is a folder with one.
fn folder_config(request: &Request) -> Option<PathBuf> {
    let [folder] = request.paths.as_slice() else {
        return None;
    };
    if request.changed {
        return None;
    }
    let inside = Path::new(folder).join("trueline.toml");
    (folder.is_dir() && inside.is_file()).then_some(inside)
}
