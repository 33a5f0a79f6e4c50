//! Order: how far the order of rows says what they are, by their labels and by their neighbours in space.

/// Rows that a minibatch commonly holds.
pub(crate) const BATCH: usize = 32;
/// Standard normal quantile of a 95 % interval.
const Z: f64 = 1.959_964;

/// How alike the labels of rows are that stand in one stretch of [`BATCH`] rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Runs {
    /// The intraclass correlation of labels within stretches: about 0 when shuffled, 1 when each
    /// stretch has one label.
    pub(crate) correlation: f64,
    /// How far chance alone moves it on shuffled rows, in 95 of 100 cases, on either side.
    pub(crate) chance: f64,
    /// Rows looked at.
    pub(crate) n: usize,
}

impl Runs {
    /// The correlation of `groups`, each the classes of rows that stand one after the other. `None`
    /// with fewer than three stretches or when only one class occurs.
    ///
    /// Each group is cut into stretches of about 32 rows, and the one-hot labels are analysed for
    /// variance between and within stretches, group by group:
    /// (MSB - MSW) / (MSB + (m - 1) MSW), m the mean length. Source: Fisher 1925; for several classes
    /// Light and Margolin 1971 (the sum over classes). On shuffled rows it has mean 0 and variance
    /// 2 |C|^2 / (n (m - 1) tr(C)^2), with C the covariance of the one-hot labels, because pairs of
    /// different rows are then uncorrelated.
    pub(crate) fn of(groups: &[Vec<u32>], classes: usize) -> Option<Self> {
        let mut sums = Sums::new(classes);
        let mut counts = vec![0.0; classes];
        for group in groups {
            sums.add(group, &mut counts);
        }
        let (stretches, n) = (sums.stretches as f64, sums.rows as f64);
        let free = stretches - sums.groups as f64;
        if free < 2.0 || n <= stretches {
            return None;
        }
        let between = sums.between / free;
        let within = sums.within / (n - stretches);
        let length = (n - sums.squares) / free;
        let whole = between + (length - 1.0) * within;
        if whole <= 0.0 {
            return None;
        }
        let squared: Vec<f64> = counts.iter().map(|count| (count / n).powi(2)).collect();
        let (second, cubed): (f64, f64) = (
            squared.iter().sum(),
            counts.iter().map(|count| (count / n).powi(3)).sum(),
        );
        // |diag(p) - pp'|^2 and its trace.
        let norm = second - 2.0 * cubed + second * second;
        let trace = 1.0 - second;
        let variance = 2.0 * norm / (n * (length - 1.0) * trace * trace);
        Some(Self {
            correlation: (between - within) / whole,
            chance: Z * variance.sqrt(),
            n: sums.rows,
        })
    }

    /// How many rows drawn at random tell as much about the shares of the labels as a batch of 32 rows
    /// in their order: 32 over the design effect 1 + 31 r (Kish 1965). From 1 to 32.
    pub(crate) fn worth(&self) -> f64 {
        let batch = BATCH as f64;
        batch / (1.0 + (batch - 1.0) * self.correlation.clamp(0.0, 1.0))
    }
}

/// Up to here all classes are gone through in each stretch, as many as it has rows and more.
const FEW_CLASSES: usize = 64;

/// Sums of squares over stretches.
#[derive(Default)]
struct Sums {
    between: f64,
    within: f64,
    /// Of squared lengths of stretches, over the rows of their group.
    squares: f64,
    stretches: usize,
    groups: usize,
    rows: usize,
    /// Rows of each class in the group at hand, and in the stretch at hand; zeros between them.
    whole: Vec<f64>,
    part: Vec<f64>,
}

impl Sums {
    fn new(classes: usize) -> Self {
        Self {
            whole: vec![0.0; classes],
            part: vec![0.0; classes],
            ..Self::default()
        }
    }

    /// Groups of fewer than two stretches are left out.
    fn add(&mut self, group: &[u32], counts: &mut [f64]) {
        let rows = group.len();
        let stretches = (rows + BATCH / 2) / BATCH;
        if stretches < 2 {
            return;
        }
        for &class in group {
            self.whole[class as usize] += 1.0;
            counts[class as usize] += 1.0;
        }
        let squares: f64 = self
            .classes_of(group)
            .into_iter()
            .map(|class| (self.whole[class as usize] / rows as f64).powi(2))
            .sum();
        for nth in 0..stretches {
            let stretch = &group[nth * rows / stretches..(nth + 1) * rows / stretches];
            self.add_stretch(stretch, rows as f64, squares);
        }
        for &class in group {
            self.whole[class as usize] = 0.0;
        }
        self.stretches += stretches;
        self.groups += 1;
        self.rows += rows;
    }

