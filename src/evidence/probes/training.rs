//! Training: the training data that a split gives, and the zoo trained on them.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::dataset::Column;
use crate::evidence::{Evidence, Probes, Trained, Unavailable, Zoos};
use crate::probe::{Family, TrainTest, TrainTestRows, families, for_rows, grid};
use crate::split::Split;

/// Train rows from which on one split decides a line or whether a class is reached. Below, fits are cheap, and probes
/// trained on other rows may say otherwise: a resample of the test rows can't show that.
pub(super) const ENOUGH_TRAIN_ROWS: usize = 500;
/// On how many more splits the whole zoo is trained where rows are few. An effect that one split in two shows by chance
/// is then taken for one in 1 of 32 runs.
const SPLITS_OF_FEW_ROWS: u64 = 4;
/// Seeds of repeated splits lie this far apart, so that they share nothing with those of users.
const SEED_STRIDE: u64 = 0x9E37_79B9_7F4A_7C15;

impl Evidence<'_> {
    /// The whole zoo on every arm, on the split of the run's seed.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(crate) fn probes(&self) -> Result<&Probes, Unavailable> {
        Ok(&self.zoos()?.first.probes)
    }

    /// The whole zoo on every arm, on each split that the profile asks for.
    ///
    /// # Errors
    /// Skipped without a label, undetermined with too many classes or too few rows, failed when the
    /// model can't be run.
    pub(crate) fn zoos(&self) -> Result<&Zoos, Unavailable> {
        self.answers.zoos.get(|| {
            self.may_train()?;
            let split = self.split()?;
            self.enough(split)?;
            let families = families(&grid(self.settings.profile));
            let fits = Fits::new(self.seeds() * self.count_jobs(&families));
            let first = Trained {
                split: split.clone(),
                probes: self.train(split, &families, self.settings.seed, &fits)?,
            };
            let others = (1..self.seeds())
                .map(|nth| {
                    let (split, seed) = self.deal_again(nth as u64)?;
                    let probes = self.train(&split, &families, seed, &fits)?;
                    Ok(Trained { split, probes })
                })
                .collect::<Result<Vec<_>, Unavailable>>()?;
            Ok(Zoos { first, others })
        })
    }

    /// The whole zoo trained again on [`SPLITS_OF_FEW_ROWS`] other splits of the same rows.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(in crate::evidence) fn zoos_again(&self) -> Result<&[Trained], Unavailable> {
        let trained = self.answers.zoos_again.get(|| {
            let families = families(&grid(self.settings.profile));
            let fits = Fits::new(SPLITS_OF_FEW_ROWS as usize * self.count_jobs(&families));
            (1..=SPLITS_OF_FEW_ROWS)
                .map(|nth| {
                    let (split, seed) = self.deal_over_rows(nth)?;
                    let probes = self.train(&split, &families, seed, &fits)?;
                    Ok(Trained { split, probes })
                })
                .collect()
        })?;
        Ok(trained)
    }

    /// What `of` says of `family`'s probes on the `nth` other draw of the rows.
    pub(in crate::evidence) fn on_other_rows<T>(
        &self,
        family: Family,
        nth: u64,
        of: impl FnOnce(&Probes) -> T,
    ) -> Result<T, Unavailable> {
        let seed = self.seed_of(nth);
        let split = self.split()?.draw(&self.dataset.labels.of, seed);
        let fits = Fits::new(self.count_jobs(&[family]));
        Ok(of(&self.train(&split, &[family], seed, &fits)?))
    }

    /// The `nth` other split of the same rows, and its seed. Rows whose part a split column decides stay where they
    /// are.
    fn deal_again(&self, nth: u64) -> Result<(Split, u64), Unavailable> {
        let seed = self.seed_of(nth);
        let (parts, _) = self.dealt_parts();
        let labels = &self.dataset.labels.of;
        Ok((self.split()?.deal_again(&parts, labels, seed), seed))
    }

    /// The same, but rows whose part a split column decides are dealt anew, too: what other rows would show is
    /// asked, and with the same rows in each part, every split would show the same.
    fn deal_over_rows(&self, nth: u64) -> Result<(Split, u64), Unavailable> {
        let seed = self.seed_of(nth);
        let (parts, _) = self.dealt_parts();
        let labels = &self.dataset.labels.of;
        Ok((self.split()?.deal_over_rows(&parts, labels, seed), seed))
    }

    /// How many fits the zoo of `families` takes.
    fn count_jobs(&self, families: &[Family]) -> usize {
        Probes::count_jobs(families, self.transform().standardises())
    }

    fn seed_of(&self, nth: u64) -> u64 {
        let seed = self.settings.seed;
        seed.wrapping_add(nth.wrapping_mul(SEED_STRIDE))
    }

    /// The raw and the embedded training data of `split`, and the true classes of each test set's rows.
    ///
    /// # Errors
    /// As [`Evidence::embedded`].
    pub(crate) fn train_test(
        &self,
        split: &Split,
    ) -> Result<(TrainTest, TrainTest, Vec<Vec<u16>>), Unavailable> {
        let embedded = self.embedded()?;
        let class = |rows: &[usize]| -> Vec<u16> {
            rows.iter()
                .map(|&row| self.dataset.labels.of[row].map_or(0, |class| class as u16))
                .collect()
        };
        let test_sets: Vec<Vec<usize>> = std::iter::once(split.in_domain.clone())
            .chain(split.shifts.iter().map(|shift| shift.rows.clone()))
            .collect();
        let truth: Vec<Vec<u16>> = test_sets.iter().map(|rows| class(rows)).collect();
        let train_test = TrainTestRows {
            labels: class(&split.train),
            classes: self.dataset.labels.classes.len(),
            match_factor: split.trainable as f64 / split.train.len().max(1) as f64,
            train: split.train.clone(),
            test_sets,
        };
        let columns: Vec<&Column> = self
            .dataset
            .described_columns()
            .into_iter()
            .map(|at| &self.dataset.columns[at])
            .collect();
        let mut raw = train_test.raw(&columns);
        let mut data = train_test
            .embedded(&embedded.vectors, &|row| embedded.place(row))
            .transformed(self.transform());
        for data in [&mut raw, &mut data] {
            data.truth.clone_from(&truth[0]);
        }
        Ok((raw, data, truth))
    }

    fn train(
        &self,
        split: &Split,
        families: &[Family],
        seed: u64,
        fits: &Fits,
    ) -> Result<Probes, Unavailable> {
        let (raw, embedded, truth) = self.train_test(split)?;
        let done = || {
            let done = fits.done.fetch_add(1, Ordering::Relaxed) + 1;
            self.watcher.count_trained(done, fits.all);
        };
        let classes = self.dataset.labels.classes.clone();
        self.watcher.begin("training probes");
        let probes = Probes::train(
            for_rows(grid(self.settings.profile), split.trainable),
            families,
            classes,
            truth,
            (&raw, &embedded, self.transform().standardises()),
            seed,
            &done,
        );
        self.watcher.end("training probes");
        Ok(probes)
    }
}

/// How many fits there are, over all splits, and how many are done.
struct Fits {
    done: AtomicUsize,
    all: usize,
}

impl Fits {
    fn new(all: usize) -> Self {
        Self {
            done: AtomicUsize::new(0),
            all,
        }
    }
}
