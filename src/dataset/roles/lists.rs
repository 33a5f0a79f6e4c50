//! Lists: columns and values that the command line names with commas and an equals sign between them,
//! taken apart by the columns that there are.

use serde::Serialize;

use super::super::labels::categories;
use super::super::{Column, LeftColumn};
use super::{DomainRole, RoleNames};

/// Lists as they stand on the command line. A column's name may itself hold a comma or an equals sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RoleLists {
    /// `--exclude COLUMN,COLUMN`, once for each time that it was given.
    pub(crate) exclude: Vec<String>,
    /// `--domain COLUMN[=VALUE,VALUE]`
    pub(crate) domain: Option<String>,
}

impl RoleLists {
    /// `names` with what the lists say of `columns`: of several readings the one with the longest names
    /// that exist, from the left.
    pub(in super::super) fn read(
        &self,
        names: &RoleNames,
        columns: &[Column],
        left: &[LeftColumn],
    ) -> RoleNames {
        let mut names = names.clone();
        if !self.exclude.is_empty() {
            let known = |name: &str| {
                columns.iter().any(|column| column.name == name)
                    || left.iter().any(|left| left.name == name)
            };
            names.exclude = self
                .exclude
                .iter()
                .flat_map(|list| take_items(list, &known))
                .collect();
        }
        if let Some(domain) = &self.domain {
            names.domain = Some(of_domain(domain, columns));
        }
        names
    }
}

impl DomainRole {
    /// `COLUMN` or `COLUMN=VALUE,VALUE`, the first equals sign between them.
    pub(crate) fn parse(written: &str) -> Self {
        let (column, values) = written.split_once('=').unwrap_or((written, ""));
        Self {
            column: column.trim().to_owned(),
            train: items(values),
        }
    }
}

/// What stands between commas, without blanks around it; nothing between two is nothing.
pub(crate) fn items(list: &str) -> Vec<String> {
    take_items(list, &|_| false)
}

fn of_domain(written: &str, columns: &[Column]) -> DomainRole {
    let named = |name: &str| columns.iter().find(|column| column.name == name.trim());
    let ends = written.match_indices('=').map(|(at, _)| at);
    let Some((end, column)) = ends
        .chain([written.len()])
        .filter_map(|end| Some((end, named(&written[..end])?)))
        .next_back()
    else {
        return DomainRole::parse(written);
    };
    let values = written.get(end + 1..).unwrap_or_default();
    let train = if values.contains(',') {
        let (known, _) = categories(column);
        take_items(values, &|value| known.iter().any(|known| known == value))
    } else {
        items(values)
    };
    DomainRole {
        column: column.name.clone(),
        train,
    }
}

/// The items of `list`: from the left the longest that is `known`, else up to the next comma.
pub(crate) fn take_items(list: &str, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = list;
    loop {
        let ends = || {
            rest.match_indices(',')
                .map(|(at, _)| at)
                .chain([rest.len()])
        };
        let end = ends()
            .filter(|&end| known(rest[..end].trim()))
            .last()
            .or_else(|| ends().next())
            .unwrap_or(rest.len());
        let item = rest[..end].trim();
        if !item.is_empty() {
            items.push(item.to_owned());
        }
        match rest.get(end + 1..) {
            Some(more) => rest = more,
            None => return items,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::cells_of;
    use super::*;

    fn columns() -> Vec<Column> {
        ["a", "b", "b, c", "x=y", "x"]
            .map(|name| {
                Column::new(
                    name.to_owned(),
                    cells_of(&[Some("p"), Some("q,r"), Some("q")]),
                    None,
                )
            })
            .into()
    }

    fn excluded(lists: &[&str]) -> Vec<String> {
        let lists = RoleLists {
            exclude: lists.iter().map(|&list| list.to_owned()).collect(),
            domain: None,
        };
        lists.read(&RoleNames::default(), &columns(), &[]).exclude
    }

    #[test]
    fn a_column_with_a_comma_in_its_name_is_found() {
        assert_eq!(excluded(&["a,b"]), ["a", "b"]);
        assert_eq!(excluded(&["a,b, c"]), ["a", "b, c"]);
        assert_eq!(excluded(&["b,a", "x=y"]), ["b", "a", "x=y"]);
        assert_eq!(excluded(&["b,, no ,c"]), ["b", "no", "c"]);
    }

    #[test]
    fn a_domain_column_with_an_equals_sign_is_found() {
        let read = |written: &str| {
            let lists = RoleLists {
                exclude: Vec::new(),
                domain: Some(written.to_owned()),
            };
            let domain = lists.read(&RoleNames::default(), &columns(), &[]).domain;
            domain
                .map(|role| (role.column, role.train.join("|")))
                .unwrap_or_default()
        };
        let told = |column: &str, values: &str| (column.to_owned(), values.to_owned());
        assert_eq!(read("x"), told("x", ""));
        assert_eq!(read("x=p,q"), told("x", "p|q"));
        assert_eq!(read("x=y=p"), told("x=y", "p"));
        assert_eq!(read("b, c=q,r,p"), told("b, c", "q,r|p"));
        assert_eq!(read("z=p, q"), told("z", "p|q"));
    }
}
