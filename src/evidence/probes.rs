//! Probes: the zoo trained on every arm of one dataset, and each configuration's test sets.

mod family;
mod groups;
mod lines;
mod missed;
mod segments;
mod separations;
mod shift_segments;
mod suspects;
mod training;
mod transfers;
mod views;
mod zoos;

pub(crate) use family::FamilyCollapse;
pub(crate) use groups::Group;
pub(crate) use segments::{CONFIDENCE, ENOUGH_ROWS, WeakSegment, WeakSegments};
pub(crate) use separations::{Difference, Differs, Separation};
pub(crate) use shift_segments::ShiftSegment;
pub(crate) use suspects::Suspects;
pub(crate) use transfers::{MIN_DIFFERENT, Transfer};
pub(super) use views::Views;
pub(crate) use zoos::{Trained, Zoos};

use rayon::prelude::*;

use crate::measure::interval::Proportion;
use crate::measure::{Collapse, Confusion, Information, severity};
use crate::probe::{Answers, Arm, Configuration, Family, Sureness, TrainTest, Wide, Zoo, train};

/// The zoo's answers on every arm, tested in-domain and on each shift.
#[derive(Debug, Clone)]
pub(crate) struct Probes {
    /// The configurations, family by family.
    pub(crate) grid: Vec<Configuration>,
    /// The classes' names.
    pub(crate) classes: Vec<String>,
    /// How many rows they were trained on.
    pub(crate) train_rows: usize,
    /// Share of each class among the train rows.
    pub(crate) train_shares: Vec<f64>,
    /// True classes of the test rows: in-domain first, then each shift.
    pub(crate) truth: Vec<Vec<u16>>,
    /// One entry an arm, in the order of [`Arm::ALL`].
    arms: Vec<Tested>,
}

/// One arm's zoo with its test sets.
#[derive(Debug, Clone)]
struct Tested {
    zoo: Zoo,
    /// Confusions of each configuration, test set by test set.
    confusions: Vec<Option<Vec<Confusion>>>,
    /// Whether each collapsed in-domain.
    collapse: Vec<Option<Collapse>>,
}

impl Probes {
    /// Trains the configurations of `families` in `grid` on the raw and the embedded training data, and on
    /// the embedded one standardised, which with `standardises` it is already. `done` is called after each family and arm.
    pub(crate) fn train(
        grid: Vec<Configuration>,
        families: &[Family],
        classes: Vec<String>,
        truth: Vec<Vec<u16>>,
        (raw, embedded, standardises): (&TrainTest, &TrainTest, bool),
        seed: u64,
        done: &(dyn Fn() + Sync),
    ) -> Self {
        let standardised = embedded.standardised();
        let forms: Vec<Wide> = [raw, embedded, &standardised]
            .into_par_iter()
            .map(Wide::of)
            .collect();
        let trained: Vec<(Arm, Family, Zoo)> = jobs(families, standardises)
            .into_par_iter()
            .with_max_len(1)
            .map(|(arm, family)| {
                let data = match arm {
                    Arm::Raw => &forms[0],
                    Arm::Embedded => &forms[1],
                    Arm::Standardised => &forms[2],
                };
                let zoo = train(&grid, &[family], data.data_for(family), seed);
                done();
                (arm, family, zoo)
            })
            .collect();
        let arms = Arm::ALL
            .into_iter()
            .map(|arm| {
                let answers = answers_of(arm, &trained, standardises, grid.len());
                Tested::new(Zoo { answers }, &truth, classes.len())
            })
            .collect();
        let mut train_shares = vec![0.0; classes.len()];
        for &label in &raw.labels {
            train_shares[usize::from(label)] += 1.0 / raw.labels.len() as f64;
        }
        Self {
            grid,
            classes,
            train_rows: raw.labels.len(),
            train_shares,
            truth,
            arms,
        }
    }

    /// How many times [`Probes::train`] calls `done` for `families`.
    pub(crate) fn count_jobs(families: &[Family], standardises: bool) -> usize {
        jobs(families, standardises).len()
    }

    fn arm(&self, arm: Arm) -> &Tested {
        &self.arms[Arm::ALL.iter().position(|&each| each == arm).unwrap_or(0)]
    }

    /// The test sets of configuration `nth` on `arm`: in-domain first, then each shift.
    pub(crate) fn confusions(&self, arm: Arm, nth: usize) -> Option<&[Confusion]> {
        self.arm(arm).confusions[nth].as_deref()
    }

    /// Whether configuration `nth` collapsed in-domain on `arm`; `None` if it couldn't be trained or
    /// it was tested on too few rows.
    pub(crate) fn collapse(&self, arm: Arm, nth: usize) -> Option<Collapse> {
        self.arm(arm).collapse[nth]
    }

    /// The class that configuration `nth` of `arm` answers most often in-domain, and how often.
    pub(crate) fn main_answer(&self, arm: Arm, nth: usize) -> Option<(usize, Proportion)> {
        let here = self.confusions(arm, nth)?.first()?;
        let (class, times) = here.most_said();
        Some((class, Proportion::new(times, here.rows())))
    }

