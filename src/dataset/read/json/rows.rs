//! Rows: objects as they come, one a row, put into columns by their keys.

use std::collections::HashMap;
use std::fmt::{self, Write};

use serde::Deserialize;
use serde::de::{Error, MapAccess, Visitor};
use serde_json::Value;

use super::super::super::cells::{Cells, CellsBuilder, Vectors};
use super::super::Table;
use super::constants;

/// One object: its keys in their order, with those that stand twice.
pub(in super::super) struct Row(pub(in super::super) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells;
        impl<'de> Visitor<'de> for Cells {
            type Value = Row;

            fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut cells: Vec<(String, Value)> = Vec::new();
                while let Some(cell) = map.next_entry()? {
                    cells.push(cell);
                }
                Ok(Row(cells))
            }
        }
        deserializer.deserialize_map(Cells)
    }
}

/// Rows as they come; a key that is new makes a column, missing in the rows before.
#[derive(Default)]
pub(in super::super) struct Rows {
    names: Vec<String>,
    place: HashMap<String, usize>,
    columns: Vec<JsonColumn>,
    lines: Vec<u64>,
}

struct JsonColumn {
    cells: CellsBuilder,
    len: usize,
    /// How many cells hold a value, how many of these a list of numbers, or of what stands for one, and whether one
    /// holds a number indeed.
    known: usize,
    lists: usize,
    has_numbers: bool,
}

impl Rows {
    /// # Errors
    /// When a key stands twice: to take the last value would hide the other.
    pub(in super::super) fn push(
        &mut self,
        Row(cells): Row,
        line: u64,
    ) -> Result<(), serde_json::Error> {
        for (key, value) in cells {
            let name = key.trim();
            let at = if let Some(&at) = self.place.get(name) {
                at
            } else {
                self.place.insert(name.to_owned(), self.columns.len());
                self.names.push(name.to_owned());
                self.columns.push(JsonColumn {
                    cells: CellsBuilder::new(0),
                    len: 0,
                    known: 0,
                    lists: 0,
                    has_numbers: false,
                });
                self.columns.len() - 1
            };
            if self.columns[at].len > self.lines.len() {
                return Err(serde_json::Error::custom(format!(
                    "the key `{name}` stands twice"
                )));
            }
            self.columns[at].push(self.lines.len(), &value);
        }
        self.lines.push(line);
        Ok(())
    }

    /// The rows so far.
    pub(in super::super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(in super::super) fn finish(self) -> Table {
        let rows = self.lines.len();
        let own_lines = self.lines.windows(2).all(|pair| pair[0] < pair[1]);
        Table {
            names: self.names,
            cells: self
                .columns
                .into_iter()
                .map(|column| column.finish(rows))
                .collect(),
            rows,
            lines: own_lines.then_some(self.lines),
        }
    }
}

impl JsonColumn {
    fn push(&mut self, row: usize, value: &Value) {
        self.cells.push_missing(row - self.len);
        self.len = row + 1;
        self.known += usize::from(!value.is_null());
        match value {
            Value::Null => self.cells.push(None),
            Value::String(text) => self.cells.push(Some(text)),
            Value::Array(items) => {
                let has_numbers = items.iter().any(Value::is_number);
                let list = write_list(items);
                self.lists += usize::from(list.is_some());
                self.has_numbers |= has_numbers;
                let list = list.filter(|_| has_numbers);
                self.cells
                    .push(Some(&list.unwrap_or_else(|| value.to_string())));
            }
            _ => self.cells.push(Some(&value.to_string())),
        }
    }

    fn finish(mut self, rows: usize) -> Cells {
        self.cells.push_missing(rows - self.len);
        let text = self.cells.finish();
        if self.known == 0 || self.lists < self.known || !self.has_numbers {
            return Cells::Text(text);
        }
        let lists = text.iter().map(|cell| cell.and_then(read_list));
        match Vectors::of(lists) {
            // A list of one number is that number, and keeps its digits as text.
            Some(vectors) if vectors.dim > 1 => Cells::Vectors(vectors),
            _ => Cells::Text(text),
        }
    }
}

/// A list of numbers, or of what stands for one: null, and the constants of Python as they were replaced; nothing for
/// another list, and for an empty one.
fn write_list(items: &[Value]) -> Option<String> {
    let mut list = String::from("[");
    for item in items {
        match item {
            Value::Number(number) => write!(list, "{number},").ok()?,
            Value::Null => list.push_str("null,"),
            Value::String(text) if text.is_empty() => list.push_str("NaN,"),
            Value::String(text) if constants::MARKS.contains(&text.as_str()) => {
                list.push_str(text);
                list.push(',');
            }
            _ => return None,
        }
    }
    let last = list.pop()?;
    list.push(']');
    (last == ',').then_some(list)
}

/// The list of numbers that a cell holds; what is missing in it is NaN.
fn read_list(cell: &str) -> Option<Vec<f32>> {
    let items = cell.strip_prefix('[')?.strip_suffix(']')?;
    let read = |item: &str| match item.trim_matches('"') {
        "" | "null" => Some(f32::NAN),
        item => item.parse::<f64>().ok().map(|item| item as f32),
    };
    items.split(',').map(read).collect()
}
