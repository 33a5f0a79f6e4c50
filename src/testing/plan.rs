//! Plans: what a configuration file and a command line settle on together.

use std::path::Path;

use crate::cli::{Cli, Command};
use crate::dataset::RoleLists;
use crate::plan::settings::{FAIL_ON, MODEL, OFFLINE, PROFILE, SEED, STRICT};
use crate::plan::{Entry, Overview, Plan, Request};
use crate::policy::Policy;
use crate::{report, rules};

/// What a run would do.
pub struct Planned {
    /// What `--show-settings` prints.
    pub settings: String,
    /// Everything that a configuration file can say, but for where it says it.
    pub meaning: String,
    /// The rules that judge.
    pub rules: Vec<&'static str>,
}

/// Plans the run of `trueline check ARGS` under a trueline.toml with this text.
///
/// # Errors
/// Every mistake of the text and of the command line.
///
/// # Panics
/// When ARGS are no command line.
pub fn plan(toml: &str, args: &[&str]) -> Result<Planned, Vec<String>> {
    let words = rules::words();
    let catalogue: Vec<Entry> = words
        .iter()
        .map(|(rule, words)| Entry {
            words,
            needs_label: rule.needs_label,
        })
        .collect();
    let request = request(args);
    let (policy, mistakes) = Policy::parse("trueline.toml", Path::new(""), toml);
    let plan = Plan::new(&policy, mistakes, &request, &catalogue).map_err(|error| {
        let mistakes = error.mistakes.into_iter();
        mistakes.map(|mistake| mistake.message).collect::<Vec<_>>()
    })?;
    let settings = Overview::new(&plan, &policy, &request, &catalogue);
    Ok(Planned {
        settings: super::text_of(|out| report::write_settings(&settings, out)),
        meaning: meaning(&plan),
        rules: plan.rules.iter().map(|rule| rule.name).collect(),
    })
}

/// The request of `trueline check ARGS`.
pub(super) fn request(args: &[&str]) -> Request {
    let line = ["trueline", "check"].iter().chain(args);
    let cli = Cli::read(line.map(Into::into).collect())
        .unwrap_or_else(|error| panic!("{args:?}: {error}"));
    match cli.command {
        Command::Check(args) => Request::from(*args),
        other => panic!("not a check: {other:?}"),
    }
}

/// The plan of `trueline check --isolated ARGS`.
pub(super) fn isolated(args: &[&str]) -> Plan {
    Plan::start(None, true, request(args), &rules::words())
        .unwrap_or_else(|error| panic!("{args:?}: {:#?}", error.mistakes))
}

fn meaning(plan: &Plan) -> String {
    let rules: Vec<_> = plan
        .rules
        .iter()
        .map(|rule| {
            let limits = rule.limits.0.iter();
            let limits: Vec<_> = limits.map(|(key, limit)| (key, limit.value)).collect();
            (rule.name, rule.level, limits)
        })
        .collect();
    // The flags' own lists say again what the roles say.
    let mut datasets = plan.datasets.clone();
    for source in &mut datasets {
        source.lists = RoleLists::default();
    }
    format!(
        "{:#?}",
        (
            datasets,
            plan.get(&MODEL),
            plan.get(&PROFILE).word(),
            plan.get(&SEED),
            rules,
            plan.get(&FAIL_ON),
            plan.get(&STRICT),
            plan.get(&OFFLINE),
            &plan.cache,
        )
    )
}
