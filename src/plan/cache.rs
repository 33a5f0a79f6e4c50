//! Where the run's cache is, and how large it may become.

use std::env;
use std::path::PathBuf;

use crate::error::{ConfigError, Mistake};
use crate::policy::{Policy, Written};

use super::{Ledger, Request};

/// The variable that names the folder.
pub(super) const VARIABLE: &str = "TRUELINE_CACHE_DIR";

/// The variable that does without one, where no flag names a folder.
pub(super) const WITHOUT: &str = "TRUELINE_NO_CACHE";

/// How large it becomes unless the user says otherwise.
const GIGABYTES: u64 = 5;

/// The cache that a run uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachePlan {
    /// Its folder.
    pub folder: PathBuf,
    /// Bytes beyond which what was used longest ago goes.
    pub most: u64,
}

impl CachePlan {
    /// The cache of a command that checks nothing: `folder` if named, else that of the configuration.
    ///
    /// # Errors
    /// Every mistake of the file; when there is no folder to keep a cache in.
    pub fn settle(folder: Option<PathBuf>) -> Result<Self, ConfigError> {
        let here = env::current_dir().unwrap_or_default();
        let (policy, mistakes) = Policy::obeyed(None, &here)?;
        let mut ledger = Ledger { mistakes };
        let request = Request {
            cache_dir: folder,
            only_embeds: true,
            ..Request::default()
        };
        let planned = planned(&policy, &request, &mut ledger);
        match planned {
            Some(cache) if ledger.mistakes.is_empty() => Ok(cache),
            Some(_) => Err(ledger.into_error(&policy)),
            None => Err(Mistake::new("this system names no folder for caches")
                .with_help(format!("name one: --cache-dir FOLDER, or {VARIABLE}"))
                .into()),
        }
    }
}

/// Checks what the file says about the cache.
pub(super) fn read_words(policy: &Policy, ledger: &mut Ledger) {
    let none = |written: &&Written<u64>| written.value == 0;
    if let Some(written) = policy.cache_max_gb.as_ref().filter(none) {
        let mistake = Mistake::new("`cache-max-gb` must be at least 1");
        ledger.add_at(
            written,
            mistake.with_help("to keep nothing, run with --no-cache"),
        );
    }
}

/// The cache of a run; none when the user wants none, or when there is no folder for it.
pub(super) fn planned(
    policy: &Policy,
    request: &Request,
    ledger: &mut Ledger,
) -> Option<CachePlan> {
    let gigabytes = policy.cache_max_gb.as_ref();
    read_words(policy, ledger);
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let unwanted = request.no_cache || (request.cache_dir.is_none() && set(WITHOUT).is_some());
    // Who fills or cleans the cache wants it.
    if unwanted && !request.only_embeds {
        return None;
    }
    let by_variable = set(VARIABLE);
    let by_file = policy
        .cache_dir
        .as_ref()
        .map(|written| policy.path(written));
    let folder = request
        .cache_dir
        .clone()
        .or(by_variable.map(PathBuf::from))
        .or(by_file)
        .or_else(|| Some(dirs::cache_dir()?.join("trueline")))?;
    Some(CachePlan {
        folder,
        most: gigabytes
            .map_or(GIGABYTES, |written| written.value)
            .saturating_mul(1_000_000_000),
    })
}
