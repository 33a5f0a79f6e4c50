//! Diagnostic: what one rule says about one dataset, ready for any reporter.

mod suppression;

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize};

pub(crate) use suppression::{BaselineState, SuppressedBy, Suppression, WaiverNote};

use crate::measure::Measurement;
use crate::policy::Span;

/// The name of a rule or of a limit, as long-lived as the program.
pub(crate) type Name = &'static str;

/// How much a finding weighs. The order is the order of severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Level {
    /// Not judged, not shown.
    Allow,
    /// Shown; fails the run only with `--fail-on warn`.
    Warn,
    /// Fails the run.
    Deny,
}

impl Level {
    /// Every word that users may write.
    pub(crate) const WORDS: [&'static str; 3] = ["deny", "warn", "allow"];

    /// The level that `word` names.
    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Allow, Self::Warn, Self::Deny]
            .into_iter()
            .find(|level| level.word() == word)
    }

    /// The word that users write: `allow`, `warn` or `deny`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// One level lower, never below `warn`: a lowered finding is still shown.
    #[must_use]
    pub(crate) fn lowered(self) -> Self {
        match self {
            Self::Deny | Self::Warn => Self::Warn,
            Self::Allow => Self::Allow,
        }
    }
}

/// The four ways a judgement can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Verdict {
    /// Measured, and within the limits.
    Pass,
    /// Does not apply to this dataset; the message says why.
    Skipped,
    /// Applies, but the data cannot carry a verdict; the help says what would.
    Undetermined,
    /// Beyond the limit, and established.
    Found,
}

impl Verdict {
    /// Every word in reports.
    pub(crate) const WORDS: [&'static str; 4] = ["found", "pass", "undetermined", "skipped"];

    /// The verdict that `word` names.
    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Pass, Self::Skipped, Self::Undetermined, Self::Found]
            .into_iter()
            .find(|verdict| verdict.word() == word)
    }

    /// The word in reports: `pass`, `skipped`, `undetermined` or `found`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Skipped => "skipped",
            Self::Undetermined => "undetermined",
            Self::Found => "found",
        }
    }
}

/// What a rule returns: one judgement, about the whole dataset or about one `subject` in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// How the judgement ended.
    pub(crate) verdict: Verdict,
    /// What it is about when not the whole dataset, for example the shift `SD`.
    pub(crate) subject: Option<String>,
    /// One sentence, lower case, no full stop, true on its own.
    pub(crate) message: String,
    /// What to do about it (found) or what would settle it (undetermined). May be empty.
    pub(crate) help: String,
    /// What it rests on. The first is the one that the limit was held against.
    pub(crate) measurements: Vec<Measurement>,
    /// The rows it is about, the most telling first. Every one of them; reporters cut.
    pub(crate) witnesses: Vec<Witness>,
    /// The key of the limit that was broken (`max-excess`), where one was.
    #[serde(deserialize_with = "optional_name")]
    pub(crate) broken: Option<Name>,
    /// Whether the finding weighs one level less than the rule's own.
    pub(crate) lowered: bool,
    /// Whether its rows only stand for others: a few of many, or those of a sample. Whether a baseline
    /// knows it is then for its measurements to say, and not for its rows.
    pub(crate) by_example: bool,
    /// Keys of rows that its witnesses may change places with when the rows are shuffled, for example
    /// those that they are copies of.
    pub(crate) doubles: Vec<String>,
    /// Rows that are facts all the same, of a pass: they are below the limit.
    pub(crate) noted: Option<Noted>,
}

/// Rows that are what a rule looks for, too few of them to be a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noted {
    /// How many.
    pub(crate) count: usize,
    /// One sentence, lower case, no full stop: `11 rows of test.csv stand in train.csv`.
    pub(crate) message: String,
    /// Where they stand, or where the later ones of each group do; without excerpts.
    pub(crate) witnesses: Vec<Witness>,
}

impl Outcome {
    /// An outcome with nothing but its verdict and message.
    pub(crate) fn new(verdict: Verdict, message: impl Into<String>) -> Self {
        Self {
            verdict,
            subject: None,
            message: message.into(),
            help: String::new(),
            measurements: Vec::new(),
            witnesses: Vec::new(),
            broken: None,
            lowered: false,
            by_example: false,
            doubles: Vec::new(),
            noted: None,
        }
    }

