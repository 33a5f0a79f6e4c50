//! Roles: what each column is for, by its position once the columns are known.

mod lists;
mod names;
mod resolver;
mod template;
#[cfg(test)]
mod tests;

pub(crate) use lists::{RoleLists, items, take_items};
pub(crate) use names::{DomainRole, RoleNames, TextSource};
pub(super) use template::places;

use std::collections::BTreeMap;

use super::turns::{Speaker, split_speakers};
use super::{Column, Kind, KindAsked, LeftColumn};
use crate::error::{Mistake, visible};
use resolver::Resolver;

/// Roles by the position of their column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Roles {
    /// The class.
    pub(crate) label: Option<usize>,
    /// The text.
    pub(crate) text: Text,
    /// Where a row comes from.
    pub(crate) domain: Option<usize>,
    /// Which rows are trained on.
    pub(crate) split: Option<usize>,
    /// Which group a row belongs to.
    pub(crate) group: Option<usize>,
    /// Whom or what a row is about.
    pub(crate) entity: Option<usize>,
    /// No part of a row.
    pub(crate) exclude: Vec<usize>,
    /// The rows' vectors.
    pub(crate) embedding: Option<usize>,
}

/// What a row's text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Text {
    /// The whole row as sentences.
    Row,
    /// Columns, one below the other.
    Columns(Vec<usize>),
    /// Words and cells in turn.
    Template(Vec<Piece>),
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words that stand in every row.
    Words(String),
    /// The cell of this column; nothing when it is missing.
    Cell(usize),
}

impl Roles {
    /// Finds the columns that `names` means; what doesn't fit joins `mistakes`. `path` is the file that
    /// messages name.
    pub(super) fn resolve(
        names: &RoleNames,
        (columns, left): (&[Column], &[LeftColumn]),
        path: &str,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut resolver = Resolver {
            columns,
            left,
            path,
            mistakes,
        };
        let label = names
            .label
            .as_ref()
            .and_then(|name| resolver.scalar(name, "label"));
        let text = resolver.text(&names.text);
        let domain = names
            .domain
            .as_ref()
            .and_then(|role| resolver.scalar(&role.column, "domain"));
        let split = names
            .split
            .as_ref()
            .and_then(|name| resolver.scalar(name, "split"));
        let group = names
            .group
            .as_ref()
            .and_then(|name| resolver.scalar(name, "group"));
        let entity = names
            .entity
            .as_ref()
            .and_then(|name| resolver.scalar(name, "entity"));
        let exclude = names
            .exclude
            .iter()
            .filter_map(|name| resolver.excluded(name))
            .collect();
        let embedding = names
            .embedding
            .as_ref()
            .and_then(|name| resolver.column(name));
        let roles = Self {
            label,
            text,
            domain,
            split,
            group,
            entity,
            exclude,
            embedding,
        };
        resolver.one_role_each(&roles);
        roles
    }

    /// Puts what each speaker says in the place of columns of conversations, where the text names such ones;
    /// the new columns join `columns`.
    pub(super) fn split_speakers(&mut self, columns: &mut Vec<Column>) -> Vec<Speaker> {
        let mut speakers = Vec::new();
        let Text::Columns(named) = &mut self.text else {
            return speakers;
        };
        let mut texts = Vec::new();
        for &at in &*named {
            match split_speakers(columns, at) {
                Some(found) => {
                    texts.extend(found.iter().map(|speaker| speaker.column));
                    speakers.extend(found);
                }
                None => texts.push(at),
            }
        }
        *named = texts;
        speakers
    }

    /// The columns that the text names; none when it is the whole row.
    pub(crate) fn text_columns(&self) -> Vec<usize> {
        match &self.text {
            Text::Row => Vec::new(),
            Text::Columns(columns) => columns.clone(),
            Text::Template(pieces) => pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Words(_) => None,
                    Piece::Cell(at) => Some(*at),
                })
                .collect(),
        }
    }
}

/// Whether every column that the user takes for something is there, and can be taken for it.
pub(super) fn check_kinds(
    asked: &BTreeMap<String, KindAsked>,
    (columns, left): (&[Column], &[LeftColumn]),
    path: &str,
    mistakes: &mut Vec<Mistake>,
) {
    let mut resolver = Resolver {
        columns,
        left,
        path,
        mistakes,
    };
    for (name, kind) in asked {
        let Some(at) = resolver.column(name) else {
            continue;
        };
        let nothing = match (columns[at].kind, kind) {
            (Kind::Vector { .. }, _) => "holds vectors",
            (Kind::Text | Kind::Time, KindAsked::Number) => "holds no number",
            (Kind::Text, KindAsked::Time) => "holds no time",
            _ => continue,
        };
        resolver.mistakes.push(mistake(
            format!("column {} {nothing}", quoted(name)),
            "leave it out of `columns` (--column), or name another kind",
        ));
    }
}

/// A mistake that stands in no configuration text.
pub(super) fn mistake(message: String, help: impl Into<String>) -> Mistake {
    Mistake::new(message).with_help(help)
}

/// A column name in a message: quoted, cut, harmless.
pub(super) fn quoted(name: &str) -> String {
    let name = visible(name);
    match name.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    }
}
