//! Unfold: what objects in the cells of a column hold, as columns of their own: `row.text`.

use serde_json::Value;

use super::super::cells::Cells;
use super::Table;
use super::json::{Row, Rows};

/// Puts the members of the objects in a column in its place, where one of `named` is a path into it and no column
/// itself.
pub(super) fn unfold(table: &mut Table, named: &[&str]) {
    let is_column = |name: &str| table.names.iter().any(|known| known == name);
    let paths: Vec<&str> = named
        .iter()
        .copied()
        .filter(|name| !is_column(name))
        .collect();
    let mut at = 0;
    while at < table.names.len() {
        let stem = format!("{}.", table.names[at]);
        let is_asked = paths.iter().any(|path| path.starts_with(&stem));
        match is_asked.then(|| members(&table.cells[at], &stem)).flatten() {
            Some(inside) => {
                let columns = inside.names.len();
                table.names.splice(at..=at, inside.names);
                table.cells.splice(at..=at, inside.cells);
                at += columns;
            }
            None => at += 1,
        }
    }
}

/// The members of the objects in `cells` as columns, each named by its path; nothing where other values stand there.
fn members(cells: &Cells, stem: &str) -> Option<Table> {
    let Cells::Text(cells) = cells else {
        return None;
    };
    let mut rows = Rows::default();
    for (row, cell) in cells.iter().enumerate() {
        let mut inside = Vec::new();
        if let Some(cell) = cell {
            let Ok(Value::Object(members)) = serde_json::from_str(cell) else {
                return None;
            };
            for (key, value) in members {
                flatten(format!("{stem}{}", key.trim()), value, &mut inside);
            }
        }
        rows.push(Row(inside), row as u64).ok()?;
    }
    Some(rows.finish()).filter(|table| !table.names.is_empty())
}

fn flatten(path: String, value: Value, into: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                flatten(format!("{path}.{}", key.trim()), value, into);
            }
        }
        value => into.push((path, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::CellsBuilder;
    use super::*;

    fn table() -> Table {
        let column = |cells: &[Option<&str>]| {
            let mut column = CellsBuilder::new(0);
            for cell in cells {
                column.push(*cell);
            }
            Cells::Text(column.finish())
        };
        Table {
            names: vec!["id".to_owned(), "row".to_owned()],
            cells: vec![
                column(&[Some("1"), Some("2"), Some("3")]),
                column(&[
                    Some(r#"{"text": "a", "of": {"y": 1}}"#),
                    None,
                    Some(r#"{"text": "b", "of": {"y": 0}}"#),
                ]),
            ],
            rows: 3,
            lines: None,
        }
    }

    #[test]
    fn a_path_makes_columns_of_the_members() {
        let mut table = table();
        unfold(&mut table, &["row.of.y"]);
        assert_eq!(table.names, ["id", "row.text", "row.of.y"]);
        let Cells::Text(cells) = &table.cells[2] else {
            panic!("vectors")
        };
        assert_eq!(
            cells.iter().collect::<Vec<_>>(),
            [Some("1"), None, Some("0")]
        );
    }

    #[test]
    fn what_no_path_asks_for_stays_as_it_is() {
        for named in [&["row"][..], &["id.x"], &["rows.text"], &[]] {
            let mut table = table();
            unfold(&mut table, named);
            assert_eq!(table.names, ["id", "row"]);
        }
    }
}