    /// Measured and within the limits.
    pub(crate) fn pass(message: impl Into<String>) -> Self {
        Self::new(Verdict::Pass, message)
    }

    /// Does not apply; the message says why.
    pub(crate) fn skipped(message: impl Into<String>) -> Self {
        Self::new(Verdict::Skipped, message)
    }

    /// The data cannot carry a verdict; `needs` says what would.
    pub(crate) fn undetermined(message: impl Into<String>, needs: impl Into<String>) -> Self {
        Self::new(Verdict::Undetermined, message).with_help(needs)
    }

    /// Beyond the limit named `broken`.
    pub(crate) fn found(message: impl Into<String>, broken: &'static str) -> Self {
        Self {
            broken: Some(broken),
            ..Self::new(Verdict::Found, message)
        }
    }

    /// The same outcome with what to do about it.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same outcome about one subject.
    #[must_use]
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The same outcome with its measurements.
    #[must_use]
    pub(crate) fn with_measurements(mut self, measurements: Vec<Measurement>) -> Self {
        self.measurements = measurements;
        self
    }

    /// The same outcome with its rows.
    #[must_use]
    pub(crate) fn with_witnesses(mut self, witnesses: Vec<Witness>) -> Self {
        self.witnesses = witnesses;
        self
    }

    /// The same outcome with rows that only stand for others.
    #[must_use]
    pub(crate) fn with_examples(self, witnesses: Vec<Witness>) -> Self {
        Self {
            by_example: true,
            ..self.with_witnesses(witnesses)
        }
    }

    /// The same outcome with rows that are facts although they are below the limit; as it is where there are none.
    #[must_use]
    pub(crate) fn with_noted(
        mut self,
        count: usize,
        message: impl Into<String>,
        witnesses: Vec<Witness>,
    ) -> Self {
        self.noted = (count > 0).then(|| Noted {
            count,
            message: message.into(),
            witnesses,
        });
        self
    }

    /// The same outcome with the keys of rows that its witnesses may change places with.
    #[must_use]
    pub(crate) fn with_doubles(mut self, doubles: Vec<String>) -> Self {
        self.doubles = doubles;
        self
    }
}

/// One row that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Witness {
    /// The data file, as the user wrote it.
    pub(crate) path: String,
    /// The line on which the row begins, from 1; absent for formats without lines.
    pub(crate) line: Option<u64>,
    /// The row in its file, from 1, the header not counted.
    pub(crate) row: u64,
    /// What is said under the row, for example `first seen in line 77`.
    pub(crate) note: String,
    /// Stands for what the row says, as far as the finding is about it, wherever it stands: 32
    /// hexadecimal digits.
    pub(crate) key: String,
    /// The row as it stands in the file, for the first few witnesses of a finding.
    pub(crate) excerpt: Option<String>,
}

/// One rule's outcome on one dataset, with what a reporter needs to print it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Diagnostic {
    /// The rule's name, for example `collapsed-probes`.
    #[serde(deserialize_with = "name")]
    pub(crate) rule: Name,
    /// The level that this finding weighs, lowering included.
    pub(crate) level: Level,
    /// What the rule said.
    pub(crate) outcome: Outcome,
    /// The source span that set the broken limit: in the user's file, or in the rule's own TOML.
    #[serde(skip)]
    pub(crate) span: Option<Span>,
    /// How it stands to the baseline and the waivers of the run.
    #[serde(skip)]
    pub(crate) suppression: Suppression,
}

impl Diagnostic {
    /// Whether the baseline or a waiver suppresses it.
    pub(crate) fn is_suppressed(&self) -> bool {
        self.suppression.by().is_some()
    }
}

/// A name that was written by a run and is read back. It stays for the rest of the process, as those
/// in the program do: names of rules and limits, once each.
fn name<'de, D: Deserializer<'de>>(from: D) -> Result<Name, D::Error> {
    static NAMES: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    let name = String::deserialize(from)?;
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name.as_str()) {
        return Ok(known);
    }
    let name: Name = name.leak();
    names.insert(name);
    Ok(name)
}

fn optional_name<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Name>, D::Error> {
    #[derive(Deserialize)]
    struct Read(#[serde(deserialize_with = "name")] Name);
    Ok(Option::<Read>::deserialize(from)?.map(|Read(name)| name))
}
