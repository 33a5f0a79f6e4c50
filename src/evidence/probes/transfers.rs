//! Transfer: how far what a probe learns in one domain holds in another, both ways, beside what each knows of itself.

use rayon::prelude::*;

use super::views::Views;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::auc::{Auc, ScoredRows};
use crate::probe::{Arm, Discriminant};

/// Different rows that a class needs in both domains to be judged.
pub(crate) const MIN_DIFFERENT: usize = 10;

/// In-domain rows and one shift on one arm, over the classes that both hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Transfer {
    /// Raw columns or standardised embedding.
    pub(crate) arm: Arm,
    /// The shift's index.
    pub(crate) shift: usize,
    /// In-domain rows by probes that other in-domain rows trained.
    pub(crate) home: Option<Auc>,
    /// The shift's rows by probes that other rows of the shift trained.
    pub(crate) own: Option<Auc>,
    /// The shift's rows by the probe that the in-domain rows trained.
    pub(crate) across: Option<Auc>,
    /// The in-domain rows by the probe that the shift's rows trained.
    pub(crate) back: Option<Auc>,
}

/// One domain on one arm: its own out-of-fold scores, and the probe that all of its rows trained.
struct Known {
    folds: Vec<ScoredRows>,
    probe: Option<Discriminant>,
}

impl Evidence<'_> {
    /// How far what probes learn in-domain holds in each shift, and the reverse.
    ///
    /// # Errors
    /// As [`Evidence::embedded`].
    pub(crate) fn transfers(&self) -> Result<&Vec<Transfer>, Unavailable> {
        self.answers
            .transfers
            .get(|| Ok(Transfer::all(self.views()?)))
    }
}

impl Known {
    fn of(views: &Views, arm: usize, domain: usize) -> Self {
        let rows: Vec<usize> = views.domains[domain].clone().collect();
        let labels = views.labels(domain);
        Self {
            folds: views.cross_fit(arm, &rows, labels, views.classes),
            probe: Discriminant::fit(views.features(arm, domain), labels, views.classes),
        }
    }
}

impl Transfer {
    /// Every shift on the raw columns, then every shift on the embedding.
    pub(in crate::evidence) fn all(views: &Views) -> Vec<Self> {
        let shifts = views.shifts;
        let homes: Vec<Known> = (0..2)
            .into_par_iter()
            .map(|arm| Known::of(views, arm, 0))
            .collect();
        let jobs: Vec<(usize, usize)> = (0..2)
            .flat_map(|arm| (0..shifts).map(move |shift| (arm, shift)))
            .collect();
        jobs.into_par_iter()
            .map(|(arm, shift)| Self::between(views, &homes[arm], arm, shift))
            .collect()
    }

    fn between(views: &Views, home: &Known, arm: usize, shift: usize) -> Self {
        let mut transfer = Self {
            arm: [Arm::Raw, Arm::Standardised][arm],
            shift,
            home: None,
            own: None,
            across: None,
            back: None,
        };
        let there = shift + 1;
        let classes = shared_classes(views, there);
        if classes.len() < 2 {
            return transfer;
        }
        let known = Known::of(views, arm, there);
        let tested = |probe: &Option<Discriminant>, domain: usize| {
            let scores = probe
                .as_ref()?
                .scores_elsewhere(views.features(arm, domain));
            Auc::of(&[views.scored(domain, scores)], &classes)
        };
        transfer.home = Auc::of(&home.folds, &classes);
        transfer.own = Auc::of(&known.folds, &classes);
        transfer.across = tested(&home.probe, there);
        transfer.back = tested(&known.probe, 0);
        transfer
    }
}

/// The classes with enough different rows in-domain and in `domain`, ascending.
fn shared_classes(views: &Views, domain: usize) -> Vec<u16> {
    let counts = |domain: usize| {
        let mut rows: Vec<(u16, usize)> = views.domains[domain]
            .clone()
            .map(|at| (views.labels[at], views.cluster[at]))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let mut counts = vec![0_usize; views.classes];
        for (class, _) in rows {
            counts[usize::from(class)] += 1;
        }
        counts
    };
    (0..)
        .zip(counts(0).into_iter().zip(counts(domain)))
        .filter(|&(_, (here, there))| here.min(there) >= MIN_DIFFERENT)
        .map(|(class, _)| class)
        .collect()
}
