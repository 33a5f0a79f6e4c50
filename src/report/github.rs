//! GitHub: annotations of a workflow, one a rule and file, within what GitHub shows.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::root::Root;
use super::spot::{findings, first_measurement, help, message, place, undetermined};
use super::suppressed::{count, gone_entries, known_rows};
use super::visible::visible;
use super::{Reporter, failures, noted};
use crate::diagnostic::{Diagnostic, Level};
use crate::outcome::{Failure, Report};
use crate::wording::format_count;

/// Annotations of each kind that GitHub shows for one step.
const SHOWN: usize = 10;

/// Speaks in workflow commands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Github;

impl Reporter for Github {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let root = Root::here();
        let mut annotated = BTreeSet::new();
        let (mut errors, mut warnings, mut left_out) = (0, 0, 0);
        for failure in &run.failures {
            if errors == SHOWN {
                left_out += 1;
                continue;
            }
            errors += 1;
            writeln!(out, "{}", error(&root, failure))?;
        }
        for (dataset, finding) in findings(run) {
            let (path, line) = place(dataset, finding);
            let (kind, count) = if finding.level == Level::Deny {
                ("error", &mut errors)
            } else {
                ("warning", &mut warnings)
            };
            if *count == SHOWN || !annotated.insert((finding.rule, path.clone())) {
                left_out += 1;
                continue;
            }
            *count += 1;
            writeln!(
                out,
                "::{kind} file={},line={line},title={}::{}",
                property(&root.seen(&path)),
                property(&format!("trueline: {}", finding.rule)),
                data(&describe(finding))
            )?;
        }
        for notice in notices(run, left_out) {
            writeln!(out, "::notice title=trueline::{}", data(&notice))?;
        }
        Ok(())
    }
}

/// What the annotations leave out, a line for each.
fn notices(run: &Report, left_out: usize) -> Vec<String> {
    let open = undetermined(run).len();
    let mut notices = Vec::new();
    if left_out > 0 {
        let more = match (left_out, run.failures.len() > SHOWN) {
            (_, true) => "errors and findings",
            (1, _) => "finding",
            _ => "findings",
        };
        notices.push(format!(
            "{left_out} more {more}: --output-format markdown, sarif or json has all of them"
        ));
    }
    let suppressed = count(run.verdict.suppressed);
    notices.extend(suppressed.map(|count| format!("{count}: no annotation is shown for them")));
    notices.extend(gone_entries(run));
    notices.extend(noted::line(run));
    if open > 0 {
        notices.push(format!(
            "{open} undetermined: the data can't carry a verdict"
        ));
    }
    notices
}

/// A finding's message and what belongs to it, a line for each.
fn describe(finding: &Diagnostic) -> String {
    let mut text = message(finding);
    for more in [
        first_measurement(finding),
        help(finding),
        rows(finding.outcome.witnesses.len()),
        known_rows(finding),
    ]
    .into_iter()
    .flatten()
    {
        text.push('\n');
        text.push_str(&more);
    }
    text
}

/// The annotation of what couldn't be judged.
fn error(root: &Root, failure: &Failure) -> String {
    let mut text = failures::message(failure);
    if let Some(help) = failures::help(failure) {
        text.push('\n');
        text.push_str(&help);
    }
    let file = failure.file.as_ref().map_or(String::new(), |path| {
        let line = failure.line.unwrap_or(1);
        format!("file={},line={line},", property(&root.seen(path)))
    });
    format!("::error {file}title=trueline::{}", data(&text))
}

fn rows(count: usize) -> Option<String> {
    (count > 1).then(|| format!("{} rows; this is the first", format_count(count)))
}

/// The message of a command: what would end it is escaped, as GitHub's own toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, in which `:` and `,` end it, too.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
