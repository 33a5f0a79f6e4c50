//! Overview: every setting of a run as a configuration file would say it, each with where it comes from.

mod blocks;
mod datasets;
mod rules;
mod waivers;

use std::env;

use super::cache::WITHOUT;
use super::datasets::split_lists;
use super::mistakes::Mistakes;
use super::settings::TOP;
use super::{Entry, Plan, Request, Resolved};
use crate::policy::{Form, Keys, Policy};

pub(crate) use blocks::{Block, Row};

/// The settings of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Overview {
    /// What holds for all of them and is no key: which files the run goes by, what only a flag can say.
    pub(crate) notes: Vec<String>,
    /// The tables, in the order of a file; the first has no heading.
    pub(crate) blocks: Vec<Block>,
}

impl Overview {
    /// The settings of `plan`, which was made of `policy` and `request`.
    pub(crate) fn new(
        plan: &Plan,
        policy: &Policy,
        request: &Request,
        catalogue: &[Entry],
    ) -> Self {
        // The plan has reported every mistake already.
        let flags = split_lists(&request.settings, &mut Mistakes::default());
        let mut blocks = vec![settings(Block::default(), TOP, &plan.settings)];
        for key in TOP {
            if let Form::Table(inner) = key.form {
                blocks.push(settings(Block::headed([key.name]), inner, &plan.settings));
            }
        }
        blocks.extend(
            plan.datasets
                .iter()
                .map(|source| datasets::block(source, &flags, policy, request)),
        );
        blocks.extend(rules::blocks(plan, policy, request, catalogue));
        blocks.extend(policy.waivers.iter().map(waivers::block));
        Self {
            notes: notes(plan, request),
            blocks,
        }
    }
}

/// `block` with the settings of these keys.
fn settings(mut block: Block, keys: Keys, settings: &Resolved) -> Block {
    for key in keys {
        block.put_resolved(key, settings);
    }
    block
}

fn notes(plan: &Plan, request: &Request) -> Vec<String> {
    let mut notes = vec![
        "what this command line comes to, as a trueline.toml in this folder would say it"
            .to_owned(),
        format!("obeyed: {}", plan.obeyed),
    ];
    if plan.datasets.is_empty() {
        notes.push("no dataset is named".to_owned());
    }
    let strays = plan.strays.iter();
    notes.extend(strays.map(|stray| format!("judged by itself, without a label: {}", stray.name)));
    let formats = request.formats.iter();
    notes.extend(formats.map(|format| format!("no key says this: --output-format {format}")));
    if plan.cache.is_none() {
        let why = match (request.no_cache, env::var_os(WITHOUT)) {
            (true, _) => "--no-cache".to_owned(),
            (false, Some(_)) => format!("{WITHOUT} is set"),
            (false, None) => "this system names no folder for caches".to_owned(),
        };
        notes.push(format!("nothing is kept in a cache: {why}"));
    }
    notes
}
