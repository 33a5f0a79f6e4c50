//! Split: which rows are trained on, which are tested on in-domain, and which under a shift; deterministic from one seed.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

/// The most rows that each part may hold, before sampling cuts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caps {
    /// Train rows.
    pub(crate) train: usize,
    /// Test rows, in-domain and for each shift.
    pub(crate) test: usize,
}

/// What a row is for, before sampling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// In-domain, free to be a train or a test row: the split decides.
    InDomain,
    /// In-domain, and a split column says that it is trained on.
    Train,
    /// In-domain, and a split column says that it tests.
    Test,
    /// Belongs to the shift with this index.
    Shifted(usize),
    /// Takes no part, for example because its label is missing.
    Unused,
}

/// One set of shifted rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shift {
    /// The domain's name.
    pub(crate) name: String,
    /// The test rows, after sampling, in ascending order.
    pub(crate) rows: Vec<usize>,
    /// How many rows there were before sampling.
    pub(crate) total: usize,
}

/// Row indexes by what they are for. Parts are disjoint; each is in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    /// Train rows.
    pub(crate) train: Vec<usize>,
    /// In-domain test rows.
    pub(crate) in_domain: Vec<usize>,
    /// Shifted rows, one entry a domain.
    pub(crate) shifts: Vec<Shift>,
    /// Shifted rows without a label, one entry a domain that has no other rows: nothing is tested on them, and
    /// their texts are compared with those in-domain.
    pub(crate) unlabelled: Vec<Shift>,
    /// Rows a user could train on: all in-domain rows that may be trained on.
    pub(crate) trainable: usize,
}

impl Split {
    /// Divides rows by `parts` (one entry a row), stratified by `labels`, sampled down to `caps`.
    ///
    /// In-domain rows without a split column go half and half, class by class. Each part is cut to
    /// its cap by taking a stratified prefix, so that class shares survive the sampling.
    pub(crate) fn new(
        parts: &[Part],
        labels: &[Option<u32>],
        shifts: &[String],
        caps: Caps,
        seed: u64,
    ) -> Self {
        let dealt = Dealt::new(parts, labels, shifts.len(), seed);
        let per_shift = caps
            .test
            .min((10 * caps.test / shifts.len().max(1)).max(500));
        let shift = |(name, rows): (&String, Vec<usize>)| Shift {
            name: name.clone(),
            total: rows.len(),
            rows: stratified_prefix(rows, labels, per_shift),
        };
        let (unlabelled, shifts): (Vec<_>, Vec<_>) = shifts
            .iter()
            .enumerate()
            .zip(dealt.shifted)
            .map(|((at, name), rows)| {
                let rest = if rows.is_empty() {
                    without_label(parts, labels, at, seed)
                } else {
                    Vec::new()
                };
                (name, rows, rest)
            })
            .partition(|(_, _, rest)| !rest.is_empty());
        Self {
            train: stratified_prefix(dealt.train, labels, caps.train),
            in_domain: stratified_prefix(dealt.in_domain, labels, caps.test),
            shifts: shifts
                .into_iter()
                .map(|(name, rows, _)| shift((name, rows)))
                .collect(),
            unlabelled: unlabelled
                .into_iter()
                .map(|(name, _, rest)| shift((name, rest)))
                .collect(),
            trainable: dealt.trainable,
        }
    }

