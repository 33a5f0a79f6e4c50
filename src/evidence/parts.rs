//! Parts: which rows of a dataset are trained on and which are tested on, and whether they are enough.

use std::collections::BTreeSet;

use super::{Evidence, NoModel, Settings, Sides, Unavailable};
use crate::dataset::{Dataset, Kind, Labels, Unlabelled};
use crate::measure::{MIN_ROWS, Transform};
use crate::probe::Profile;
use crate::split::{Caps, Part, Split};

/// Most classes that probes are trained for: the linear families train one plane a class.
const MAX_CLASSES: usize = 1_000;
/// Most classes of a label of numbers, which is a quantity rather.
const MAX_NUMBERS: usize = 100;
/// Up to here classes may have few train rows; more of them need as many as [`ROWS_OF_MANY`] on average.
const FEW_CLASSES: usize = 100;
/// Train rows for each of many classes.
const ROWS_OF_MANY: usize = 10;

/// What the test rows of a split column are called where they are a shift.
const TEST: &str = "test";

/// The rows of one side that is tested on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TestSide {
    /// Which side it is.
    pub(crate) sides: Sides,
    /// Its rows, ascending.
    pub(crate) rows: Vec<usize>,
}

/// What each row of `dataset` is for, by its columns and files alone. Rows whose supplied vector is broken take no part.
pub(crate) fn find_parts(dataset: &Dataset) -> Vec<Part> {
    let settings = Settings {
        profile: Profile::Quick,
        seed: 0,
        train_rows: None,
        transform: Transform::default(),
    };
    Evidence::new(dataset, settings, &NoModel, &()).parts().0
}

