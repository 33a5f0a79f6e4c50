//! Labels: the classes, and the class of each row.

use std::collections::{BTreeSet, HashMap};

use super::Column;
use crate::error::{ReadError, visible};

/// The classes of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Labels {
    /// Their names: in the order of numbers if all are numbers, else of text. None without a label column.
    pub(crate) classes: Vec<String>,
    /// Each row's class; `None` where the label is missing.
    pub(crate) of: Vec<Option<u32>>,
    /// Rows whose label is missing.
    pub(crate) missing: usize,
}

impl Labels {
    /// The labels in `column`; without one, `rows` rows without a class.
    ///
    /// # Errors
    /// When there is one row only, when every label is missing, or when all are the same.
    pub(super) fn of(column: Option<&Column>, rows: usize, path: &str) -> Result<Self, ReadError> {
        let labels = Self::read(column, rows);
        if rows == 1 {
            return Err(ReadError::OneRow {
                path: path.to_owned(),
            });
        }
        let Some(column) = column else {
            return Ok(labels);
        };
        let (column, path) = (visible(&column.name), path.to_owned());
        match labels.classes.as_slice() {
            [] => Err(ReadError::NoLabels { column, path }),
            [only] => Err(ReadError::OneClass {
                column,
                class: visible(only),
                path,
            }),
            _ => Ok(labels),
        }
    }

    /// The labels in `column`, however few there are; without one, `rows` rows without a class.
    pub(super) fn read(column: Option<&Column>, rows: usize) -> Self {
        let Some(column) = column else {
            return Self {
                of: vec![None; rows],
                missing: rows,
                ..Self::default()
            };
        };
        let (classes, of) = categories(column);
        let missing = of.iter().filter(|class| class.is_none()).count();
        Self {
            classes,
            of,
            missing,
        }
    }

    /// Takes the classes in `unused`, which no row has, out of the list.
    pub(super) fn drop_unused(&mut self, unused: &BTreeSet<u32>) {
        if unused.is_empty() {
            return;
        }
        let before = |class: u32| unused.range(..class).count() as u32;
        for class in self.of.iter_mut().flatten() {
            *class -= before(*class);
        }
        let mut at = 0;
        self.classes.retain(|_| {
            at += 1;
            !unused.contains(&(at - 1))
        });
    }

    /// How many of `rows` belong to each class.
    pub(crate) fn counts(&self, rows: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut counts = vec![0; self.classes.len()];
        for class in rows.filter_map(|row| self.of[row]) {
            counts[class as usize] += 1;
        }
        counts
    }
}

/// The different categories of `column` in their order, and each row's place among them.
///
/// Numbers are ordered as numbers and written one way (`1`, `1.0` and ` 1` are `1`), so that classes are
/// the same whichever of several files writes them.
pub(super) fn categories(column: &Column) -> (Vec<String>, Vec<Option<u32>>) {
    let mut places: HashMap<String, u32> = HashMap::new();
    let mut of: Vec<Option<u32>> = (0..column.len())
        .map(|row| {
            let category = column.class(row)?;
            let next = places.len() as u32;
            Some(*places.entry(category).or_insert(next))
        })
        .collect();
    let mut names: Vec<(String, u32)> = places.into_iter().collect();
    let value = |name: &str| name.parse::<f64>().unwrap_or(f64::INFINITY);
    if column.kind == super::Kind::Number {
        names.sort_by(|a, b| {
            value(&a.0)
                .total_cmp(&value(&b.0))
                .then_with(|| a.0.cmp(&b.0))
        });
    } else {
        names.sort();
    }
    let mut order = vec![0; names.len()];
    for (to, &(_, from)) in names.iter().enumerate() {
        order[from as usize] = to as u32;
    }
    for place in of.iter_mut().flatten() {
        *place = order[*place as usize];
    }
    (names.into_iter().map(|(name, _)| name).collect(), of)
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    fn labels(cells: &[&str]) -> Result<Labels, ReadError> {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        let column = Column::new("label".to_owned(), cells_of(&cells), None);
        Labels::of(Some(&column), column.len(), "a.csv")
    }

    #[test]
    fn one_class_however_its_number_is_written() {
        let labels = labels(&["1", "1.0", " 1", "0", "10", "2"]).unwrap();
        assert_eq!(labels.classes, ["0", "1", "2", "10"]);
        assert_eq!(labels.of, [1, 1, 1, 0, 3, 2].map(Some));
    }

    #[test]
    fn words_are_ordered_as_text() {
        let labels = labels(&["spam", "ham", "10", "9"]).unwrap();
        assert_eq!(labels.classes, ["10", "9", "ham", "spam"]);
    }

    #[test]
    fn missing_labels_are_counted_and_have_no_class() {
        let labels = labels(&["0", "NaN", "1", "", "1"]).unwrap();
        assert_eq!(
            (labels.missing, labels.of[1], labels.of[3]),
            (2, None, None)
        );
    }

    #[test]
    fn five_thousand_classes_are_no_error() {
        let cells: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        assert_eq!(labels(&cells).unwrap().classes.len(), 5000);
    }

    #[test]
    fn labels_that_teach_nothing_are_errors() {
        let message = |cells: &[&str]| labels(cells).unwrap_err().to_string();
        assert_eq!(message(&["1"]), "a.csv has one row");
        assert_eq!(
            message(&["", "NaN"]),
            "every cell of the label column `label` in a.csv is missing"
        );
        assert_eq!(
            message(&["1", "1.0"]),
            "every labelled row of a.csv has the same label: `label` is always `1`"
        );
    }
}
