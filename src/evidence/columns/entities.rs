//! Entities: whose rows stand on both sides of a split, by a key such as a patient's.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::dataset::{Column, Kind};
use crate::evidence::{Evidence, Sides, TestSide, Unavailable};
use crate::recognise::entity::{EntityName, read_name};
use crate::recognise::missing::is_unknown;
use crate::recognise::side::names_test;

/// Different values that a recognised key has at least: a bare `id` needs more.
const FEWEST: usize = 20;
const FEWEST_OF_OTHERS: usize = 50;
/// Rows that each value of a recognised key has at most on average: a category has more.
const MOST_ROWS: usize = 200;
/// The share of the rows that one value of a recognised key has at most.
const MOST_SHARE: f64 = 0.2;

/// What the train rows and one test side have in common, by each column of entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntitySide {
    /// The sides.
    pub(crate) sides: Sides,
    /// Whether the user named the column; then it is the only one.
    pub(crate) is_named: bool,
    /// The columns: known entities first, those with most shared rows first, of equal ones the coarsest first.
    pub(crate) columns: Vec<SharedEntities>,
}

/// The entities of one column, on the two sides of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SharedEntities {
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// Places of columns of which each value here has one value only: a patient's visits are the patient's, and
    /// a split by patients keeps them together.
    pub(crate) within: Vec<usize>,
    /// Whether it is certain that they are entities, and that the side was made to test.
    pub(crate) is_certain: bool,
    /// Entities of test rows.
    pub(crate) tested: usize,
    /// Of these, entities of train rows.
    pub(crate) shared: usize,
    /// Test rows whose entity is known.
    pub(crate) rows: usize,
    /// Test rows whose entity has train rows, with the first of them and their number.
    pub(crate) leaked: Vec<(usize, usize, usize)>,
}

impl SharedEntities {
    /// The share of test rows whose entity has train rows.
    pub(crate) fn share(&self) -> f64 {
        self.leaked.len() as f64 / self.rows.max(1) as f64
    }
}

