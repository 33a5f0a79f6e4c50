//! Plan: what a run will do, from trueline.toml, the catalogue and the command line, which beats the file.
//!
//! A [`Policy`] and a [`Request`] are as written; only a plan can act. Making it reports every mistake
//! of both at once.

mod baseline;
mod cache;
mod changed;
mod datasets;
mod inputs;
mod request;
mod rules;
pub mod schema;
mod settings;
mod settle;
mod waivers;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use baseline::BaselinePlan;
pub use cache::CachePlan;
pub use request::Request;
pub use settings::{Block, Origin, Setting, Settings, Value};
pub use waivers::Waiver;

use crate::dataset::Source;
use crate::diagnostic::Level;
use crate::error::{ConfigError, Mistake};
use crate::outcome::{FailOn, Format, LeftOut};
use crate::policy::{LimitTable, Policy, Span, Written};
use crate::probe::Profile;
use crate::rules::words::RuleWords;
use changed::Changed;

/// The name of the model inside the binary.
pub const BUILTIN: &str = "builtin";

/// Everything that a run needs to know before it starts.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The datasets, in the order of the file or as given on the command line.
    pub datasets: Vec<Source>,
    /// Files that changed and that no dataset holds: each judged by itself, without a label.
    pub strays: Vec<Source>,
    /// Files that changed and aren't data.
    pub left_out: Vec<LeftOut>,
    /// Which configuration files are obeyed, in words that follow "obeyed: ".
    pub obeyed: String,
    /// Where the configuration declares a dataset, by its name.
    pub declared: BTreeMap<String, Span>,
    /// `builtin`, the name of a model, or a folder.
    pub model: String,
    /// How much is trained.
    pub profile: Profile,
    /// Most train rows, in place of the profile's.
    pub train_rows: Option<usize>,
    /// Whether probes are trained; without, rules that need them are skipped.
    pub probes: bool,
    /// Decides everything drawn at random.
    pub seed: u64,
    /// The rules to judge by, in the order of the catalogue.
    pub rules: Vec<PlannedRule>,
    /// The reports to write, each to a file or else to standard output.
    pub formats: Vec<(Format, Option<PathBuf>)>,
    /// From which level on a finding fails the run.
    pub fail_on: FailOn,
    /// Whether what is undetermined counts as found.
    pub strict: bool,
    /// Whether the network must not be touched.
    pub offline: bool,
    /// Where what was computed is kept; `None` keeps nothing.
    pub cache: Option<CachePlan>,
    /// The findings that are known; `None` takes all as new.
    pub baseline: Option<BaselinePlan>,
    /// The findings that don't count, in the order of the file.
    pub waivers: Vec<Waiver>,
}

/// A rule with the level and the limits that it has in this run.
#[derive(Debug, Clone)]
pub struct PlannedRule {
    /// The rule's name.
    pub name: &'static str,
    /// What a finding weighs.
    pub level: Level,
    /// Its own limits, overlaid by the user's.
    pub limits: LimitTable,
}

/// One rule of the catalogue, as far as planning goes.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The rule's words.
    pub words: &'a RuleWords,
    /// Whether it has nothing to judge without a label.
    pub needs_label: bool,
}

/// How much is trained, by the words that users write.
pub(crate) const PROFILES: [(&str, Profile); 3] = [
    ("quick", Profile::Quick),
    ("standard", Profile::Standard),
    ("audit", Profile::Audit),
];

impl Plan {
    /// Whether some report draws, so that there must be something to draw.
    pub fn draws(&self) -> bool {
        self.formats.iter().any(|(format, _)| format.draws())
    }

    /// Plans a run. `mistakes` are those found while the file was read.
    ///
    /// # Errors
    /// Every mistake of the file, in its order, then those of the command line.
    pub fn new(
        policy: &Policy,
        mistakes: Vec<Mistake>,
        request: &Request,
        catalogue: &[Entry],
    ) -> Result<Self, ConfigError> {
        let mut ledger = Ledger { mistakes };
        for layer in &policy.layers {
            ledger.read_words(layer, catalogue);
        }
        let profile = ledger.choose(
            "profile",
            request.profile.as_deref(),
            policy.profile.as_ref(),
            &PROFILES,
            Profile::Standard,
        );
        let fail_on = ledger.choose(
            "level",
            request.fail_on.as_deref(),
            policy.fail_on.as_ref(),
            &FailOn::WORDS,
            FailOn::Deny,
        );
        let rules = rules::planned(policy, request, catalogue, &mut ledger);
        let Changed {
            datasets,
            strays,
            left_out,
        } = if request.changed {
            Changed::planned(policy, request, (catalogue, &rules), &mut ledger)
        } else {
            Changed {
                datasets: datasets::planned(policy, request, catalogue, &rules, &mut ledger),
                ..Changed::default()
            }
        };
        let judged: Vec<&str> = datasets
            .iter()
            .chain(&strays)
            .map(|source| source.name.as_str())
            .collect();
        let waivers = waivers::planned(policy, &judged, catalogue, &mut ledger);
        let plan = Self {
            baseline: baseline::planned(policy, request, &mut ledger),
            waivers,
            datasets,
            strays,
            left_out,
            obeyed: policy.files_in_words(),
            declared: policy
                .datasets
                .iter()
                .filter_map(|dataset| {
                    Some((dataset.name.value.clone(), dataset.name.span.clone()?))
                })
                .collect(),
            model: model(policy, request),
            profile,
            train_rows: request.train_rows,
            probes: !request.no_probes,
            seed: request
                .seed
                .or(policy.seed.as_ref().map(|seed| seed.value))
                .unwrap_or(0),
            rules,
            formats: formats_of(&request.formats, &Format::words(), &mut ledger),
            fail_on,
            strict: request.strict || policy.strict.as_ref().is_some_and(|strict| strict.value),
            offline: request.offline
                || policy.offline.as_ref().is_some_and(|offline| offline.value),
            cache: cache::planned(policy, request, &mut ledger),
        };
        if ledger.mistakes.is_empty() {
            Ok(plan)
        } else {
            Err(ledger.into_error(policy))
        }
    }
}

