//! Page: what is said about one rule, part by part, for whichever voice lays it out.

use std::borrow::Cow;

use crate::rules::words::{Example, Recipe, RuleWords};
use crate::wording::quote;

/// Lines of an example that are shown.
const LINES: usize = 14;

/// A rule's words in the order in which they are said.
pub(super) struct Page<'a> {
    /// The rule's name.
    pub(crate) name: &'a str,
    /// The level unless the user says otherwise.
    pub(crate) level: &'static str,
    /// What is wrong, in one sentence without its full stop.
    pub(crate) title: &'a str,
    /// Running texts, each under its heading.
    pub(crate) sections: [(&'static str, Cow<'a, str>); 5],
    /// The limits, in the order of the rule's file.
    pub(crate) settings: Vec<Setting<'a>>,
    /// The worked examples.
    pub(crate) examples: Vec<Shown<'a>>,
}

/// A limit that users can set.
pub(super) struct Setting<'a> {
    /// Its key.
    pub(crate) key: &'a str,
    /// Its default, as the rule's file writes it.
    pub(crate) default: String,
    /// The values that make sense, in words.
    pub(crate) range: &'static str,
    /// What it means.
    pub(crate) meaning: &'a str,
}

/// A worked example, as far as it is shown.
pub(super) struct Shown<'a> {
    /// What it shows.
    pub(crate) name: &'a str,
    /// The first lines of its rows; none where they stand in a file of the project.
    pub(crate) lines: Vec<&'a str>,
    /// How many lines more it has.
    pub(crate) more: usize,
    /// The command line that judges it.
    pub(crate) command: String,
    /// How the rule judges it.
    pub(crate) outcome: &'static str,
}

impl<'a> Page<'a> {
    /// Everything that `words` say.
    pub(crate) fn of(words: &'a RuleWords) -> Self {
        Self {
            name: words.name,
            level: words.level.word(),
            title: &words.title,
            sections: [
                ("What it checks", Cow::from(&words.what)),
                ("Why it matters", Cow::from(&words.why)),
                ("How it is measured", Cow::from(&words.how)),
                ("What to do", Cow::from(&words.remedy)),
                ("What trueline fix does", Cow::from(words.fix.in_words())),
            ],
            settings: words
                .meanings
                .iter()
                .map(|limit| Setting {
                    key: &limit.key,
                    default: default(words, &limit.key),
                    range: limit.unit.range(),
                    meaning: &limit.meaning,
                })
                .collect(),
            examples: words
                .examples
                .iter()
                .map(|example| Shown::of(words.name, example))
                .collect(),
        }
    }

    /// The settings as trueline.toml has them; `comment` lays out what each limit means.
    pub(crate) fn toml(&self, comment: impl Fn(&str) -> String) -> String {
        let mut text = format!("[rules.{}]\nlevel = \"{}\"\n", self.name, self.level);
        for setting in &self.settings {
            text += &comment(setting.meaning);
            text += &format!("{} = {}\n", setting.key, setting.default);
        }
        text
    }
}

/// A limit's value as it is written.
fn default(words: &RuleWords, key: &str) -> String {
    words
        .limits
        .span(key)
        .and_then(|span| span.text.get(span.range).map(str::to_owned))
        .unwrap_or_default()
}

impl<'a> Shown<'a> {
    fn of(rule: &str, example: &'a Example) -> Self {
        let (file, rows) = match &example.data {
            Recipe::Rows(rows) => ("data.csv".to_owned(), rows.trim_matches('\n')),
            Recipe::Fixture(name) => (format!("fixtures/{name}/data.csv"), ""),
        };
        let mut command = format!("trueline check {file}");
        let mut flag = |name: &str, value: &str| {
            command += &format!(" --{name} {}", quote(value));
        };
        if let Some(label) = &example.label {
            flag("label", label);
        }
        for column in &example.text {
            flag("text", column);
        }
        if let Some(domain) = &example.domain {
            flag("domain", domain);
        }
        if let Some(split) = &example.split {
            flag("split", split);
        }
        if let Some(entity) = &example.entity {
            flag("entity", entity);
        }
        flag("select", rule);
        let all = rows.lines().count();
        Self {
            name: &example.name,
            lines: rows.lines().take(LINES).collect(),
            more: all.saturating_sub(LINES),
            command,
            outcome: example.expect.word(),
        }
    }
}
