//! Roles: what each column is for, by name as the user says it and by position once the columns are known.

use super::{Column, Kind};
use crate::error::{Mistake, listed, meant, visible};

/// Roles by column name, as written.
#[derive(Debug, Clone, Default)]
pub struct RoleNames {
    /// The column that holds the class; none for rules about rows alone.
    pub label: Option<String>,
    /// What a row's text is made of.
    pub text: TextSource,
    /// The column that tells where a row comes from.
    pub domain: Option<DomainRole>,
    /// The column that says which rows teach.
    pub split: Option<String>,
    /// The column whose values are groups that probes must serve alike; it stays part of the row.
    pub group: Option<String>,
    /// Columns that are no part of a row: running numbers, keys.
    pub exclude: Vec<String>,
    /// The column that holds the rows' vectors.
    pub embedding: Option<String>,
}

/// What a row's text is made of, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TextSource {
    /// The whole row: `The {column} is {value}.` for every column that has no other role.
    #[default]
    Row,
    /// These columns, one below the other.
    Columns(Vec<String>),
    /// A text with `{column}` in it; `{{` and `}}` are braces.
    Template(String),
}

/// A domain column, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRole {
    /// The column.
    pub column: String,
    /// The values whose rows teach; with none named, the most frequent one.
    pub teaches: Vec<String>,
}

/// Roles by the position of their column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// The class.
    pub label: Option<usize>,
    /// The text.
    pub text: Text,
    /// Where a row comes from.
    pub domain: Option<usize>,
    /// Which rows teach.
    pub split: Option<usize>,
    /// Which group a row belongs to.
    pub group: Option<usize>,
    /// No part of a row.
    pub exclude: Vec<usize>,
    /// The rows' vectors.
    pub embedding: Option<usize>,
}

/// What a row's text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The whole row as sentences.
    Row,
    /// Columns, one below the other.
    Columns(Vec<usize>),
    /// Words and cells in turn.
    Template(Vec<Piece>),
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that stand in every row.
    Words(String),
    /// The cell of this column; nothing when it is missing.
    Cell(usize),
}

/// Looks columns up, and keeps a list of what goes wrong.
struct Resolver<'a> {
    columns: &'a [Column],
    path: &'a str,
    mistakes: &'a mut Vec<Mistake>,
}

impl Roles {
    /// Finds the columns that `names` means; what doesn't fit joins `mistakes`. `path` is the file that
    /// messages name.
    pub(super) fn resolve(
        names: &RoleNames,
        columns: &[Column],
        path: &str,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut resolver = Resolver {
            columns,
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
        let exclude = names
            .exclude
            .iter()
            .filter_map(|name| resolver.column(name))
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
            exclude,
            embedding,
        };
        resolver.one_role_each(&roles);
        roles
    }

