//! Auc: how well scores rank the rows of one class above those of another, averaged over all pairs of classes.

use ndarray::Array2;

use crate::measure::interval::effective_wilson;

/// The scored rows of one test set, or of one fold of it.
#[derive(Debug, Clone)]
pub(crate) struct ScoredRows {
    /// True class of each row.
    pub(crate) truth: Vec<u16>,
    /// Which rows are copies of each other: the same number for all of them.
    pub(crate) cluster: Vec<usize>,
    /// The score of each class for each row (`rows x classes`).
    pub(crate) scores: Array2<f64>,
}

/// The area under the ROC curve: the chance that a row of one class is ranked above one of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Auc {
    /// In \[0, 1\]: 0.5 is chance, 0 ranks every pair the wrong way round. Class shares play no part.
    pub(crate) value: f64,
    /// The variance of `value` over rows.
    pub(crate) variance: f64,
    /// Rows of the judged classes.
    pub(crate) rows: usize,
    /// Different rows (copies counted once) of the rarest judged class.
    pub(crate) fewest: usize,
    /// Classes judged.
    pub(crate) classes: usize,
}

impl Auc {
    /// The mean over all pairs of `classes` (ascending) of the area for that pair, by the difference of
    /// the two classes' scores, each the mean over the sets that hold both. `None` when no set holds
    /// two of the classes.
    ///
    /// Source: Hand and Till, *A simple generalisation of the area under the ROC curve for multiple
    /// class classification problems* (Machine Learning 45, 2001), with the difference of scores in place
    /// of either. The variance sums each row's own part of the area (DeLong, DeLong and Clarke-Pearson,
    /// Biometrics 44, 1988), copies together (Obuchowski, Biometrics 53, 1997), over folds (LeDell,
    /// Petersen and van der Laan, Electronic Journal of Statistics 9, 2015).
    pub(crate) fn of(scored: &[ScoredRows], classes: &[u16]) -> Option<Self> {
        // One entry a row: its copies' number, and its part of the deviation of the area.
        let mut parts: Vec<Vec<f64>> = scored
            .iter()
            .map(|scored| vec![0.0; scored.truth.len()])
            .collect();
        let members = members(scored, classes);
        let mut areas = Vec::new();
        for (at, &one) in classes.iter().enumerate() {
            for (to, &other) in classes.iter().enumerate().skip(at + 1) {
                let pairs: Vec<Pair> = scored
                    .iter()
                    .zip(&members)
                    .filter_map(|(scored, of)| {
                        Pair::of(&scored.scores, [one, other], [&of[at], &of[to]])
                    })
                    .collect();
                areas.extend(add_parts(&pairs, &members, [at, to], &mut parts));
            }
        }
        if areas.is_empty() {
            return None;
        }
        let of_all = areas.len() as f64;
        let different = different(scored, classes);
        for (of, parts) in members.iter().zip(&mut parts) {
            for (rows, &different) in of.iter().zip(&different) {
                // A class's parts are deviations from their own mean.
                let few = different as f64 / (different as f64 - 1.0).max(1.0);
                for &row in rows {
                    parts[row] *= few.sqrt() / of_all;
                }
            }
        }
        let count = |class: usize| members.iter().map(|of| of[class].len()).sum::<usize>();
        Some(Self {
            value: areas.iter().sum::<f64>() / of_all,
            variance: clustered(scored, &parts),
            rows: (0..classes.len()).map(count).sum(),
            fewest: different.into_iter().min().unwrap_or(0),
            classes: classes.len(),
        })
    }

    /// The score interval at `confidence`, with as many rows as the variance is worth.
    ///
    /// A variance estimated from few rows can be 0, so the rows are at most as many as all classes would
    /// hold were they as rare as the rarest. An area's variance cannot exceed a share's of as many rows
    /// as the rarer class has (Birnbaum and Klose, Annals of Mathematical Statistics 28, 1957), and lies
    /// near half of it where classes are even.
    pub(crate) fn interval(&self, confidence: f64) -> (f64, f64) {
        let most = (self.classes * self.fewest) as f64;
        let spread = self.value * (1.0 - self.value);
        let effective = if self.variance > 0.0 && spread > 0.0 {
            (spread / self.variance).min(most)
        } else {
            most
        };
        effective_wilson(self.value, effective, confidence)
    }
}

