//! Missing: how many cells of each column are missing, and whether that goes with a class.

use super::sentinels::{SentinelCells, find_sentinels};
use crate::dataset::{Column, Kind};
use crate::evidence::Evidence;
use crate::measure::interval::Proportion;
use crate::recognise::missing::WRITTEN;
use crate::split::Part;

/// Words by which tools write a missing cell, beside those of any text: the `?` of Weka's ARFF and the UCI
/// repository, and what stands for a missing number.
const OTHERS: [&str; 6] = ["?", "#N/A N/A", "-1.#IND", "-1.#QNAN", "1.#IND", "1.#QNAN"];

/// The missing cells of the columns that the text tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Missing {
    /// Each column, in the order of the dataset.
    pub(crate) columns: Vec<MissingCells>,
    /// Rows of the dataset.
    pub(crate) rows: usize,
}

/// The missing cells of one column.
#[derive(Debug, Clone)]
pub(crate) struct MissingCells {
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// Missing cells.
    pub(crate) missing: usize,
    /// A word that often means missing, and the cells that say it; the most frequent one.
    pub(crate) word: Option<(&'static str, usize)>,
    /// Values among numbers that may stand for missing ones, such as `-999`.
    pub(crate) sentinels: Vec<SentinelCells>,
    /// For each class its missing share and that of all other rows; empty where no cell is missing in-domain.
    pub(crate) classes: Vec<ByClass>,
}

/// Missing cells of one column in one class and in all others, over labelled rows in-domain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ByClass {
    /// The class.
    pub(crate) class: usize,
    /// Missing cells among its rows.
    pub(crate) inside: Proportion,
    /// Missing cells among all other rows.
    pub(crate) outside: Proportion,
    /// Newcombe's interval of the difference; all intervals of a dataset hold together at 95 %.
    pub(crate) interval: (f64, f64),
}

impl ByClass {
    /// The class's missing share less that of all other rows, in \[-1, 1\].
    pub(crate) fn difference(&self) -> f64 {
        self.inside.share() - self.outside.share()
    }
}

impl Missing {
    /// The share of all cells that are missing.
    pub(crate) fn share(&self) -> f64 {
        let missing: usize = self.columns.iter().map(|column| column.missing).sum();
        missing as f64 / self.cells().max(1) as f64
    }

    /// Cells looked at.
    pub(crate) fn cells(&self) -> usize {
        self.rows * self.columns.len()
    }
}

impl Evidence<'_> {
    /// How many cells of the columns of the text are missing, and in which classes.
    pub(crate) fn missing(&self) -> &Missing {
        self.answers.missing.get_or_init(|| self.find_missing())
    }

    pub(in crate::evidence) fn find_missing(&self) -> Missing {
        let dataset = self.dataset;
        let optional = dataset.optional_texts();
        let mut columns: Vec<MissingCells> = dataset
            .described_columns()
            .into_iter()
            .filter(|at| !optional.contains(at))
            .map(|at| missing_cells(&dataset.columns[at], at))
            .collect();
        let classes = dataset.labels.classes.len();
        if classes >= 2 && self.few_classes().is_ok() {
            let rows = self.labelled_in_domain();
            let counts: Vec<Option<Counts>> = columns
                .iter()
                .map(|column| {
                    (column.missing > 0)
                        .then(|| Counts::of(&dataset.columns[column.column], &rows, classes))
                        .filter(Counts::any)
                })
                .collect();
            let statements = if classes == 2 { 1 } else { classes };
            let tested = counts.iter().flatten().count() * statements;
            let confidence = 1.0 - 0.05 / tested.max(1) as f64;
            for (column, counts) in columns.iter_mut().zip(counts) {
                column.classes = counts.map_or_else(Vec::new, |counts| {
                    // Of two classes, one says what the other does; the last is the "yes" of most labels.
                    (classes - statements..classes)
                        .map(|class| counts.by_class(class, confidence))
                        .collect()
                });
            }
        }
        Missing {
            columns,
            rows: dataset.rows(),
        }
    }

    /// The train rows and in-domain test rows, before any sampling, each with its class.
    fn labelled_in_domain(&self) -> Vec<(usize, usize)> {
        self.parts()
            .0
            .into_iter()
            .enumerate()
            .filter(|(_, part)| matches!(part, Part::InDomain | Part::Train | Part::Test))
            .filter_map(|(row, _)| Some((row, self.dataset.labels.of[row]? as usize)))
            .collect()
    }
}

/// Rows and missing cells of each class.
struct Counts(Vec<(usize, usize)>);

impl Counts {
    fn of(column: &Column, rows: &[(usize, usize)], classes: usize) -> Self {
        let mut counts = vec![(0, 0); classes];
        for &(row, class) in rows {
            counts[class].0 += 1;
            counts[class].1 += usize::from(column.text(row).is_none());
        }
        Self(counts)
    }

    fn any(&self) -> bool {
        self.0.iter().any(|&(_, missing)| missing > 0)
    }

    fn by_class(&self, class: usize, confidence: f64) -> ByClass {
        let all = self
            .0
            .iter()
            .fold((0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1));
        let (rows, missing) = self.0[class];
        let inside = Proportion::new(missing, rows);
        let outside = Proportion::new(all.1 - missing, all.0 - rows);
        ByClass {
            class,
            inside,
            outside,
            interval: inside.minus(outside, confidence),
        }
    }
}

fn missing_cells(column: &Column, at: usize) -> MissingCells {
    let mut missing = 0;
    let known = || OTHERS.into_iter().chain(WRITTEN);
    let mut words = [0_usize; OTHERS.len() + WRITTEN.len()];
    for row in 0..column.len() {
        match column.text(row) {
            None => missing += 1,
            Some(cell) if column.kind == Kind::Text && cell.len() <= 9 => {
                if let Some(nth) = known().position(|word| word == cell) {
                    words[nth] += 1;
                }
            }
            Some(_) => {}
        }
    }
    let word = known()
        .zip(words)
        .filter(|(_, count)| *count > 0)
        .reduce(|most, next| if next.1 > most.1 { next } else { most });
    MissingCells {
        column: at,
        missing,
        word,
        sentinels: find_sentinels(column),
        classes: Vec::new(),
    }
}
