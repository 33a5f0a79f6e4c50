//! Example: a tiny dataset in a rule's own file, and how the rule judges it.

use super::{complain, require};
use crate::diagnostic::Verdict;
use crate::error::Mistake;
use crate::policy::{Page, Section};

const EXAMPLE: &[&str] = &[
    "name",
    "expect",
    "rows",
    "label",
    "text",
    "domain",
    "group",
    "split",
    "entity",
    "fixture",
    "embedding",
];

/// A worked example: a tiny dataset, and how the rule judges it at its default limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// What it shows.
    pub(crate) name: String,
    /// The outcome.
    pub(crate) expect: Verdict,
    /// Where the rows come from.
    pub(crate) data: Recipe,
    /// The label column.
    pub(crate) label: Option<String>,
    /// The text columns; empty for the whole row.
    pub(crate) text: Vec<String>,
    /// The domain as on the command line: `COLUMN` or `COLUMN=VALUE,VALUE`.
    pub(crate) domain: Option<String>,
    /// The column of supplied vectors.
    pub(crate) embedding: Option<String>,
    /// The group column.
    pub(crate) group: Option<String>,
    /// The split column.
    pub(crate) split: Option<String>,
    /// The column of entities.
    pub(crate) entity: Option<String>,
}

/// Where an example's rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recipe {
    /// The text of a CSV file.
    Rows(String),
    /// A folder of `fixtures/`, for examples that need many rows.
    Fixture(String),
}

impl Example {
    pub(super) fn read(page: &mut Page, section: Section) -> Option<Self> {
        page.only(section, EXAMPLE);
        let name = require(page, section, "name");
        let expect = require(page, section, "expect");
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
        let split = page.string(section, "split").map(|split| split.value);
        let entity = page.string(section, "entity").map(|entity| entity.value);
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
        Some(Self {
            name: name?.value,
            expect: verdict,
            data: rows.or(fixture)?,
            label,
            text: text.into_iter().map(|column| column.value).collect(),
            domain,
            embedding,
            group,
            split,
            entity,
        })
    }
}
