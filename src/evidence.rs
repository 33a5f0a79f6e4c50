//! Evidence: every question a rule may ask about one dataset, answered at most once, on demand.
//!
//! A run that selects only rules about rows trains no probe and embeds nothing.

mod embedded;
mod family;
mod probes;
mod repeats;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use embedded::{Embedded, Shared};
pub use family::FamilyCollapse;
pub use probes::Probes;
pub use repeats::Repeats;

use crate::dataset::{Column, Dataset, Kind};
use crate::embed::Embedder;
use crate::error::Error;
use crate::measure::line::{Marks, Run};
use crate::measure::{Collapse, Confusion, MIN_ROWS};
use crate::probe::{Arm, Family, Lesson, Lessons, Profile, for_rows, grid};
use crate::split::{Caps, Part, Split};

/// Most classes that probes are trained for: the linear families train one plane a class.
pub const MAX_CLASSES: usize = 100;
/// Seeds of repeated splits lie this far apart, so that they share nothing with those of users.
const SEED_STRIDE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Why a question has no answer.
#[derive(Debug, Clone)]
pub enum Unavailable {
    /// It doesn't apply to this dataset; the text says why.
    Skipped(String),
    /// It applies, but the data can't carry an answer.
    Undetermined {
        /// Why not.
        why: String,
        /// What would.
        needs: String,
    },
    /// Something broke that stops the run.
    Failed(Arc<Error>),
}

/// What long work tells the outside. Called from several threads.
pub trait Watcher: Sync {
    /// `done` of `all` rows are embedded.
    fn embedding(&self, done: usize, all: usize);
    /// `done` of `all` fits are trained.
    fn training(&self, done: usize, all: usize);
}

/// The run's model, opened on first use.
pub trait Model {
    /// The model.
    ///
    /// # Errors
    /// When it can't be opened; the same error each time.
    fn open(&self) -> Result<&dyn Embedder, Arc<Error>>;
}

/// How much is trained, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The zoo and its rows.
    pub profile: Profile,
    /// Everything drawn at random follows from it.
    pub seed: u64,
    /// Most rows that teach, in place of the profile's.
    pub teach_rows: Option<usize>,
}

/// The evidence about one dataset.
pub struct Evidence<'a> {
    /// The dataset itself.
    pub dataset: &'a Dataset,
    settings: Settings,
    model: &'a dyn Model,
    watcher: &'a dyn Watcher,
    split: OnceCell<Result<Split, Unavailable>>,
    embedded: OnceCell<Result<Embedded, Unavailable>>,
    shared: OnceCell<Result<Shared, Unavailable>>,
    probes: OnceCell<Result<Probes, Unavailable>>,
    repeats: OnceCell<Repeats>,
}

impl<'a> Evidence<'a> {
    /// Nothing is computed yet.
    pub fn new(
        dataset: &'a Dataset,
        settings: Settings,
        model: &'a dyn Model,
        watcher: &'a dyn Watcher,
    ) -> Self {
        Self {
            dataset,
            settings,
            model,
            watcher,
            split: OnceCell::new(),
            embedded: OnceCell::new(),
            shared: OnceCell::new(),
            probes: OnceCell::new(),
            repeats: OnceCell::new(),
        }
    }

    /// The seed of everything drawn at random.
    pub fn seed(&self) -> u64 {
        self.settings.seed
    }

    /// How many split seeds are always trained.
    pub fn seeds(&self) -> usize {
        self.settings.profile.seeds()
    }

    /// The split, if some rule asked for it.
    pub fn divided(&self) -> Option<&Split> {
        self.split.get()?.as_ref().ok()
    }

    /// The zoo, if some rule asked for it and it could be trained.
    pub fn trained(&self) -> Option<&Probes> {
        self.probes.get()?.as_ref().ok()
    }

    /// Which rows repeat an earlier one, and which texts carry several labels.
    pub fn repeats(&self) -> &Repeats {
        self.repeats.get_or_init(|| Repeats::of(self.dataset))
    }

