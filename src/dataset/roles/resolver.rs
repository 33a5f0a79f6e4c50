//! Resolver: looks the columns of roles up by name, and keeps a list of what goes wrong.

use super::super::{Column, Kind, LeftColumn, Why};
use super::{Roles, Text, TextSource, mistake, quoted};
use crate::error::{Mistake, listed, meant};

/// Looks columns up, and keeps a list of what goes wrong.
pub(super) struct Resolver<'a> {
    pub(super) columns: &'a [Column],
    pub(super) left: &'a [LeftColumn],
    pub(super) path: &'a str,
    pub(super) mistakes: &'a mut Vec<Mistake>,
}

impl Resolver<'_> {
    /// The position of the column `name`.
    pub(super) fn column(&mut self, name: &str) -> Option<usize> {
        if let Some(why) = self.left_out(name) {
            let message = format!("the column {} of {} {why}", quoted(name), self.path);
            let help = "name another column, or write this one anew under its own name and type";
            self.mistakes.push(mistake(message, help));
            return None;
        }
        let found = self.columns.iter().position(|column| column.name == name);
        if found.is_none() {
            let message = format!("no column {} in {}", quoted(name), self.path);
            self.mistakes.push(mistake(message, self.advice(name)));
        }
        found
    }

    /// The position of the column `name` that is no part of a row; nothing where it wasn't read at all.
    pub(super) fn excluded(&mut self, name: &str) -> Option<usize> {
        let left = |left: &LeftColumn| left.name == name && left.why != Why::Second;
        if self.left.iter().any(left) {
            return None;
        }
        self.columns
            .iter()
            .position(|column| column.name == name)
            .or_else(|| self.column(name))
    }

    /// Why no role can have the column `name`, where that is so.
    fn left_out(&self, name: &str) -> Option<String> {
        let left = self.left.iter().find(|left| left.name == name)?;
        match &left.why {
            Why::Unneeded => None,
            Why::Second => Some("stands there twice".to_owned()),
            Why::Files => Some("holds files, such as images or sound".to_owned()),
            Why::Unreadable(cause) => Some(format!("can't be read: {cause}")),
        }
    }

    fn advice(&self, name: &str) -> String {
        let names = || self.columns.iter().map(|column| column.name.as_str());
        let list = format!("the columns are {}", listed(names()));
        if name
            .strip_prefix("column_")
            .is_some_and(|nth| nth.parse::<usize>().is_ok())
        {
            format!("{list}; if the file has no header line, add --no-header")
        } else if let Some(other) = meant(name, names()) {
            format!("did you mean {}? {list}", quoted(other))
        } else {
            list
        }
    }

    /// A column whose cells are single values.
    pub(super) fn scalar(&mut self, name: &str, role: &str) -> Option<usize> {
        let at = self.column(name)?;
        if let Kind::Vector { .. } = self.columns[at].kind {
            let message = format!("the {role} column {} holds vectors", quoted(name));
            let help = if role == "label" {
                "name a column of single values; where each row has several labels, make a column of 0 and 1 for each, \
                 and check one at a time"
            } else {
                "name a column of single values"
            };
            self.mistakes.push(mistake(message, help));
            return None;
        }
        Some(at)
    }

    pub(super) fn text(&mut self, source: &TextSource) -> Text {
        match source {
            TextSource::Row => Text::Row,
            TextSource::Columns(names) => {
                if names.is_empty() {
                    self.mistakes.push(mistake(
                        "the text names no column".to_owned(),
                        "name one, or leave text out: then the whole row is the text",
                    ));
                }
                Text::Columns(
                    names
                        .iter()
                        .filter_map(|name| self.scalar(name, "text"))
                        .collect(),
                )
            }
            TextSource::Template(template) => Text::Template(self.template(template)),
        }
    }

    /// A column that plays two parts would train probes what they are asked, or shift what is compared.
    pub(super) fn one_role_each(&mut self, roles: &Roles) {
        let mut parts: Vec<(usize, &str)> = [
            (roles.label, "the label"),
            (roles.domain, "the domain"),
            (roles.split, "the split"),
            (roles.group, "the group"),
            (roles.entity, "the entity"),
            (roles.embedding, "the embedding"),
        ]
        .into_iter()
        .filter_map(|(at, part)| Some((at?, part)))
        .collect();
        let mut text = roles.text_columns();
        text.sort_unstable();
        text.dedup();
        // A domain, a group or an entity may be told in the text, may be named among the columns to leave out, and
        // one may be the other.
        let free = |one: &str, other: &str| {
            (one == "the domain" || one == "the group" || one == "the entity")
                && ["part of the text", "excluded", "the group", "the entity"].contains(&other)
        };
        parts.extend(text.into_iter().map(|at| (at, "part of the text")));
        parts.extend(roles.exclude.iter().map(|&at| (at, "excluded")));
        for (nth, &(at, part)) in parts.iter().enumerate() {
            for &(other_at, other) in &parts[nth + 1..] {
                if at == other_at && part != other && !free(part, other) {
                    let name = quoted(&self.columns[at].name);
                    self.mistakes.push(mistake(
                        format!("the column {name} is {part} and {other}"),
                        "give it one role; copy the column under another name if it must play both",
                    ));
                }
            }
        }
    }
}
