//! Words: a rule's own TOML (its texts, default level, limits and worked examples), read once.

use crate::diagnostic::{Level, Verdict};
use crate::error::{ConfigError, Mistake};
use crate::policy::{Limit, Limits, Page, Section, Written};

const TOP: [&str; 9] = [
    "title", "what", "why", "how", "remedy", "level", "limits", "units", "example",
];
const EXAMPLE: &[&str] = &[
    "name",
    "expect",
    "rows",
    "label",
    "text",
    "domain",
    "group",
    "fixture",
    "embedding",
];

/// What `rules/<rule>.toml` says.
#[derive(Debug, Clone)]
pub struct RuleWords {
    /// The rule's name, the stem of the file.
    pub name: &'static str,
    /// What is wrong, in one sentence.
    pub title: String,
    /// What the rule looks at.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// How it is measured: formulas and their sources.
    pub how: String,
    /// What to do about a finding.
    pub remedy: String,
    /// The level unless the user says otherwise.
    pub level: Level,
    /// The limits by key, each with its sentence in the file.
    pub limits: Limits,
    /// What each limit means, in the order of the file.
    pub meanings: Vec<LimitWords>,
    /// Small datasets with the outcome that the rule comes to.
    pub examples: Vec<Example>,
}

/// What one limit means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitWords {
    /// The key that users write.
    pub key: String,
    /// What it bounds.
    pub unit: Unit,
    /// The comment above it, as one line.
    pub meaning: String,
}

/// The unit of a limit, which says what values make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A part of a whole, 0 to 1.
    Share,
    /// A correlation, or a difference of two, 0 to 2.
    Correlation,
    /// An area under the ROC curve, 0 to 1.
    Auc,
    /// Bits of information, from 0.
    Bits,
    /// A whole number of rows, from 0.
    Rows,
    /// A whole number of tokens, from 0.
    Tokens,
    /// How many times as much as something else, from 0.
    Times,
}

impl Unit {
    const ALL: [Self; 7] = [
        Self::Share,
        Self::Correlation,
        Self::Auc,
        Self::Bits,
        Self::Rows,
        Self::Tokens,
        Self::Times,
    ];

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// The word in the rule's file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Correlation => "correlation",
            Self::Auc => "auc",
            Self::Bits => "bits",
            Self::Rows => "rows",
            Self::Tokens => "tokens",
            Self::Times => "times",
        }
    }

    /// The values that make sense, in words.
    pub fn range(self) -> &'static str {
        match self {
            Self::Share => "a share from 0 to 1",
            Self::Correlation => "a correlation or a difference of two, from 0 to 2",
            Self::Auc => "an area under the ROC curve, from 0 to 1",
            Self::Bits => "a number of bits from 0 on",
            Self::Rows => "a whole number of rows from 0 on",
            Self::Tokens => "a whole number of tokens from 0 on",
            Self::Times => "a number of times from 0 on",
        }
    }

    /// The largest value that makes sense; absent where there is none. The smallest is 0.
    pub fn most(self) -> Option<f64> {
        match self {
            Self::Share | Self::Auc => Some(1.0),
            Self::Correlation => Some(2.0),
            Self::Bits | Self::Times | Self::Rows | Self::Tokens => None,
        }
    }

    /// Whether it is counted, and has no fractions.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Rows | Self::Tokens)
    }

    /// Whether `value` makes sense.
    pub fn admits(self, value: f64) -> bool {
        value.is_finite()
            && value >= 0.0
            && self.most().is_none_or(|most| value <= most)
            && (!self.is_whole() || value.fract() == 0.0)
    }
}

/// A worked example: a tiny dataset, and how the rule judges it at its default limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The outcome.
    pub expect: Verdict,
    /// Where the rows come from.
    pub data: Recipe,
    /// The label column.
    pub label: Option<String>,
    /// The text columns; empty for the whole row.
    pub text: Vec<String>,
    /// The domain as on the command line: `COLUMN` or `COLUMN=VALUE,VALUE`.
    pub domain: Option<String>,
    /// The column of supplied vectors.
    pub embedding: Option<String>,
    /// The group column.
    pub group: Option<String>,
}

