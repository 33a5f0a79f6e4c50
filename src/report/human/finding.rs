//! One rule's findings, or what it left open, as miette draws them: a sentence, the lines, what to do.

use std::error::Error;
use std::fmt;

use miette::{Diagnostic as Drawable, LabeledSpan, Severity, SourceCode};

use crate::diagnostic::{Diagnostic, Level, Witness};
use crate::policy::Span;
use crate::report::group::Group;
use crate::report::measurements;
use crate::report::snippet::Snippet;
use crate::report::suppressed::known_rows_in_words;
use crate::report::visible::{cut, keep_commands_whole, visible};
use crate::wording::format_count;

/// Rows that are shown.
const ROWS: usize = 3;
/// Lines of configuration that are shown.
const LIMITS: usize = 2;
/// Lines that a sentence may fill: a class can have any name.
const LINES: usize = 5;

/// Outcomes as miette draws them. Every text in it is harmless already.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    message: String,
    severity: Severity,
    help: String,
    snippet: Snippet,
}

impl Drawn {
    /// What a rule found: the rows that it is about, or else the limits that were broken.
    pub(crate) fn finding(group: &Group, width: usize) -> Self {
        let members = &group.members;
        let rows = Snippet::of_rows(witnesses(members), width);
        let mut help: Vec<String> = group
            .help()
            .iter()
            .map(|advice| keep_commands_whole(advice))
            .collect();
        let snippet = if rows.is_empty() {
            let (limits, unplaced) = limits(members);
            help.extend(measurements::lines(&unplaced));
            let limits = limits.into_iter().take(LIMITS);
            Snippet::of_limits(
                limits.filter_map(|(span, broken)| Some((span, measurements::lines(&broken)?))),
                width,
            )
        } else {
            help.extend(measurements::held_against(members));
            rows
        };
        help.extend(rows_in_words(members, &snippet));
        help.extend(known_rows(members));
        let (about, said) = group.title();
        Self {
            message: message(group.rule, about, &said, width),
            severity: if group.level == Level::Deny {
                Severity::Error
            } else {
                Severity::Warning
            },
            help: help.join("\n"),
            snippet,
        }
    }

    /// What rules left open for one cause, and what would settle it.
    pub(crate) fn advice(rules: &[&str], group: &Group, width: usize) -> Self {
        let (about, said) = group.title();
        let help = group.help();
        let remedy = match &help[..] {
            [] => String::new(),
            // Advice for one subject of several names it: `for SD: 900 more rows`.
            [first, ..] if first.starts_with("for ") => {
                format!(" (to settle it {})", keep_commands_whole(&help.join("; ")))
            }
            _ => format!(" (to settle it: {})", keep_commands_whole(&help.join("; "))),
        };
        Self {
            message: message(&rules.join(", "), about, &said, width) + &remedy,
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

/// `rule for SD: what it says`
fn message(rules: &str, about: Option<String>, said: &str, width: usize) -> String {
    let about = about.map_or(String::new(), |about| format!(" for {}", visible(&about)));
    cut(
        &format!("{rules}{about}: {}", keep_commands_whole(said)),
        LINES * width,
    )
}

/// The rows to show: of one outcome the first few, of several one of each.
fn witnesses<'a>(members: &[&'a Diagnostic]) -> Vec<(&'a Witness, String)> {
    if let [only] = members {
        let rows = only.outcome.witnesses.iter().take(ROWS);
        return rows.map(|row| (row, row.note.clone())).collect();
    }
    members
        .iter()
        .filter_map(|member| {
            let row = member.outcome.witnesses.first()?;
            let about = member.outcome.subject.as_ref();
            Some((
                row,
                about.map_or(row.note.clone(), |about| format!("{about}: {}", row.note)),
            ))
        })
        .take(ROWS)
        .collect()
}

/// A line of configuration, and the outcomes that broke the limit on it.
type Broken<'a> = (&'a Span, Vec<&'a Diagnostic>);

/// The lines that set the broken limits, and the outcomes whose limit stands on none.
fn limits<'a>(members: &[&'a Diagnostic]) -> (Vec<Broken<'a>>, Vec<&'a Diagnostic>) {
    let mut limits: Vec<Broken> = Vec::new();
    let mut unplaced = Vec::new();
    for &member in members {
        let Some(span) = &member.span else {
            unplaced.push(member);
            continue;
        };
        match limits.iter_mut().find(|(known, _)| *known == span) {
            Some((_, broken)) => broken.push(member),
            None => limits.push((span, vec![member])),
        }
    }
    (limits, unplaced)
}

/// How many rows of the findings are known, beside those that are shown.
fn known_rows(members: &[&Diagnostic]) -> Option<String> {
    let rows = members
        .iter()
        .map(|member| member.suppression.known_rows.len())
        .sum();
    known_rows_in_words(rows)
}

/// Rows that no line of a file shows, and how many more there are.
fn rows_in_words(members: &[&Diagnostic], snippet: &Snippet) -> Vec<String> {
    let rows = || members.iter().flat_map(|member| &member.outcome.witnesses);
    let all = rows().count();
    let mut words = Vec::new();
    if rows().all(|row| row.excerpt.is_none()) {
        words.extend(witnesses(members).into_iter().map(|(row, note)| {
            let place = row
                .line
                .map_or(format!("row {}", row.row), |line| format!("line {line}"));
            format!("{place} of {}: {}", visible(&row.path), visible(&note))
        }));
    }
    let shown = if words.is_empty() {
        snippet.labels().len().min(all)
    } else {
        words.len()
    };
    if all > shown {
        words.push(keep_commands_whole(&format!(
            "and {} more: --output-format json lists them all",
            format_count(all - shown)
        )));
    }
    words
}
