//! Are many cells missing, or does it say the label that a cell is missing?

use std::collections::BTreeSet;

use crate::diagnostic::Outcome;
use crate::evidence::{ByClass, Evidence, Missing, MissingCells, SentinelCells, Unavailable};
use crate::measure::Measurement;
use crate::measure::interval::near_end;
use crate::policy::limits;
use crate::wording::{format_count, list_some, plural, quote};

use super::Judgement;

limits! {
    max_difference = "max-difference",
    max_column = "max-column",
    max_cells = "max-cells",
    max_sentinel = "max-sentinel",
}

/// Columns that a message names before it says how many more.
const NAMED: usize = 3;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let missing = evidence.missing();
    if missing.columns.is_empty() {
        return Err(Unavailable::Skipped("no column is text".to_owned()));
    }
    let gaps = Gaps::of(evidence, missing, limits);
    let mut outcome = gaps.judge();
    let words = gaps.describe_words();
    if !words.is_empty() {
        outcome.message = format!("{}; {words}", outcome.message);
    }
    Ok(vec![outcome])
}

/// The missing cells held against the limits.
struct Gaps<'a> {
    evidence: &'a Evidence<'a>,
    missing: &'a Missing,
    limits: &'a Limits,
    /// Columns with more missing cells than they may have, most first.
    holes: Vec<&'a MissingCells>,
    /// Columns whose missing cells say a class, most first.
    telling: Vec<(&'a MissingCells, ByClass)>,
    /// Values among numbers that may stand for missing ones, of which there are more than there may be, most first.
    sentinels: Vec<(&'a MissingCells, &'a SentinelCells)>,
    /// The column that comes nearest, where the rows can't say.
    doubtful: Option<(&'a MissingCells, ByClass)>,
}

impl<'a> Gaps<'a> {
    fn of(evidence: &'a Evidence, missing: &'a Missing, limits: &'a Limits) -> Self {
        let max_column = limits.max_column.value;
        let max_difference = limits.max_difference.value;
        // Where the text is one column, its empty cells are empty texts, which have their own rule.
        let several = missing.columns.len() > 1;
        let mut holes: Vec<&MissingCells> = missing
            .columns
            .iter()
            .filter(|column| several && share(column, missing) > max_column)
            .collect();
        holes.sort_by_key(|column| std::cmp::Reverse(column.missing));
        let mut telling: Vec<(&MissingCells, ByClass)> = missing
            .columns
            .iter()
            .filter_map(|column| Some((column, worst(column, near_end)?)))
            .filter(|(_, class)| near_end(class.interval) > max_difference)
            .collect();
        telling.sort_by(|a, b| near_end(b.1.interval).total_cmp(&near_end(a.1.interval)));
        let max_sentinel = limits.max_sentinel.value;
        let of_each =
            |column: &'a MissingCells| column.sentinels.iter().map(move |of| (column, of));
        let mut sentinels: Vec<(&MissingCells, &SentinelCells)> =
            missing.columns.iter().flat_map(of_each).collect();
        sentinels.retain(|(_, of)| of.cells as f64 / missing.rows.max(1) as f64 > max_sentinel);
        sentinels.sort_by_key(|(_, of)| std::cmp::Reverse(of.cells));
        let doubtful = missing
            .columns
            .iter()
            .flat_map(|column| column.classes.iter().map(move |class| (column, *class)))
            .filter(|(_, class)| class.difference().abs() > max_difference)
            .max_by(|a, b| a.1.difference().abs().total_cmp(&b.1.difference().abs()));
        Self {
            evidence,
            missing,
            limits,
            holes,
            telling,
            sentinels,
            doubtful,
        }
    }

    fn judge(&self) -> Outcome {
        let several = self.missing.columns.len() > 1;
        let many = several && self.missing.share() > self.limits.max_cells.value;
        let measured = self.measurements();
        let is_found = many
            || !(self.telling.is_empty() && self.holes.is_empty() && self.sentinels.is_empty());
        if is_found {
            return self.report().with_measurements(measured);
        }
        if let Some((column, class)) = self.doubtful {
            return Outcome::undetermined(
                format!(
                    "{} is missing in {:.2} of class {} and in {:.2} of the other rows, which may be chance",
                    self.name(column),
                    class.inside.share(),
                    self.class(class),
                    class.outside.share()
                ),
                "more labelled in-domain rows",
            )
            .with_measurements(vec![self.difference(column, class)]);
        }
        Outcome::pass(format!(
            "{} of {} cells are missing",
            format_count(
                self.missing
                    .columns
                    .iter()
                    .map(|column| column.missing)
                    .sum()
            ),
            format_count(self.missing.cells())
        ))
        .with_measurements(measured)
    }

    /// What is beyond its limit; the gravest decides what to do.
    fn report(&self) -> Outcome {
        let mut said = Vec::new();
        let mut broken = Vec::new();
        if !self.telling.is_empty() {
            said.push(self.describe_telling());
            let help =
                "find out why cells are missing: a model learns the gap instead of the value";
            broken.push((self.limits.max_difference.key, help.to_owned()));
        }
        if !self.sentinels.is_empty() {
            said.push(self.describe_sentinels());
            broken.push((self.limits.max_sentinel.key, self.help_with_sentinels()));
        }
        if !self.holes.is_empty() {
            said.push(self.describe_holes());
            let help = "leave these columns out, or fill them from their source";
            broken.push((self.limits.max_column.key, help.to_owned()));
        }
        if said.is_empty() {
            said.push(format!(
                "{:.2} of all cells are missing",
                self.missing.share()
            ));
        }
        let help = "fill the gaps from their source, or leave the emptiest columns out";
        let cells = (self.limits.max_cells.key, help.to_owned());
        let (broken, help) = broken.into_iter().next().unwrap_or(cells);
        Outcome::found(said.join("; "), broken).with_help(help)
    }

    /// `-999` in 40 cells of pressure
    fn describe_sentinels(&self) -> String {
        let names: Vec<String> = self
            .sentinels
            .iter()
            .map(|&(column, of)| {
                let cells = plural(of.cells, "cell", "cells");
                format!("`{}` in {cells} of {}", of.written, self.name(column))
            })
            .collect();
        let said = match names.len() {
            1 => "a number far from all others of its column may stand for a missing one",
            _ => "numbers far from all others of their columns may stand for missing ones",
        };
        format!("{said}: {}", list_some(&names, NAMED))
    }

    fn help_with_sentinels(&self) -> String {
        let written: BTreeSet<&str> = self
            .sentinels
            .iter()
            .map(|(_, of)| of.written.as_str())
            .collect();
        let flags: Vec<String> = written
            .iter()
            .map(|of| format!("--na={}", quote(of)))
            .collect();
        let keys: Vec<String> = written.iter().map(|of| format!("\"{of}\"")).collect();
        format!(
            "a model takes it for a measurement: where it means that none is known, read it as missing with {} \
             (na = [{}]), and fill it in training",
            flags.join(" "),
            keys.join(", ")
        )
    }

    fn name(&self, column: &MissingCells) -> &str {
        &self.evidence.dataset.columns[column.column].name
    }

    fn class(&self, class: ByClass) -> &str {
        &self.evidence.dataset.labels.classes[class.class]
    }

    /// `ca is missing in 0.62 of class 1 and 0.20 of the others`
    fn describe_telling(&self) -> String {
        let names: Vec<String> = self
            .telling
            .iter()
            .map(|&(column, class)| {
                format!(
                    "{} is missing in {:.2} of class {} and in {:.2} of the other rows",
                    self.name(column),
                    class.inside.share(),
                    self.class(class),
                    class.outside.share()
                )
            })
            .collect();
        format!("missing cells say the label: {}", list_some(&names, NAMED))
    }

    fn describe_holes(&self) -> String {
        let names: Vec<String> = self
            .holes
            .iter()
            .map(|column| format!("{} ({:.2})", self.name(column), share(column, self.missing)))
            .collect();
        format!("many cells are missing in {}", list_some(&names, NAMED))
    }

    /// Words that often stand for a missing cell: they are reported, not judged, for `NA` may be a country.
    fn describe_words(&self) -> String {
        let said: Vec<String> = self
            .missing
            .columns
            .iter()
            .filter_map(|column| {
                let (word, count) = column.word?;
                Some(format!(
                    "`{word}` in {} of {}",
                    plural(count, "cell", "cells"),
                    self.name(column)
                ))
            })
            .collect();
        if said.is_empty() {
            String::new()
        } else {
            format!(
                "{} may stand for missing cells, too",
                list_some(&said, NAMED)
            )
        }
    }

    /// The one that decides first.
    fn measurements(&self) -> Vec<Measurement> {
        let mut measured: Vec<Measurement> = self
            .telling
            .iter()
            .map(|&(column, class)| self.difference(column, class))
            .collect();
        measured.extend(self.sentinels.iter().map(|&(column, of)| {
            let name = format!(
                "share of cells of {} that hold {}",
                self.name(column),
                of.written
            );
            Measurement::new(name, of.cells as f64 / self.missing.rows.max(1) as f64)
                .with_n(self.missing.rows)
                .with_limit(self.limits.max_sentinel.value)
        }));
        measured.extend(self.holes.iter().map(|column| {
            Measurement::new(
                format!("share of missing cells in {}", self.name(column)),
                share(column, self.missing),
            )
            .with_n(self.missing.rows)
            .with_limit(self.limits.max_column.value)
        }));
        measured.push(
            Measurement::new("share of missing cells", self.missing.share())
                .with_n(self.missing.cells())
                .with_limit(self.limits.max_cells.value),
        );
        measured
    }

    fn difference(&self, column: &MissingCells, class: ByClass) -> Measurement {
        let (low, high) = class.interval;
        Measurement::new(
            format!(
                "missing share of {} in class {} less that in other rows",
                self.name(column),
                self.class(class)
            ),
            class.difference(),
        )
        .with_interval(low, high)
        .with_n(class.inside.n + class.outside.n)
        .with_limit(self.limits.max_difference.value)
    }
}

fn share(column: &MissingCells, missing: &Missing) -> f64 {
    column.missing as f64 / missing.rows.max(1) as f64
}

/// The class in which `by` is largest.
fn worst(column: &MissingCells, by: fn((f64, f64)) -> f64) -> Option<ByClass> {
    column
        .classes
        .iter()
        .copied()
        .max_by(|a, b| by(a.interval).total_cmp(&by(b.interval)))
}