    /// Which rows teach and examine.
    ///
    /// # Errors
    /// Skipped without a label.
    pub fn split(&self) -> Result<&Split, Unavailable> {
        self.split
            .get_or_init(|| self.divide())
            .as_ref()
            .map_err(Clone::clone)
    }

    fn divide(&self) -> Result<Split, Unavailable> {
        let labels = &self.dataset.labels;
        if labels.classes.is_empty() {
            return Err(Unavailable::Skipped("no label is named".to_owned()));
        }
        let (parts, shifts) = self.parts();
        let rows = self.settings.profile.rows();
        Ok(Split::new(
            &parts,
            &labels.of,
            &shifts,
            Caps {
                teach: self.settings.teach_rows.unwrap_or(rows),
                examine: rows,
            },
            self.settings.seed,
        ))
    }

    /// What each row is for, and the names of the shifts.
    fn parts(&self) -> (Vec<Part>, Vec<String>) {
        let dataset = self.dataset;
        let teaches = dataset.teaching_rows();
        let in_domain = |row: usize| match &teaches {
            None => Part::InDomain,
            Some(teaches) if teaches[row] => Part::Teaches,
            Some(_) => Part::Examines,
        };
        let Some(domains) = &dataset.domains else {
            return ((0..dataset.rows()).map(in_domain).collect(), Vec::new());
        };
        let mut shift_of = vec![None; domains.names.len()];
        let mut shifts = Vec::new();
        for (domain, name) in domains.names.iter().enumerate() {
            if !domains.teaches.contains(&(domain as u32)) {
                shift_of[domain] = Some(shifts.len());
                shifts.push(name.clone());
            }
        }
        let parts = domains
            .of
            .iter()
            .enumerate()
            .map(
                |(row, domain)| match domain.map(|domain| shift_of[domain as usize]) {
                    None => Part::Unused,
                    Some(Some(shift)) => Part::Shifted(shift),
                    Some(None) => in_domain(row),
                },
            )
            .collect();
        (parts, shifts)
    }

