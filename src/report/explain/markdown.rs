//! Markdown: a rule's page and the index of all rules, for people who read them in a browser.

use std::io::{self, Write};

use super::page::{Page, Shown};
use crate::report::snippet::options;
use crate::rules::words::RuleWords;

/// Columns that running text is set in.
const WIDTH: usize = 116;
/// How the pages come about.
const ORIGIN: &str = "written from `rules/` by `BLESS=1 cargo test --release --test rule_pages`";

/// Writes the page of one rule. Names of other rules in `all` become links to their pages.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn page(words: &RuleWords, all: &[RuleWords], out: &mut dyn Write) -> io::Result<()> {
    let page = Page::of(words);
    let prose = Prose {
        rules: all
            .iter()
            .map(|other| other.name)
            .filter(|&name| name != page.name)
            .collect(),
        keys: page.settings.iter().map(|setting| setting.key).collect(),
    };
    writeln!(out, "<!-- {ORIGIN} -->\n\n# {}\n", escape(page.name))?;
    writeln!(out, "{}\n", prose.set(&format!("{}.", page.title)))?;
    writeln!(
        out,
        "Level: `{}`, unless trueline.toml says otherwise. [All rules](README.md)",
        page.level
    )?;
    for (heading, text) in &page.sections {
        writeln!(out, "\n## {heading}\n\n{}", prose.set(text))?;
    }
    settings(&page, &prose, out)?;
    if !page.examples.is_empty() {
        writeln!(out, "\n## Examples")?;
    }
    for shown in &page.examples {
        example(shown, &prose, out)?;
    }
    Ok(())
}

/// Writes the table of all rules.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn index(all: &[RuleWords], out: &mut dyn Write) -> io::Result<()> {
    let plain = Prose::default();
    writeln!(out, "<!-- {ORIGIN} -->\n\n# Rules\n")?;
    writeln!(
        out,
        "{}\n",
        plain.set(
            "Each can pass, be skipped (it doesn't apply), be undetermined (the data can't carry a verdict, and the \
             report says what would) or be found. A finding at `deny` fails the run, one at `warn` is shown; the level \
             and the limits are the user's to change in trueline.toml. `trueline explain RULE` prints the same pages."
        )
    )?;
    writeln!(out, "| rule | level | found when |\n|---|---|---|")?;
    for words in all {
        writeln!(
            out,
            "| [{name}]({name}.md) | {} | {} |",
            words.level.word(),
            plain.line(&words.title),
            name = words.name
        )?;
    }
    Ok(())
}

fn settings(page: &Page, prose: &Prose, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## Settings\n")?;
    if !page.settings.is_empty() {
        writeln!(
            out,
            "| limit | default | values | meaning |\n|---|---|---|---|"
        )?;
    }
    for setting in &page.settings {
        writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            setting.key,
            setting.default,
            prose.line(setting.range),
            prose.line(setting.meaning)
        )?;
    }
    if !page.settings.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "```toml\n{}```", page.toml(|_| String::new()))
}

fn example(shown: &Shown, prose: &Prose, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {}\n", prose.line(shown.name))?;
    if !shown.lines.is_empty() {
        let mut text = shown.lines.join("\n");
        if shown.more > 0 {
            text += &format!("\n... and {} more lines", shown.more);
        }
        let fence = fence(&text);
        writeln!(out, "{fence}csv\n{text}\n{fence}\n")?;
    }
    let quotes = "`".repeat(fence(&shown.command).len() - 2);
    writeln!(
        out,
        "{quotes}{}{quotes}: **{}**",
        shown.command, shown.outcome
    )
}

/// Backticks that `text` can't end: three, or one more than it has in a row.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(longest + 1))
}

/// Running text, with what it names.
#[derive(Default)]
struct Prose<'a> {
    /// Rules that have a page of their own.
    rules: Vec<&'a str>,
    /// Limits of this rule.
    keys: Vec<&'a str>,
}

