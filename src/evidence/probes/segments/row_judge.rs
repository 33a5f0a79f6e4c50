//! Row judge: whether healthy probes answer a test row wrongly, and how hard it seems to them.

use std::collections::BTreeSet;

use super::TestRow;
use crate::evidence::{Probes, Unavailable};
use crate::measure::Collapse;
use crate::measure::excess::Tried;
use crate::probe::Arm;

/// Families whose votes say whether a row is answered wrongly.
const MIN_FAMILIES: usize = 3;
/// Between these, probes count as equally sure of their answer.
const SURE: [f64; 9] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/// What probes say of a row: whether it is answered wrongly, and how hard it seems. Which probes speak is
/// chosen by some rows, and then holds for others.
pub(super) struct RowJudge<'a> {
    probes: &'a Probes,
    /// The answers of the best healthy probe of each family.
    voters: Vec<&'a [u16]>,
    /// How probable its likeliest class is to the logistic probe that says most; for every test row.
    sureness: Option<Vec<f64>>,
}

impl<'a> RowJudge<'a> {
    /// Chooses the probes, over all arms, by their answers on `rows`; skipped where fewer than three
    /// families have a healthy one.
    pub(super) fn new(probes: &'a Probes, rows: &[TestRow]) -> Result<Self, Unavailable> {
        let voters = voters(probes, rows);
        if voters.len() < MIN_FAMILIES {
            return Err(Unavailable::Skipped(format!(
                "fewer than {MIN_FAMILIES} families of probes tell classes apart"
            )));
        }
        let sureness = sureness(probes, rows);
        Ok(Self {
            probes,
            voters,
            sureness,
        })
    }

    pub(super) fn judge_rows(&self, rows: &[TestRow]) -> Vec<Tried> {
        let stratum = |row: &TestRow| {
            let sureness = self.sureness.as_ref().map_or(0.0, |sure| sure[row.place]);
            SURE.partition_point(|&bound| bound <= sureness)
        };
        rows.iter()
            .map(|row| Tried {
                stratum: stratum(row),
                wrong: self.is_wrong(row.place),
            })
            .collect()
    }

    /// Whether most families answer the test row at `place` wrongly.
    fn is_wrong(&self, place: usize) -> bool {
        let truth = self.probes.truth[0][place];
        let wrong = self.voters.iter().filter(|said| said[place] != truth);
        2 * wrong.count() > self.voters.len()
    }

    /// The answer that most families give; the first class of equals.
    pub(super) fn answer(&self, place: usize) -> u16 {
        let mut votes = vec![0_usize; self.probes.classes.len()];
        for said in &self.voters {
            votes[usize::from(said[place])] += 1;
        }
        let most = votes.iter().copied().max().unwrap_or(0);
        votes.iter().position(|&count| count == most).unwrap_or(0) as u16
    }
}

/// The best healthy probe of each family, over all arms, by its answers on `rows`.
fn voters<'a>(probes: &'a Probes, rows: &[TestRow]) -> Vec<&'a [u16]> {
    let right = |answers: &[u16]| {
        let truth = &probes.truth[0];
        rows.iter()
            .filter(|row| answers[row.place] == truth[row.place])
            .count()
    };
    let families: BTreeSet<_> = probes.grid.iter().map(|entry| entry.family).collect();
    families
        .into_iter()
        .filter_map(|family| {
            let of = probes.of_family(family);
            let healthy = of
                .flat_map(|nth| Arm::ALL.map(|arm| (arm, nth)))
                .filter(|&(arm, nth)| probes.collapse(arm, nth) == Some(Collapse::Healthy));
            healthy
                .filter_map(|(arm, nth)| probes.answers(arm, nth))
                .map(|answers| (right(answers), answers))
                .reduce(|best, next| if next.0 > best.0 { next } else { best })
        })
        .map(|(_, answers)| answers)
        .collect()
}

/// How probable its likeliest class is to the logistic probe, of all arms, that says most about `rows`;
/// for every in-domain test row.
fn sureness(probes: &Probes, rows: &[TestRow]) -> Option<Vec<f64>> {
    let configurations = (0..probes.grid.len()).flat_map(|nth| Arm::ALL.map(|arm| (arm, nth)));
    let (_, best) = configurations
        .filter_map(|(arm, nth)| probes.sureness(arm, nth))
        .map(|sureness| {
            let shares = rows.iter().map(|row| sureness.of_truth[row.place]);
            (
                shares.map(|share| share.max(1e-6).log2()).sum::<f64>(),
                sureness,
            )
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some(best.of_likeliest.clone())
}
