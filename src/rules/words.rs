//! Words: a rule's own TOML (its texts, default level, limits and worked examples), read once.

mod example;
mod fix;
mod unit;

pub(crate) use example::{Example, Recipe};
pub(crate) use fix::{FixWords, Safety};
pub(crate) use unit::Unit;

use crate::diagnostic::Level;
use crate::error::{ConfigError, Mistake};
use crate::policy::{LimitTable, Page, Section, Written};

const TOP: [&str; 14] = [
    "title",
    "what",
    "why",
    "how",
    "remedy",
    "level",
    // Four for the catalogue, which build.rs reads.
    "place",
    "needs-label",
    "yields-to",
    "judges",
    "fix",
    "limits",
    "units",
    "example",
];

/// What `rules/<rule>.toml` says.
#[derive(Debug, Clone)]
pub(crate) struct RuleWords {
    /// The rule's name, the stem of the file.
    pub(crate) name: &'static str,
    /// What is wrong, in one sentence.
    pub(crate) title: String,
    /// What the rule looks at.
    pub(crate) what: String,
    /// Why it matters.
    pub(crate) why: String,
    /// How it is measured: formulas and their sources.
    pub(crate) how: String,
    /// What to do about a finding.
    pub(crate) remedy: String,
    /// The level unless the user says otherwise.
    pub(crate) level: Level,
    /// What `trueline fix` does about its findings.
    pub(crate) fix: FixWords,
    /// The limits by key, each with its source span in the file.
    pub(crate) limits: LimitTable,
    /// What each limit means, in the order of the file.
    pub(crate) meanings: Vec<LimitWords>,
    /// Small datasets with the outcome that the rule comes to.
    pub(crate) examples: Vec<Example>,
}

/// What one limit means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LimitWords {
    /// The key that users write.
    pub(crate) key: String,
    /// What it bounds.
    pub(crate) unit: Unit,
    /// The comment above it, as one line.
    pub(crate) meaning: String,
}

impl RuleWords {
    /// Reads `text`, the whole of `rules/<name>.toml`.
    ///
    /// # Errors
    /// Every mistake in the text. The texts inside the binary have none: a test sees to it.
    pub(crate) fn parse(name: &'static str, text: &str) -> Result<Self, ConfigError> {
        let file = format!("rules/{name}.toml");
        let (mut page, table) = Page::parse(&file, text);
        let top = Section::top(&table);
        page.only(top, &TOP);
        let (limits, meanings) = read_limits(&mut page, top, text);
        let words = Self {
            name,
            title: read_paragraph(&mut page, top, "title"),
            what: read_paragraph(&mut page, top, "what"),
            why: read_paragraph(&mut page, top, "why"),
            how: read_paragraph(&mut page, top, "how"),
            remedy: read_paragraph(&mut page, top, "remedy"),
            level: read_level(&mut page, top),
            fix: FixWords::read(&mut page, top),
            limits,
            meanings,
            examples: page
                .list(top, "example")
                .into_iter()
                .filter_map(|each| Example::read(&mut page, each))
                .collect(),
        };
        let mistakes = page.into_mistakes();
        if mistakes.is_empty() {
            Ok(words)
        } else {
            Err(ConfigError { mistakes })
        }
    }

    /// The words of the rule called `name`.
    ///
    /// # Errors
    /// A mistake with a "did you mean" when there is no such rule.
    pub(crate) fn find<'a>(all: &'a [Self], name: &str) -> Result<&'a Self, ConfigError> {
        all.iter().find(|words| words.name == name).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|words| words.name).collect();
            ConfigError {
                mistakes: vec![Mistake::unknown("rule", name, &known)],
            }
        })
    }

    /// What the limit `key` means.
    pub(crate) fn meaning(&self, key: &str) -> Option<&LimitWords> {
        self.meanings.iter().find(|words| words.key == key)
    }
}

fn require(page: &mut Page, section: Section, key: &str) -> Option<Written<String>> {
    if !section.has(key) {
        page.mistake(section.span(), Mistake::new(format!("`{key}` is missing")));
    }
    page.string(section, key)
}

/// A text with its line breaks folded: reports wrap it to their own width.
fn read_paragraph(page: &mut Page, section: Section, key: &str) -> String {
    require(page, section, key).map_or(String::new(), |text| fold(&text.value))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place of a written value, for a mistake about what it says.
fn complain(page: &mut Page, written: &Written<String>, kind: &str, known: &[&str]) {
    let span = written
        .span
        .as_ref()
        .map_or(0..0, |span| span.range.clone());
    page.mistake(span, Mistake::unknown(kind, &written.value, known));
}

fn read_level(page: &mut Page, section: Section) -> Level {
    let Some(word) = require(page, section, "level") else {
        return Level::Warn;
    };
    Level::of(&word.value).unwrap_or_else(|| {
        complain(page, &word, "level", &Level::WORDS);
        Level::Warn
    })
}

fn read_limits(page: &mut Page, top: Section, text: &str) -> (LimitTable, Vec<LimitWords>) {
    let mut limits = LimitTable::default();
    let mut meanings = Vec::new();
    let Some(section) = page.table(top, "limits") else {
        return (limits, meanings);
    };
    let units = page.table(top, "units");
    for (key, range) in section.keys() {
        let Some(Written { value, span }) = page.number(section, key) else {
            continue;
        };
        let meaning = comment_above(text, range.start);
        if meaning.is_empty() {
            page.mistake(
                range.clone(),
                Mistake::new(format!("no comment above `{key}` says what it means")),
            );
        }
        let Some(word) = units.and_then(|units| page.string(units, key)) else {
            page.mistake(
                range,
                Mistake::new(format!("`{key}` has no unit in [units]")),
            );
            continue;
        };
        let Some(unit) = Unit::of(&word.value) else {
            complain(page, &word, "unit", &Unit::ALL.map(Unit::word));
            continue;
        };
        if !unit.admits(value) {
            page.mistake(
                range,
                Mistake::new(format!("`{key}` must be {}", unit.range())),
            );
        }
        limits.0.insert(key.to_owned(), Written { value, span });
        meanings.push(LimitWords {
            key: key.to_owned(),
            unit,
            meaning,
        });
    }
    if let Some(units) = units {
        let keys: Vec<&str> = section.keys().into_iter().map(|(key, _)| key).collect();
        page.only(units, &keys);
    }
    (limits, meanings)
}

/// The comment lines directly above the line that holds byte `at`, as one line.
fn comment_above(text: &str, at: usize) -> String {
    let above = &text[..text[..at].rfind('\n').map_or(0, |newline| newline)];
    let mut lines: Vec<&str> = above
        .lines()
        .rev()
        .map_while(|line| line.trim().strip_prefix('#'))
        .collect();
    lines.reverse();
    fold(&lines.join(" "))
}

#[cfg(test)]
mod tests;
