//! Dialect: how delimited text is written, where the user says so; and what was decided, with the reason.

use serde::Serialize;

/// What the user says of how the cells of data are written; what is absent is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Dialect {
    /// What stands between the cells of a line.
    pub(crate) delimiter: Option<Delimiter>,
    /// What cells may stand in.
    pub(crate) quote: Option<Quote>,
    /// What a line begins with that is a comment.
    pub(crate) comment: Option<String>,
    /// How many lines stand before the table.
    pub(crate) skip_rows: u64,
    /// Texts that stand for a missing cell, besides the empty one.
    pub(crate) na: Vec<String>,
    /// What stands before the decimals of a number.
    pub(crate) decimal: Option<Decimal>,
}

/// What stands between the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Delimiter {
    /// This byte.
    Byte(u8),
    /// Any number of blanks and tabs.
    Blanks,
    /// Nothing: each line is one cell.
    Nothing,
}

impl Delimiter {
    const WORDS: [(&str, Self); 5] = [
        ("comma", Self::Byte(b',')),
        ("semicolon", Self::Byte(b';')),
        ("tab", Self::Byte(b'\t')),
        ("blanks", Self::Blanks),
        ("none", Self::Nothing),
    ];

    /// The words that stand for one.
    pub(crate) fn words() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(word, _)| *word).collect()
    }

    /// What `text` means: one of the words, or a character that stands for itself.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let known = Self::WORDS.iter().find(|(word, _)| *word == text);
        match (known, text.as_bytes()) {
            (Some((_, known)), _) => Some(*known),
            (None, b" ") => Some(Self::Blanks),
            (None, [byte]) => Some(Self::Byte(*byte)),
            (None, _) => None,
        }
    }

    /// As messages show it.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Byte(b'\t') => "tab".to_owned(),
            Self::Byte(byte) => format!("`{}`", char::from(byte)),
            Self::Blanks => "blanks".to_owned(),
            Self::Nothing => "none".to_owned(),
        }
    }
}

/// What cells may stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Quote {
    /// This byte.
    Byte(u8),
    /// Nothing: every quote is a letter.
    Nothing,
}

impl Quote {
    /// The words that stand for one.
    pub(crate) fn words() -> Vec<&'static str> {
        vec!["none"]
    }

    /// What `text` means: a character or `none`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"none" => Some(Self::Nothing),
            [byte] => Some(Self::Byte(*byte)),
            _ => None,
        }
    }

    /// The character.
    pub(super) fn byte(self) -> Option<u8> {
        match self {
            Self::Byte(byte) => Some(byte),
            Self::Nothing => None,
        }
    }
}

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Decimal {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl Decimal {
    /// The character.
    pub(super) fn mark(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// One thing that was decided about how a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    /// What it is about: `encoding`, `delimiter`, ...
    pub(crate) about: &'static str,
    /// What was decided.
    pub(crate) value: String,
    /// A sentence on why.
    pub(crate) why: String,
    /// Whether a reader of the report has to know.
    pub(crate) is_unusual: bool,
}

impl Decision {
    /// What the file is taken for as a matter of course.
    pub(super) fn usual(
        about: &'static str,
        value: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            about,
            value: value.into(),
            why: why.into(),
            is_unusual: false,
        }
    }

    /// What a reader of the report has to know.
    pub(super) fn unusual(
        about: &'static str,
        value: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            is_unusual: true,
            ..Self::usual(about, value, why)
        }
    }

    /// The decision as one line.
    pub(crate) fn line(&self) -> String {
        format!("{}: {}: {}", self.about, self.value, self.why)
    }
}