impl Prose<'_> {
    /// A paragraph, folded.
    fn set(&self, text: &str) -> String {
        textwrap::wrap(&self.line(text), options(WIDTH))
            .iter()
            .map(|line| kept_as_text(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The text on one line. Code stands between backticks already.
    fn line(&self, text: &str) -> String {
        if text.matches('`').count() % 2 == 1 {
            return self.words(text);
        }
        text.split('`')
            .enumerate()
            .map(|(at, part)| {
                if at % 2 == 1 {
                    format!("`{}`", part.replace('|', "\\|"))
                } else {
                    self.words(part)
                }
            })
            .collect()
    }

    fn words(&self, text: &str) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let mut set = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let article = words[at].trim_start_matches('(') == "arXiv";
            if let Some(number) = words.get(at + 1).filter(|_| article) {
                let (_, number, after) = bare(number);
                if is_article(number) {
                    let before = words[at].trim_end_matches("arXiv");
                    set.push(format!(
                        "{before}[arXiv {number}](https://arxiv.org/abs/{number}){}",
                        escape(after)
                    ));
                    at += 2;
                    continue;
                }
            }
            set.push(self.word(words[at]));
            at += 1;
        }
        set.join(" ")
    }

    fn word(&self, word: &str) -> String {
        let (before, name, after) = bare(word);
        let name = if self.rules.contains(&name) {
            format!("[{name}]({name}.md)")
        } else if self.keys.contains(&name) {
            format!("`{name}`")
        } else {
            return escape(word);
        };
        format!("{}{name}{}", escape(before), escape(after))
    }
}

/// A word without the punctuation around it, and that punctuation.
fn bare(word: &str) -> (&str, &str, &str) {
    let inner = |c: char| c.is_alphanumeric();
    let start = word.find(inner).unwrap_or(word.len());
    let end = word
        .char_indices()
        .rev()
        .find(|&(_, c)| inner(c))
        .map_or(start, |(at, c)| at + c.len_utf8());
    (
        &word[..start],
        &word[start..end.max(start)],
        &word[end.max(start)..],
    )
}

/// `2506.17989`
fn is_article(text: &str) -> bool {
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    text.split_once('.').is_some_and(|(year, number)| {
        year.len() == 4 && (4..=5).contains(&number.len()) && digits(year) && digits(number)
    })
}

/// `text` with a backslash before everything that Markdown would take for its own.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>|~$&".contains(c) {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// A line that would begin a list or a heading, kept from it.
fn kept_as_text(line: &str) -> String {
    let word = line.split(' ').next().unwrap_or(line);
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && matches!(&word[digits..], "." | ")") {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['-', '+', '=', '#']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What a reader sees of `markdown`, and whether all of it is plain running text.
    fn read(markdown: &str) -> (String, bool) {
        let (mut text, mut plain) = (String::new(), true);
        for event in Parser::new_ext(markdown, Options::all()) {
            match event {
                Event::Text(part) => text += &part,
                Event::SoftBreak => text.push(' '),
                Event::Start(pulldown_cmark::Tag::Paragraph)
                | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                _ => plain = false,
            }
        }
        (text, plain)
    }

    #[test]
    fn markdown_swallows_nothing() {
        for text in [
            "pi_S(k) and pi_Q(k), a*b*c, |mean|^2 / mean |x|^2, ~1~ and ~~2~~",
            "<b>bold</b> &amp; <script>x</script> [link](y) ![image](z) $x$ and $$y$$",
            "a \\ b `c and C:\\path\\_x_",
            "- no list",
            "+ no list",
            "12. no list",
            "1) no list",
            "# no heading",
            "=== no heading",
            "> no quotation",
            "| no | table |",
        ] {
            assert_eq!(read(&Prose::default().set(text)), (text.to_owned(), true));
        }
    }

    #[test]
    fn folding_begins_no_list() {
        for filling in 0..12 {
            let text = format!(
                "{} {}1. item - other + third # four",
                "w".repeat(1 + filling),
                "word ".repeat(21)
            );
            assert_eq!(read(&Prose::default().set(&text)), (text.clone(), true));
        }
    }

    #[test]
    fn names_become_links_and_limits_code() {
        let prose = Prose {
            rules: vec!["empty-text"],
            keys: vec!["max-share"],
        };
        assert_eq!(
            prose.line("see empty-text; at most max-share (arXiv 2506.17989), `a|b`"),
            "see [empty-text](empty-text.md); at most `max-share` ([arXiv 2506.17989]\
             (https://arxiv.org/abs/2506.17989)), `a\\|b`"
        );
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("a ```` b"), "`````");
    }
}