impl Evidence<'_> {
    /// For each test side the entities that have train rows, too: by the column that the user names, or by each
    /// recognised one.
    ///
    /// # Errors
    /// Skipped without a split column, a domain or a second file, and where no column is named or recognised.
    pub(crate) fn shared_entities(&self) -> Result<&[EntitySide], Unavailable> {
        self.answers
            .shared_entities
            .get(|| self.find_shared_entities())
            .map(Vec::as_slice)
    }

    pub(in crate::evidence) fn find_shared_entities(&self) -> Result<Vec<EntitySide>, Unavailable> {
        let (train, tested) = self.sides()?;
        let columns: Vec<(usize, EntityName)> = match self.dataset.roles.entity {
            Some(at) => vec![(at, EntityName::Known)],
            None => self.recognise_entities(),
        };
        if columns.is_empty() {
            return Err(Unavailable::Skipped(
                "no column is named (--entity) or known by its name whose values have several rows"
                    .to_owned(),
            ));
        }
        let places: Vec<usize> = columns.iter().map(|(at, _)| *at).collect();
        let columns: Vec<Trained> = columns
            .into_iter()
            .map(|(at, name)| Trained {
                within: self.find_coarser(at, &places),
                ..Trained::of(&self.dataset.columns[at], at, name, train)
            })
            .collect();
        let find = |side: &TestSide| {
            let each = columns.iter();
            let mut each: Vec<(EntityName, SharedEntities)> = each
                .map(|trained| (trained.name, self.share_entities(trained, side)))
                .collect();
            each.sort_by(|(a, one), (b, other)| {
                let name_and_shared = |name, of: &SharedEntities| (of.shared > 0, name);
                (name_and_shared(*b, other).cmp(&name_and_shared(*a, one)))
                    .then(other.share().total_cmp(&one.share()))
                    .then(one.tested.cmp(&other.tested))
            });
            EntitySide {
                sides: side.sides.clone(),
                is_named: self.dataset.roles.entity.is_some(),
                columns: each.into_iter().map(|(_, shared)| shared).collect(),
            }
        };
        Ok(tested.iter().map(find).collect())
    }

    /// Those of the columns at `places` of which each value of the column `at` has one value only.
    fn find_coarser(&self, at: usize, places: &[usize]) -> Vec<usize> {
        let columns = &self.dataset.columns;
        let is_coarser = |other: &usize| {
            let mut known: HashMap<String, String> = HashMap::new();
            *other != at
                && (0..self.dataset.rows()).all(|row| {
                    let Some(value) = entity(&columns[at], row) else {
                        return true;
                    };
                    entity(&columns[*other], row).is_some_and(|coarser| {
                        *known.entry(value).or_insert_with(|| coarser.clone()) == coarser
                    })
                })
        };
        places.iter().copied().filter(is_coarser).collect()
    }

    /// The columns that are keys by their names, and whose values fit.
    fn recognise_entities(&self) -> Vec<(usize, EntityName)> {
        let dataset = self.dataset;
        let roles = &dataset.roles;
        let taken = [roles.label, roles.domain, roles.split, roles.embedding];
        (0..dataset.columns.len())
            .filter(|at| !taken.contains(&Some(*at)))
            .filter_map(|at| Some((at, read_name(&dataset.columns[at].name)?)))
            .filter(|&(at, name)| self.is_like_keys(at, name))
            .collect()
    }

    fn is_like_keys(&self, at: usize, name: EntityName) -> bool {
        let column = &self.dataset.columns[at];
        let whole = |row: usize| column.number(row).is_none_or(|value| value.fract() == 0.0);
        if matches!(column.kind, Kind::Vector { .. } | Kind::Time | Kind::Empty)
            || !(0..column.len()).all(whole)
        {
            return false;
        }
        let counts = count_values(column);
        let rows: usize = counts.values().sum();
        let most = counts.values().max().copied().unwrap_or(0);
        let fewest = match name {
            EntityName::Known => FEWEST,
            EntityName::Key => FEWEST_OF_OTHERS,
        };
        counts.len() >= fewest
            && rows <= MOST_ROWS * counts.len()
            && most as f64 <= MOST_SHARE * rows as f64
            && most > 1
            && !self.is_class(column)
    }

    /// Whether the column says the class, and the class the column.
    fn is_class(&self, column: &Column) -> bool {
        let labels = &self.dataset.labels;
        let pairs: BTreeSet<(&str, u32)> = (0..column.len())
            .filter_map(|row| Some((column.text(row)?, labels.of[row]?)))
            .collect();
        let values: BTreeSet<&str> = pairs.iter().map(|(value, _)| *value).collect();
        let classes: BTreeSet<u32> = pairs.iter().map(|(_, class)| *class).collect();
        !pairs.is_empty() && pairs.len() == values.len() && pairs.len() == classes.len()
    }

    fn share_entities(&self, trained: &Trained, side: &TestSide) -> SharedEntities {
        let column = &self.dataset.columns[trained.column];
        let mut tested: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &row in &side.rows {
            if let Some(value) = entity(column, row) {
                tested.entry(value).or_default().push(row);
            }
        }
        let both = || {
            let each = tested.iter();
            each.filter_map(|(value, rows)| Some((rows, trained.rows.get(value)?)))
        };
        let mut leaked: Vec<(usize, usize, usize)> = both()
            .flat_map(|(rows, &(first, count))| rows.iter().map(move |&row| (row, first, count)))
            .collect();
        leaked.sort_unstable();
        let is_named = self.dataset.roles.entity.is_some();
        let restarts = !is_named && trained.starts_again && starts_again(column, &side.rows);
        SharedEntities {
            column: trained.column,
            within: trained.within.clone(),
            is_certain: trained.name == EntityName::Known && self.is_test(&side.sides, restarts),
            tested: tested.len(),
            shared: both().count(),
            rows: tested.values().map(Vec::len).sum(),
            leaked,
        }
    }

    /// Whether a side was made to test what is trained on the other. Files that were not may number their entities
    /// each from 1.
    fn is_test(&self, sides: &Sides, restarts: bool) -> bool {
        match sides {
            Sides::Split => true,
            Sides::Domain(_) => false,
            Sides::File(name) => {
                names_test(name)
                    || (!restarts && self.dataset.portions.iter().any(|portion| portion.shifted))
            }
        }
    }
}

/// The entities of one column among the train rows.
struct Trained {
    column: usize,
    name: EntityName,
    within: Vec<usize>,
    /// The first row of each, and how many rows it has.
    rows: HashMap<String, (usize, usize)>,
    starts_again: bool,
}

impl Trained {
    fn of(column: &Column, at: usize, name: EntityName, train: &[usize]) -> Self {
        let mut rows: HashMap<String, (usize, usize)> = HashMap::new();
        for &row in train {
            if let Some(value) = entity(column, row) {
                rows.entry(value).or_insert((row, 0)).1 += 1;
            }
        }
        Self {
            column: at,
            name,
            within: Vec::new(),
            rows,
            starts_again: starts_again(column, train),
        }
    }
}

/// The entity that `row` is about; `None` where the cell says that none is known: rows that share a mark for
/// missing have nobody in common.
fn entity(column: &Column, row: usize) -> Option<String> {
    column.category(row).filter(|value| !is_unknown(value))
}

fn count_values(column: &Column) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for value in (0..column.len()).filter_map(|row| entity(column, row)) {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

/// Whether the values among `rows` are numbers that run from 0 or 1 with few gaps.
fn starts_again(column: &Column, rows: &[usize]) -> bool {
    let values: BTreeSet<u64> = rows
        .iter()
        .filter_map(|&row| column.number(row))
        .map(|value| value.max(0.0) as u64)
        .collect();
    let (first, last) = (values.first().copied(), values.last().copied());
    first.is_some_and(|first| first <= 1)
        && last.is_some_and(|last| last as f64 <= 1.5 * values.len() as f64)
}
