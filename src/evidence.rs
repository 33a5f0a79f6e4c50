//! Evidence: every question a rule may ask about one dataset, answered at most once, on demand.
//!
//! A run that selects only rules about rows trains no probe and embeds nothing.

mod answer;
mod columns;
mod label_shifts;
mod no_model;
mod order;
mod parts;
mod probes;
mod text;
mod vectors;

use std::cell::OnceCell;
use std::sync::Arc;

pub(crate) use columns::{
    Alone, BrokenCell, BrokenCells, ByClass, CellPlace, ColumnFacts, ColumnKind, Damage,
    EntitySide, Form, Identifier, Identifiers, Missing, MissingCells, Personal, PersonalCells,
    SentinelCells, SharedEntities, Spelled, Telling, Unseen, find_sentinels,
};
pub(crate) use no_model::NoModel;
pub(crate) use order::Order;
pub(crate) use parts::{TestSide, find_parts};
pub(crate) use probes::{CONFIDENCE, ENOUGH_ROWS, ShiftSegment, WeakSegment, WeakSegments};
pub(crate) use probes::{
    Difference, Differs, FamilyCollapse, Group, MIN_DIFFERENT, Probes, Separation, Suspects,
    Trained, Transfer, Zoos,
};
pub(crate) use text::{
    ColumnTexts, Language, Leak, Leaked, NearRow, NearRows, Repeats, RowTokens, Sides, Texts,
    Tokens, Truncation, Wording,
};
pub(crate) use vectors::{BrokenVectors, Embedded, FEWEST, Hubs, Nearest, Rank, Shared};
pub(crate) use vectors::{Geometry, Map, MapPoint, PairCosines, Spectrum};

use crate::dataset::Dataset;
use crate::embed::{Embedder, Embeddings, Reach};
use crate::error::Error;
use crate::measure::Transform;
use crate::measure::label_shift::LabelShift;
use crate::measure::line::{Line, OverRows};
use crate::probe::{Arm, Family, Profile};
use crate::split::Split;
use answer::{Answer, AnswerBy};
use probes::Views;
use vectors::Transformed;

/// Why a question has no answer.
#[derive(Debug, Clone)]
pub(crate) enum Unavailable {
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
pub(crate) trait Watcher: Sync {
    /// A stage that may take long begins; one ends before the next begins.
    fn begin(&self, _stage: &'static str) {}
    /// It ended.
    fn end(&self, _stage: &'static str) {}
    /// `done` of `all` texts are compared with the others.
    fn count_compared(&self, _done: usize, _all: usize) {}
    /// `done` of `all` rows are embedded.
    fn count_embedded(&self, done: usize, all: usize);
    /// `done` of `all` fits are trained.
    fn count_trained(&self, done: usize, all: usize);
}

/// Nobody watches.
impl Watcher for () {
    fn count_embedded(&self, _: usize, _: usize) {}
    fn count_trained(&self, _: usize, _: usize) {}
}

/// The run's model, opened on first use.
pub(crate) trait Model {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The zoo and its rows.
    pub(crate) profile: Profile,
    /// Everything drawn at random follows from it.
    pub(crate) seed: u64,
    /// Most train rows, in place of the profile's.
    pub(crate) train_rows: Option<usize>,
    /// What vectors go through before anything is trained on them.
    pub(crate) transform: Transform,
}

/// What has been found out so far.
#[derive(Default)]
struct Answers {
    sides: Answer<(Vec<usize>, Vec<TestSide>)>,
    split: Answer<Split>,
    embedded: Answer<Embedded>,
    sampled: Answer<Embedded>,
    transformed: Answer<Transformed>,
    reference: Answer<Option<Embeddings>>,
    shared: Answer<Shared>,
    rank: Answer<Rank>,
    nearest: Answer<Nearest>,
    hubs: Answer<Hubs>,
    geometry: Answer<Option<Geometry>>,
    /// By the rows that are on it beside the sample.
    map: AnswerBy<Vec<usize>, Option<Map>>,
    order: Answer<Order>,
    broken: Answer<BrokenVectors>,
    zoos: Answer<Zoos>,
    zoos_again: Answer<Vec<Trained>>,
    lines: AnswerBy<(Arm, usize), Line>,
    lines_over_rows: AnswerBy<(Arm, usize), Option<OverRows>>,
    families: AnswerBy<Family, Option<FamilyCollapse>>,
    families_over_rows: AnswerBy<Family, Option<FamilyCollapse>>,
    label_shifts: AnswerBy<usize, LabelShift>,
    tokens: Answer<Tokens>,
    truncation: AnswerBy<Reach, Truncation>,
    repeats: OnceCell<Repeats>,
    texts: OnceCell<Texts>,
    views: Answer<Views>,
    transfers: Answer<Vec<Transfer>>,
    separations: Answer<Vec<Separation>>,
    shift_segments: Answer<Vec<Option<ShiftSegment>>>,
    weak_segments: Answer<WeakSegments>,
    groups: Answer<Vec<Group>>,
    suspects: Answer<Suspects>,
    identifiers: OnceCell<Identifiers>,
    alone: Answer<Alone>,
    columns: OnceCell<Vec<ColumnFacts>>,
    missing: OnceCell<Missing>,
    personal: OnceCell<PersonalCells>,
    broken_cells: OnceCell<BrokenCells>,
    spellings: OnceCell<Vec<Spelled>>,
    unseen: Answer<Vec<Unseen>>,
    shared_entities: Answer<Vec<EntitySide>>,
    wording: OnceCell<Wording>,
    near_rows: Answer<NearRows>,
    leaks: Answer<Vec<Leak>>,
}

/// The evidence about one dataset.
pub(crate) struct Evidence<'a> {
    /// The dataset itself.
    pub(crate) dataset: &'a Dataset,
    settings: Settings,
    model: &'a dyn Model,
    watcher: &'a dyn Watcher,
    untrained: bool,
    answers: Answers,
}

impl<'a> Evidence<'a> {
    /// Nothing is computed yet.
    pub(crate) fn new(
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
    pub(crate) fn without_probes(mut self) -> Self {
        self.untrained = true;
        self
    }

    /// The seed of everything drawn at random.
    pub(crate) fn seed(&self) -> u64 {
        self.settings.seed
    }

    /// What vectors go through before anything is trained on them.
    pub(crate) fn transform(&self) -> &Transform {
        &self.settings.transform
    }

    /// What the declared transform makes of the vectors, where it standardises them: `standardised`, `whitened`.
    pub(crate) fn standardised(&self) -> Option<String> {
        let transform = self.transform();
        transform.standardises().then(|| transform.describe())?
    }

    /// How many split seeds are always trained.
    pub(crate) fn seeds(&self) -> usize {
        self.settings.profile.seeds()
    }

    /// The split, if some rule asked for it.
    pub(crate) fn known_split(&self) -> Option<&Split> {
        self.answers.split.known()
    }

    /// The zoo on the split of the run's seed, if some rule asked for it and it could be trained.
    pub(crate) fn known_probes(&self) -> Option<&Probes> {
        Some(&self.known_zoos()?.first.probes)
    }

    /// The zoo on every split, if some rule asked for it and it could be trained.
    pub(crate) fn known_zoos(&self) -> Option<&Zoos> {
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