/// Where an example's rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// The text of a CSV file.
    Rows(String),
    /// A folder of `fixtures/`, for examples that need many rows.
    Fixture(String),
}

impl RuleWords {
    /// Reads `text`, the whole of `rules/<name>.toml`.
    ///
    /// # Errors
    /// Every mistake in the text. The texts inside the binary have none: a test sees to it.
    pub fn parse(name: &'static str, text: &str) -> Result<Self, ConfigError> {
        let file = format!("rules/{name}.toml");
        let (mut page, table) = Page::parse(&file, text);
        let top = Section::top(&table);
        page.only(top, &TOP);
        let (limits, meanings) = limits(&mut page, top, text);
        let words = Self {
            name,
            title: paragraph(&mut page, top, "title"),
            what: paragraph(&mut page, top, "what"),
            why: paragraph(&mut page, top, "why"),
            how: paragraph(&mut page, top, "how"),
            remedy: paragraph(&mut page, top, "remedy"),
            level: level(&mut page, top),
            limits,
            meanings,
            examples: page
                .list(top, "example")
                .into_iter()
                .filter_map(|each| example(&mut page, each))
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
    pub fn find<'a>(all: &'a [Self], name: &str) -> Result<&'a Self, ConfigError> {
        all.iter().find(|words| words.name == name).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|words| words.name).collect();
            ConfigError {
                mistakes: vec![Mistake::unknown("rule", name, &known)],
            }
        })
    }

    /// What the limit `key` means.
    pub fn meaning(&self, key: &str) -> Option<&LimitWords> {
        self.meanings.iter().find(|words| words.key == key)
    }
}

fn required(page: &mut Page, section: Section, key: &str) -> Option<Written<String>> {
    if !section.has(key) {
        page.mistake(section.span(), Mistake::new(format!("`{key}` is missing")));
    }
    page.string(section, key)
}

