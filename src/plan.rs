//! Plan: what a run will do, from trueline.toml, the catalogue and the command line, which beats the file.
//!
//! A [`Policy`] and a [`Request`] are as written; only a plan can act. Making it reports every mistake
//! of both at once.

mod baseline;
mod cache;
mod changed;
mod datasets;
mod inputs;
mod mistakes;
mod outputs;
mod overview;
mod request;
mod resolve;
mod rules;
pub(crate) mod schema;
pub(crate) mod settings;
mod start;
mod waivers;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub(crate) use baseline::BaselinePlan;
pub(crate) use cache::CachePlan;
pub(crate) use outputs::refuse_clashes;
pub(crate) use overview::{Block, Overview, Row};
pub(crate) use request::Request;
pub(crate) use resolve::Resolved;
pub(crate) use waivers::Waiver;

use crate::dataset::Source;
use crate::diagnostic::Level;
use crate::error::{ConfigError, Mistake};
use crate::outcome::{Format, LeftOut};
use crate::policy::{LimitTable, Meaning, Policy, Setting, Span, Value};
use crate::rules::words::RuleWords;
use changed::Changed;
use datasets::Planner;
use mistakes::Mistakes;
use settings::{BASELINE, CACHE_DIR, CACHE_MAX_GB, IGNORE, TOP};

/// The name of the model inside the binary.
pub(crate) const BUILTIN: &str = "builtin";

/// Everything that a run needs to know before it starts.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The datasets, in the order of the file or as given on the command line.
    pub(crate) datasets: Vec<Source>,
    /// Files that changed and that no dataset holds: each judged by itself, without a label.
    pub(crate) strays: Vec<Source>,
    /// Files that changed and aren't data.
    pub(crate) left_out: Vec<LeftOut>,
    /// Which configuration files the run goes by, in words that follow "obeyed: ".
    pub(crate) obeyed: String,
    /// Where they are.
    pub(crate) config: Vec<PathBuf>,
    /// Where the configuration declares a dataset, by its name.
    pub(crate) declared: BTreeMap<String, Span>,
    /// The value of every setting, and who says it.
    pub(crate) settings: Resolved,
    /// The rules to judge by, in the order of the catalogue.
    pub(crate) rules: Vec<PlannedRule>,
    /// The reports to write, each to a file or else to standard output.
    pub(crate) formats: Vec<(Format, Option<PathBuf>)>,
    /// Where what was computed is kept; `None` keeps nothing.
    pub(crate) cache: Option<CachePlan>,
    /// The findings that are known; `None` takes all as new.
    pub(crate) baseline: Option<BaselinePlan>,
    /// The findings that don't count, in the order of the file.
    pub(crate) waivers: Vec<Waiver>,
}

/// A rule with the level and the limits that it has in this run.
#[derive(Debug, Clone)]
pub(crate) struct PlannedRule {
    /// The rule's name.
    pub(crate) name: &'static str,
    /// What a finding weighs.
    pub(crate) level: Level,
    /// Its own limits, overlaid by the user's.
    pub(crate) limits: LimitTable,
}

/// One rule of the catalogue, as far as planning goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The rule's words.
    pub(crate) words: &'a RuleWords,
    /// Whether it has nothing to judge without a label.
    pub(crate) needs_label: bool,
}

impl Plan {
    /// Whether some report draws, so that there must be something to draw.
    pub(crate) fn draws(&self) -> bool {
        self.formats.iter().any(|(format, _)| format.draws())
    }

    /// The value of a setting in this run.
    pub(crate) fn get<T: Meaning>(&self, setting: &Setting<T>) -> T {
        self.settings.get(setting)
    }

