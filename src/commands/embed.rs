//! Embed: `trueline embed`: writes the vectors of every row for training, or keeps them in the cache for later checks.

use std::sync::Arc;

use super::output::Output;
use crate::cache::Cache;
use crate::cli::{ConfigArgs, EmbedArgs};
use crate::error::Error;
use crate::fill::fill;
use crate::plan::{CachePlan, Plan, Request};
use crate::progress::Bars;
use crate::report::cache::write_filled;
use crate::report::write_exported;
use crate::rules;

/// Runs `trueline embed`.
pub(crate) fn run_embed(args: EmbedArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let ConfigArgs { config, isolated } = args.config.clone();
    let export = args.export();
    let mut plan = Plan::start(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    let cache = match plan.cache.take() {
        Some(cache) => cache,
        None => CachePlan::find(&Request::default()).map_err(Error::Config)?,
    };
    let cache = Cache::new(cache.folder, cache.most);
    let bars = Bars::new(output.quiet);
    if let Some(export) = export {
        let written = export.write(&plan, &cache, &bars);
        drop(bars);
        cache.settle();
        output.warn(&cache);
        let written = written?;
        if output.quiet {
            return Ok(0);
        }
        return output.print(|out| write_exported(&written, output.stdout, out));
    }
    let filled = fill(&plan, &cache, &bars);
    drop(bars);
    cache.settle();
    output.warn(&cache);
    let filled = filled?;
    if output.quiet {
        return Ok(0);
    }
    output.print(|out| write_filled(&filled, output.stdout, out))
}