    /// One stretch of a group of `rows` rows, whose squared class shares sum to `squares`.
    fn add_stretch(&mut self, stretch: &[u32], rows: f64, squares: f64) {
        let length = stretch.len() as f64;
        for &class in stretch {
            self.part[class as usize] += 1.0;
        }
        let mut elsewhere = squares;
        let classes = self.classes_of(stretch);
        let every = classes.len() == self.whole.len();
        for class in classes {
            let (here, all) = (self.part[class as usize], self.whole[class as usize]);
            self.between += length * (here / length - all / rows).powi(2);
            self.within += here - here * here / length;
            elsewhere -= (all / rows).powi(2);
            self.part[class as usize] = 0.0;
        }
        // Those that don't occur here; going through each would take rows times classes.
        if !every {
            self.between += length * elsewhere.max(0.0);
        }
        self.squares += length * length / rows;
    }

    /// The classes to go through for `rows`, ascending: those that occur, or all where they are few.
    fn classes_of(&self, rows: &[u32]) -> Vec<u32> {
        if self.whole.len() <= FEW_CLASSES {
            return (0..self.whole.len() as u32).collect();
        }
        let mut classes = rows.to_vec();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}

/// Whether neighbours in space stand nearer in the file than other rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Nearness {
    /// The chance that a neighbour in space stands nearer in the file than a row taken at random; 0.5
    /// when shuffled, at most 1.
    pub(crate) chance: f64,
    /// Its 95 % interval over rows.
    pub(crate) interval: (f64, f64),
    /// Rows looked at.
    pub(crate) n: usize,
}

