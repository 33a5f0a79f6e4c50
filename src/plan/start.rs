//! The start of a run: which configuration file a command line goes by, and the plan that follows from both.

use std::env;
use std::path::{Path, PathBuf};

use super::settings::TOP;
use super::{Entry, Overview, Plan, Request};
use crate::error::ConfigError;
use crate::error::Mistake;
use crate::policy::{self, Policy};
use crate::rules::Rule;
use crate::rules::words::RuleWords;

impl Policy {
    /// Reads the text of a configuration file with the keys of trueline.toml. What it extends is not read.
    pub(crate) fn parse(file: &str, folder: &Path, text: &str) -> (Self, Vec<Mistake>) {
        Self::read(TOP, file, folder, text)
    }
}

impl Plan {
    /// The plan of a command line: `config` as named or the nearest trueline.toml, none if `isolated`.
    ///
    /// A single folder that holds a configuration file stands for that file: its datasets are checked.
    ///
    /// # Errors
    /// Every mistake of the file and of the command line.
    pub(crate) fn start(
        config: Option<PathBuf>,
        isolated: bool,
        mut request: Request,
        catalogue: &[(&'static Rule, RuleWords)],
    ) -> Result<Self, ConfigError> {
        let (policy, mistakes) = find(config, isolated, &mut request)?;
        Self::new(&policy, mistakes, &request, &entries(catalogue))
    }
}

impl Overview {
    /// The settings of a command line, found as its plan would be.
    ///
    /// # Errors
    /// Every mistake of the files and of the command line.
    pub(crate) fn start(
        config: Option<PathBuf>,
        isolated: bool,
        mut request: Request,
        catalogue: &[(&'static Rule, RuleWords)],
    ) -> Result<Self, ConfigError> {
        let (policy, mistakes) = find(config, isolated, &mut request)?;
        request.shows_settings = true;
        let entries = entries(catalogue);
        let plan = Plan::new(&policy, mistakes, &request, &entries)?;
        Ok(Self::new(&plan, &policy, &request, &entries))
    }
}

/// What the files say that a command line goes by.
fn find(
    config: Option<PathBuf>,
    isolated: bool,
    request: &mut Request,
) -> Result<(Policy, Vec<Mistake>), ConfigError> {
    if isolated {
        return Ok((Policy::default(), Vec::new()));
    }
    let config = config.or_else(|| {
        let inside = folder_config(request)?;
        request.paths.clear();
        Some(inside)
    });
    let here = env::current_dir().unwrap_or_default();
    Policy::find(TOP, config.as_deref(), &here)
}

fn entries<'a>(catalogue: &'a [(&'static Rule, RuleWords)]) -> Vec<Entry<'a>> {
    catalogue
        .iter()
        .map(|(rule, words)| Entry {
            words,
            needs_label: rule.needs_label,
        })
        .collect()
}

/// The configuration file of the only path, when that is a folder with one.
fn folder_config(request: &Request) -> Option<PathBuf> {
    let [folder] = request.paths.as_slice() else {
        return None;
    };
    if request.changed {
        return None;
    }
    policy::inside(folder)
}
