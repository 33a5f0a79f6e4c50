//! Confident learning: which labels out-of-sample probabilities contradict, class pair by class pair.
//!
//! Source: Northcutt, Jiang & Chuang, *Confident learning: estimating uncertainty in dataset labels*
//! (JAIR 70, 2021, arXiv 1911.00068), with the details of its reference implementation, cleanlab 2:
//! given the same probabilities both name the same rows in the same order (`benches/cleanlab`).

use ndarray::Array2;

/// What cleanlab forgives at a threshold or a tie.
const SLACK: f64 = 1e-6;

/// The rows whose label is in doubt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Confident {
    /// Their indices, the most doubtful first.
    pub(crate) rows: Vec<usize>,
    /// Counts of rows by given class and by confident class, calibrated to the given classes' sizes.
    pub(crate) joint: Vec<Vec<usize>>,
}

impl Confident {
    /// From `probabilities` (`rows x classes`), which no row's own label may have trained, and the
    /// given class of each row.
    ///
    /// For each pair of classes the calibrated joint says how many rows given as k belong to j; those
    /// with the largest p_j - p_k are taken (`prune_by_noise_rate`), except rows whose own class is
    /// the likeliest. Ordered by normalised margin, (p_given - max of the others + 1) / 2.
    pub(crate) fn of(probabilities: &Array2<f64>, labels: &[u16]) -> Self {
        let joint = joint(probabilities, labels);
        let mut doubtful = vec![false; labels.len()];
        for (given, counts) in leave_one_of_each(&joint).iter().enumerate() {
            let rows: Vec<usize> = (0..labels.len())
                .filter(|&row| usize::from(labels[row]) == given)
                .collect();
            if rows.len() < 2 {
                continue;
            }
            for (other, &count) in counts.iter().enumerate() {
                if other == given || count == 0 {
                    continue;
                }
                let margin = |row: usize| probabilities[[row, other]] - probabilities[[row, given]];
                let mut order = rows.clone();
                order.sort_by(|&a, &b| margin(b).total_cmp(&margin(a)).then(a.cmp(&b)));
                for row in order.into_iter().take(count) {
                    doubtful[row] = true;
                }
            }
        }
        let mut rows: Vec<usize> = (0..labels.len())
            .filter(|&row| doubtful[row] && !likeliest(probabilities, row, labels[row]))
            .collect();
        rows.sort_by(|&a, &b| {
            let of = |row: usize| normalised_margin(probabilities, row, labels[row]);
            of(a).total_cmp(&of(b)).then(a.cmp(&b))
        });
        Self { rows, joint }
    }
}

/// (p_given - max of the other classes + 1) / 2, in \[0, 1\]: 0 when all probability lies elsewhere.
pub(crate) fn normalised_margin(probabilities: &Array2<f64>, row: usize, label: u16) -> f64 {
    let given = usize::from(label);
    let shares = probabilities.row(row);
    let others = shares
        .iter()
        .enumerate()
        .filter(|&(class, _)| class != given);
    let most = others.map(|(_, &share)| share).fold(0.0, f64::max);
    f64::midpoint(shares[given] - most, 1.0)
}

/// Whether the given class is the likeliest, or as likely to within the slack.
fn likeliest(probabilities: &Array2<f64>, row: usize, label: u16) -> bool {
    let given = usize::from(label);
    let shares = probabilities.row(row);
    let own = shares[given] + SLACK;
    shares.iter().enumerate().all(|(class, &share)| {
        class == given
            || if class < given {
                share < own
            } else {
                share <= own
            }
    })
}

/// The calibrated confident joint.
///
/// A row counts for the class whose probability reaches that class's threshold, the mean probability
/// of the class among rows given it (equation 2); for the likeliest class where several do; for none
/// where none does (equation 1). Each line is then scaled to its class's size (equation 3).
fn joint(probabilities: &Array2<f64>, labels: &[u16]) -> Vec<Vec<usize>> {
    let classes = probabilities.ncols();
    let mut sizes = vec![0_usize; classes];
    let mut thresholds = vec![0.0; classes];
    for (row, &label) in labels.iter().enumerate() {
        sizes[usize::from(label)] += 1;
        thresholds[usize::from(label)] += probabilities[[row, usize::from(label)]];
    }
    for (threshold, &size) in thresholds.iter_mut().zip(&sizes) {
        // A class without rows is never reached.
        *threshold = if size == 0 {
            2.0
        } else {
            (*threshold / size as f64).max(2.0 * SLACK)
        };
    }
    let mut counts = vec![vec![0_usize; classes]; classes];
    for (shares, &label) in probabilities.rows().into_iter().zip(labels) {
        let reached: Vec<usize> = (0..classes)
            .filter(|&class| shares[class] >= thresholds[class] - SLACK)
            .collect();
        let confident = match reached.as_slice() {
            [] => continue,
            [only] => *only,
            _ => first_largest(shares.iter().copied()),
        };
        counts[usize::from(label)][confident] += 1;
    }
    // At least one row of each class counts as rightly labelled.
    for (class, line) in counts.iter_mut().enumerate() {
        line[class] = line[class].max(1);
    }
    calibrated(&counts, &sizes)
}

