//! One outcome as miette draws it: its sentence, the lines it points at, and what to do.

use std::error::Error;
use std::fmt;

use miette::{Diagnostic as Drawable, LabeledSpan, Severity, SourceCode};

use super::super::snippet::Snippet;
use super::super::visible::{figure, grouped, visible};
use super::TIGHT;
use crate::diagnostic::{Diagnostic, Level, Witness};
use crate::measure::Measurement;

/// Rows of a finding that are shown.
const ROWS: usize = 3;
/// Measurements beside the first that are shown with a limit.
const BESIDE: usize = 2;

/// An outcome as miette draws it. Every text in it is harmless already.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    message: String,
    severity: Severity,
    help: String,
    snippet: Snippet,
}

/// Subjects of one cause that are named.
const SUBJECTS: usize = 4;

impl Drawn {
    /// A finding with the rows it is about, or else the limit that it broke.
    pub fn finding(diagnostic: &Diagnostic, width: usize) -> Self {
        let outcome = &diagnostic.outcome;
        let shown = Snippet::of_rows(outcome.witnesses.iter().take(ROWS), width);
        let mut help: Vec<String> = Vec::new();
        if !outcome.help.is_empty() {
            help.push(visible(&outcome.help));
        }
        let snippet = if shown.is_empty() {
            match (&diagnostic.sentence, measured(&outcome.measurements)) {
                (Some(sentence), Some(label)) => Snippet::of_limit(sentence, &label, width),
                (_, label) => {
                    help.extend(label);
                    shown
                }
            }
        } else {
            help.extend(held_against(diagnostic));
            shown
        };
        help.extend(rows_in_words(&outcome.witnesses, &snippet));
        Self {
            message: format!("{}: {}", diagnostic.rule, visible(&outcome.message)),
            severity: if diagnostic.level == Level::Deny {
                Severity::Error
            } else {
                Severity::Warning
            },
            help: help.join("\n"),
            snippet,
        }
    }

    /// Undetermined outcomes of one cause, as one piece of advice.
    pub fn advice(stopped: &[&Diagnostic]) -> Self {
        let Some(first) = stopped.first() else {
            return Self::default();
        };
        let outcome = &first.outcome;
        let mut rules: Vec<&str> = stopped.iter().map(|each| each.rule).collect();
        rules.dedup();
        let mut subjects: Vec<String> = stopped
            .iter()
            .filter_map(|each| each.outcome.subject.as_deref())
            .map(visible)
            .collect();
        subjects.sort_unstable();
        subjects.dedup();
        let place = match subjects.len() {
            0 => String::new(),
            1..=SUBJECTS => format!(" for {}", subjects.join(", ")),
            more => format!(
                " for {} and {} more",
                subjects[..SUBJECTS].join(", "),
                more - SUBJECTS
            ),
        };
        let remedy = if outcome.help.is_empty() {
            String::new()
        } else {
            format!(" (to settle it: {})", visible(&outcome.help))
        };
        Self {
            message: format!(
                "{}{place}: {}{remedy}",
                rules.join(", "),
                visible(&outcome.message)
            ),
            severity: Severity::Advice,
            ..Self::default()
        }
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Drawn {}

impl Drawable for Drawn {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.snippet.is_empty()).then_some(&self.snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.snippet.is_empty()).then(|| {
            Box::new(self.snippet.labels().into_iter()) as Box<dyn Iterator<Item = LabeledSpan>>
        })
    }
}

/// The first measurement, and in a second line a few that stand beside it.
fn measured(measurements: &[Measurement]) -> Option<String> {
    let (first, rest) = measurements.split_first()?;
    let n = first
        .n
        .map_or(String::new(), |n| format!(", n = {}", grouped(n)));
    let label = format!("{}{n}", valued(first));
    if rest.is_empty() {
        return Some(label);
    }
    let beside: Vec<String> = rest.iter().take(BESIDE).map(valued).collect();
    Some(format!("{label}\n({})", beside.join("; ")))
}

/// `r over all probes: -0.37 [-0.45, -0.28]`
fn valued(measurement: &Measurement) -> String {
    let interval = measurement.interval.map_or(String::new(), |(low, high)| {
        format!("{TIGHT}[{},{TIGHT}{}]", figure(low), figure(high))
    });
    format!(
        "{}: {}{interval}",
        visible(&measurement.name),
        figure(measurement.value)
    )
}

/// The broken limit in words, for findings that show rows in its place.
fn held_against(diagnostic: &Diagnostic) -> Option<String> {
    let first = diagnostic.outcome.measurements.first()?;
    let (key, limit) = (diagnostic.outcome.broken?, first.limit?);
    let Some(sentence) = &diagnostic.sentence else {
        return Some(format!("{}; {key} is {}", valued(first), figure(limit)));
    };
    let line = sentence
        .text
        .get(..sentence.span.start)
        .map_or(1, |before| before.matches('\n').count() + 1);
    let written = sentence
        .text
        .get(sentence.span.clone())
        .map_or(figure(limit), visible);
    Some(format!(
        "{}; {key} is {written} ({}:{line})",
        valued(first),
        visible(&sentence.file)
    ))
}

/// Rows that no line of a file shows, and how many more there are.
fn rows_in_words(witnesses: &[Witness], snippet: &Snippet) -> Vec<String> {
    let mut words = Vec::new();
    let drawn = snippet.labels().len();
    if witnesses.iter().all(|witness| witness.excerpt.is_none()) {
        words.extend(witnesses.iter().take(ROWS).map(|witness| {
            let place = witness.line.map_or(format!("row {}", witness.row), |line| {
                format!("line {line}")
            });
            format!(
                "{place} of {}: {}",
                visible(&witness.path),
                visible(&witness.note)
            )
        }));
    }
    let told = if words.is_empty() {
        drawn.min(witnesses.len())
    } else {
        words.len()
    };
    if witnesses.len() > told {
        let more = grouped(witnesses.len() - told);
        words.push(format!(
            "and {more} more: --output-format json lists them all"
        ));
    }
    words
}