impl Evidence<'_> {
    /// The classes, and the class of each row.
    ///
    /// # Errors
    /// Skipped without a label.
    pub(crate) fn labels(&self) -> Result<&Labels, Unavailable> {
        let labels = &self.dataset.labels;
        if labels.classes.is_empty() {
            let why = "no label column is given (--label)";
            return Err(Unavailable::Skipped(why.to_owned()));
        }
        Ok(labels)
    }

    /// Which rows are trained on and which are tested on.
    ///
    /// # Errors
    /// Skipped without a label.
    pub(crate) fn split(&self) -> Result<&Split, Unavailable> {
        self.answers.split.get(|| self.deal())
    }

    pub(super) fn deal(&self) -> Result<Split, Unavailable> {
        let labels = &self.dataset.labels;
        if labels.classes.is_empty() {
            return Err(Unavailable::Skipped("no label is named".to_owned()));
        }
        let (parts, shifts) = self.dealt_parts();
        let rows = self.settings.profile.rows();
        Ok(Split::new(
            &parts,
            &labels.of,
            &shifts,
            Caps {
                train: self.settings.train_rows.unwrap_or_else(|| {
                    rows.max(ROWS_OF_MANY * labels.classes.len().min(MAX_CLASSES))
                }),
                test: rows,
            },
            self.settings.seed,
        ))
    }

    /// What each row is for, and the names of the shifts. Rows whose supplied vector is broken take no
    /// part.
    pub(super) fn parts(&self) -> (Vec<Part>, Vec<String>) {
        let (mut parts, shifts) = self.parts_by_role();
        for row in self.left_out() {
            parts[row] = Part::Unused;
        }
        (parts, shifts)
    }

    /// The same, but test rows of which none has a label are a shift without labels: what probes are tested on then
    /// comes out of the train rows.
    pub(super) fn dealt_parts(&self) -> (Vec<Part>, Vec<String>) {
        let (mut parts, mut shifts) = self.parts();
        let is_unlabelled = |side: &Unlabelled| side.domain.is_none();
        if self.dataset.unlabelled.iter().any(is_unlabelled) {
            for part in &mut parts {
                *part = match *part {
                    Part::Train => Part::InDomain,
                    Part::Test => Part::Shifted(shifts.len()),
                    other => other,
                };
            }
            shifts.push(TEST.to_owned());
        }
        (parts, shifts)
    }

    /// The train rows, and the rows of each side that is tested on.
    ///
    /// # Errors
    /// Skipped without a split column, a domain or a second file.
    pub(crate) fn sides(&self) -> Result<&(Vec<usize>, Vec<TestSide>), Unavailable> {
        self.answers.sides.get(|| self.find_sides())
    }

    fn find_sides(&self) -> Result<(Vec<usize>, Vec<TestSide>), Unavailable> {
        let (parts, shifts) = self.parts();
        let rows_of = |wanted: &[Part]| -> Vec<usize> {
            let rows = parts.iter().enumerate();
            rows.filter(|(_, part)| wanted.contains(part))
                .map(|(row, _)| row)
                .collect()
        };
        let by_file = self.dataset.domains.as_ref().is_some_and(|all| all.by_file);
        let mut tested = Vec::new();
        if parts.contains(&Part::Test) {
            tested.push(TestSide {
                sides: Sides::Split,
                rows: rows_of(&[Part::Test]),
            });
        }
        for (at, name) in shifts.into_iter().enumerate() {
            tested.push(TestSide {
                sides: if by_file {
                    Sides::File(name)
                } else {
                    Sides::Domain(name)
                },
                rows: rows_of(&[Part::Shifted(at)]),
            });
        }
        if tested.is_empty() {
            return Err(Unavailable::Skipped(
                "no split column, domain or second file".to_owned(),
            ));
        }
        Ok((rows_of(&[Part::Train, Part::InDomain]), tested))
    }

    fn parts_by_role(&self) -> (Vec<Part>, Vec<String>) {
        let dataset = self.dataset;
        let train = dataset.train_rows();
        let in_domain = |row: usize| match &train {
            None => Part::InDomain,
            Some(train) if train[row] => Part::Train,
            Some(_) => Part::Test,
        };
        let Some(domains) = &dataset.domains else {
            return ((0..dataset.rows()).map(in_domain).collect(), Vec::new());
        };
        let mut shift_of = vec![None; domains.names.len()];
        let mut shifts = Vec::new();
        for (domain, name) in domains.names.iter().enumerate() {
            if !domains.train.contains(&(domain as u32)) {
                shift_of[domain] = Some(shifts.len());
                shifts.push(name.clone());
            }
        }
        let parts = domains
            .of
            .iter()
            .enumerate()
            .map(
                |(row, domain)| match domain.map(|domain| shift_of[domain as usize]) {
                    None => Part::Unused,
                    Some(Some(shift)) => Part::Shifted(shift),
                    Some(None) => in_domain(row),
                },
            )
            .collect();
        (parts, shifts)
    }

    /// Whether the classes are few enough to learn; what to do otherwise.
    pub(super) fn few_classes(&self) -> Result<(), Unavailable> {
        let classes = self.dataset.labels.classes.len();
        let numbers = self
            .dataset
            .roles
            .label
            .is_some_and(|at| self.dataset.columns[at].kind == Kind::Number);
        let (most, of) = if numbers {
            (MAX_NUMBERS, " of numbers")
        } else {
            (MAX_CLASSES, "")
        };
        if classes > most {
            return Err(Unavailable::Undetermined {
                why: format!("{classes} classes; probes are trained for at most {most}{of}"),
                needs: if numbers {
                    "the label looks like a quantity: cut it into a few ranges, or name another column with --label"
                } else {
                    "merge rare classes, or name a coarser column with --label"
                }
                .to_owned(),
            });
        }
        Ok(())
    }

    /// Whether there is enough to train and to test; what is missing otherwise.
    pub(super) fn enough(&self, split: &Split) -> Result<(), Unavailable> {
        self.few_classes()?;
        let trained: BTreeSet<u32> = split
            .train
            .iter()
            .filter_map(|&row| self.dataset.labels.of[row])
            .collect();
        if trained.len() < 2 {
            return Err(Unavailable::Undetermined {
                why: "the train rows hold fewer than two classes".to_owned(),
                needs: "name a domain or split whose rows hold at least two classes".to_owned(),
            });
        }
        let classes = self.dataset.labels.classes.len();
        if classes > FEW_CLASSES && split.train.len() < ROWS_OF_MANY * classes {
            return Err(Unavailable::Undetermined {
                why: format!(
                    "{} train rows for {classes} classes; of more than {FEW_CLASSES} classes each needs {ROWS_OF_MANY} \
                     on average",
                    split.train.len()
                ),
                needs: "merge rare classes, or name a coarser column with --label".to_owned(),
            });
        }
        let fewest = split.train.len().min(split.in_domain.len());
        if fewest < MIN_ROWS {
            return Err(Unavailable::Undetermined {
                why: format!(
                    "{} rows train and {} test in-domain",
                    split.train.len(),
                    split.in_domain.len()
                ),
                needs: format!(
                    "at least {} labelled rows in-domain: {} more",
                    2 * MIN_ROWS,
                    2 * (MIN_ROWS - fewest)
                ),
            });
        }
        Ok(())
    }
}
