//! Key: everything that the verdict on one dataset depends on, in one hash.

use std::io;

use xxhash_rust::xxh3::xxh3_128;

use crate::cache::hash_file;
use crate::dataset::Source;
use crate::embed;
use crate::plan::Plan;
use crate::plan::settings::MODEL;

/// The key of the verdict on `source`; `None` where a file is a pipe or
/// standard input, or the model has no fingerprint.
///
/// Levels, the baseline, waivers and the places that findings point at aren't in it: they are put on a
/// verdict afterwards, recalled or not.
pub(super) fn of(source: &Source, plan: &Plan, model: &str) -> Option<u128> {
    // Every field of a plan has to be thought of here.
    let Plan {
        datasets: _,
        declared: _,
        obeyed: _,
        config: _,
        settings,
        rules,
        // Only a report that draws asks for a figures.
        formats: _,
        cache: _,
        strays: _,
        left_out: _,
        baseline: _,
        waivers: _,
    } = plan;
    // What came by standard input is gone.
    if source.reads_stdin() {
        return None;
    }
    let files: io::Result<Vec<Option<u128>>> = source
        .paths
        .iter()
        .chain(&source.shifted)
        .map(|path| hash_file(path))
        .chain(source.class_name_files().iter().map(|path| hash_file(path)))
        .collect();
    // Whoever reads the data reports a file that can't be read.
    let files: Option<Vec<u128>> = files.ok()?.into_iter().collect();
    let files = files?;
    let limits: Vec<(&str, Vec<(&str, f64)>)> = rules
        .iter()
        .map(|rule| {
            let limits = rule.limits.0.iter();
            (
                rule.name,
                limits
                    .map(|(key, limit)| (key.as_str(), limit.value))
                    .collect(),
            )
        })
        .collect();
    let run = (
        settings.decisive(),
        model,
        plan.draws(),
        limits,
        super::once::pair_yielding(plan),
    );
    // A path that is no text has no key.
    let bytes = postcard::to_stdvec(&(env!("TRUELINE_BUILD"), source, files, run)).ok()?;
    Some(xxh3_128(&bytes))
}

/// What stands for the plan's model in keys.
pub(super) fn model(plan: &Plan) -> Option<String> {
    embed::fingerprint(&plan.get(&MODEL))
}