    /// Plans a run. `mistakes` are those found while the file was read.
    ///
    /// # Errors
    /// Every mistake of the file, in its order, then those of the command line.
    pub(crate) fn new(
        policy: &Policy,
        mistakes: Vec<Mistake>,
        request: &Request,
        catalogue: &[Entry],
    ) -> Result<Self, ConfigError> {
        let mut mistakes = Mistakes::new(mistakes);
        // What a nearer file takes the place of is read, too.
        for layer in &policy.layers {
            rules::check_words(layer, catalogue, &mut mistakes);
        }
        let flags = request.check_words(&mut mistakes);
        let mut settings = Resolved::new(TOP, &flags, &policy.settings, policy);
        let rules = rules::plan_rules(policy, request, catalogue, &mut mistakes);
        let planner = Planner::new(policy, request, &flags, (catalogue, &rules), &mut mistakes);
        let Changed {
            datasets,
            strays,
            left_out,
        } = if request.changed {
            planner.plan_changed(&settings, &mut mistakes)
        } else {
            Changed {
                datasets: planner.plan_datasets(&mut mistakes),
                ..Changed::default()
            }
        };
        let judged: Vec<&str> = datasets
            .iter()
            .chain(&strays)
            .map(|source| source.name.as_str())
            .collect();
        let waivers = waivers::plan_waivers(policy, &judged, catalogue, &mut mistakes);
        let baseline = baseline::plan_baseline(policy, request, &settings, &mut mistakes);
        let cache = cache::plan_cache(request, &settings);
        let formats = read_formats(&request.formats, &Format::words(), &mut mistakes);
        amend(&mut settings, policy, request, (&baseline, &cache));
        let plan = Self {
            datasets,
            strays,
            left_out,
            obeyed: policy.files_in_words(),
            config: outputs::config_files(policy),
            declared: places_of_datasets(policy),
            settings,
            rules,
            formats,
            cache,
            baseline,
            waivers,
        };
        for mistake in plan.clashes() {
            mistakes.add(mistake);
        }
        mistakes.or(plan, policy)
    }
}

/// Where the file declares each dataset.
fn places_of_datasets(policy: &Policy) -> BTreeMap<String, Span> {
    let named = policy.datasets.iter();
    named
        .filter_map(|dataset| Some((dataset.name.value.clone(), dataset.name.span.clone()?)))
        .collect()
}

/// Lets `settings` say what the run really does with them.
fn amend(
    settings: &mut Resolved,
    policy: &Policy,
    request: &Request,
    (baseline, cache): (&Option<BaselinePlan>, &Option<CachePlan>),
) {
    let ignored = rules::Choice::new(policy, request).ignored;
    let ignored = (!ignored.is_empty()).then_some(Value::Texts(ignored));
    settings.put(&IGNORE, ignored);
    match baseline {
        Some(plan) if settings.get(&BASELINE).is_none() => {
            settings.put_by(&BASELINE, Value::Path(plan.path.clone()), "write-baseline");
        }
        Some(_) => {}
        None => settings.put(&BASELINE, None),
    }
    if let Some(cache) = cache {
        settings.put(&CACHE_DIR, Some(Value::Path(cache.folder.clone())));
    } else {
        settings.put(&CACHE_DIR, None);
        settings.put(&CACHE_MAX_GB, None);
    }
}

/// The reports that `--output-format` asks for among the `known` words, each to a file or else to standard output.
///
/// # Errors
/// Every format that is unknown, names no file, or writes where another does.
pub(crate) fn formats(
    written: &[String],
    known: &[&str],
) -> Result<Vec<(Format, Option<PathBuf>)>, ConfigError> {
    let mut mistakes = Mistakes::default();
    let formats = read_formats(written, known, &mut mistakes);
    mistakes.or(formats, &Policy::default())
}

fn read_formats(
    written: &[String],
    known: &[&str],
    mistakes: &mut Mistakes,
) -> Vec<(Format, Option<PathBuf>)> {
    let mut formats: Vec<(Format, Option<PathBuf>)> = Vec::new();
    for written in written {
        let (word, path) = match written.split_once('=') {
            Some((word, path)) => (word, Some(PathBuf::from(path))),
            None => (written.as_str(), None),
        };
        let Some(format) = Format::of(word).filter(|_| known.contains(&word)) else {
            mistakes.add(Mistake::unknown("output format", word, known));
            continue;
        };
        if path
            .as_ref()
            .is_some_and(|path| path.as_os_str().is_empty())
        {
            mistakes.add(
                Mistake::new(format!("`{written}` names no file"))
                    .with_help(format!("write {word}=PATH")),
            );
        } else if formats
            .iter()
            .any(|(_, taken)| outputs::is_one_place(taken.as_deref(), path.as_deref()))
        {
            let place = path.map_or("standard output".to_owned(), |path| {
                path.display().to_string()
            });
            mistakes.add(
                Mistake::new(format!("two reports would be written to {place}")).with_help(
                    format!("give one a file of its own: --output-format {word}=PATH"),
                ),
            );
        } else {
            formats.push((format, path));
        }
    }
    if formats.is_empty() {
        formats.push((Format::Human, None));
    }
    formats
}

#[cfg(test)]
mod tests;
