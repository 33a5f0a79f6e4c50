//! Assembly: puts together what the reader of a columnar file tells, within bounds.

use super::super::super::cells::{Cells, CellsBuilder, Vectors};
use super::message::{Fault, LeftColumn, Message, Refusal, Why};

/// Bytes that a cell takes by itself.
const CELL: u64 = 16;

/// A table that grows.
pub(super) struct Assembly {
    names: Vec<String>,
    left: Vec<LeftColumn>,
    columns: Vec<Part>,
    /// The column that is being read.
    reading: Option<u32>,
    /// Bytes that all columns take.
    taken: u64,
    most: Most,
}

/// What a table may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    pub(super) bytes: u64,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// A column as far as it is told.
#[derive(Default)]
struct Part {
    rows: usize,
    /// Bytes that it takes.
    taken: u64,
    cells: Cell,
    unreadable: bool,
}

#[derive(Default)]
enum Cell {
    /// Nothing but missing cells.
    #[default]
    Missing,
    Text(CellsBuilder),
    Vectors(Vectors),
}

/// A table that is whole.
pub(super) struct Assembled {
    pub(super) names: Vec<String>,
    pub(super) cells: Vec<Cells>,
    pub(super) rows: usize,
    pub(super) left: Vec<LeftColumn>,
}

impl Assembly {
    /// An empty table that may hold `most`.
    pub(super) fn new(most: Most) -> Self {
        Self {
            names: Vec::new(),
            left: Vec::new(),
            columns: Vec::new(),
            reading: None,
            taken: 0,
            most,
        }
    }

    /// The name of the column that is being read.
    pub(super) fn reading(&self) -> Option<&str> {
        let name = self.names.get(self.reading? as usize)?;
        Some(name)
    }

    /// Takes the next piece.
    pub(super) fn take(&mut self, message: Message) -> Result<(), Refusal> {
        match message {
            Message::Columns { names, left } => {
                let columns = names.len() + left.len();
                if columns > self.most.columns {
                    return Err(Refusal::TooWide(columns));
                }
                self.columns = names.iter().map(|_| Part::default()).collect();
                (self.names, self.left) = (names, left);
            }
            Message::Reading(column) => self.reading = column,
            Message::Texts {
                column,
                ends,
                present,
                text,
            } => {
                self.count(column, text.len() as u64, ends.len() as u64)?;
                self.part(column)?.extend_texts(&ends, &present, &text);
            }
            Message::Vectors {
                column,
                dim,
                values,
                present,
            } => {
                self.count(column, 4 * values.len() as u64, present.len() as u64)?;
                let dim = dim as usize;
                self.part(column)?.extend_vectors(Vectors {
                    dim,
                    values,
                    present,
                });
            }
            Message::Missing { column, rows } => {
                self.count(column, 0, rows)?;
                self.part(column)?.extend_missing(rows as usize);
            }
            Message::Again(column) => {
                let before = std::mem::take(self.part(column)?);
                self.taken = self.taken.saturating_sub(before.taken);
            }
            Message::Unreadable { column, why } => {
                let name = self.names.get(column as usize).cloned().unwrap_or_default();
                let why = Why::Unreadable(why);
                self.left.push(LeftColumn { name, why });
                self.part(column)?.unreadable = true;
            }
            Message::Fault(fault) => return Err(fault.into()),
            Message::Done => {}
        }
        Ok(())
    }

    fn part(&mut self, column: u32) -> Result<&mut Part, Fault> {
        let found = self.columns.get_mut(column as usize);
        found.ok_or_else(|| Fault::new(None, "its columns don't agree with each other"))
    }

    /// Counts what a piece of a column holds: so many bytes in so many rows.
    fn count(&mut self, column: u32, bytes: u64, rows: u64) -> Result<(), Refusal> {
        let bytes = bytes.saturating_add(CELL.saturating_mul(rows));
        let most = self.most;
        let part = self.part(column)?;
        if (part.rows as u64).saturating_add(rows) > most.rows as u64 {
            return Err(Refusal::TooLong);
        }
        part.taken = part.taken.saturating_add(bytes);
        self.taken = self.taken.saturating_add(bytes);
        if self.taken > most.bytes {
            return Err(Refusal::TooLarge);
        }
        Ok(())
    }

    /// The table, if its columns are of one length.
    pub(super) fn finish(self) -> Result<Assembled, Fault> {
        let mut names: Vec<String> = Vec::new();
        let mut cells = Vec::new();
        let mut rows = None;
        for (name, part) in self.names.into_iter().zip(self.columns) {
            if part.unreadable {
                continue;
            }
            if let (Some(rows), Some(first)) = (rows, names.first())
                && rows != part.rows
            {
                let cause = format!("it has {} rows, where `{first}` has {rows}", part.rows);
                return Err(Fault::new(Some(&name), cause));
            }
            rows = Some(part.rows);
            names.push(name);
            cells.push(part.finish());
        }
        Ok(Assembled {
            names,
            cells,
            rows: rows.unwrap_or_default(),
            left: self.left,
        })
    }
}

impl Part {
    /// The cells as texts. (A column that was vectors comes again before it is texts.)
    fn take_texts(&mut self) -> CellsBuilder {
        match std::mem::take(&mut self.cells) {
            Cell::Text(builder) => builder,
            Cell::Missing | Cell::Vectors(_) => {
                let mut builder = CellsBuilder::new(self.rows);
                builder.push_missing(self.rows);
                builder
            }
        }
    }

    fn extend_texts(&mut self, ends: &[u32], present: &[bool], text: &str) {
        let mut start = 0;
        let mut builder = self.take_texts();
        for (&end, &present) in ends.iter().zip(present) {
            let cell = text.get(start..end as usize);
            builder.push(cell.filter(|_| present));
            start = end as usize;
        }
        self.cells = Cell::Text(builder);
        self.rows += ends.len();
    }

    fn extend_vectors(&mut self, next: Vectors) {
        let rows = next.present.len();
        if let Cell::Vectors(all) = &mut self.cells {
            all.values.extend(next.values);
            all.present.extend(next.present);
        } else {
            let mut all = Vectors {
                dim: next.dim,
                values: vec![0.0; self.rows * next.dim],
                present: vec![false; self.rows],
            };
            all.values.extend(next.values);
            all.present.extend(next.present);
            self.cells = Cell::Vectors(all);
        }
        self.rows += rows;
    }

    fn extend_missing(&mut self, rows: usize) {
        match &mut self.cells {
            Cell::Missing => {}
            Cell::Text(builder) => builder.push_missing(rows),
            Cell::Vectors(all) => {
                all.values.resize(all.values.len() + rows * all.dim, 0.0);
                all.present.resize(all.present.len() + rows, false);
            }
        }
        self.rows += rows;
    }

    fn finish(mut self) -> Cells {
        match self.cells {
            Cell::Vectors(vectors) => Cells::Vectors(vectors),
            _ => Cells::Text(self.take_texts().finish()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_comes_again_takes_its_bytes_once() {
        let mut assembly = Assembly::new(Most {
            bytes: 100,
            rows: 100,
            columns: 10,
        });
        let columns = Message::Columns {
            names: vec!["a".to_owned()],
            left: Vec::new(),
        };
        let missing = || Message::Missing { column: 0, rows: 6 };
        let mut take = |message| assembly.take(message).is_ok();
        assert!(take(columns) && take(missing()));
        assert!(take(Message::Again(0)) && take(missing()));
        assert!(!take(missing()), "twelve rows take 192 bytes");
    }
}