/// The rows of each class, set by set.
fn members(scored: &[ScoredRows], classes: &[u16]) -> Vec<Vec<Vec<usize>>> {
    scored
        .iter()
        .map(|scored| {
            let mut of = vec![Vec::new(); classes.len()];
            for (row, class) in scored.truth.iter().enumerate() {
                if let Ok(at) = classes.binary_search(class) {
                    of[at].push(row);
                }
            }
            of
        })
        .collect()
}

/// Two classes in one set: for each row of either the share of the other's rows that it stands right to.
struct Pair {
    right: [Vec<f64>; 2],
    area: f64,
}

impl Pair {
    fn of(scores: &Array2<f64>, classes: [u16; 2], rows: [&[usize]; 2]) -> Option<Self> {
        let [above, below] = rows;
        if above.is_empty() || below.is_empty() {
            return None;
        }
        let [one, other] = classes.map(usize::from);
        let place = |row: &usize| scores[[*row, one]] - scores[[*row, other]];
        let sorted = |rows: &[usize]| {
            let mut places: Vec<f64> = rows.iter().map(place).collect();
            places.sort_by(f64::total_cmp);
            places
        };
        let (high, low) = (sorted(above), sorted(below));
        let right = [
            above
                .iter()
                .map(|row| share_below(&low, place(row)))
                .collect::<Vec<_>>(),
            below
                .iter()
                .map(|row| 1.0 - share_below(&high, place(row)))
                .collect(),
        ];
        let area = right[0].iter().sum::<f64>() / right[0].len() as f64;
        Some(Self { right, area })
    }
}

/// The share of `sorted` below `value`, ties by half.
fn share_below(sorted: &[f64], value: f64) -> f64 {
    let below = sorted.partition_point(|&each| each < value);
    let not_above = sorted.partition_point(|&each| each <= value);
    (below + not_above) as f64 / 2.0 / sorted.len() as f64
}

/// Adds each row's part of the deviation of the pair's mean area to `parts`; the mean area.
fn add_parts(
    pairs: &[Pair],
    members: &[Vec<Vec<usize>>],
    classes: [usize; 2],
    parts: &mut [Vec<f64>],
) -> Option<f64> {
    if pairs.is_empty() {
        return None;
    }
    let folds = pairs.len() as f64;
    let area = pairs.iter().map(|pair| pair.area).sum::<f64>() / folds;
    let mut pairs = pairs.iter();
    for (of, parts) in members.iter().zip(parts) {
        if classes.iter().any(|&class| of[class].is_empty()) {
            continue;
        }
        let Some(pair) = pairs.next() else { break };
        for (side, class) in classes.into_iter().enumerate() {
            let rows = &of[class];
            for (&row, right) in rows.iter().zip(&pair.right[side]) {
                parts[row] += (right - area) / (rows.len() as f64 * folds);
            }
        }
    }
    Some(area)
}

/// The sum over clusters of the square of their rows' parts.
fn clustered(scored: &[ScoredRows], parts: &[Vec<f64>]) -> f64 {
    let mut of: Vec<(usize, f64)> = scored
        .iter()
        .zip(parts)
        .flat_map(|(scored, parts)| scored.cluster.iter().copied().zip(parts.iter().copied()))
        .collect();
    of.sort_by_key(|&(cluster, _)| cluster);
    of.chunk_by(|a, b| a.0 == b.0)
        .map(|copies| copies.iter().map(|&(_, part)| part).sum::<f64>().powi(2))
        .sum()
}

