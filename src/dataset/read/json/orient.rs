//! Orient: the shapes in which one JSON document holds a table other than as an array of objects: under a key, and
//! those that pandas writes (`to_json(orient=...)`).

use std::collections::HashMap;
use std::path::Path;

use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use super::super::bounds::Bounds;
use super::scan::{Member, elements, members};
use super::{Cursor, OBJECTS, Place, Row, Rows, Table, describe_misread, rows_at};
use crate::dataset::dialect::Decision;
use crate::error::ReadError;
use crate::wording::{list_some, plural};

/// Keys that a note names.
const KEYS: usize = 4;
const APART: &str = "write the list under each key into a file of its own, and name the files: train.json test.json";
const EVEN: &str =
    "lists under keys are columns: each holds one cell a row, so all are of one length";

/// A document, and the file that it is.
#[derive(Clone, Copy)]
struct Document<'a> {
    path: &'a Path,
    text: &'a str,
    bounds: Bounds,
}

/// The table in the document `text`, if it is in one of these shapes.
///
/// # Errors
/// Several tables under keys, and rows that don't fit the shape.
pub(super) fn read(
    path: &Path,
    text: &str,
    bounds: Bounds,
) -> Result<Option<(Table, Vec<Decision>)>, ReadError> {
    let document = Document { path, text, bounds };
    let Some(members) = document.members() else {
        return document.values();
    };
    let begins = |member: &Member| document.of(&member.place).chars().next();
    let all = |first: char| {
        !members.is_empty() && members.iter().all(|member| begins(member) == Some(first))
    };
    let find = |key: &str| {
        members
            .iter()
            .find(|member| member.key == key && begins(member) == Some('['))
    };
    if let (Some(columns), Some(data)) = (find("columns"), find("data")) {
        return document.split(columns, data).map(Some);
    }
    let tables: Vec<&Member> = members
        .iter()
        .filter(|member| document.is_table(member))
        .collect();
    match tables[..] {
        [table] => return document.under(table, &members).map(Some),
        [_, second, ..] => {
            let keys: Vec<&str> = tables.iter().map(|table| table.key.as_str()).collect();
            let cause = format!(
                "several tables stand under keys: {}",
                list_some(&keys, KEYS)
            );
            let Place { range, line } = &second.place;
            let error = Error::custom(cause);
            return Err(describe_misread(
                path,
                text,
                range.start,
                *line,
                &error,
                APART,
            ));
        }
        [] => {}
    }
    if all('{') {
        return document.of_objects(&members);
    }
    if all('[') && members.len() > 1 {
        return document.of_lists(&members);
    }
    Ok(None)
}

impl<'a> Document<'a> {
    /// The members of the object that the whole document is; nothing where it is none.
    fn members(self) -> Option<Vec<Member>> {
        let mut cursor = self.start();
        cursor.skip_blanks();
        let members = members(&mut cursor)?;
        cursor.skip_blanks();
        cursor.rest().is_empty().then_some(members)
    }

