//! Constant: which runs always say one class, told by balanced accuracy or by the point that they share.

use std::collections::BTreeMap;

use crate::measure::line::Run;

/// Runs at one point that make it a constant answer's, where nothing else tells: so many, and
/// [`CROWD_SHARE`] of all runs. Fewer are one model trained twice, or luck on few rows.
const CROWD: usize = 3;
/// Share of all runs, in \[0, 1\].
const CROWD_SHARE: f64 = 0.01;
/// Digits after the point (of a share) below which 1/K is no evidence for a K that isn't named.
const DIGITS: u32 = 4;
/// The most classes that are guessed.
const MOST_CLASSES: usize = 1_000;

/// How collapsed runs were told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// Balanced accuracy of 1/K on both sides, to the digits written: what a constant answer has
    /// whatever the classes' shares (its recall is 1 in one class and 0 in the others).
    Balanced {
        /// K.
        classes: usize,
    },
    /// Balanced accuracy is known, and no run is at 1/K on both sides.
    NoneBalanced,
    /// At least three runs, and one in a hundred, with the same accuracies on both sides: constant
    /// answers of one class sit at one point. Reruns of one model do so, too.
    SharedPoint,
}

/// A point of the plane at which collapsed runs sit: the shares of the class that they say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Constant {
    /// Share in-domain, in \[0, 1\].
    pub(crate) id: f64,
    /// Share under the shift, in \[0, 1\].
    pub(crate) shifted: f64,
    /// Runs there.
    pub(crate) runs: usize,
}

/// Marks the collapsed among `runs`. `digits` are those after the point of the balanced accuracies as
/// shares; `None` when the table has no balanced accuracies.
pub(super) fn mark(runs: &mut [Run], digits: Option<u32>, classes: Option<usize>) -> Recognised {
    let Some(digits) = digits else {
        mark_crowds(runs);
        return Recognised::SharedPoint;
    };
    let tolerance = (0.5 * 0.1_f64.powi(digits.min(9) as i32)).max(1e-9);
    let at = |run: &Run, classes: usize| {
        let chance = 1.0 / classes as f64;
        let there = |accuracy: Option<f64>| {
            accuracy.is_some_and(|accuracy| (accuracy - chance).abs() <= tolerance)
        };
        there(run.id_balanced) && there(run.shifted_balanced)
    };
    let guessed = || {
        if digits < DIGITS {
            return runs.iter().any(|run| at(run, 2)).then_some(2);
        }
        runs.iter()
            .filter_map(|run| {
                let classes = (1.0 / run.id_balanced?).round() as usize;
                ((2..=MOST_CLASSES).contains(&classes) && at(run, classes)).then_some(classes)
            })
            .fold(BTreeMap::<usize, usize>::new(), |mut counts, classes| {
                *counts.entry(classes).or_default() += 1;
                counts
            })
            .into_iter()
            // The first of equals: `max_by_key` would take the last.
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(classes, _)| classes)
    };
    let Some(classes) = classes.or_else(guessed) else {
        return Recognised::NoneBalanced;
    };
    let mut any = false;
    for run in runs {
        run.collapsed = at(run, classes);
        run.constant = run.collapsed.then_some((run.id, run.shifted));
        any |= run.collapsed;
    }
    if any {
        Recognised::Balanced { classes }
    } else {
        Recognised::NoneBalanced
    }
}

fn mark_crowds(runs: &mut [Run]) {
    let fewest = CROWD.max((CROWD_SHARE * runs.len() as f64).ceil() as usize);
    let crowds: Vec<Constant> = crowds(runs, |_| true)
        .into_iter()
        .filter(|crowd| crowd.runs >= fewest)
        .collect();
    for run in runs {
        run.collapsed = crowds
            .iter()
            .any(|crowd| (crowd.id, crowd.shifted) == (run.id, run.shifted));
        run.constant = run.collapsed.then_some((run.id, run.shifted));
    }
}

/// The points at which collapsed runs sit, the most crowded first.
pub(super) fn points(runs: &[Run]) -> Vec<Constant> {
    crowds(runs, |run| run.collapsed)
}

fn crowds(runs: &[Run], counts: impl Fn(&Run) -> bool) -> Vec<Constant> {
    // Accuracies are in [0, 1], where the order of the bits is the order of the numbers.
    let mut points: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for run in runs.iter().filter(|run| counts(run)) {
        *points
            .entry((run.id.to_bits(), run.shifted.to_bits()))
            .or_default() += 1;
    }
    let mut crowds: Vec<Constant> = points
        .into_iter()
        .map(|((id, shifted), runs)| Constant {
            id: f64::from_bits(id),
            shifted: f64::from_bits(shifted),
            runs,
        })
        .collect();
    crowds.sort_by_key(|crowd| std::cmp::Reverse(crowd.runs));
    crowds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: f64, shifted: f64, balanced: Option<(f64, f64)>) -> Run {
        Run {
            family: 0,
            configuration: None,
            id,
            shifted,
            id_balanced: balanced.map(|pair| pair.0),
            shifted_balanced: balanced.map(|pair| pair.1),
            collapsed: false,
            constant: None,
        }
    }

    fn collapsed(runs: &[Run]) -> Vec<bool> {
        runs.iter().map(|run| run.collapsed).collect()
    }

    #[test]
    fn a_constant_answer_has_balanced_accuracy_one_in_k_on_both_sides() {
        let mut runs = [
            run(0.6, 0.4, Some((0.5, 0.5))),
            run(0.61, 0.41, Some((0.5, 0.500_01))),
            run(0.7, 0.6, Some((0.68, 0.61))),
        ];
        assert_eq!(
            mark(&mut runs, Some(15), None),
            Recognised::Balanced { classes: 2 }
        );
        assert_eq!(collapsed(&runs), [true, false, false]);
        assert_eq!(runs[0].constant, Some((0.6, 0.4)));
        // To three digits, the second says the same as the first.
        mark(&mut runs, Some(3), None);
        assert_eq!(collapsed(&runs), [true, true, false]);
    }

    #[test]
    fn the_number_of_classes_is_the_one_that_most_constant_runs_agree_on() {
        let third = 1.0 / 3.0;
        let mut runs = vec![run(0.5, 0.2, Some((third, third))); 3];
        runs.push(run(0.8, 0.7, Some((0.5, 0.5))));
        assert_eq!(
            mark(&mut runs, Some(16), None),
            Recognised::Balanced { classes: 3 }
        );
        assert_eq!(collapsed(&runs), [true, true, true, false]);
        assert_eq!(mark(&mut runs, Some(16), Some(4)), Recognised::NoneBalanced);
    }

    #[test]
    fn two_digits_are_no_evidence_for_a_third_class() {
        let mut runs = [run(0.5, 0.2, Some((0.33, 0.33)))];
        assert_eq!(mark(&mut runs, Some(2), None), Recognised::NoneBalanced);
        assert_eq!(
            mark(&mut runs, Some(2), Some(3)),
            Recognised::Balanced { classes: 3 }
        );
    }

    #[test]
    fn without_balanced_accuracy_a_crowd_at_one_point_is_constant() {
        let mut runs = vec![run(0.6, 0.4, None); 3];
        runs.extend([run(0.7, 0.5, None), run(0.7, 0.5, None)]);
        assert_eq!(mark(&mut runs, None, None), Recognised::SharedPoint);
        assert_eq!(collapsed(&runs), [true, true, true, false, false]);
        assert_eq!(
            points(&runs),
            [Constant {
                id: 0.6,
                shifted: 0.4,
                runs: 3
            }]
        );
    }
}
