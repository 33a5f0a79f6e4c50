//! Fix: what `trueline fix` does about a rule's findings, and whether it asks first.

use super::{complain, fold, require};
use crate::error::Mistake;
use crate::policy::{Page, Section};

/// Whether a fix is done without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Safety {
    /// Nothing that the data says is lost.
    Safe,
    /// Something is lost or decided: `--unsafe-fixes` asks for it.
    Unsafe,
    /// A person decides: `--review` asks, and `--decisions` takes what was decided.
    Review,
    /// Nothing is done.
    None,
}

/// What `[fix]` says in `rules/<rule>.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FixWords {
    /// How safe it is at best.
    pub(crate) safety: Safety,
    /// Which of the fixes it is; absent where nothing is done.
    pub(crate) by: Option<String>,
    /// What is done, or why nothing is.
    pub(crate) what: String,
}

impl Safety {
    /// Whether it can be done without a person who decides each row.
    pub(crate) fn is_automatic(self) -> bool {
        matches!(self, Self::Safe | Self::Unsafe)
    }

    const ALL: [Self; 4] = [Self::Safe, Self::Unsafe, Self::Review, Self::None];

    /// The word in a rule's file and in reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Review => "review",
            Self::None => "none",
        }
    }
}

impl FixWords {
    /// Reads the table `fix`.
    pub(super) fn read(page: &mut Page, top: Section) -> Self {
        let nothing = Self {
            safety: Safety::None,
            by: None,
            what: String::new(),
        };
        if !top.has("fix") {
            page.mistake(top.span(), Mistake::new("`fix` is missing"));
            return nothing;
        }
        let Some(section) = page.table(top, "fix") else {
            return nothing;
        };
        page.only(section, &["safety", "by", "what"]);
        let safety = require(page, section, "safety").and_then(|word| {
            let known = Safety::ALL
                .into_iter()
                .find(|each| each.word() == word.value);
            if known.is_none() {
                complain(page, &word, "safety", &Safety::ALL.map(Safety::word));
            }
            known
        });
        let what = require(page, section, "what").map(|text| fold(&text.value));
        Self {
            safety: safety.unwrap_or(Safety::None),
            by: page.string(section, "by").map(|by| by.value),
            what: what.unwrap_or_default(),
        }
    }

    /// How safe it is, in a table of rules.
    pub(crate) fn in_a_table(&self) -> &'static str {
        match self.safety {
            Safety::None => "-",
            known => known.word(),
        }
    }

    /// What is done, with how safe it is, as running text.
    pub(crate) fn in_words(&self) -> String {
        match self.safety {
            Safety::Safe => format!("Safe. {}", self.what),
            Safety::Unsafe => format!("Unsafe, done only with --unsafe-fixes. {}", self.what),
            Safety::Review => format!("Nothing by itself. {}", self.what),
            Safety::None => format!("Nothing. {}", self.what),
        }
    }
}