/// How many different rows each of `classes` has.
fn different(scored: &[ScoredRows], classes: &[u16]) -> Vec<usize> {
    let mut of: Vec<(u16, usize)> = scored
        .iter()
        .flat_map(|scored| {
            scored
                .truth
                .iter()
                .copied()
                .zip(scored.cluster.iter().copied())
        })
        .collect();
    of.sort_unstable();
    of.dedup();
    let count = |class: u16| of.iter().filter(|&&(truth, _)| truth == class).count();
    classes.iter().map(|&class| count(class)).collect()
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::measure::probit::probit;

    /// Two classes told apart by one score.
    fn scored(truth: &[u16], scores: &[f64]) -> ScoredRows {
        ScoredRows {
            truth: truth.to_vec(),
            cluster: (0..truth.len()).collect(),
            scores: Array2::from_shape_fn((scores.len(), 2), |(row, class)| {
                if class == 1 { scores[row] } else { 0.0 }
            }),
        }
    }

    #[test]
    fn the_area_is_the_share_of_pairs_in_order() {
        let truth = [0, 0, 0, 1, 1];
        let auc =
            |scores: [f64; 5]| Auc::of(&[scored(&truth, &scores)], &[0, 1]).map(|auc| auc.value);
        assert_eq!(auc([1.0, 2.0, 3.0, 4.0, 5.0]), Some(1.0));
        assert_eq!(auc([5.0, 4.0, 3.0, 2.0, 1.0]), Some(0.0));
        // Two of six pairs in order, one tied.
        assert_eq!(auc([1.0, 3.0, 4.0, 2.0, 3.0]), Some(2.5 / 6.0));
        assert_eq!(auc([0.0; 5]), Some(0.5));
        assert!(Auc::of(&[scored(&[0, 0], &[1.0, 2.0])], &[0, 1]).is_none());
    }

    #[test]
    fn the_variance_agrees_with_delongs() {
        // By hand: the positives 0.8, 0.2 stand right to 3/3 and 1/3 of the negatives, the negatives 0.1,
        // 0.4, 0.3 to 2/2, 1/2, 1/2 of the positives: S10 = 2/9, S01 = 1/12, S10/2 + S01/3 = 5/36.
        let auc = Auc::of(
            &[scored(&[1, 1, 0, 0, 0], &[0.8, 0.2, 0.1, 0.4, 0.3])],
            &[0, 1],
        )
        .expect("two classes");
        assert!((auc.value - 2.0 / 3.0).abs() < 1e-12);
        assert!(
            (auc.variance - 5.0 / 36.0).abs() < 1e-12,
            "{}",
            auc.variance
        );
    }

    #[test]
    fn copies_count_as_one_row() {
        let truth: Vec<u16> = (0..80).map(|row| row % 2).collect();
        let scores: Vec<f64> = (0..80).map(|row| f64::from((row * 37) % 41)).collect();
        let once = Auc::of(&[scored(&truth, &scores)], &[0, 1]).expect("two classes");
        let mut twice = scored(
            &[truth.clone(), truth].concat(),
            &[scores.clone(), scores].concat(),
        );
        twice.cluster = (0..160).map(|row| row % 80).collect();
        let twice = Auc::of(&[twice], &[0, 1]).expect("two classes");
        assert!((once.variance - twice.variance).abs() < 1e-12);
        assert_eq!((once.fewest, twice.fewest), (40, 40));
        assert_eq!(once.interval(0.95), twice.interval(0.95));
    }

    #[test]
    fn an_order_turned_round_is_zero_for_any_number_of_classes() {
        // Five grades, scored by their distance from the opposite grade.
        let truth: Vec<u16> = (0..100).map(|row| row % 5).collect();
        let scores = Array2::from_shape_fn((100, 5), |(row, class)| {
            let turned = 4.0 - f64::from(truth[row]);
            -(turned - class as f64).powi(2)
        });
        let scored = ScoredRows {
            cluster: (0..100).collect(),
            truth,
            scores,
        };
        let auc = Auc::of(&[scored], &[0, 1, 2, 3, 4]).expect("five classes");
        assert!(auc.value < 1e-12, "{}", auc.value);
    }

    /// Normal scores whose area is known; small and uneven classes.
    #[test]
    fn the_interval_covers_the_area_as_often_as_it_says() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        for (positives, rows, separation) in [
            (12, 120, 1.0),
            (40, 80, 2.5),
            (100, 400, 0.0),
            (15, 60, 3.5),
        ] {
            let area = normal_cdf(separation / 2.0_f64.sqrt());
            let mut covered = 0;
            for _ in 0..400 {
                let truth: Vec<u16> = (0..rows).map(|row| u16::from(row < positives)).collect();
                let scores: Vec<f64> = truth
                    .iter()
                    .map(|&class| probit(rng.r#gen::<f64>()) + separation * f64::from(class))
                    .collect();
                let auc = Auc::of(&[scored(&truth, &scores)], &[0, 1]).expect("two classes");
                let (low, high) = auc.interval(0.95);
                covered += usize::from(low <= area && area <= high);
            }
            assert!(
                (366..=400).contains(&covered),
                "{positives} of {rows}: covered {covered} of 400"
            );
        }
    }

    fn normal_cdf(z: f64) -> f64 {
        use statrs::distribution::{ContinuousCDF, Normal};
        Normal::standard().cdf(z)
    }
}