/// The mistakes found so far.
struct Ledger {
    mistakes: Vec<Mistake>,
}

impl Ledger {
    fn add(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// A mistake about something that the file says.
    fn add_at<T>(&mut self, written: &Written<T>, mistake: Mistake) {
        self.add(written.mistake(mistake));
    }

    /// Checks the words of one file by itself: those that a nearer file takes the place of are read, too.
    fn read_words(&mut self, layer: &Policy, catalogue: &[Entry]) {
        let profile = layer.profile.as_ref();
        self.choose("profile", None, profile, &PROFILES, Profile::Standard);
        let fail_on = layer.fail_on.as_ref();
        self.choose("level", None, fail_on, &FailOn::WORDS, FailOn::Deny);
        rules::read_words(layer, catalogue, self);
        datasets::read_words(layer, self);
        cache::read_words(layer, self);
    }

    /// What a word means: the command line's, else the file's, else `default`. Both are checked.
    fn choose<T: Copy>(
        &mut self,
        kind: &str,
        flag: Option<&str>,
        written: Option<&Written<String>>,
        words: &[(&'static str, T)],
        default: T,
    ) -> T {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let meaning = |word: &str| {
            words
                .iter()
                .find(|(known, _)| *known == word)
                .map(|(_, meaning)| *meaning)
        };
        let by_file = written.and_then(|written| {
            let found = meaning(&written.value);
            if found.is_none() {
                self.add_at(written, Mistake::unknown(kind, &written.value, &known));
            }
            found
        });
        let by_flag = flag.and_then(|word| {
            let found = meaning(word);
            if found.is_none() {
                self.add(Mistake::unknown(kind, word, &known));
            }
            found
        });
        by_flag.or(by_file).unwrap_or(default)
    }

    fn into_error(self, policy: &Policy) -> ConfigError {
        ConfigError {
            mistakes: policy.in_order(self.mistakes),
        }
    }
}

/// A folder that the file names stands beside the file; any other word is the name of a model.
fn model(policy: &Policy, request: &Request) -> String {
    if let Some(model) = &request.model {
        return model.clone();
    }
    let Some(written) = &policy.model else {
        return BUILTIN.to_owned();
    };
    let folder = policy.path(written);
    if written.value != BUILTIN && folder.is_dir() {
        return folder.display().to_string();
    }
    written.value.clone()
}

/// The reports that `--output-format` asks for among the `known` words, each to a file or else to standard output.
///
/// # Errors
/// Every format that is unknown, names no file, or writes where another does.
pub fn formats(
    written: &[String],
    known: &[&str],
) -> Result<Vec<(Format, Option<PathBuf>)>, ConfigError> {
    let mut ledger = Ledger {
        mistakes: Vec::new(),
    };
    let formats = formats_of(written, known, &mut ledger);
    if ledger.mistakes.is_empty() {
        Ok(formats)
    } else {
        Err(ledger.into_error(&Policy::default()))
    }
}

fn formats_of(
    written: &[String],
    known: &[&str],
    ledger: &mut Ledger,
) -> Vec<(Format, Option<PathBuf>)> {
    let mut formats: Vec<(Format, Option<PathBuf>)> = Vec::new();
    for written in written {
        let (word, path) = match written.split_once('=') {
            Some((word, path)) => (word, Some(PathBuf::from(path))),
            None => (written.as_str(), None),
        };
        let Some(format) = Format::of(word).filter(|_| known.contains(&word)) else {
            ledger.add(Mistake::unknown("output format", word, known));
            continue;
        };
        if path
            .as_ref()
            .is_some_and(|path| path.as_os_str().is_empty())
        {
            ledger.add(
                Mistake::new(format!("`{written}` names no file"))
                    .with_help(format!("write {word}=PATH")),
            );
        } else if formats.iter().any(|(_, taken)| *taken == path) {
            let place = path.map_or("standard output".to_owned(), |path| {
                path.display().to_string()
            });
            ledger.add(
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
