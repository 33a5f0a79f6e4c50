//! Evidence: every question a rule may ask about one dataset, answered at most once, on demand.
//!
//! A run that selects only rules about rows trains no probe and embeds nothing.

mod embedded;
mod family;
mod leaks;
mod near_rows;
mod parts;
mod points;
mod probes;
mod repeats;
mod training;
mod wording;

use std::cell::OnceCell;
use std::sync::Arc;

pub use embedded::{Embedded, Shared};
pub use family::FamilyCollapse;
pub use leaks::{Leak, Leaked, Sides};
pub use near_rows::{NearRow, NearRows};
pub use parts::MAX_CLASSES;
pub use probes::Probes;
pub use repeats::Repeats;
pub use wording::Wording;

use crate::dataset::Dataset;
use crate::embed::Embedder;
use crate::error::Error;
use crate::probe::{Family, Profile};
use crate::split::Split;

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

/// The answer to one question: found when first asked for, then kept.
struct Answer<T>(OnceCell<Result<T, Unavailable>>);

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> Answer<T> {
    fn get(&self, find: impl FnOnce() -> Result<T, Unavailable>) -> Result<&T, Unavailable> {
        self.0.get_or_init(find).as_ref().map_err(Clone::clone)
    }

    /// The answer, if some rule asked and there is one.
    fn known(&self) -> Option<&T> {
        self.0.get()?.as_ref().ok()
    }
}

/// What has been found out so far.
#[derive(Default)]
struct Answers {
    split: Answer<Split>,
    embedded: Answer<Embedded>,
    shared: Answer<Shared>,
    probes: Answer<Probes>,
    repeats: OnceCell<Repeats>,
    wording: OnceCell<Wording>,
    near_rows: Answer<NearRows>,
    leaks: Answer<Vec<Leak>>,
}

/// The evidence about one dataset.
pub struct Evidence<'a> {
    /// The dataset itself.
    pub dataset: &'a Dataset,
    settings: Settings,
    model: &'a dyn Model,
    watcher: &'a dyn Watcher,
    answers: Answers,
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
            answers: Answers::default(),
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
        self.answers.split.known()
    }

    /// The zoo, if some rule asked for it and it could be trained.
    pub fn trained(&self) -> Option<&Probes> {
        self.answers.probes.known()
    }

    /// Which rows repeat an earlier one, and which texts carry several labels.
    pub fn repeats(&self) -> &Repeats {
        self.answers
            .repeats
            .get_or_init(|| Repeats::of(self.dataset))
    }

    /// What of each row is compared with other rows, and which rows say the same.
    pub fn wording(&self) -> &Wording {
        self.answers
            .wording
            .get_or_init(|| Wording::of(self.dataset))
    }

    /// Which rows are nearly the same as another.
    ///
    /// # Errors
    /// Skipped without free text, and where all of it is written from one template.
    pub fn near_rows(&self) -> Result<&NearRows, Unavailable> {
        self.answers
            .near_rows
            .get(|| NearRows::of(self.dataset, self.wording(), self.settings.seed))
    }

    /// Which rows that examine are known from those that teach, for each pair of sides.
    ///
    /// # Errors
    /// Skipped without a split column, a domain or a second file.
    pub fn leaks(&self) -> Result<&[Leak], Unavailable> {
        self.answers.leaks.get(|| self.leaked()).map(Vec::as_slice)
    }

    /// Which rows teach and examine.
    ///
    /// # Errors
    /// Skipped without a label.
    pub fn split(&self) -> Result<&Split, Unavailable> {
        self.answers.split.get(|| self.divide())
    }

    /// The vectors of the rows that teach or examine.
    ///
    /// # Errors
    /// Skipped without a label; failed when the model can't be opened or run.
    pub fn embedded(&self) -> Result<&Embedded, Unavailable> {
        self.answers.embedded.get(|| {
            let split = self.split()?;
            Embedded::of(self.dataset, split.rows(), self.model, self.watcher)
        })
    }

    /// How much of each vector is what all rows share, beside natural text in the same model.
    ///
    /// # Errors
    /// As [`Evidence::embedded`], but a dataset without a label is embedded by a sample of its rows.
    pub fn shared(&self) -> Result<&Shared, Unavailable> {
        self.answers.shared.get(|| match self.embedded() {
            Ok(embedded) => Shared::of(embedded, self.dataset, self.model),
            Err(Unavailable::Skipped(_)) => {
                let rows = sample(self.dataset.rows(), 2 * self.settings.profile.rows());
                let embedded = Embedded::of(self.dataset, rows, self.model, self.watcher)?;
                Shared::of(&embedded, self.dataset, self.model)
            }
            Err(other) => Err(other),
        })
    }

    /// The whole zoo on every arm.
    ///
    /// # Errors
    /// Skipped without a label, undetermined with too many classes or too few rows, failed when the
    /// model can't be run.
    pub fn probes(&self) -> Result<&Probes, Unavailable> {
        self.answers.probes.get(|| {
            let split = self.split()?;
            self.enough(split)?;
            self.train(split, &Family::ALL, self.settings.seed)
        })
    }
}

/// `count` of `rows` rows, evenly spread.
fn sample(rows: usize, count: usize) -> Vec<usize> {
    if rows <= count {
        return (0..rows).collect();
    }
    (0..count).map(|nth| nth * rows / count).collect()
}
