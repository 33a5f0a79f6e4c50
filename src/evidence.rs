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
mod separations;
mod suspects;
mod tokens;
mod training;
mod transfers;
mod truncation;
mod views;
mod wording;
mod words;

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
pub use separations::{Difference, Differs, Separation};
pub use suspects::Suspects;
pub use tokens::{RowTokens, Tokens};
pub use transfers::{MIN_DIFFERENT, Transfer};
pub use truncation::Truncation;
pub use wording::Wording;

use crate::dataset::Dataset;
use crate::embed::{Embedder, Embeddings, Reach};
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
    sampled: Answer<Embedded>,
    reference: Answer<Option<Embeddings>>,
    shared: Answer<Shared>,
    rank: Answer<Rank>,
    nearest: Answer<Nearest>,
    hubs: Answer<Hubs>,
    order: Answer<Order>,
    broken: Answer<BrokenVectors>,
    probes: Answer<Probes>,
    tokens: Answer<Tokens>,
    repeats: OnceCell<Repeats>,
    views: Answer<views::Views>,
    transfers: Answer<Vec<Transfer>>,
    separations: Answer<Vec<Separation>>,
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

    /// Which columns of the text identify rows instead of describing them.
    pub fn identifiers(&self) -> &Identifiers {
        self.answers
            .identifiers
            .get_or_init(|| self.find_identifiers())
    }

    /// How well each column by itself tells the label.
    ///
    /// # Errors
    /// Skipped without a label, or where the text or the row is one column; undetermined with too many
    /// classes or without rows to examine.
    pub fn alone(&self) -> Result<&Alone, Unavailable> {
        self.answers.alone.get(|| self.tell_alone())
    }

    /// How many cells of the columns of the text are missing, and in which classes.
    pub fn missing(&self) -> &Missing {
        self.answers.missing.get_or_init(|| self.find_missing())
    }

    /// Which cells, of all columns, hold something personal.
    pub fn personal(&self) -> &PersonalCells {
        self.answers.personal.get_or_init(|| self.find_personal())
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

    /// The vectors of the rows that teach or examine, or without a label of a sample of the rows.
    ///
    /// # Errors
    /// Failed when the model can't be opened or run.
    pub fn vectors(&self) -> Result<&Embedded, Unavailable> {
        match self.embedded() {
            Err(Unavailable::Skipped(_)) => self.answers.sampled.get(|| {
                let left_out: Vec<usize> = self.left_out().collect();
                let usable: Vec<usize> = (0..self.dataset.rows())
                    .filter(|row| left_out.binary_search(row).is_err())
                    .collect();
                let rows = sample(usable.len(), 2 * self.settings.profile.rows())
                    .into_iter()
                    .map(|nth| usable[nth])
                    .collect();
                Embedded::of(self.dataset, rows, self.model, self.watcher)
            }),
            known => known,
        }
    }

    /// Sentences of natural text in the run's model; `None` where the vectors came with the data.
    ///
    /// # Errors
    /// Failed when the model can't be opened or run.
    pub fn reference(&self) -> Result<Option<&Embeddings>, Unavailable> {
        let reference = self.answers.reference.get(|| {
            if self.dataset.roles.embedding.is_some() {
                return Ok(None);
            }
            embedded::reference(self.model).map(Some)
        })?;
        Ok(reference.as_ref())
    }

    /// How much of each vector is what all rows share, beside natural text in the same model.
    ///
    /// # Errors
    /// As [`Evidence::vectors`].
    pub fn shared(&self) -> Result<&Shared, Unavailable> {
        self.answers
            .shared
            .get(|| Ok(Shared::of(self.vectors()?, self.reference()?)))
    }

    /// In how many directions rows differ, beside natural text in the same model.
    ///
    /// # Errors
    /// As [`Evidence::vectors`]; skipped for supplied vectors, undetermined with too few rows.
    pub fn rank(&self) -> Result<&Rank, Unavailable> {
        self.answers.rank.get(|| self.find_rank())
    }

    /// The nearest neighbours of rows that are all different.
    ///
    /// # Errors
    /// As [`Evidence::vectors`]; undetermined with too few rows.
    pub fn nearest(&self) -> Result<&Nearest, Unavailable> {
        self.answers.nearest.get(|| self.find_nearest())
    }

    /// The most frequent neighbours.
    ///
    /// # Errors
    /// As [`Evidence::nearest`].
    pub fn hubs(&self) -> Result<&Hubs, Unavailable> {
        self.answers.hubs.get(|| self.find_hubs())
    }

    /// What the order of rows says about them.
    ///
    /// # Errors
    /// Failed when the model can't be opened or run.
    pub fn order(&self) -> Result<&Order, Unavailable> {
        self.answers.order.get(|| self.find_order())
    }

    /// Rows of a supplied embedding that take no part, because their vector can't be used.
    ///
    /// # Errors
    /// Skipped without supplied vectors; failed when none of them can be used.
    pub fn broken_vectors(&self) -> Result<&BrokenVectors, Unavailable> {
        self.answers.broken.get(|| self.find_broken())
    }

    /// How many tokens the rows have, and how much of them the model can't read.
    ///
    /// # Errors
    /// Skipped when the vectors came with the data or no row has any text; failed when the model can't be opened or run.
    pub fn tokens(&self) -> Result<&Tokens, Unavailable> {
        self.answers.tokens.get(|| {
            if self.dataset.roles.embedding.is_some() {
                return Err(Unavailable::Skipped(
                    "the vectors came with the data: no model reads its text".to_owned(),
                ));
            }
            let budget = match self.settings.profile {
                Profile::Audit => tokens::Budget::ALL,
                Profile::Quick | Profile::Standard => tokens::Budget::SHORT,
            };
            let model = self.model.open().map_err(Unavailable::Failed)?;
            Tokens::of(self.dataset, model, self.settings.seed, budget)
        })
    }

    /// Which rows are longer than the model reads; or than `supposed`, where the model reads all.
    ///
    /// # Errors
    /// As [`Evidence::tokens`].
    pub fn truncation(&self, supposed: Reach) -> Result<Truncation, Unavailable> {
        let tokens = self.tokens()?;
        let model = self.model.open().map_err(Unavailable::Failed)?;
        Truncation::of(tokens, self.dataset, model, supposed)
    }

    /// How far what probes learn in-domain holds in each shift, and the reverse.
    ///
    /// # Errors
    /// As [`Evidence::embedded`].
    pub fn transfers(&self) -> Result<&Vec<Transfer>, Unavailable> {
        self.answers
            .transfers
            .get(|| Ok(Transfer::all(self.views()?)))
    }

    /// How well a probe tells the rows of each shift from those in-domain.
    ///
    /// # Errors
    /// As [`Evidence::embedded`].
    pub fn separations(&self) -> Result<&Vec<Separation>, Unavailable> {
        self.answers
            .separations
            .get(|| Ok(Separation::all(self.dataset, self.split()?, self.views()?)))
    }

    /// What the healthy probes answer inside each group and each shift.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub fn groups(&self) -> Result<&Vec<Group>, Unavailable> {
        self.answers
            .groups
            .get(|| Ok(Group::all(self.dataset, self.split()?, self.probes()?)))
    }

    fn may_train(&self) -> Result<(), Unavailable> {
        if self.untrained {
            let why = "it needs probes, and this run trains none";
            return Err(Unavailable::Skipped(why.to_owned()));
        }
        Ok(())
    }

    fn views(&self) -> Result<&views::Views, Unavailable> {
        self.answers.views.get(|| {
            self.may_train()?;
            self.view()
        })
    }

    /// What probes that were not taught with a row say about its label, and how many labels are wrong.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub fn suspects(&self) -> Result<&Suspects, Unavailable> {
        self.answers.suspects.get(|| {
            self.may_train()?;
            Suspects::of(self)
        })
    }

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
}

/// `count` of `rows` rows, evenly spread.
fn sample(rows: usize, count: usize) -> Vec<usize> {
    if rows <= count {
        return (0..rows).collect();
    }
    (0..count).map(|nth| nth * rows / count).collect()
}
