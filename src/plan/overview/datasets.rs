//! A dataset's settings: its files and roles.

use std::path::{Path, PathBuf};

use super::super::Request;
use super::super::datasets::resolve_settings;
use super::super::settings::dataset::{KEYS, PATH, SHIFTED};
use super::Block;
use crate::dataset::Source;
use crate::policy::{Origin, Policy, Statements, Value};

/// The table of `source`.
pub(super) fn block(
    source: &Source,
    flags: &Statements,
    policy: &Policy,
    request: &Request,
) -> Block {
    let mut block = Block::headed(["dataset", &source.name]);
    let written = policy
        .datasets
        .iter()
        .find(|written| written.name.value == source.name);
    let settings = resolve_settings(flags, written, policy);
    let origin = |key| {
        let said = settings.statement(key);
        said.map_or(Origin::Default, |said| said.origin.clone())
    };
    // Files that changed choose among the datasets; those of the dataset are the file's.
    let given = !request.paths.is_empty() && !request.changed;
    for &key in KEYS {
        if *key == PATH.key {
            let by = if given {
                Origin::Arguments
            } else {
                origin(key)
            };
            block.put(key.name, names(&source.paths, source), by);
        } else if *key != SHIFTED.key {
            block.put_resolved(key, &settings);
        } else if !source.shifted.is_empty() {
            block.put(key.name, names(&source.shifted, source), origin(key));
        }
    }
    block
}

/// Files as they are named: by themselves, or by the folder or the pattern that stands for them.
fn names(files: &[PathBuf], source: &Source) -> Value {
    let mut names: Vec<&Path> = files.iter().map(|file| name_of(file, source)).collect();
    names.dedup();
    Value::from_paths(&names).into_written()
}

/// The folder or the pattern that stands for a file, or the file itself.
fn name_of<'a>(file: &'a Path, source: &'a Source) -> &'a Path {
    let shards = source
        .shards
        .iter()
        .find(|shards| shards.files.iter().any(|shard| shard == file));
    shards.map_or(file, |shards| &shards.path)
}
