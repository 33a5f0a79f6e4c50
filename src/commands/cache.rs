//! Cache: `trueline cache`: says what the cache holds, or removes some of it.

use std::sync::Arc;

use super::output::Output;
use crate::cache::Cache;
use crate::cli::{CacheArgs, CacheCommand};
use crate::error::Error;
use crate::plan::{CachePlan, Request};
use crate::report::cache::{write_cleaned, write_contents};

/// Runs `trueline cache`.
pub(crate) fn run_cache(args: &CacheArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let plan = CachePlan::find(&Request::from(args)).map_err(Error::Config)?;
    let cache = Cache::new(plan.folder, plan.most);
    let failed = |cause| Error::Cache {
        folder: cache.folder().display().to_string(),
        cause,
    };
    match &args.command {
        None => {
            let contents = cache.contents().map_err(failed)?;
            output.print(|out| write_contents(cache.folder(), &contents, out))
        }
        Some(CacheCommand::Clean { older_than }) => {
            let cleaned = cache.clean(*older_than).map_err(failed)?;
            output.print(|out| write_cleaned(cleaned, out))
        }
    }
}