    fn start(self) -> Cursor<'a> {
        Cursor {
            text: self.text,
            at: 0,
            line: 1,
        }
    }

    fn of(self, place: &Place) -> &'a str {
        &self.text[place.range.clone()]
    }

    /// Whether a member is an array of objects.
    fn is_table(self, member: &Member) -> bool {
        let inside = self.of(&member.place).strip_prefix('[');
        inside.is_some_and(|inside| inside.trim_start().starts_with('{'))
    }

    fn fault(self, place: &Place, error: &serde_json::Error) -> ReadError {
        describe_misread(
            self.path,
            self.text,
            place.range.start,
            place.line,
            error,
            OBJECTS,
        )
    }

    fn parse<T: DeserializeOwned>(self, place: &Place) -> Result<T, ReadError> {
        serde_json::from_str(self.of(place)).map_err(|error| self.fault(place, &error))
    }

    /// The array of objects under a key; what else there is tells about it.
    fn under(
        self,
        table: &Member,
        members: &[Member],
    ) -> Result<(Table, Vec<Decision>), ReadError> {
        let cursor = Cursor {
            text: &self.text[..table.place.range.end],
            at: table.place.range.start,
            line: table.place.line,
        };
        let rows = rows_at(self.path, self.text, cursor, self.bounds)?;
        let others = members.iter().filter(|member| member.key != table.key);
        let others: Vec<&str> = others.map(|member| member.key.as_str()).collect();
        let value = format!("those under the key `{}`", table.key);
        let decision = if others.is_empty() {
            Decision::usual("rows", value, "it is the only key of the file")
        } else {
            let why = format!(
                "no other key holds a table: {} left out",
                list_some(&others, KEYS)
            );
            Decision::unusual("rows", value, why)
        };
        Ok((rows, vec![decision]))
    }

    /// `{"columns": [...], "index": [...], "data": [[...], ...]}`
    fn split(self, columns: &Member, data: &Member) -> Result<(Table, Vec<Decision>), ReadError> {
        let names: Vec<Value> = self.parse(&columns.place)?;
        let names: Vec<String> = names.iter().map(name).collect();
        let table = self.rows_of_lists(&data.place, |_| names.clone())?;
        Ok((table, orient("split", "its keys are `columns` and `data`")))
    }

    /// `[[...], ...]`: rows without names.
    fn values(self) -> Result<Option<(Table, Vec<Decision>)>, ReadError> {
        let mut cursor = self.start();
        cursor.skip_blanks();
        let inside = cursor.rest().strip_prefix('[').map(str::trim_start);
        if !inside.is_some_and(|inside| inside.starts_with('[')) {
            return Ok(None);
        }
        let Some(place) = cursor.take_value() else {
            return Ok(None);
        };
        let names = |count| (1..=count).map(|at| format!("column_{at}")).collect();
        let table = self.rows_of_lists(&place, names)?;
        Ok(Some((table, orient("values", "it is an array of arrays"))))
    }

    /// The rows in the array of arrays at `place`; `names` names as many columns as the first row has.
    fn rows_of_lists(
        self,
        place: &Place,
        names: impl Fn(usize) -> Vec<String>,
    ) -> Result<Table, ReadError> {
        let mut cursor = Cursor {
            text: &self.text[..place.range.end],
            at: place.range.start,
            line: place.line,
        };
        let mut rows = Rows::default();
        let mut known: Option<Vec<String>> = None;
        for row in elements(&mut cursor).unwrap_or_default() {
            let cells: Vec<Value> = self.parse(&row)?;
            let names = known.get_or_insert_with(|| names(cells.len()));
            if cells.len() != names.len() {
                let cause = format!("{} values where {} are expected", cells.len(), names.len());
                return Err(self.fault(&row, &Error::custom(cause)));
            }
            let cells = names.iter().cloned().zip(cells).collect();
            self.bounds
                .hold_row(self.path, rows.len(), row.line, row.range.len())?;
            rows.push(Row(cells), row.line)
                .map_err(|error| self.fault(&row, &error))?;
        }
        Ok(rows.finish())
    }

    /// Objects under keys: rows by their index, or columns of which each names the index of its cells.
    fn of_objects(self, members: &[Member]) -> Result<Option<(Table, Vec<Decision>)>, ReadError> {
        let mut objects = Vec::with_capacity(members.len());
        for member in members {
            let Row(cells) = self.parse(&member.place)?;
            objects.push(cells);
        }
        let is_number = |key: &str| key.parse::<i64>().is_ok();
        let outer = members.iter().all(|member| is_number(&member.key));
        let inner = objects[0].iter().all(|(key, _)| is_number(key));
        let (by_rows, why, is_sure) = match (outer, inner) {
            (true, false) => (true, "its keys are numbers, and theirs are names", true),
            (false, true) => (false, "its keys are names, and theirs are numbers", true),
            // As many of both: columns, as pandas writes them unless it is told otherwise.
            _ => (
                members.len() > objects[0].len(),
                "a guess: of the keys and those under them, the more numerous are the rows",
                false,
            ),
        };
        let decide = |word| {
            vec![Decision {
                is_unusual: !is_sure,
                ..Decision::usual("shape", word, why)
            }]
        };
        if by_rows {
            let mut rows = Rows::default();
            for (member, cells) in members.iter().zip(objects) {
                let place = &member.place;
                self.bounds
                    .hold_row(self.path, rows.len(), place.line, place.range.len())?;
                rows.push(Row(cells), place.line)
                    .map_err(|error| self.fault(place, &error))?;
            }
            return Ok(Some((rows.finish(), decide("index"))));
        }
        let columns = members.iter().zip(objects).collect();
        Ok(Some((self.turn(columns)?, decide("columns"))))
    }

    /// `{"text": [...], "label": [...]}`, where the lists are of one length.
    fn of_lists(self, members: &[Member]) -> Result<Option<(Table, Vec<Decision>)>, ReadError> {
        let mut columns = Vec::with_capacity(members.len());
        for member in members {
            let cells: Vec<Value> = self.parse(&member.place)?;
            let cells = cells.into_iter().enumerate();
            let cells: Vec<(String, Value)> =
                cells.map(|(at, cell)| (at.to_string(), cell)).collect();
            columns.push((member, cells));
        }
        let (first, cells) = &columns[0];
        let rows = cells.len();
        if let Some((member, cells)) = columns.iter().find(|(_, cells)| cells.len() != rows) {
            let cause = format!(
                "the list under `{}` holds {}, that under `{}` {rows}",
                member.key,
                plural(cells.len(), "value", "values"),
                first.key
            );
            let Place { range, line } = &member.place;
            let error = Error::custom(cause);
            return Err(describe_misread(
                self.path,
                self.text,
                range.start,
                *line,
                &error,
                EVEN,
            ));
        }
        let why = "its keys hold lists of one length";
        Ok(Some((self.turn(columns)?, orient("lists", why))))
    }

    /// Columns as rows: the cells of each by the index of their rows.
    fn turn(self, columns: Vec<(&Member, Vec<(String, Value)>)>) -> Result<Table, ReadError> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut rows: Vec<Vec<(String, Value)>> = Vec::new();
        let line = columns.first().map_or(1, |(member, _)| member.place.line);
        for (member, cells) in columns {
            for (index, cell) in cells {
                let at = *places.entry(index).or_insert_with(|| {
                    rows.push(Vec::new());
                    rows.len() - 1
                });
                rows[at].push((member.key.clone(), cell));
            }
        }
        let mut table = Rows::default();
        for cells in rows {
            let bytes = cells.iter().map(|(_, cell)| count_bytes(cell)).sum();
            self.bounds.hold_turned_row(self.path, table.len(), bytes)?;
            // No row has a line of its own.
            table.push(Row(cells), line).map_err(|error| {
                describe_misread(self.path, self.text, 0, line, &error, OBJECTS)
            })?;
        }
        Ok(table.finish())
    }
}

fn orient(word: &str, why: &str) -> Vec<Decision> {
    vec![Decision::usual("shape", word, why)]
}

/// The bytes of the texts in `cell`, and one for whatever else stands in it.
fn count_bytes(cell: &Value) -> usize {
    match cell {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(count_bytes).sum(),
        Value::Object(members) => members.values().map(count_bytes).sum(),
        _ => 1,
    }
}

/// A column's name, which may be a number.
fn name(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests;
