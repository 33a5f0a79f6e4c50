//! Markdown: the summary of a job, findings as a table for each dataset.

use std::io::{self, Write};

use super::spot::{
    self, findings, first_measurement, help, left_out, message, row, short_name, suppressed,
    undetermined,
};
use super::suppressed::{by, count, gone_entries, known_entries, known_rows};
use super::{Reporter, failures, noted};
use crate::diagnostic::{Diagnostic, Level};
use crate::outcome::{DatasetReport, Report, RunVerdict};
use crate::wording::format_count;

/// Bytes at which a summary stops; GitHub refuses one above 1 MiB.
const MOST: usize = 900 * 1024;
/// Rows of a finding that are listed.
const ROWS: usize = 10;
/// Room for the last line.
const TAIL: usize = 1024;

/// Speaks Markdown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Markdown;

impl Reporter for Markdown {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut summary = Summary::new(format!("## trueline\n\n{}", headline(run)));
        for line in failures::lines(run) {
            summary.add(&format!("❌ {}\n\n", escape(&line)));
        }
        let (found, open, suppressed) = (findings(run), undetermined(run), suppressed(run));
        for dataset in &run.datasets {
            summary.dataset(dataset, &of(dataset, &found), &of(dataset, &open));
            summary.suppressed(&of(dataset, &suppressed));
        }
        if let Some(noted) = noted::line(run) {
            summary.add(&format!("{}\n\n", escape(&noted)));
        }
        for said in [known_entries(run), gone_entries(run)]
            .into_iter()
            .flatten()
        {
            summary.add(&format!("Baseline: {}\n\n", escape(&said)));
        }
        for (why, paths) in left_out(run) {
            summary.add(&format!(
                "Left out ({why}): {}\n\n",
                escape(&paths.join(", "))
            ));
        }
        out.write_all(summary.finish().as_bytes())
    }
}

/// Those of `outcomes` that are about `dataset`.
fn of<'a>(
    dataset: &DatasetReport,
    outcomes: &[(&DatasetReport, &'a Diagnostic)],
) -> Vec<&'a Diagnostic> {
    outcomes
        .iter()
        .filter(|(about, _)| std::ptr::eq(*about, dataset))
        .map(|(_, diagnostic)| *diagnostic)
        .collect()
}

/// A summary that ends where its room does: a piece that doesn't fit, and all after it, is left out.
struct Summary {
    text: String,
    full: bool,
    /// Findings that are left out.
    left_out: usize,
}

impl Summary {
    fn new(text: String) -> Self {
        Self {
            text,
            full: false,
            left_out: 0,
        }
    }

    /// Adds `piece` whole; false when there is no room for it.
    fn add(&mut self, piece: &str) -> bool {
        self.full |= self.text.len() + piece.len() + TAIL > MOST;
        if !self.full {
            self.text.push_str(piece);
        }
        !self.full
    }

    fn dataset(&mut self, dataset: &DatasetReport, found: &[&Diagnostic], open: &[&Diagnostic]) {
        self.add(&heading(dataset));
        if !found.is_empty() {
            self.add("| | rule | finding | measured | what to do |\n|---|---|---|---|---|\n");
            for finding in found {
                self.left_out += usize::from(!self.add(&line(finding)));
            }
            self.add("\n");
            for finding in found {
                self.add(&rows(finding));
            }
        }
        if !open.is_empty() {
            self.add("Undetermined, with what would settle it:\n\n");
            for open in open {
                self.add(&settling(open));
            }
            self.add("\n");
        }
    }

    fn suppressed(&mut self, suppressed: &[&Diagnostic]) {
        if suppressed.is_empty() {
            return;
        }
        self.add("Suppressed:\n\n");
        for finding in suppressed {
            self.add(&format!(
                "- `{}`: {} ({})\n",
                finding.rule,
                escape(&message(finding)),
                escape(&by(finding).unwrap_or_default())
            ));
        }
        self.add("\n");
    }

    fn finish(mut self) -> String {
        if self.full {
            let findings = match self.left_out {
                0 => "rows of findings".to_owned(),
                1 => "1 finding".to_owned(),
                count => format!("{} findings", format_count(count)),
            };
            self.text.push_str(&format!(
                "\nMore is left out, {findings} among it: a summary holds at most 1 MiB. The JSON report has all.\n"
            ));
        }
        self.text
    }
}

fn headline(run: &Report) -> String {
    let verdict = &run.verdict;
    let word = match verdict.exit {
        0 => "**passed**",
        RunVerdict::COULD_NOT_JUDGE => "**could not judge everything**",
        _ => "**failed**",
    };
    format!(
        "{word}: {} denied, {} warned, {} passed, {} skipped, {} undetermined{}\n\n",
        verdict.denied,
        verdict.warned,
        verdict.passed,
        verdict.skipped,
        verdict.undetermined,
        count(verdict.suppressed).map_or(String::new(), |count| format!(", {count}"))
    )
}