    /// The severity of configuration `nth` of `arm` in-domain, in \[0, 1\].
    pub(crate) fn severity(&self, arm: Arm, nth: usize) -> Option<f64> {
        self.confusions(arm, nth)?.first().map(severity)
    }

    /// What configuration `nth` answered in-domain on `arm`.
    pub(crate) fn answers(&self, arm: Arm, nth: usize) -> Option<&[u16]> {
        self.arm(arm).zoo.answers[nth]
            .as_ref()
            .map(|answers| &answers.predictions[0][..])
    }

    /// How sure configuration `nth` on `arm` was of each in-domain test row, where its family states probabilities.
    pub(crate) fn sureness(&self, arm: Arm, nth: usize) -> Option<&Sureness> {
        let answers = self.arm(arm).zoo.answers[nth].as_ref()?;
        answers.sureness.as_ref()
    }

    /// What configuration `nth` answered in `test_set` on `arm`: in-domain first, then each shift.
    pub(crate) fn predictions(&self, arm: Arm, nth: usize, test_set: usize) -> Option<&[u16]> {
        let answers = self.arm(arm).zoo.answers[nth].as_ref()?;
        Some(&answers.predictions[test_set][..])
    }

    /// Which rows of `test_set` configuration `nth` of `arm` got right.
    pub(crate) fn marks(&self, arm: Arm, nth: usize, test_set: usize) -> Option<Vec<bool>> {
        let answers = self.arm(arm).zoo.answers[nth].as_ref()?;
        let said = answers.predictions[test_set].iter();
        Some(
            said.zip(&self.truth[test_set])
                .map(|(said, truth)| said == truth)
                .collect(),
        )
    }

    /// The places of `family` in the grid, in its order.
    pub(crate) fn of_family(&self, family: Family) -> impl Iterator<Item = usize> + '_ {
        self.grid
            .iter()
            .enumerate()
            .filter(move |(_, entry)| entry.family == family)
            .map(|(nth, _)| nth)
    }

    /// Configurations of `arm` that didn't collapse in-domain.
    pub(crate) fn healthy(&self, arm: Arm) -> impl Iterator<Item = usize> + '_ {
        (0..self.grid.len()).filter(move |&nth| {
            self.collapse(arm, nth)
                .is_some_and(|collapse| collapse != Collapse::Collapsed)
        })
    }

    /// What the best logistic probe of `arm` (by its bits in-domain) reads about the label.
    pub(crate) fn information(&self, arm: Arm) -> Option<Information> {
        self.arm(arm)
            .zoo
            .answers
            .iter()
            .flatten()
            .filter_map(|answers| answers.sureness.as_ref())
            .filter_map(|sureness| {
                Information::new(&self.train_shares, &sureness.of_truth, &self.truth[0])
            })
            .max_by(|a, b| a.bits.total_cmp(&b.bits))
    }
}

/// What is fitted for `families`: each family with the arm that it is fitted on. To those that see only the
/// order of values, standardising changes nothing, and to none where the embedding is standardised already: one fit
/// then serves the embedded and the standardised arm.
fn jobs(families: &[Family], standardises: bool) -> Vec<(Arm, Family)> {
    let mut families = families.to_vec();
    families.sort_by_key(|family| family.turn());
    let arms = |family: Family| -> &[Arm] {
        if standardises || family.sees_only_order() {
            &[Arm::Embedded, Arm::Raw]
        } else {
            &[Arm::Embedded, Arm::Standardised, Arm::Raw]
        }
    };
    families
        .into_iter()
        .flat_map(|family| arms(family).iter().map(move |&arm| (arm, family)))
        .collect()
}

/// The answers of a grid of `size` configurations on `arm`, from every fit that serves it.
fn answers_of(
    arm: Arm,
    trained: &[(Arm, Family, Zoo)],
    standardises: bool,
    size: usize,
) -> Vec<Option<Answers>> {
    let mut answers = vec![None; size];
    for (trained_on, family, zoo) in trained {
        let serves = *trained_on == arm
            || (arm == Arm::Standardised
                && *trained_on == Arm::Embedded
                && (standardises || family.sees_only_order()));
        if serves {
            for (answers, given) in answers.iter_mut().zip(&zoo.answers) {
                if given.is_some() {
                    answers.clone_from(given);
                }
            }
        }
    }
    answers
}

impl Tested {
    fn new(zoo: Zoo, truth: &[Vec<u16>], classes: usize) -> Self {
        let confusions: Vec<Option<Vec<Confusion>>> = zoo
            .answers
            .par_iter()
            .map(|answers| {
                let predictions = &answers.as_ref()?.predictions;
                Some(
                    truth
                        .iter()
                        .zip(predictions)
                        .map(|(truth, said)| Confusion::new(truth, said, classes))
                        .collect(),
                )
            })
            .collect();
        let collapse = confusions
            .iter()
            .map(|test_sets| {
                test_sets
                    .as_ref()
                    .and_then(|test_sets| test_sets.first())
                    .and_then(Collapse::of)
            })
            .collect();
        Self {
            zoo,
            confusions,
            collapse,
        }
    }
}