/// A text with its line breaks folded: reports wrap it to their own width.
fn paragraph(page: &mut Page, section: Section, key: &str) -> String {
    required(page, section, key).map_or(String::new(), |text| folded(&text.value))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place of a written value, for a mistake about what it says.
fn complain(page: &mut Page, written: &Written<String>, kind: &str, known: &[&str]) {
    let span = written
        .sentence
        .as_ref()
        .map_or(0..0, |sentence| sentence.span.clone());
    page.mistake(span, Mistake::unknown(kind, &written.value, known));
}

fn level(page: &mut Page, section: Section) -> Level {
    let Some(word) = required(page, section, "level") else {
        return Level::Warn;
    };
    Level::of(&word.value).unwrap_or_else(|| {
        complain(page, &word, "level", &Level::WORDS);
        Level::Warn
    })
}

fn limits(page: &mut Page, top: Section, text: &str) -> (Limits, Vec<LimitWords>) {
    let mut limits = Limits::default();
    let mut meanings = Vec::new();
    let Some(section) = page.table(top, "limits") else {
        return (limits, meanings);
    };
    let units = page.table(top, "units");
    for (key, span) in section.keys() {
        let Some(Limit { value, sentence }) = page.number(section, key) else {
            continue;
        };
        let meaning = comment_above(text, span.start);
        if meaning.is_empty() {
            page.mistake(
                span.clone(),
                Mistake::new(format!("no comment above `{key}` says what it means")),
            );
        }
        let Some(word) = units.and_then(|units| page.string(units, key)) else {
            page.mistake(
                span,
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
                span,
                Mistake::new(format!("`{key}` must be {}", unit.range())),
            );
        }
        limits.0.insert(key.to_owned(), Limit { value, sentence });
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
    folded(&lines.join(" "))
}

fn example(page: &mut Page, section: Section) -> Option<Example> {
    page.only(section, EXAMPLE);
    let name = required(page, section, "name");
    let expect = required(page, section, "expect");
    let rows = page
        .string(section, "rows")
        .map(|rows| Recipe::Rows(rows.value));
    let fixture = page
        .string(section, "fixture")
        .map(|fixture| Recipe::Fixture(fixture.value));
    let label = page.string(section, "label").map(|label| label.value);
    let text = page.strings(section, "text").unwrap_or_default();
    let domain = page.string(section, "domain").map(|domain| domain.value);
    let embedding = page.string(section, "embedding").map(|column| column.value);
    let group = page.string(section, "group").map(|group| group.value);
    if rows.is_some() == fixture.is_some() {
        page.mistake(
            section.span(),
            Mistake::new("an example needs either `rows` or `fixture`"),
        );
    }
    let expect = expect?;
    let Some(verdict) = Verdict::of(&expect.value) else {
        complain(page, &expect, "outcome", &Verdict::WORDS);
        return None;
    };
    Some(Example {
        name: name?.value,
        expect: verdict,
        data: rows.or(fixture)?,
        label,
        text: text.into_iter().map(|column| column.value).collect(),
        domain,
        embedding,
        group,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Every rules/*.toml of the project.
    fn all() -> Vec<RuleWords> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut paths: Vec<_> = fs::read_dir(folder)
            .expect("the folder can be listed")
            .map(|entry| entry.expect("an entry can be read").path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            })
            .collect();
        paths.sort();
        paths
            .iter()
            .map(|path| {
                let stem = path
                    .file_stem()
                    .expect("a file has a name")
                    .to_string_lossy()
                    .into_owned();
                let text = fs::read_to_string(path).expect("the file can be read");
                RuleWords::parse(stem.leak(), &text)
                    .unwrap_or_else(|error| panic!("{}: {:#?}", path.display(), error.mistakes))
            })
            .collect()
    }

    #[test]
    fn every_rule_has_its_words_without_a_mistake() {
        let all = all();
        assert!(all.len() >= 11, "{} rules", all.len());
        for words in &all {
            for text in [&words.what, &words.why, &words.how, &words.remedy] {
                assert!(text.ends_with('.'), "{}: {text}", words.name);
            }
            assert!(
                !words.title.ends_with('.') && !words.title.is_empty(),
                "{}",
                words.name
            );
            assert_ne!(words.level, Level::Allow, "{}", words.name);
            assert_eq!(words.limits.0.len(), words.meanings.len(), "{}", words.name);
        }
    }

    #[test]
    fn examples_come_at_least_in_pairs_one_found_and_one_not() {
        for words in all().iter().filter(|words| !words.examples.is_empty()) {
            let found = words
                .examples
                .iter()
                .filter(|example| example.expect == Verdict::Found)
                .count();
            assert!(found > 0 && found < words.examples.len(), "{}", words.name);
        }
    }

    #[test]
    fn a_limit_points_at_its_value_in_the_rules_own_file() {
        let words = all()
            .into_iter()
            .find(|words| words.name == "rare-class")
            .expect("the rule is there");
        let sentence = words
            .limits
            .sentence("min-rows")
            .expect("a default has a sentence");
        assert_eq!(&*sentence.file, "rules/rare-class.toml");
        assert_eq!(&sentence.text[sentence.span], "10");
        assert_eq!(words.meanings[0].meaning, "Rows that each class must have.");
    }

    #[test]
    fn mistakes_of_a_rules_file_are_all_told() {
        let text = "title = \"t\"\nwhat = \"w.\"\nwhy = \"w.\"\nhow = \"h.\"\nlevel = \"denny\"\n[limits]\n\
                    max-share = 2\n# Rows.\nmin-rows = 3\n[units]\nmax-share = \"share\"\n[[example]]\nname = \"n\"\n\
                    expect = \"fond\"\n";
        let told: Vec<String> = RuleWords::parse("r", text)
            .expect_err("the text has mistakes")
            .mistakes
            .into_iter()
            .map(|mistake| {
                format!(
                    "{}{}",
                    mistake.message,
                    mistake
                        .help
                        .map_or(String::new(), |help| format!(" ({help})"))
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "`remedy` is missing",
                "unknown level `denny` (did you mean `deny`?)",
                "no comment above `max-share` says what it means",
                "`max-share` must be a share from 0 to 1",
                "`min-rows` has no unit in [units]",
                "an example needs either `rows` or `fixture`",
                "unknown outcome `fond` (did you mean `found`?)",
            ]
        );
    }
}
