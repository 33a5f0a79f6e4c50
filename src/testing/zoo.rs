//! The zoo of one dataset: what it is trained on, its configurations, and what each of them answers.

use ndarray::Array2;
use serde_json::{Value, json};

use super::subject::Subject;
use crate::evidence::Probes;
use crate::measure::{Collapse, Confusion};
use crate::probe::{self, Configuration, Family, Setting, TrainTest};

/// The training data of one dataset, and the configurations to train.
pub struct Zoo {
    /// The arms: raw, embedded, standardised.
    pub arms: Vec<Arm>,
    /// The class of each train row.
    pub labels: Vec<u16>,
    /// The classes of each test set's rows: in-domain first, then each shift.
    pub truth: Vec<Vec<u16>>,
    /// Names of the classes.
    pub classes: Vec<String>,
    /// Rows that a user would train on.
    pub trainable: usize,
    /// Those over the train rows here.
    pub match_factor: f64,
    grid: Vec<Configuration>,
    /// The same configurations for the rows that the grid is written down for.
    written: Vec<Configuration>,
    data: [TrainTest; 3],
}

/// The features of one arm.
pub struct Arm {
    /// Its name.
    pub name: &'static str,
    /// Of the train rows.
    pub train: Array2<f64>,
    /// Of each test set's rows.
    pub test_sets: Vec<Array2<f64>>,
}

/// How good answers are.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// The share of right ones.
    pub accuracy: f64,
    /// Whether (nearly) all of them are one class.
    pub collapsed: bool,
}

/// Scores answers against the true classes.
pub fn score(truth: &[u16], answers: &[u16], classes: usize) -> Score {
    let confusion = Confusion::new(truth, answers, classes);
    Score {
        accuracy: confusion.accuracy(),
        collapsed: Collapse::of(&confusion) == Some(Collapse::Collapsed),
    }
}

impl Zoo {
    /// What `trueline check ARGS` would train.
    ///
    /// # Panics
    /// When the data can't be read or trains nothing.
    pub fn of(args: &[&str]) -> Self {
        let subject = Subject::read(args);
        let evidence = subject.evidence();
        let split = evidence.split().expect("a label is named");
        let (raw, embedded, truth) = evidence
            .train_test(split)
            .expect("the rows can be embedded");
        let standardised = embedded.standardised();
        let data = [raw, embedded, standardised];
        let arm = |(arm, data): (probe::Arm, &TrainTest)| Arm {
            name: arm.word(),
            train: data.train.clone(),
            test_sets: data.test_sets.clone(),
        };
        let written = probe::grid(subject.settings.profile);
        Self {
            arms: probe::Arm::ALL.into_iter().zip(&data).map(arm).collect(),
            labels: data[0].labels.clone(),
            truth,
            classes: subject.dataset.labels.classes.clone(),
            trainable: split.trainable,
            match_factor: data[0].match_factor,
            grid: probe::for_rows(written.clone(), split.trainable),
            written,
            data,
        }
    }

    /// The families in the grid, in the order of reports.
    pub fn families(&self) -> Vec<&'static str> {
        let families = probe::families(&self.grid).into_iter();
        families.map(Family::name).collect()
    }

    /// Each configuration as scikit-learn would be told it, with its family. A network's epochs stand there
    /// as they are here, and as they are for the rows that the grid is written down for.
    pub fn configurations(&self) -> Vec<Value> {
        let both = self.grid.iter().zip(&self.written);
        both.map(|(here, written)| entry(here, written)).collect()
    }

    /// Leaves only the configurations that `is_kept` says.
    pub fn retain(&mut self, is_kept: impl Fn(&Value) -> bool) {
        let keep: Vec<bool> = self.configurations().iter().map(is_kept).collect();
        for grid in [&mut self.grid, &mut self.written] {
            let mut keep = keep.iter();
            grid.retain(|_| *keep.next().unwrap_or(&false));
        }
    }

    /// Trains these families on all arms as a run does; the in-domain accuracy of each configuration, arm
    /// by arm, where it was trained.
    pub fn train(&self, families: &[&str]) -> Vec<Vec<Option<f64>>> {
        let probes = Probes::train(
            self.grid.clone(),
            &named(families),
            self.classes.clone(),
            self.truth.clone(),
            (&self.data[0], &self.data[1], false),
            0,
            &|| (),
        );
        let accuracy = |arm, nth| Some(probes.confusions(arm, nth)?[0].accuracy());
        let arm = |arm| {
            let grid = 0..self.grid.len();
            grid.map(|nth| accuracy(arm, nth)).collect()
        };
        probe::Arm::ALL.into_iter().map(arm).collect()
    }

    /// Trains one family on one arm, by its place; the in-domain answers of each configuration of it.
    pub fn answer(&self, arm: usize, family: &str, seed: u64) -> Vec<Vec<u16>> {
        let zoo = probe::train(&self.grid, &named(&[family]), &self.data[arm], seed);
        let answers = zoo.answers.into_iter().flatten();
        answers
            .map(|mut answers| answers.predictions.swap_remove(0))
            .collect()
    }
}

/// The families of these names.
fn named(names: &[&str]) -> Vec<Family> {
    let is_named = |family: &Family| names.contains(&family.name());
    Family::ALL.into_iter().filter(is_named).collect()
}

fn entry(here: &Configuration, written: &Configuration) -> Value {
    let mut entry = match here.setting {
        Setting::Strength { c } => json!({"c": c}),
        Setting::Tree { depth, leaf } => json!({"depth": depth, "leaf": leaf}),
        Setting::Forest { trees, depth, leaf } => {
            json!({"trees": trees, "depth": depth, "leaf": leaf})
        }
        Setting::Boosting {
            rate,
            depth,
            rounds,
        } => json!({"rate": rate, "depth": depth, "rounds": rounds}),
        Setting::Smoothing { share } => json!({"share": share}),
        Setting::Neighbours { k } => json!({"k": k}),
        Setting::Mlp {
            width,
            rate,
            decay,
            epochs,
        } => json!({"width": width, "rate": rate, "decay": decay, "epochs": epochs}),
        Setting::Cvar { c, share } => json!({"c": c, "share": share}),
    };
    entry["family"] = json!(here.family.name());
    if let Setting::Mlp { epochs, .. } = written.setting {
        entry["written_epochs"] = json!(epochs);
    }
    entry
}