fn heading(dataset: &DatasetReport) -> String {
    format!(
        "### {}\n\n{}\n\n",
        escape(&short_name(&dataset.name)),
        spot::rows(dataset.rows)
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
        escape(&message(finding)),
        escape(&first_measurement(finding).unwrap_or_default()),
        escape(&help(finding).unwrap_or_default())
    )
}

fn settling(open: &Diagnostic) -> String {
    let needs = help(open).map_or(String::new(), |help| format!(" ({})", escape(&help)));
    format!("- `{}`: {}{needs}\n", open.rule, escape(&message(open)))
}

/// The rows of a finding, folded away; nothing where it has none.
fn rows(finding: &Diagnostic) -> String {
    let witnesses = &finding.outcome.witnesses;
    if witnesses.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "<details><summary><code>{}</code>: {}</summary>\n\n",
        finding.rule,
        spot::rows(witnesses.len())
    );
    for witness in witnesses.iter().take(ROWS) {
        text.push_str(&format!("- {}\n", escape(&row(witness))));
    }
    if witnesses.len() > ROWS {
        text.push_str(&format!(
            "- and {} more\n",
            format_count(witnesses.len() - ROWS)
        ));
    }
    if let Some(known) = known_rows(finding) {
        text.push_str(&format!("- {known}\n"));
    }
    text.push_str("\n</details>\n\n");
    text
}

/// What GitHub makes no mention, reference, emoji or address across, and what nobody sees.
const APART: &str = "&#8203;";

/// `text` with everything that Markdown, HTML or GitHub would act on escaped.
///
/// CommonMark 0.31, section 2.4: a backslash before any ASCII punctuation makes it plain; section 2.5:
/// an entity never has the meaning of its character for the structure of a document. Mentions (`@`),
/// references (`#1`, `GH-1`, those of other trackers such as `ABC-1`, and hashes of commits), emoji (`:x:`) and addresses
/// (`https:`, `www.`) GitHub finds in the finished text, in which escapes are gone: within each stands a space without
/// width.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, next)| next);
        let ends = next.is_none_or(char::is_whitespace);
        if !before.is_some_and(char::is_alphanumeric) && begins_like_a_commit(&text[at..]) {
            escaped.push(c);
            escaped.push_str(APART);
            before = Some(c);
            continue;
        }
        match c {
            '-' if before.is_some_and(char::is_alphanumeric)
                && next.is_some_and(|next| next.is_ascii_digit()) =>
            {
                escaped.push('-');
                escaped.push_str(APART);
            }
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '$' => escaped.push_str("&#36;"),
            ':' if ends => escaped.push(':'),
            '@' | '#' | ':' => {
                escaped.push_str(&format!("&#{};{APART}", u32::from(c)));
            }
            '.' if ends_in_www(&escaped) => {
                escaped.push_str(&format!("&#46;{APART}"));
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '!' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
        before = Some(c);
    }
    escaped
}

/// Whether a word begins `text` that may be the hash of a commit, cut or whole: 7 to 40 hexadecimal digits, letters among
/// them.
fn begins_like_a_commit(text: &str) -> bool {
    let word = text
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    (7..=40).contains(&word.len())
        && word
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn ends_in_www(text: &str) -> bool {
    let last = text.len().checked_sub(3).and_then(|from| text.get(from..));
    last.is_some_and(|last| last.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_act_on_is_plain() {
        assert_eq!(
            escape("[a](b) ![c](d) `e` *f* <script> a|b"),
            "\\[a\\](b) \\!\\[c\\](d) \\`e\\` \\*f\\* &lt;script&gt; a\\|b"
        );
        assert_eq!(
            escape("@you #1 www.x.y u: v:w"),
            "&#64;&#8203;you &#35;&#8203;1 www&#46;&#8203;x.y u: v&#58;&#8203;w"
        );
        assert_eq!(
            escape("GH-1 abc-12 a-b 1 -2 0.1-0.2"),
            "GH-&#8203;1 abc-&#8203;12 a-b 1 -2 0.1-&#8203;0.2"
        );
        assert_eq!(
            escape("at 0a1b2c3 not 1234567, xabcdef1 or defaced-x"),
            "at 0&#8203;a1b2c3 not 1234567, xabcdef1 or d&#8203;efaced-x"
        );
    }

    #[test]
    fn a_full_summary_counts_what_it_leaves_out() {
        let mut summary = Summary::new("x".repeat(MOST - TAIL - 10));
        assert!(summary.add("0123456789") && !summary.add("0") && !summary.add(""));
        summary.left_out = 2;
        let text = summary.finish();
        assert!(
            text.ends_with("The JSON report has all.\n") && text.contains("2 findings among it")
        );
        assert!(text.len() < MOST);
    }
}
