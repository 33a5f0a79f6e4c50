//! Recipe: what the text of a row is made of, so that new rows are read as those were that a transform was fitted on.

use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, Text, TextSource};
use crate::error::listed;

/// What vectors are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Recipe {
    /// Sentences of these columns.
    Row(Vec<String>),
    /// These columns, one below the other.
    Columns(Vec<String>),
    /// A template.
    Template(String),
    /// The vectors came with the data.
    Supplied,
}

impl Recipe {
    /// That of `dataset`.
    pub(super) fn of(dataset: &Dataset) -> Self {
        if dataset.roles.embedding.is_some() {
            return Self::Supplied;
        }
        let name = |&at: &usize| dataset.columns[at].name.clone();
        match (&dataset.roles.text, &dataset.names.text) {
            (Text::Columns(columns), _) => Self::Columns(columns.iter().map(name).collect()),
            (Text::Template(_), TextSource::Template(template)) => Self::Template(template.clone()),
            _ => Self::Row(dataset.feature_columns().iter().map(name).collect()),
        }
    }

    /// How `other` differs; None where it doesn't.
    pub(super) fn compare(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        if let (Self::Row(fitted), Self::Row(here)) = (self, other) {
            let beside = |these: &[String], those: &[String]| -> String {
                let only = these.iter().filter(|name| !those.contains(name));
                listed(only.map(String::as_str))
            };
            let (more, fewer) = (beside(here, fitted), beside(fitted, here));
            return Some(match (more.is_empty(), fewer.is_empty()) {
                (true, true) => "the columns of these rows stand in another order".to_owned(),
                (false, true) => format!("the text of these rows tells of {more}, too"),
                (true, false) => format!("the text of these rows lacks {fewer}"),
                (false, false) => {
                    format!("the text of these rows tells of {more}, too, and lacks {fewer}")
                }
            });
        }
        Some(format!(
            "it was fitted on {}, and these rows are {}",
            self.describe(),
            other.describe()
        ))
    }

    fn describe(&self) -> String {
        match self {
            Self::Row(_) => "whole rows as sentences".to_owned(),
            Self::Columns(columns) => {
                format!("texts of {}", listed(columns.iter().map(String::as_str)))
            }
            Self::Template(_) => "texts of a template".to_owned(),
            Self::Supplied => "vectors that came with the data".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(names: &[&str]) -> Recipe {
        Recipe::Row(names.iter().map(|&name| name.to_owned()).collect())
    }

    #[test]
    fn what_differs_is_said() {
        let fitted = row(&["age", "job"]);
        let compare = |other: &Recipe| fitted.compare(other);
        assert_eq!(compare(&row(&["age", "job"])), None);
        let more = compare(&row(&["age", "job", "site"])).expect("one more");
        assert_eq!(more, "the text of these rows tells of site, too");
        let fewer = compare(&row(&["job"])).expect("one fewer");
        assert_eq!(fewer, "the text of these rows lacks age");
        assert!(compare(&row(&["job", "age"])).is_some_and(|order| order.contains("order")));
        let other = compare(&Recipe::Columns(vec!["note".to_owned()])).expect("texts");
        assert_eq!(
            other,
            "it was fitted on whole rows as sentences, and these rows are texts of note"
        );
    }
}