    /// The shifts with labels, then those without.
    pub(crate) fn every_shift(&self) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().chain(&self.unlabelled)
    }

    /// Every row that takes part, ascending.
    pub(crate) fn rows(&self) -> Vec<usize> {
        let shifted = self.every_shift().flat_map(|shift| &shift.rows);
        let mut rows: Vec<usize> = self
            .train
            .iter()
            .chain(&self.in_domain)
            .chain(shifted)
            .copied()
            .collect();
        rows.sort_unstable();
        rows
    }

    /// The same rows, dealt anew half and half, and cut to the sizes of the parts: where those are equal, they stay so but
    /// for a spare row of a class. Rows whose part a split column decides stay where they are.
    #[must_use]
    pub(crate) fn deal_again(&self, parts: &[Part], labels: &[Option<u32>], seed: u64) -> Self {
        let mut part_of = vec![Part::Unused; parts.len()];
        for &row in self.train.iter().chain(&self.in_domain) {
            part_of[row] = parts[row];
        }
        let caps = Caps {
            train: self.train.len(),
            test: self.in_domain.len(),
        };
        let dealt = Self::new(&part_of, labels, &[], caps, seed);
        Self {
            shifts: self.shifts.clone(),
            unlabelled: self.unlabelled.clone(),
            trainable: self.trainable,
            ..dealt
        }
    }

    /// The same rows, divided anew between training and testing, also those whose part a split column decides; the
    /// parts keep their sizes.
    #[must_use]
    pub(crate) fn deal_over_rows(&self, parts: &[Part], labels: &[Option<u32>], seed: u64) -> Self {
        let is_free = |&row: &usize| parts[row] == Part::InDomain;
        if self.train.iter().all(is_free) {
            return self.deal_again(parts, labels, seed);
        }
        let mut rows = [&self.train[..], &self.in_domain[..]].concat();
        rows.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        let train = stratified_prefix(rows.clone(), labels, self.train.len());
        rows.retain(|row| train.binary_search(row).is_err());
        rows.sort_unstable();
        Self {
            train,
            in_domain: rows,
            ..self.clone()
        }
    }

    /// As many rows, drawn from these with replacement and dealt anew between training and testing, class by class;
    /// copies of a row go together. The parts keep their sizes but for a few rows. In-domain rows are drawn whichever
    /// part a split column gives them: what other rows would show is asked. Shifts stay out of it.
    #[must_use]
    pub(crate) fn draw(&self, labels: &[Option<u32>], seed: u64) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let rows = [&self.train[..], &self.in_domain[..]].concat();
        let mut drawn = vec![0_usize; labels.len()];
        for _ in 0..rows.len() {
            if let Some(&row) = rows.choose(&mut rng) {
                drawn[row] += 1;
            }
        }
        let (mut train, mut in_domain) = (Vec::new(), Vec::new());
        for mut of_class in by_class(labels) {
            of_class.retain(|&row| drawn[row] > 0);
            of_class.shuffle(&mut rng);
            for row in of_class {
                let trains =
                    train.len() * self.in_domain.len() <= in_domain.len() * self.train.len();
                let part = if trains { &mut train } else { &mut in_domain };
                part.extend(std::iter::repeat_n(row, drawn[row]));
            }
        }
        train.sort_unstable();
        in_domain.sort_unstable();
        Self {
            train,
            in_domain,
            shifts: Vec::new(),
            unlabelled: Vec::new(),
            ..self.clone()
        }
    }
}

/// Row indexes by what they are for, before sampling, in the order of the deal.
struct Dealt {
    train: Vec<usize>,
    in_domain: Vec<usize>,
    /// One entry a shift.
    shifted: Vec<Vec<usize>>,
    trainable: usize,
}

impl Dealt {
    fn new(parts: &[Part], labels: &[Option<u32>], shifts: usize, seed: u64) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut dealt = Self {
            train: Vec::new(),
            in_domain: Vec::new(),
            shifted: vec![Vec::new(); shifts],
            trainable: 0,
        };
        for (nth_class, mut rows) in by_class(labels).into_iter().enumerate() {
            rows.shuffle(&mut rng);
            // Odd classes give their spare row to the test set, even ones to the training data.
            let mut train = nth_class % 2 == 0;
            for row in rows {
                match parts[row] {
                    Part::InDomain => {
                        dealt.trainable += 1;
                        if train {
                            dealt.train.push(row);
                        } else {
                            dealt.in_domain.push(row);
                        }
                        train = !train;
                    }
                    Part::Train => {
                        dealt.trainable += 1;
                        dealt.train.push(row);
                    }
                    Part::Test => dealt.in_domain.push(row),
                    Part::Shifted(shift) => dealt.shifted[shift].push(row),
                    Part::Unused => {}
                }
            }
        }
        dealt
    }
}

/// The rows of the shift at `shift` that have no label, in random order.
fn without_label(parts: &[Part], labels: &[Option<u32>], shift: usize, seed: u64) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..parts.len())
        .filter(|&row| parts[row] == Part::Shifted(shift) && labels[row].is_none())
        .collect();
    rows.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
    rows
}

/// Rows with a label, grouped by class in ascending order of class.
fn by_class(labels: &[Option<u32>]) -> Vec<Vec<usize>> {
    let classes = labels
        .iter()
        .flatten()
        .max()
        .map_or(0, |&class| class as usize + 1);
    let mut rows = vec![Vec::new(); classes];
    for (row, label) in labels.iter().enumerate() {
        if let Some(class) = label {
            rows[*class as usize].push(row);
        }
    }
    rows
}

/// The first `cap` of `rows` in an order in which every prefix keeps the class shares.
///
/// The i-th of m rows of a class gets the key (i + 1/2) / m; sorting by key interleaves the classes
/// evenly (systematic stratified sampling).
fn stratified_prefix(rows: Vec<usize>, labels: &[Option<u32>], cap: usize) -> Vec<usize> {
    let mut kept = rows;
    if kept.len() > cap {
        let classes = by_class(labels).len();
        let mut size = vec![0_usize; classes];
        for &row in &kept {
            size[labels[row].map_or(0, |class| class as usize)] += 1;
        }
        let mut seen = vec![0_usize; classes];
        let mut keyed: Vec<(f64, usize)> = kept
            .iter()
            .map(|&row| {
                let class = labels[row].map_or(0, |class| class as usize);
                seen[class] += 1;
                ((seen[class] as f64 - 0.5) / size[class] as f64, row)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        keyed.truncate(cap);
        kept = keyed.into_iter().map(|(_, row)| row).collect();
    }
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