/// Each line of `counts` scaled to its class's size, rounded so that lines keep their totals.
fn calibrated(counts: &[Vec<usize>], sizes: &[usize]) -> Vec<Vec<usize>> {
    let scaled: Vec<Vec<f64>> = counts
        .iter()
        .zip(sizes)
        .map(|(line, &size)| {
            let sum = line.iter().sum::<usize>() as f64;
            line.iter()
                .map(|&count| count as f64 / sum * size as f64)
                .collect()
        })
        .collect();
    let all: f64 = scaled.iter().flatten().sum();
    let rows = sizes.iter().sum::<usize>() as f64;
    scaled
        .iter()
        .map(|line| {
            let line: Vec<f64> = line.iter().map(|&count| count / all * rows).collect();
            rounded(&line)
        })
        .collect()
}

/// Whole numbers with the rounded sum of `values`: those that rounding moved most give way.
///
/// Of equals the last rises first and the first falls first. cleanlab sorts them by a sort that isn't
/// stable, so that a row or two of a pair of classes may differ where many counts are equal.
fn rounded(values: &[f64]) -> Vec<usize> {
    let mut whole: Vec<f64> = values.iter().map(|value| value.round_ties_even()).collect();
    let wanted = values.iter().sum::<f64>().round_ties_even();
    loop {
        let lacking = wanted - whole.iter().sum::<f64>();
        if lacking == 0.0 {
            break;
        }
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| (values[a] - whole[a]).total_cmp(&(values[b] - whole[b])));
        if lacking > 0.0 {
            order.reverse();
        }
        for &at in order.iter().take(lacking.abs() as usize) {
            whole[at] += lacking.signum();
        }
    }
    whole.iter().map(|&count| count.max(0.0) as usize).collect()
}

/// How many rows of each given class to take for each other class, so that one of each class is left.
fn leave_one_of_each(joint: &[Vec<usize>]) -> Vec<Vec<usize>> {
    joint
        .iter()
        .enumerate()
        .map(|(class, line)| {
            if line[class] > 0 {
                return line.clone();
            }
            // The one that is left comes evenly out of the others.
            let others = line.iter().filter(|&&count| count > 0).count();
            let less = 1.0 / (others as f64 - 1.0).max(1.0);
            let mut line: Vec<usize> = line
                .iter()
                .map(|&count| (count as f64 - less).max(0.0) as usize)
                .collect();
            line[class] = 1;
            line
        })
        .collect()
}

fn first_largest(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (at, value) in values.enumerate() {
        if value > best.1 {
            best = (at, value);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// Worked by hand: thresholds 0.675 and 0.625, so the third row counts as (0, 1) and the last as
    /// (1, 0).
    #[test]
    fn rows_confidently_of_another_class_are_named_worst_first() {
        let probabilities = array![
            [0.9, 0.1],
            [0.9, 0.1],
            [0.1, 0.9],
            [0.8, 0.2],
            [0.2, 0.8],
            [0.1, 0.9],
            [0.1, 0.9],
            [0.7, 0.3]
        ];
        let found = Confident::of(&probabilities, &[0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(found.joint, [[3, 1], [1, 3]]);
        assert_eq!(found.rows, [2, 7]);
        assert!((normalised_margin(&probabilities, 2, 0) - 0.1).abs() < 1e-12);
    }

    #[test]
    fn labels_that_agree_are_not_named() {
        let probabilities = array![[0.6, 0.4], [0.9, 0.1], [0.3, 0.7], [0.2, 0.8]];
        assert!(Confident::of(&probabilities, &[0, 0, 1, 1]).rows.is_empty());
    }

    #[test]
    fn rounding_keeps_the_sum() {
        assert_eq!(rounded(&[1.4, 1.4, 1.2]), [1, 2, 1]);
        assert_eq!(rounded(&[0.6, 0.6, 0.8]), [0, 1, 1]);
        assert_eq!(rounded(&[2.5, 0.5]), [2, 1]);
    }
}
