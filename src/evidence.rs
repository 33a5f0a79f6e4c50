//! Evidence: every question a rule may ask about one dataset, answered at most once, on demand.
//!
//! A run that selects only rules about rows trains no probe and embeds nothing.

mod alone;
mod broken;
mod embedded;
mod family;
mod groups;
mod hubs;
mod identifiers;
mod leaks;
mod missing;
mod near_rows;
mod nearest;
mod order;
mod parts;
mod personal;
mod points;
mod probes;
mod rank;
mod repeats;
mod segments;
mod separations;
mod shift_segments;
mod suspects;
mod tokens;
mod training;
mod transfers;
mod truncation;
mod views;
mod wording;
mod words;
mod zoos;

use std::cell::OnceCell;
use std::sync::Arc;

pub use alone::{Alone, Telling};
pub use broken::BrokenVectors;
pub use embedded::{Embedded, Shared};
pub use family::FamilyCollapse;
pub use groups::{Group, GroupCollapse};
pub use hubs::Hubs;
pub use identifiers::{Form, Identifier, Identifiers};
pub use leaks::{Leak, Leaked, Sides};
pub use missing::{ByClass, Missing, MissingCells};
pub use near_rows::{NearRow, NearRows};
pub use nearest::{FEWEST, NEIGHBOURS, Nearest};
pub use order::Order;
pub use parts::MAX_CLASSES;
pub use personal::{Personal, PersonalCell, PersonalCells};
pub use probes::Probes;
pub use rank::Rank;
pub use repeats::Repeats;
pub(crate) use segments::{CONFIDENCE, ENOUGH_ROWS, WeakSegment, WeakSegments};
pub use separations::{Difference, Differs, Separation};
pub(crate) use shift_segments::ShiftSegment;
pub use suspects::Suspects;
pub use tokens::{RowTokens, Tokens};
pub use transfers::{MIN_DIFFERENT, Transfer};
pub use truncation::Truncation;
pub use wording::Wording;
pub use zoos::{Trained, Zoos};

use crate::dataset::Dataset;
use crate::embed::{Embedder, Embeddings};
use crate::error::Error;
use crate::probe::Profile;
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
    /// A stage that may take long begins; one ends before the next begins.
    fn began(&self, _stage: &'static str) {}
    /// It ended.
    fn ended(&self, _stage: &'static str) {}
    /// `done` of `all` texts are compared with the others.
    fn comparing(&self, _done: usize, _all: usize) {}
    /// `done` of `all` rows are embedded.
    fn embedding(&self, done: usize, all: usize);
    /// `done` of `all` fits are trained.
    fn training(&self, done: usize, all: usize);
}

/// Nobody watches.
impl Watcher for () {
    fn embedding(&self, _: usize, _: usize) {}
    fn training(&self, _: usize, _: usize) {}
}

/// The run's model, opened on first use.
pub trait Model {
    /// The model.
    ///
    /// # Errors
    /// When it can't be opened; the same error each time.
    fn open(&self) -> Result<&dyn Embedder, Arc<Error>>;
}

/// A model that is open already.
impl Model for Box<dyn Embedder> {
    fn open(&self) -> Result<&dyn Embedder, Arc<Error>> {
        Ok(&**self)
    }
}

/// How much is trained, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The zoo and its rows.
    pub profile: Profile,
    /// Everything drawn at random follows from it.
    pub seed: u64,
    /// Most train rows, in place of the profile's.
    pub train_rows: Option<usize>,
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
    sampled: Answer<Embedded>,
    reference: Answer<Option<Embeddings>>,
    shared: Answer<Shared>,
    rank: Answer<Rank>,
    nearest: Answer<Nearest>,
    hubs: Answer<Hubs>,
    order: Answer<Order>,
    broken: Answer<BrokenVectors>,
    zoos: Answer<Zoos>,
    tokens: Answer<Tokens>,
    repeats: OnceCell<Repeats>,
    views: Answer<views::Views>,
    transfers: Answer<Vec<Transfer>>,
    separations: Answer<Vec<Separation>>,
    shift_segments: Answer<Vec<Option<ShiftSegment>>>,
    weak_segments: Answer<WeakSegments>,
    groups: Answer<Vec<Group>>,
    suspects: Answer<Suspects>,
    identifiers: OnceCell<Identifiers>,
    alone: Answer<Alone>,
    missing: OnceCell<Missing>,
    personal: OnceCell<PersonalCells>,
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
    untrained: bool,
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
            untrained: false,
            answers: Answers::default(),
        }
    }

    /// The same, but nothing is trained: questions that need it are skipped.
    #[must_use]
    pub fn without_probes(mut self) -> Self {
        self.untrained = true;
        self
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

    /// The zoo on the split of the run's seed, if some rule asked for it and it could be trained.
    pub fn trained(&self) -> Option<&Probes> {
        Some(&self.all_trained()?.first.probes)
    }

    /// The zoo on every split, if some rule asked for it and it could be trained.
    pub fn all_trained(&self) -> Option<&Zoos> {
        self.answers.zoos.known()
    }

    fn may_train(&self) -> Result<(), Unavailable> {
        if self.untrained {
            let why = "it needs probes, and this run trains none";
            return Err(Unavailable::Skipped(why.to_owned()));
        }
        Ok(())
    }
}

/// `count` of `rows` rows, evenly spread.
fn sample(rows: usize, count: usize) -> Vec<usize> {
    if rows <= count {
        return (0..rows).collect();
    }
    (0..count).map(|nth| nth * rows / count).collect()
}
