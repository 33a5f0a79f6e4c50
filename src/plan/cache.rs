//! Where the run's cache is, and how large it may become.

use std::env;
use std::path::PathBuf;

use crate::error::{ConfigError, Mistake};
use crate::policy::Policy;

use super::mistakes::Mistakes;
use super::resolve::variable;
use super::settings::{CACHE_DIR, CACHE_MAX_GB, TOP};
use super::{Request, Resolved};

/// The variable that does without one, where no flag names a folder.
pub(super) const WITHOUT: &str = "TRUELINE_NO_CACHE";

/// The cache that a run uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CachePlan {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Bytes beyond which what was used longest ago goes.
    pub(crate) most: u64,
}

impl CachePlan {
    /// The cache of a command that checks nothing: the folder that `request` names, else that of the
    /// configuration.
    ///
    /// # Errors
    /// Every mistake of the file; when there is no folder to keep a cache in.
    pub(crate) fn find(request: &Request) -> Result<Self, ConfigError> {
        let here = env::current_dir().unwrap_or_default();
        let (policy, mistakes) = Policy::find(TOP, None, &here)?;
        let settings = Resolved::new(TOP, &request.settings, &policy.settings, &policy);
        let request = Request {
            only_embeds: true,
            ..request.clone()
        };
        let cache = plan_cache(&request, &settings);
        let cache = Mistakes::new(mistakes).or(cache, &policy)?;
        cache.ok_or_else(|| {
            let name = CACHE_DIR.key.variable.unwrap_or_default();
            Mistake::new("this system names no folder for caches")
                .with_help(format!("name one: --cache-dir FOLDER, or {name}"))
                .into()
        })
    }
}

/// The cache of a run; none when the user wants none, or when there is no folder for it.
pub(super) fn plan_cache(request: &Request, settings: &Resolved) -> Option<CachePlan> {
    let by_flag = request.settings.has(&CACHE_DIR.key);
    let unwanted = request.no_cache || (!by_flag && variable(WITHOUT).is_some());
    // Who fills or cleans the cache wants it.
    if unwanted && !request.only_embeds {
        return None;
    }
    let folder = settings
        .get(&CACHE_DIR)
        .or_else(|| Some(dirs::cache_dir()?.join("trueline")))?;
    Some(CachePlan {
        folder,
        most: settings.get(&CACHE_MAX_GB).saturating_mul(1_000_000_000),
    })
}
