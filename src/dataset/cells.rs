//! Cells: what one column's cells hold while files are read and stacked, before its kind is judged.

use super::strings::Strings;

/// The cells of one column, as far as the files have been read.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// Trimmed texts; missing cells are null.
    Text(Strings),
    /// Vectors of one length.
    Vectors(Vectors),
}

/// One vector a row, of one length.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Vectors {
    /// The length of each vector; at least 1.
    pub(super) dim: usize,
    /// Row-major values; those of a missing row are 0.
    pub(super) values: Vec<f32>,
    /// Whether each row has a vector.
    pub(super) present: Vec<bool>,
}

impl Cells {
    /// The cells of one column from several files, those of the first on top.
    ///
    /// Vectors of one length stay vectors, with missing ones where a file has none; beside others, or
    /// beside texts, they become their JSON text.
    pub(super) fn stacked(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 {
            return parts.swap_remove(0);
        }
        let rows = parts.iter().map(Self::len).sum();
        if let Some(dim) = Self::dim(&parts) {
            let mut all = Vectors {
                dim,
                values: Vec::with_capacity(rows * dim),
                present: Vec::with_capacity(rows),
            };
            for part in parts {
                match part {
                    Self::Text(missing) => all.extend_missing(missing.len()),
                    Self::Vectors(vectors) => {
                        all.values.extend(vectors.values);
                        all.present.extend(vectors.present);
                    }
                }
            }
            return Self::Vectors(all);
        }
        let mut cells = CellsBuilder::new(rows);
        for part in parts {
            for cell in part.into_text().iter() {
                cells.push(cell);
            }
        }
        Self::Text(cells.finish())
    }

    /// The length that all vectors in `parts` share, where there is nothing but vectors.
    fn dim(parts: &[Self]) -> Option<usize> {
        let mut dim = None;
        for part in parts {
            match part {
                Self::Text(text) if text.count_missing() < text.len() => return None,
                Self::Text(_) => {}
                Self::Vectors(vectors) if dim.is_some_and(|dim| dim != vectors.dim) => return None,
                Self::Vectors(vectors) => dim = Some(vectors.dim),
            }
        }
        dim
    }

    /// `rows` missing cells.
    pub(super) fn missing(rows: usize) -> Self {
        let mut cells = CellsBuilder::new(rows);
        cells.push_missing(rows);
        Self::Text(cells.finish())
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Vectors(vectors) => vectors.present.len(),
        }
    }

    fn into_text(self) -> Strings {
        match self {
            Self::Text(text) => text,
            Self::Vectors(vectors) => vectors.into_text(),
        }
    }
}

impl Vectors {
    /// The vectors of `lists`, one a row; `None` when no row has one, or when their lengths differ or
    /// are 0.
    pub(super) fn of(lists: impl Iterator<Item = Option<Vec<f32>>>) -> Option<Self> {
        let mut vectors: Option<Self> = None;
        for (above, list) in lists.enumerate() {
            if let Some(list) = list {
                let vectors = vectors.get_or_insert_with(|| Self {
                    dim: list.len(),
                    values: vec![0.0; above * list.len()],
                    present: vec![false; above],
                });
                if list.len() != vectors.dim || list.is_empty() {
                    return None;
                }
                vectors.values.extend(list);
                vectors.present.push(true);
            } else if let Some(vectors) = &mut vectors {
                vectors.extend_missing(1);
            }
        }
        vectors
    }

    fn extend_missing(&mut self, rows: usize) {
        self.values.resize(self.values.len() + rows * self.dim, 0.0);
        self.present.resize(self.present.len() + rows, false);
    }

    fn into_text(self) -> Strings {
        let mut cells = CellsBuilder::new(self.present.len());
        for (vector, present) in self.values.chunks_exact(self.dim).zip(self.present) {
            let text = present.then(|| serde_json::to_string(vector).unwrap_or_default());
            cells.push(text.as_deref());
        }
        cells.finish()
    }
}

/// Takes the cells of one column from top to bottom.
#[derive(Clone)]
pub(super) struct CellsBuilder {
    text: Strings,
}

impl CellsBuilder {
    /// An empty column with room for `rows` cells.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            text: Strings::with_capacity(rows),
        }
    }

    /// One cell as written: trimmed; missing when it is empty or NaN.
    pub(super) fn push(&mut self, cell: Option<&str>) {
        match cell.map(trim) {
            Some("NaN" | "nan") => self.text.push(None),
            cell => self.text.push(cell),
        }
    }

    /// `rows` missing cells.
    pub(super) fn push_missing(&mut self, rows: usize) {
        self.text.push_missing(rows);
    }

    /// The column.
    pub(super) fn finish(mut self) -> Strings {
        self.text.shrink();
        self.text
    }
}

/// `cell` without white space at its ends; most have none.
fn trim(cell: &str) -> &str {
    match cell.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => cell,
        _ => cell.trim(),
    }
}

/// A column of these cells, for tests.
#[cfg(test)]
pub(super) fn cells_of(cells: &[Option<&str>]) -> Cells {
    let mut builder = CellsBuilder::new(cells.len());
    for &cell in cells {
        builder.push(cell);
    }
    Cells::Text(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(dim: usize, rows: usize) -> Cells {
        Cells::Vectors(Vectors {
            dim,
            values: vec![0.5; dim * rows],
            present: vec![true; rows],
        })
    }

    fn texts(cells: Cells) -> Vec<Option<String>> {
        cells
            .into_text()
            .iter()
            .map(|cell| cell.map(str::to_owned))
            .collect()
    }

    #[test]
    fn padding_goes_and_empty_or_nan_is_missing() {
        let cells = cells_of(&[
            Some(" Private "),
            Some("  "),
            Some("NaN"),
            Some("nan"),
            None,
            Some("NA"),
        ]);
        let expected = [Some("Private"), None, None, None, None, Some("NA")];
        assert_eq!(texts(cells), expected.map(|cell| cell.map(str::to_owned)));
    }

    #[test]
    fn vectors_of_one_length_stay_vectors() {
        let parts = vec![vectors(2, 1), cells_of(&[None]), vectors(2, 2)];
        let Cells::Vectors(stacked) = Cells::stacked(parts) else {
            panic!("became text");
        };
        assert_eq!(stacked.present, [true, false, true, true]);
        assert_eq!(stacked.values.len(), 8);
    }

    #[test]
    fn vectors_of_two_lengths_become_texts() {
        let cells = texts(Cells::stacked(vec![vectors(1, 1), vectors(2, 1)]));
        assert_eq!(
            cells,
            [Some("[0.5]".to_owned()), Some("[0.5,0.5]".to_owned())]
        );
    }
}
