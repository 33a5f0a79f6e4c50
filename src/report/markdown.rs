//! Markdown: the summary of a job, findings as a table for each dataset.

use std::io::{self, Write};

use super::spot::{findings, left_out, measured, message, row, undetermined};
use super::visible::{grouped, visible};
use super::{DatasetReport, Report, Reporter};
use crate::diagnostic::{Diagnostic, Level};

/// Bytes at which a summary stops; GitHub refuses one above 1 MiB.
const MOST: usize = 900 * 1024;
/// Rows of a finding that are listed.
const ROWS: usize = 10;
/// Room for the last lines.
const TAIL: usize = 1024;

/// Speaks Markdown.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl Reporter for Markdown {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::from("## trueline\n\n");
        text.push_str(&headline(run));
        let mut cut = 0;
        for dataset in &run.datasets {
            let mut pieces = vec![heading(dataset)];
            let found: Vec<_> = findings(run)
                .into_iter()
                .filter(|(of, _)| std::ptr::eq(*of, dataset))
                .map(|(_, finding)| finding)
                .collect();
            if !found.is_empty() {
                pieces.push(
                    "| | rule | finding | measured | what to do |\n|---|---|---|---|---|\n"
                        .to_owned(),
                );
                pieces.extend(found.iter().map(|finding| line(finding)));
                pieces.push("\n".to_owned());
                pieces.extend(found.iter().filter_map(|finding| rows(finding)));
            }
            let open: Vec<_> = undetermined(run)
                .into_iter()
                .filter(|(of, _)| std::ptr::eq(*of, dataset))
                .map(|(_, open)| open)
                .collect();
            if !open.is_empty() {
                pieces.push("Undetermined, with what would settle it:\n\n".to_owned());
                pieces.extend(open.iter().map(|open| {
                    format!(
                        "- `{}`: {} ({})\n",
                        open.rule,
                        escaped(&message(open)),
                        escaped(&visible(&open.outcome.help))
                    )
                }));
                pieces.push("\n".to_owned());
            }
            for piece in pieces {
                if text.len() + piece.len() + TAIL > MOST {
                    cut += 1;
                } else {
                    text.push_str(&piece);
                }
            }
        }
        for (why, paths) in left_out(run) {
            text.push_str(&format!(
                "Left out ({why}): {}\n\n",
                escaped(&paths.join(", "))
            ));
        }
        if cut > 0 {
            text.push_str(&format!(
                "\n{cut} more lines are left out: a summary holds at most 1 MiB. The JSON report has them all.\n"
            ));
        }
        out.write_all(text.as_bytes())
    }
}

fn headline(run: &Report) -> String {
    let verdict = &run.verdict;
    let word = if verdict.exit == 0 {
        "**passed**"
    } else {
        "**failed**"
    };
    format!(
        "{word}: {} denied, {} warned, {} passed, {} skipped, {} undetermined\n\n",
        verdict.denied, verdict.warned, verdict.passed, verdict.skipped, verdict.undetermined
    )
}

fn heading(dataset: &DatasetReport) -> String {
    format!(
        "### {}\n\n{} rows\n\n",
        escaped(&visible(&dataset.name)),
        grouped(dataset.rows)
    )
}

fn line(finding: &Diagnostic) -> String {
    let mark = if finding.level == Level::Deny {
        "❌ deny"
    } else {
        "⚠️ warn"
    };
    format!(
        "| {mark} | `{}` | {} | {} | {} |\n",
        finding.rule,
        escaped(&message(finding)),
        escaped(&measured(finding).unwrap_or_default()),
        escaped(&visible(&finding.outcome.help))
    )
}

/// The rows of a finding, folded away.
fn rows(finding: &Diagnostic) -> Option<String> {
    let witnesses = &finding.outcome.witnesses;
    if witnesses.is_empty() {
        return None;
    }
    let mut text = format!(
        "<details><summary><code>{}</code>: {} rows</summary>\n\n",
        finding.rule,
        grouped(witnesses.len())
    );
    for witness in witnesses.iter().take(ROWS) {
        text.push_str(&format!("- {}\n", escaped(&row(witness))));
    }
    if witnesses.len() > ROWS {
        text.push_str(&format!("- and {} more\n", grouped(witnesses.len() - ROWS)));
    }
    text.push_str("\n</details>\n\n");
    Some(text)
}

/// `text` with everything that Markdown or HTML would act on escaped.
///
/// CommonMark 0.31, section 2.4: a backslash before any ASCII punctuation makes it plain; `<`, `>`
/// and `&` become entities, which no renderer turns into a tag again; and so does `@`, which GitHub
/// would make a mention.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A scheme's colon makes a link of bare text.
            ':' => escaped.push_str("&#58;"),
            c => escaped.push(c),
        }
    }
    escaped
}