impl Nearness {
    /// From pairs of neighbours (`pairs`, places among all rows) and each row's standing: the number of
    /// its group and its rank there, `None` for rows that don't count. Pairs of two groups don't count.
    /// `None` without a pair.
    ///
    /// The idea is cleanlab's non-iid check (Cummings et al., arXiv 2305.15696), which compares the
    /// distances in the file of nearest neighbours with those of all pairs by a test. Here it is an
    /// effect that doesn't grow with the rows: the probability of superiority (Mann and Whitney's U as
    /// a share), exact for each pair, since of the n (n - 1) / 2 pairs of a group n - d stand at the
    /// distance d. Its variance allows for rows that stand in several pairs (Aronow, Samii and Assenova
    /// 2015, arXiv 1312.3398).
    pub(crate) fn of(
        pairs: impl Iterator<Item = (usize, usize)>,
        standing: &[Option<(usize, usize)>],
        sizes: &[usize],
    ) -> Option<Self> {
        let scored: Vec<(usize, usize, f64)> = pairs
            .filter_map(|(one, other)| {
                let ((group, at), (other_group, other_at)) = (standing[one]?, standing[other]?);
                let rows = sizes[group] as f64;
                let further = rows - at.abs_diff(other_at) as f64;
                // Further pairs in full and equally far ones by half: ((f)(f - 1) + f) / (n (n - 1)).
                (group == other_group)
                    .then(|| (one, other, further * further / (rows * (rows - 1.0))))
            })
            .collect();
        if scored.is_empty() {
            return None;
        }
        let m = scored.len() as f64;
        let chance = scored.iter().map(|pair| pair.2).sum::<f64>() / m;
        let mut of_row = vec![0.0; standing.len()];
        let mut own = 0.0;
        for &(one, other, score) in &scored {
            of_row[one] += score - chance;
            of_row[other] += score - chance;
            own += (score - chance).powi(2);
        }
        let by_row: f64 = of_row.iter().map(|sum| sum * sum).sum();
        let reach = Z * (by_row - own).max(own).sqrt() / m;
        Some(Self {
            chance,
            interval: ((chance - reach).max(0.0), (chance + reach).min(1.0)),
            n: standing.iter().flatten().count(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::bootstrap::Draws;
    use super::*;

    fn shuffled(rows: usize, seed: u64) -> Vec<u32> {
        let mut draws = Draws::new(seed);
        (0..rows).map(|_| u32::from(draws.below(10) < 3)).collect()
    }

    #[test]
    fn sorted_labels_are_one_and_shuffled_ones_none() {
        let mut labels = shuffled(3_200, 1);
        assert!(
            Runs::of(&[labels.clone()], 2)
                .expect("rows")
                .correlation
                .abs()
                < 0.02
        );
        labels.sort_unstable();
        for rows in [160, 800, 3_200] {
            let step = 3_200 / rows;
            let fewer: Vec<u32> = labels.iter().step_by(step).copied().collect();
            let runs = Runs::of(&[fewer], 2).expect("rows");
            assert!(runs.correlation > 0.7, "{rows} rows: {runs:?}");
        }
    }

    /// Fisher's two sums as they are written, over every class in every stretch.
    fn intraclass(labels: &[u32], classes: usize) -> f64 {
        let rows = labels.len();
        let stretches = (rows + BATCH / 2) / BATCH;
        let share = |of: &[u32], class| {
            of.iter().filter(|&&label| label == class).count() as f64 / of.len() as f64
        };
        let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
        for nth in 0..stretches {
            let stretch = &labels[nth * rows / stretches..(nth + 1) * rows / stretches];
            let length = stretch.len() as f64;
            squares += length * length / rows as f64;
            for class in 0..classes as u32 {
                let here = share(stretch, class);
                between += length * (here - share(labels, class)).powi(2);
                within += length * here * (1.0 - here);
            }
        }
        let free = stretches as f64 - 1.0;
        let (between, within) = (between / free, within / (rows - stretches) as f64);
        let length = (rows as f64 - squares) / free;
        (between - within) / (between + (length - 1.0) * within)
    }

    #[test]
    fn many_classes_are_summed_as_few_are() {
        for classes in [3, FEW_CLASSES, FEW_CLASSES + 1, 300] {
            let mut draws = Draws::new(9);
            let labels: Vec<u32> = (0..1_000)
                .map(|row| ((row / 50 + draws.below(2)) % classes) as u32)
                .collect();
            let runs = Runs::of(std::slice::from_ref(&labels), classes).expect("rows");
            let expected = intraclass(&labels, classes);
            assert!(expected > 0.01, "{classes} classes: {expected}");
            assert!(
                (runs.correlation - expected).abs() < 1e-9,
                "{runs:?}, not {expected}"
            );
        }
    }

    /// By rows times classes this would take an hour.
    #[test]
    fn a_label_a_row_is_no_run() {
        let labels: Vec<u32> = (0..400_000).collect();
        let runs = Runs::of(&[labels.clone(), labels], 400_000).expect("rows");
        assert!(runs.correlation.abs() < 1e-3, "{runs:?}");
    }

    #[test]
    fn groups_of_one_label_each_are_no_run() {
        let groups = [vec![0; 640], vec![1; 640], shuffled(640, 2)];
        let runs = Runs::of(&groups, 2).expect("rows");
        assert!(runs.correlation.abs() < 0.05, "{runs:?}");
        assert_eq!(Runs::of(&[vec![0; 640], vec![1; 640]], 2), None);
        assert_eq!(Runs::of(&[shuffled(40, 1)], 2), None);
    }

    #[test]
    fn chance_moves_it_as_far_as_it_says() {
        for rows in [100, 1_000] {
            let beyond = (0..400)
                .filter_map(|seed| Runs::of(&[shuffled(rows, seed)], 2))
                .filter(|runs| runs.correlation.abs() > runs.chance)
                .count();
            assert!((6..=36).contains(&beyond), "{rows} rows: {beyond} of 400");
        }
    }

    #[test]
    fn a_batch_of_one_label_is_worth_one_row() {
        let runs = |correlation| Runs {
            correlation,
            chance: 0.0,
            n: 100,
        };
        assert_eq!(
            (runs(1.0).worth(), runs(0.0).worth(), runs(-0.1).worth()),
            (1.0, 32.0, 32.0)
        );
    }

    fn nearness(pairs: &[(usize, usize)], rows: usize) -> Nearness {
        let standing: Vec<_> = (0..rows).map(|row| Some((0, row))).collect();
        Nearness::of(pairs.iter().copied(), &standing, &[rows]).expect("pairs")
    }

    #[test]
    fn neighbours_of_shuffled_rows_stand_anywhere() {
        let mut outside = 0;
        for seed in 0..100 {
            let mut draws = Draws::new(seed);
            let pairs: Vec<(usize, usize)> = (0..300)
                .flat_map(|row| (0..5).map(move |_| row))
                .map(|row| (row, (row + 1 + draws.below(299)) % 300))
                .collect();
            let (low, high) = nearness(&pairs, 300).interval;
            outside += usize::from(low > 0.5 || high < 0.5);
        }
        assert!(outside <= 12, "{outside} of 100");
    }

    #[test]
    fn next_rows_are_as_near_as_can_be() {
        let pairs: Vec<(usize, usize)> = (0..999).map(|row| (row, row + 1)).collect();
        assert!(nearness(&pairs, 1_000).chance > 0.99);
        let far: Vec<(usize, usize)> = (0..500).map(|row| (row, row + 500)).collect();
        assert!(nearness(&far, 1_000).chance < 0.3);
    }

    #[test]
    fn pairs_of_two_groups_do_not_count() {
        let standing = [Some((0, 0)), Some((1, 0)), None];
        assert_eq!(
            Nearness::of([(0, 1), (0, 2)].into_iter(), &standing, &[1, 1]),
            None
        );
    }
}
