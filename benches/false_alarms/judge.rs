//! Judge: the whole catalogue at its own limits over one dataset, in one profile.

use std::path::Path;

use trueline::dataset::{Dataset, Source};
use trueline::diagnostic::{Level, Outcome, Verdict};
use trueline::embed::{self, Embedder};
use trueline::evidence::{Evidence, Settings, Unavailable};
use trueline::probe::Profile;
use trueline::rules::Rule;
use trueline::rules::words::RuleWords;

use crate::sound::{Kind, Sound};

/// The catalogue and the built-in model.
pub struct Judge {
    rules: Vec<(&'static Rule, RuleWords)>,
    model: Box<dyn Embedder>,
    profile: Profile,
}

/// One finding.
pub struct Finding {
    /// The rule that spoke.
    pub rule: &'static str,
    /// Whether it fails a run.
    pub gates: bool,
    /// What it said, with its measurements.
    pub said: String,
}

impl Judge {
    pub fn new(profile: Profile) -> Self {
        Self {
            rules: trueline::rules::words(),
            model: embed::open("builtin", true).expect("the built-in model opens"),
            profile,
        }
    }

    /// The catalogue's rules, each with the level that it has by default.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, Level)> {
        self.rules
            .iter()
            .map(|(rule, words)| (rule.name, words.level))
    }

    /// What the rules find in the dataset that `source` names, as a run would.
    pub fn findings(&self, source: &Source) -> Vec<Finding> {
        let dataset = Dataset::load(source).expect("the dataset can be read");
        let settings = Settings {
            profile: self.profile,
            seed: 0,
            train_rows: None,
        };
        let evidence = Evidence::new(&dataset, settings, &self.model, &());
        let mut findings = Vec::new();
        for (rule, words) in &self.rules {
            match rule.check(&evidence, &words.limits) {
                Ok(outcomes) => findings.extend(
                    outcomes
                        .iter()
                        .filter(|outcome| outcome.verdict == Verdict::Found)
                        .map(|outcome| finding(rule.name, words.level, outcome)),
                ),
                Err(Unavailable::Failed(error)) => panic!("{}: {error}", rule.name),
                Err(_) => {}
            }
        }
        findings
    }

    /// The findings of `sound` that are false: those that aren't true of every dataset of its kind.
    pub fn alarms(&self, sound: &Sound, sandbox: &Path) -> Vec<Finding> {
        let mut findings = self.findings(&sound.write(sandbox));
        findings.retain(|finding| !is_true_of(sound, finding.rule));
        findings
    }
}

fn finding(rule: &'static str, level: Level, outcome: &Outcome) -> Finding {
    let level = if outcome.lowered {
        level.lowered()
    } else {
        level
    };
    let measured: Vec<String> = outcome
        .measurements
        .iter()
        .take(2)
        .map(|measured| format!("{} = {:.3}", measured.name, measured.value))
        .collect();
    Finding {
        rule,
        gates: level == Level::Deny,
        said: format!("{} ({})", outcome.message, measured.join("; ")),
    }
}

/// What rules about the embedding say of a table written as sentences: it is the collapse that this
/// program is about, and true of nearly every such table.
const TRUE_OF_SENTENCES: [&str; 4] = [
    "collapsed-probes",
    "uninformative-embedding",
    "distorted-line",
    "template-dominated-text",
];

/// Whether `rule` states a fact when it speaks of `sound`.
fn is_true_of(sound: &Sound, rule: &str) -> bool {
    match rule {
        // Some class has few rows, and the rule says how many: counted, not inferred.
        "rare-class" => true,
        _ => sound.kind == Kind::Sentences && TRUE_OF_SENTENCES.contains(&rule),
    }
}
