//! Unseen: classes of test rows that no train row has.

use std::collections::BTreeMap;

use crate::dataset::Kind;
use crate::evidence::{Evidence, Sides, TestSide, Unavailable};

/// Below this chance, classes didn't fall on the test side by accident.
const CHANCE: f64 = 0.01;

/// The classes of one test side beside those of the train rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unseen {
    /// The sides.
    pub(crate) sides: Sides,
    /// Labelled test rows.
    pub(crate) rows: usize,
    /// Test rows without a label.
    pub(crate) unlabelled: usize,
    /// The word that stands for every label of an unlabelled side.
    pub(crate) placeholder: Option<String>,
    /// The classes that train, ascending.
    pub(crate) trained: Vec<usize>,
    /// Each class that no row trains, with its test rows.
    pub(crate) classes: Vec<(usize, Vec<usize>)>,
    /// Whether classes of so few rows may all stand on the test side by chance.
    pub(crate) by_chance: bool,
}

impl Unseen {
    /// The share of labelled test rows whose class no row trains.
    pub(crate) fn share(&self) -> f64 {
        self.count() as f64 / self.rows.max(1) as f64
    }

    /// Test rows whose class no row trains.
    pub(crate) fn count(&self) -> usize {
        self.classes.iter().map(|(_, rows)| rows.len()).sum()
    }
}

impl Evidence<'_> {
    /// Which classes of the test rows have no train row, for each pair of sides.
    ///
    /// # Errors
    /// Skipped without a label, and without a split column, a domain or a second file.
    pub(crate) fn unseen_classes(&self) -> Result<&[Unseen], Unavailable> {
        self.answers
            .unseen
            .get(|| self.find_unseen())
            .map(Vec::as_slice)
    }

    pub(in crate::evidence) fn find_unseen(&self) -> Result<Vec<Unseen>, Unavailable> {
        let dataset = self.dataset;
        let Some(label) = dataset.roles.label else {
            return Err(Unavailable::Skipped(
                "no label column is given (--label)".to_owned(),
            ));
        };
        if dataset.columns[label].kind == Kind::Number {
            // A quantity has values on the test side that stand nowhere else.
            self.few_classes()?;
        }
        let (train, tested) = self.sides()?;
        let trained = self.rows_by_class(train);
        Ok(tested
            .iter()
            .map(|side| self.compare_classes(&trained, side))
            .collect())
    }

    fn rows_by_class(&self, rows: &[usize]) -> BTreeMap<usize, Vec<usize>> {
        let mut classes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &row in rows {
            if let Some(class) = self.dataset.labels.of[row] {
                classes.entry(class as usize).or_default().push(row);
            }
        }
        classes
    }

    fn compare_classes(&self, trained: &BTreeMap<usize, Vec<usize>>, side: &TestSide) -> Unseen {
        let dataset = self.dataset;
        let tested = self.rows_by_class(&side.rows);
        let count = |classes: &BTreeMap<usize, Vec<usize>>| classes.values().map(Vec::len).sum();
        let (rows, train): (usize, usize) = (count(&tested), count(trained));
        let named = match &side.sides {
            Sides::Split => None,
            Sides::Domain(name) | Sides::File(name) => Some(name),
        };
        let placeholder = dataset
            .unlabelled
            .iter()
            .find(|known| dataset.domain_name(known.domain) == named.map(String::as_str))
            .and_then(|known| known.placeholder.clone());
        let unseen: Vec<(usize, Vec<usize>)> = tested
            .into_iter()
            .filter(|(class, _)| !trained.contains_key(class))
            .collect();
        // A class of n rows, dealt at random, falls on the test side with all of them with chance p^n.
        let share = rows as f64 / (rows + train).max(1) as f64;
        let classes = (trained.len() + unseen.len()) as f64;
        let by_chance = unseen
            .iter()
            .all(|(_, rows)| classes * share.powf(rows.len() as f64) > CHANCE);
        Unseen {
            sides: side.sides.clone(),
            rows,
            unlabelled: side.rows.len() - rows,
            placeholder,
            trained: trained.keys().copied().collect(),
            classes: unseen,
            by_chance,
        }
    }
}
