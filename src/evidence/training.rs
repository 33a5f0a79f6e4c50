//! Training: the lessons that a split gives, and the zoo trained on them.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Evidence, Probes, Unavailable};
use crate::dataset::Column;
use crate::probe::{Family, Lesson, Lessons, for_rows, grid};
use crate::split::Split;

/// Seeds of repeated splits lie this far apart, so that they share nothing with those of users.
const SEED_STRIDE: u64 = 0x9E37_79B9_7F4A_7C15;

impl Evidence<'_> {
    /// The whole zoo on every arm.
    ///
    /// # Errors
    /// Skipped without a label, undetermined with too many classes or too few rows, failed when the
    /// model can't be run.
    pub fn probes(&self) -> Result<&Probes, Unavailable> {
        self.answers.probes.get(|| {
            self.may_train()?;
            let split = self.split()?;
            self.enough(split)?;
            self.train(split, &Family::ALL, self.settings.seed)
        })
    }

    /// One family trained again on the `nth` other split of the same rows, `nth` from 1 on.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub fn again(&self, family: Family, nth: u64) -> Result<Probes, Unavailable> {
        let seed = self
            .settings
            .seed
            .wrapping_add(nth.wrapping_mul(SEED_STRIDE));
        let (parts, _) = self.parts();
        let split = self.split()?.redealt(&parts, &self.dataset.labels.of, seed);
        self.train(&split, &[family], seed)
    }

    /// The raw and the embedded lesson of `split`, and the true classes of each exam's rows.
    ///
    /// # Errors
    /// As [`Evidence::embedded`].
    pub fn lessons(&self, split: &Split) -> Result<(Lesson, Lesson, Vec<Vec<u16>>), Unavailable> {
        let embedded = self.embedded()?;
        let class = |rows: &[usize]| -> Vec<u16> {
            rows.iter()
                .map(|&row| self.dataset.labels.of[row].map_or(0, |class| class as u16))
                .collect()
        };
        let exams: Vec<Vec<usize>> = std::iter::once(split.in_domain.clone())
            .chain(split.shifts.iter().map(|shift| shift.rows.clone()))
            .collect();
        let truth = exams.iter().map(|rows| class(rows)).collect();
        let lessons = Lessons {
            labels: class(&split.teach),
            classes: self.dataset.labels.classes.len(),
            match_factor: split.teachable as f64 / split.teach.len().max(1) as f64,
            teach: split.teach.clone(),
            exams,
        };
        let columns: Vec<&Column> = self
            .dataset
            .described_columns()
            .into_iter()
            .map(|at| &self.dataset.columns[at])
            .collect();
        let raw = lessons.raw(&columns);
        let lesson = lessons.embedded(&embedded.vectors, &|row| embedded.place(row));
        Ok((raw, lesson, truth))
    }

    pub(super) fn train(
        &self,
        split: &Split,
        families: &[Family],
        seed: u64,
    ) -> Result<Probes, Unavailable> {
        let (raw, embedded, truth) = self.lessons(split)?;
        let fits = AtomicUsize::new(0);
        let all = Probes::jobs(families);
        let done = || {
            self.watcher
                .training(fits.fetch_add(1, Ordering::Relaxed) + 1, all);
        };
        let classes = self.dataset.labels.classes.clone();
        self.watcher.began("training probes");
        let probes = Probes::train(
            for_rows(grid(self.settings.profile), split.teachable),
            families,
            classes,
            truth,
            (&raw, &embedded),
            seed,
            &done,
        );
        self.watcher.ended("training probes");
        Ok(probes)
    }
}
