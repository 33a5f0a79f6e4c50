//! Settings: everything that a run is settled on, each value with where it comes from.

mod blocks;
mod datasets;
mod rules;
mod waivers;

use std::env;

use super::cache::{VARIABLE, WITHOUT};
use super::{Entry, PROFILES, Plan, Request};
use crate::outcome::FailOn;
use crate::policy::{Policy, Span, Written};

pub use blocks::{Block, Origin, Setting, Value};

/// The settings of a run, as a configuration file would say them.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What holds for all of them and is no key: which files are obeyed, what only a flag can say.
    pub notes: Vec<String>,
    /// The tables, in the order of a file; the first has no heading.
    pub blocks: Vec<Block>,
}

impl Settings {
    /// What `plan` is settled on, and which of `policy`, `request` and the defaults decided it.
    pub fn of(plan: &Plan, policy: &Policy, request: &Request, catalogue: &[Entry]) -> Self {
        let mut blocks = vec![
            top(plan, policy, request, catalogue),
            embed(plan, policy, request),
        ];
        blocks.extend(
            plan.datasets
                .iter()
                .map(|source| datasets::block(source, policy, request)),
        );
        blocks.extend(rules::blocks(plan, policy, request, catalogue));
        blocks.extend(policy.waivers.iter().map(waivers::block));
        Self {
            notes: notes(plan, request),
            blocks,
        }
    }
}

/// Where a value comes from: the flag where it was given, else the place that `span` names.
fn origin(flag: Option<&'static str>, span: Option<&Span>) -> Origin {
    match (flag, span) {
        (Some(flag), _) => Origin::Flag(flag),
        (None, Some(span)) => Origin::File {
            name: span.file.to_string(),
            line: span.line(),
        },
        (None, None) => Origin::Default,
    }
}

/// The place of a written value, where there is one.
fn said<T>(written: Option<&Written<T>>) -> Option<&Span> {
    written?.span.as_ref()
}

/// Where a list is said: its first item.
fn first(written: Option<&[Written<String>]>) -> Option<&Span> {
    said(written?.first())
}

fn top(plan: &Plan, policy: &Policy, request: &Request, catalogue: &[Entry]) -> Block {
    let mut block = Block::default();
    let given = |given: bool, flag| given.then_some(flag);
    let word = PROFILES
        .iter()
        .find(|(_, profile)| *profile == plan.profile);
    block.put(
        "profile",
        Value::text(word.map_or("", |(word, _)| word)),
        origin(
            given(request.profile.is_some(), "--profile"),
            said(policy.profile.as_ref()),
        ),
    );
    block.put(
        "seed",
        Value::Whole(plan.seed),
        origin(
            given(request.seed.is_some(), "--seed"),
            said(policy.seed.as_ref()),
        ),
    );
    let word = FailOn::WORDS
        .iter()
        .find(|(_, fail_on)| *fail_on == plan.fail_on);
    block.put(
        "fail-on",
        Value::text(word.map_or("", |(word, _)| word)),
        origin(
            given(request.fail_on.is_some(), "--fail-on"),
            said(policy.fail_on.as_ref()),
        ),
    );
    block.put(
        "strict",
        Value::Flag(plan.strict),
        origin(
            given(request.strict, "--strict"),
            said(policy.strict.as_ref()),
        ),
    );
    block.put(
        "offline",
        Value::Flag(plan.offline),
        origin(
            given(request.offline, "--offline"),
            said(policy.offline.as_ref()),
        ),
    );
    if let Some(cache) = &plan.cache {
        let set = env::var_os(VARIABLE).is_some_and(|value| !value.is_empty());
        let by = if request.cache_dir.is_none() && set {
            Origin::Variable(VARIABLE)
        } else {
            origin(
                given(request.cache_dir.is_some(), "--cache-dir"),
                said(policy.cache_dir.as_ref()),
            )
        };
        block.put("cache-dir", Value::path(&cache.folder), by);
        block.put(
            "cache-max-gb",
            Value::Whole(cache.most / 1_000_000_000),
            origin(None, said(policy.cache_max_gb.as_ref())),
        );
    }
    rules::choice(&mut block, policy, request, catalogue);
    if let Some(baseline) = &plan.baseline {
        let flag = given(request.baseline.is_some(), "--baseline")
            .or(given(request.write_baseline, "--write-baseline"));
        let by = origin(flag, said(policy.baseline.as_ref()));
        block.put("baseline", Value::path(&baseline.path), by);
    }
    block
}

fn embed(plan: &Plan, policy: &Policy, request: &Request) -> Block {
    let mut block = Block::headed(["embed"]);
    let flag = request.model.as_ref().map(|_| "--model");
    block.put(
        "model",
        Value::text(&plan.model),
        origin(flag, said(policy.model.as_ref())),
    );
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
    let mut flags = Vec::new();
    if let Some(rows) = plan.train_rows {
        flags.push(format!("--train-rows {rows}"));
    }
    if !plan.probes {
        flags.push("--no-probes".to_owned());
    }
    let formats = request.formats.iter();
    flags.extend(formats.map(|format| format!("--output-format {format}")));
    notes.extend(flags.iter().map(|flag| format!("no key says this: {flag}")));
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