    /// The columns that the text names; none when it is the whole row.
    pub(super) fn text_columns(&self) -> Vec<usize> {
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

/// A mistake that stands in no configuration text.
pub(super) fn mistake(message: String, help: impl Into<String>) -> Mistake {
    Mistake {
        message,
        help: Some(help.into()),
        source_code: None,
        at: None,
    }
}

/// A column name in a message: quoted, cut, harmless.
pub(super) fn quoted(name: &str) -> String {
    let name = visible(name);
    match name.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    }
}

impl Resolver<'_> {
    /// The position of the column `name`.
    fn column(&mut self, name: &str) -> Option<usize> {
        let found = self.columns.iter().position(|column| column.name == name);
        if found.is_none() {
            let message = format!("no column {} in {}", quoted(name), self.path);
            self.mistakes.push(mistake(message, self.advice(name)));
        }
        found
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
    fn scalar(&mut self, name: &str, role: &str) -> Option<usize> {
        let at = self.column(name)?;
        if let Kind::Vector { .. } = self.columns[at].kind {
            let message = format!("the {role} column {} holds vectors", quoted(name));
            self.mistakes
                .push(mistake(message, "name a column of single values"));
            return None;
        }
        Some(at)
    }

    fn text(&mut self, source: &TextSource) -> Text {
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

    fn template(&mut self, template: &str) -> Vec<Piece> {
        let mistakes_before = self.mistakes.len();
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            words.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                words.push_str(brace);
                rest = after;
            } else if let (Some(end), "{") = (rest.find('}'), brace) {
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                pieces.extend(self.scalar(rest[..end].trim(), "text").map(Piece::Cell));
                rest = &rest[end + 1..];
            } else {
                self.mistakes.push(mistake(
                    format!("a lone {brace} in the text template"),
                    format!("write a column as {{column}}, and a brace itself as {brace}{brace}"),
                ));
            }
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        let names_a_column = pieces.iter().any(|piece| matches!(piece, Piece::Cell(_)));
        if !names_a_column && self.mistakes.len() == mistakes_before {
            self.mistakes.push(mistake(
                "the text template names no column".to_owned(),
                "every row would have the same text: write a column as {column}",
            ));
        }
        pieces
    }

    /// A column that plays two parts would teach probes what they are asked, or shift what is compared.
    fn one_role_each(&mut self, roles: &Roles) {
        let mut parts: Vec<(usize, &str)> = [
            (roles.label, "the label"),
            (roles.domain, "the domain"),
            (roles.split, "the split"),
            (roles.group, "the group"),
            (roles.embedding, "the embedding"),
        ]
        .into_iter()
        .filter_map(|(at, part)| Some((at?, part)))
        .collect();
        let mut text = roles.text_columns();
        text.sort_unstable();
        text.dedup();
        // A domain or a group may be told in the text, may be named among the columns to leave out, and
        // the domains may be the groups.
        let free = |one: &str, other: &str| {
            (one == "the domain" || one == "the group")
                && ["part of the text", "excluded", "the group"].contains(&other)
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

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    /// The mistakes that these roles make in a table of `text`, `label` and `site`.
    fn mistakes(names: &RoleNames) -> Vec<(String, String)> {
        let columns: Vec<Column> = ["text", "label", "site"]
            .map(|name| Column::new(name.to_owned(), cells_of(&[Some("a"), Some("b")])))
            .into();
        let mut mistakes = Vec::new();
        Roles::resolve(names, &columns, "a.csv", &mut mistakes);
        mistakes
            .into_iter()
            .map(|mistake| (mistake.message, mistake.help.unwrap_or_default()))
            .collect()
    }

    fn template(text: &str) -> RoleNames {
        RoleNames {
            text: TextSource::Template(text.to_owned()),
            ..RoleNames::default()
        }
    }

    #[test]
    fn a_misspelt_column_gets_a_suggestion() {
        let names = RoleNames {
            label: Some("lable".to_owned()),
            ..RoleNames::default()
        };
        assert_eq!(
            mistakes(&names),
            [(
                "no column `lable` in a.csv".to_owned(),
                "did you mean `label`? the columns are text, label, site".to_owned()
            )]
        );
        assert_eq!(mistakes(&template("{Text} {headline}")).len(), 2);
    }

    #[test]
    fn a_column_by_position_asks_for_the_header() {
        let names = RoleNames {
            label: Some("column_15".to_owned()),
            ..RoleNames::default()
        };
        assert!(
            mistakes(&names)[0]
                .1
                .ends_with("if the file has no header line, add --no-header")
        );
    }

    #[test]
    fn a_template_must_be_whole_and_name_a_column() {
        assert_eq!(
            mistakes(&template("{text"))[0].0,
            "a lone { in the text template"
        );
        assert_eq!(
            mistakes(&template("text} {site}"))[0].0,
            "a lone } in the text template"
        );
        assert_eq!(
            mistakes(&template("the text"))[0].0,
            "the text template names no column"
        );
        assert_eq!(
            mistakes(&template("{{x}}"))[0].0,
            "the text template names no column"
        );
        assert!(mistakes(&template("{{{text}}} {site}")).is_empty());
    }

    #[test]
    fn a_label_is_no_part_of_the_text_it_labels() {
        let names = RoleNames {
            label: Some("label".to_owned()),
            ..template("{text} {label}")
        };
        assert_eq!(
            mistakes(&names)[0].0,
            "the column `label` is the label and part of the text"
        );
    }

    #[test]
    fn a_domain_may_be_told_and_may_be_left_out() {
        let domain = || {
            Some(DomainRole {
                column: "site".to_owned(),
                teaches: Vec::new(),
            })
        };
        assert!(
            mistakes(&RoleNames {
                domain: domain(),
                ..template("{site}: {text}")
            })
            .is_empty()
        );
        assert!(
            mistakes(&RoleNames {
                domain: domain(),
                exclude: vec!["site".to_owned()],
                ..RoleNames::default()
            })
            .is_empty()
        );
        let names = RoleNames {
            domain: domain(),
            label: Some("site".to_owned()),
            ..RoleNames::default()
        };
        assert_eq!(
            mistakes(&names)[0].0,
            "the column `site` is the label and the domain"
        );
    }

    #[test]
    fn a_group_may_be_anything_but_label_or_split() {
        let grouped = |names: RoleNames| {
            mistakes(&RoleNames {
                group: Some("site".to_owned()),
                ..names
            })
        };
        let domain = Some(DomainRole {
            column: "site".to_owned(),
            teaches: Vec::new(),
        });
        for free in [
            RoleNames::default(),
            template("{site}: {text}"),
            RoleNames {
                exclude: vec!["site".to_owned()],
                ..RoleNames::default()
            },
            RoleNames {
                domain,
                ..RoleNames::default()
            },
        ] {
            assert!(grouped(free.clone()).is_empty(), "{free:?}");
        }
        let names = RoleNames {
            label: Some("site".to_owned()),
            ..RoleNames::default()
        };
        assert_eq!(
            grouped(names)[0].0,
            "the column `site` is the label and the group"
        );
    }
}
