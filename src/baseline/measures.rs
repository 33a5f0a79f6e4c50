//! Measures: what a finding without rows was measured by, and whether it is clearly worse by now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Outcome;
use crate::measure::Measurement;
use crate::measure::interval::{far_end, near_end};

/// What is counted has no interval: so much of the recorded value may come on top before it is worse.
const SLACK: f64 = 0.1;

/// The measurements that limits were held against, by their names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Measures(BTreeMap<String, f64>);

impl Measures {
    /// Those of `outcome`, to six digits, as reports have them.
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let held = outcome.measurements.iter();
        Self(
            held.filter(|measured| measured.limit.is_some())
                .map(|measured| (measured.name.clone(), rounded(measured.value)))
                .filter(|(_, value)| value.is_finite())
                .collect(),
        )
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in the measurements of another entry; of one name, the milder counts.
    pub(crate) fn merge(&mut self, other: Self) {
        for (name, value) in other.0 {
            let known = self.0.entry(name).or_insert(value);
            if value.abs() < known.abs() {
                *known = value;
            }
        }
    }

    /// Whether all that `outcome` was found by is recorded, and none of it clearly worse.
    ///
    /// The first measurement broke its limit; others did that lie on the same side of theirs.
    pub(crate) fn cover(&self, outcome: &Outcome) -> bool {
        let above = |measured: &Measurement| Some(measured.value.abs() >= measured.limit?.abs());
        let Some(side) = outcome.measurements.first().and_then(above) else {
            return true;
        };
        outcome
            .measurements
            .iter()
            .filter(|measured| above(measured) == Some(side))
            .all(|measured| {
                let recorded = self.0.get(&measured.name);
                recorded.is_some_and(|&recorded| !worse(measured, recorded, side))
            })
    }
}

/// Whether a measurement is clearly worse than `recorded`: its whole interval lies beyond that, or where
/// it has none, its value by more than a tenth. `above` says that more of it is worse. A change of sign
/// is another finding.
fn worse(measured: &Measurement, recorded: f64, above: bool) -> bool {
    if measured.value * recorded < 0.0 {
        return true;
    }
    let (value, recorded) = (rounded(measured.value).abs(), recorded.abs());
    match (measured.interval, above) {
        (Some(ends), true) => near_end(ends) > recorded,
        (Some(ends), false) => far_end(ends) < recorded,
        (None, true) => value > recorded * (1.0 + SLACK),
        (None, false) => value < recorded * (1.0 - SLACK),
    }
}

/// To six significant digits.
fn rounded(value: f64) -> f64 {
    // Printing and parsing what was just printed can't fail; adding 0 turns -0 into 0.
    format!("{value:.5e}").parse().unwrap_or(value) + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: f64, limit: f64) -> Measurement {
        Measurement::new("share", value).with_limit(limit)
    }

    fn covers(before: Measurement, now: Measurement) -> bool {
        let outcome = |measured| Outcome::found("m", "max").with_measurements(vec![measured]);
        Measures::of(&outcome(before)).cover(&outcome(now))
    }

    #[test]
    fn an_estimate_is_worse_when_its_whole_interval_is() {
        let now = |value: f64| found(value, 0.1).with_interval(value - 0.05, value + 0.05);
        assert!(covers(now(0.30), now(0.34)));
        assert!(!covers(now(0.30), now(0.36)));
        assert!(covers(now(0.30), now(0.15)));
        // The sign turns: what was hidden is made.
        assert!(!covers(now(-0.30), now(0.30)));
    }

    #[test]
    fn less_is_worse_below_a_limit_that_must_be_reached() {
        let now = |value: f64| found(value, 0.5).with_interval(value - 0.05, value + 0.05);
        assert!(covers(now(0.40), now(0.36)));
        assert!(!covers(now(0.40), now(0.34)));
        assert!(covers(now(0.20), now(0.40)));
        let rows = |count| Measurement::count("rows of the rarest class", count).with_limit(50.0);
        assert!(covers(rows(20), rows(18)) && !covers(rows(20), rows(17)));
    }

    #[test]
    fn what_is_counted_is_worse_by_more_than_a_tenth() {
        assert!(covers(found(0.30, 0.1), found(0.329, 0.1)));
        assert!(!covers(found(0.30, 0.1), found(0.331, 0.1)));
        assert!(covers(found(1.0 / 3.0, 0.1), found(1.0 / 3.0, 0.1)));
    }

    #[test]
    fn what_breaks_another_limit_is_new() {
        let named = |name: &str, value: f64| Measurement::new(name, value).with_limit(0.1);
        let outcome = |measured| Outcome::found("m", "max").with_measurements(measured);
        let before = Measures::of(&outcome(vec![named("a", 0.5)]));
        assert!(!before.cover(&outcome(vec![named("b", 0.5)])));
        assert!(!before.cover(&outcome(vec![named("a", 0.5), named("b", 0.2)])));
        assert!(before.cover(&outcome(vec![named("a", 0.5), named("b", 0.05)])));
    }
}