    /// The vectors of the rows that teach or examine.
    ///
    /// # Errors
    /// Skipped without a label; failed when the model can't be opened or run.
    pub fn embedded(&self) -> Result<&Embedded, Unavailable> {
        self.embedded
            .get_or_init(|| {
                let split = self.split()?;
                Embedded::of(self.dataset, split.rows(), self.model, self.watcher)
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// How much of each vector is what all rows share, beside natural text in the same model.
    ///
    /// # Errors
    /// As [`Evidence::embedded`], but a dataset without a label is embedded by a sample of its rows.
    pub fn shared(&self) -> Result<&Shared, Unavailable> {
        self.shared
            .get_or_init(|| match self.embedded() {
                Ok(embedded) => Shared::of(embedded, self.dataset, self.model),
                Err(Unavailable::Skipped(_)) => {
                    let rows = sample(self.dataset.rows(), 2 * self.settings.profile.rows());
                    let embedded = Embedded::of(self.dataset, rows, self.model, self.watcher)?;
                    Shared::of(&embedded, self.dataset, self.model)
                }
                Err(other) => Err(other),
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The whole zoo on every arm.
    ///
    /// # Errors
    /// Skipped without a label, undetermined with too many classes or too few rows, failed when the
    /// model can't be run.
    pub fn probes(&self) -> Result<&Probes, Unavailable> {
        self.probes
            .get_or_init(|| {
                let split = self.split()?;
                self.enough(split)?;
                self.train(split, &Family::ALL, self.settings.seed)
            })
            .as_ref()
            .map_err(Clone::clone)
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

    /// Whether there is enough to train and to examine; what is missing otherwise.
    fn enough(&self, split: &Split) -> Result<(), Unavailable> {
        let classes = self.dataset.labels.classes.len();
        if classes > MAX_CLASSES {
            let numbers = self
                .dataset
                .roles
                .label
                .is_some_and(|at| self.dataset.columns[at].kind == Kind::Number);
            return Err(Unavailable::Undetermined {
                why: format!("{classes} classes; probes are trained for at most {MAX_CLASSES}"),
                needs: if numbers {
                    "the label looks like a quantity: cut it into a few ranges, or name another column with --label"
                } else {
                    "merge rare classes, or name a coarser column with --label"
                }
                .to_owned(),
            });
        }
        let taught: BTreeSet<u32> = split
            .teach
            .iter()
            .filter_map(|&row| self.dataset.labels.of[row])
            .collect();
        if taught.len() < 2 {
            return Err(Unavailable::Undetermined {
                why: "the rows that teach hold fewer than two classes".to_owned(),
                needs: "name a domain or split whose rows hold at least two classes".to_owned(),
            });
        }
        let fewest = split.teach.len().min(split.in_domain.len());
        if fewest < MIN_ROWS {
            return Err(Unavailable::Undetermined {
                why: format!(
                    "{} rows teach and {} examine in-domain",
                    split.teach.len(),
                    split.in_domain.len()
                ),
                needs: format!(
                    "at least {} labelled rows in-domain: {} more",
                    2 * MIN_ROWS,
                    2 * (MIN_ROWS - fewest)
                ),
            });
        }
        Ok(())
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

    fn train(&self, split: &Split, families: &[Family], seed: u64) -> Result<Probes, Unavailable> {
        let (raw, embedded, truth) = self.lessons(split)?;
        let fits = AtomicUsize::new(0);
        let all = Probes::jobs(families);
        let done = || {
            self.watcher
                .training(fits.fetch_add(1, Ordering::Relaxed) + 1, all);
        };
        let classes = self.dataset.labels.classes.clone();
        Ok(Probes::train(
            for_rows(grid(self.settings.profile), split.teachable),
            families,
            classes,
            truth,
            (&raw, &embedded),
            seed,
            &done,
        ))
    }

    /// Which rows each configuration of `arm` got right, in the order of [`Evidence::runs`].
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub fn marks(&self, arm: Arm, shift: usize) -> Result<Vec<Marks>, Unavailable> {
        let probes = self.probes()?;
        Ok((0..probes.grid.len())
            .filter_map(|nth| {
                Some(Marks {
                    id: probes.marks(arm, nth, 0)?,
                    shifted: probes.marks(arm, nth, shift + 1)?,
                    collapsed: probes.collapse(arm, nth)? != Collapse::Healthy,
                })
            })
            .collect())
    }

    /// Every configuration of `arm` as a point in the plane of in-domain and shifted accuracy. Those
    /// that lean towards one answer count among the collapsed.
    ///
    /// # Errors
    /// As [`Evidence::probes`]; undetermined with fewer than 73 rows under the shift.
    pub fn runs(&self, arm: Arm, shift: usize) -> Result<Vec<Run>, Unavailable> {
        let probes = self.probes()?;
        if probes.truth[shift + 1].len() < MIN_ROWS {
            return Err(Unavailable::Undetermined {
                why: format!("fewer than {MIN_ROWS} labelled rows examine it"),
                needs: format!("at least {MIN_ROWS} labelled rows"),
            });
        }
        Ok((0..probes.grid.len())
            .filter_map(|nth| {
                let exams = probes.confusions(arm, nth)?;
                let (id, shifted) = (&exams[0], &exams[shift + 1]);
                let collapsed = probes.collapse(arm, nth)? != Collapse::Healthy;
                let (said, _) = id.most_said();
                let share = |exam: &Confusion| exam.truly(said) as f64 / exam.rows().max(1) as f64;
                Some(Run {
                    family: probes.grid[nth].family as u32,
                    id: id.accuracy(),
                    shifted: shifted.accuracy(),
                    id_balanced: Some(id.balanced_accuracy()),
                    shifted_balanced: Some(shifted.balanced_accuracy()),
                    collapsed,
                    constant: collapsed.then(|| (share(id), share(shifted))),
                })
            })
            .collect())
    }
}

/// `count` of `rows` rows, evenly spread.
fn sample(rows: usize, count: usize) -> Vec<usize> {
    if rows <= count {
        return (0..rows).collect();
    }
    (0..count).map(|nth| nth * rows / count).collect()
}
