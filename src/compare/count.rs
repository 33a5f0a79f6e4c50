//! Count: what became of the rows, in all and of each class, domain and split.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::pairs::Pairs;
use super::rest::Pair;
use super::table::Table;
use crate::outcome::{CompareReport, Part, PartChange, Place, RowChange};

/// Rows of each kind of change that are told.
const EXAMPLES: usize = 200;

/// Which part (class, domain, split) a row of a version belongs to.
type PartOf = fn(&Table, usize) -> Option<String>;

/// Counts what became of the rows in `report`.
pub(super) fn count(base: &Table, candidate: &Table, pairs: &Pairs, report: &mut CompareReport) {
    let mut cells = vec![0; base.columns.len()];
    let mut kinds = [0; 3];
    let changes = list_changes(base, candidate, pairs);
    report.rows.same = pairs.matched.len() - changes.len();
    for change in &changes {
        count_change(change, &mut cells, report);
        for (kind, is) in kinds.iter_mut().zip(change.kinds()) {
            *kind += usize::from(is);
        }
        // A row is told where it is among the first of some kind.
        let is_early = |(is, count): (bool, &usize)| is && *count <= EXAMPLES;
        if change.kinds().into_iter().zip(&kinds).any(is_early) {
            report.examples.push(change.tell(base, candidate));
        }
    }
    report.rows.removed = pairs.removed.len();
    report.rows.added = pairs.added.len();
    let removed = pairs.removed.iter().take(EXAMPLES);
    report.examples.extend(removed.map(|&row| RowChange {
        base: Some(place(base, row)),
        ..RowChange::default()
    }));
    let added = pairs.added.iter().take(EXAMPLES);
    report.examples.extend(added.map(|&row| RowChange {
        candidate: Some(place(candidate, row)),
        ..RowChange::default()
    }));
    let names = base.columns.iter().zip(cells);
    let edited = names.filter(|(_, count)| *count > 0);
    report.cells = edited
        .map(|(column, count)| (base.dataset.columns[column.at].name.clone(), count))
        .collect();
    report.cells.sort_by_key(|cell| Reverse(cell.1));
    report.labels = count_ways(changes.iter().map(|change| &change.label));
    report.moves = count_ways(changes.iter().map(|change| &change.split));
    let parts = |of: PartOf| count_parts([base, candidate], pairs, &changes, of);
    let has_domains = base.domain.is_some() || base.by_file && base.dataset.domains.is_some();
    let has_splits = base.split.is_some() || base.by_file && base.dataset.train_rows().is_some();
    report.classes = base
        .label
        .map(|_| parts(|table, row| owned(table.class(row))));
    report.domains = has_domains.then(|| parts(|table, row| owned(table.domain(row))));
    report.splits = has_splits.then(|| parts(|table, row| owned(table.split(row))));
}

/// The rows that are in both versions and not the same, by their place in the candidate.
fn list_changes(base: &Table, candidate: &Table, pairs: &Pairs) -> Vec<Change> {
    let [olds, news] = &pairs.hashes;
    let matched = pairs.matched.par_iter();
    matched
        .filter_map(|&pair| {
            let old = olds[pair.base as usize];
            let new = news[pair.candidate as usize];
            let same = (old.content, old.label, old.place) == (new.content, new.label, new.place);
            (!same).then(|| Change::of(base, candidate, pair))
        })
        .collect()
}

/// What became of one row that is in both versions.
struct Change {
    pair: Pair,
    /// The columns whose cells were edited, by their place among those that are compared.
    columns: Vec<usize>,
    label: Option<(Part, Part)>,
    split: Option<(Part, Part)>,
}

impl Change {
    fn of(base: &Table, candidate: &Table, pair: Pair) -> Self {
        let (from, to) = (pair.base as usize, pair.candidate as usize);
        let differs = |nth: &usize| base.hash_cell(*nth, from) != candidate.hash_cell(*nth, to);
        let way = |old: Option<Cow<str>>, new: Option<Cow<str>>| {
            (old != new).then(|| (owned(old), owned(new)))
        };
        Self {
            pair,
            columns: (0..base.columns.len()).filter(differs).collect(),
            label: way(base.class(from), candidate.class(to)),
            split: way(base.place(from), candidate.place(to)),
        }
    }

    /// Whether it was edited, relabelled, moved.
    fn kinds(&self) -> [bool; 3] {
        [
            !self.columns.is_empty(),
            self.label.is_some(),
            self.split.is_some(),
        ]
    }

    fn tell(&self, base: &Table, candidate: &Table) -> RowChange {
        let (from, to) = (self.pair.base, self.pair.candidate);
        let name = |nth: &usize| base.dataset.columns[base.columns[*nth].at].name.clone();
        let written = |table: &Table, nth: usize, row: u32| {
            let column = &table.dataset.columns[table.columns[nth].at];
            column.written(row as usize).map(str::to_owned)
        };
        RowChange {
            base: Some(place(base, from)),
            candidate: Some(place(candidate, to)),
            is_alike: self.pair.is_alike,
            columns: self.columns.iter().map(name).collect(),
            cells: self
                .columns
                .iter()
                .map(|&nth| (written(base, nth, from), written(candidate, nth, to)))
                .collect(),
            label: self.label.clone(),
            split: self.split.clone(),
        }
    }
}

fn count_change(change: &Change, cells: &mut [usize], report: &mut CompareReport) {
    let rows = &mut report.rows;
    let [edited, relabelled, moved] = change.kinds();
    rows.changed += 1;
    rows.edited += usize::from(edited);
    rows.alike += usize::from(edited && change.pair.is_alike);
    rows.relabelled += usize::from(relabelled);
    rows.moved += usize::from(moved);
    for &column in &change.columns {
        cells[column] += 1;
    }
}

/// How many rows went from one part to which other; the most first.
fn count_ways<'a>(
    changes: impl Iterator<Item = &'a Option<(Part, Part)>>,
) -> Vec<(Part, Part, usize)> {
    let mut ways: BTreeMap<&(Part, Part), usize> = BTreeMap::new();
    for way in changes.flatten() {
        *ways.entry(way).or_default() += 1;
    }
    let ways = ways.into_iter();
    let mut ways: Vec<_> = ways
        .map(|((from, to), count)| (from.clone(), to.clone(), count))
        .collect();
    ways.sort_by_key(|way| Reverse(way.2));
    ways
}

/// What became of the rows of each part, by name.
fn count_parts(
    [base, candidate]: [&Table; 2],
    pairs: &Pairs,
    changes: &[Change],
    of: PartOf,
) -> Vec<PartChange> {
    let mut parts: BTreeMap<Part, PartChange> = BTreeMap::new();
    let mut part = |name: Part, add: &dyn Fn(&mut PartChange)| {
        add(parts.entry(name).or_default());
    };
    for row in 0..base.rows() {
        part(of(base, row), &|part| part.base += 1);
    }
    for row in 0..candidate.rows() {
        part(of(candidate, row), &|part| part.candidate += 1);
    }
    for &row in &pairs.removed {
        part(of(base, row as usize), &|part| part.removed += 1);
    }
    for &row in &pairs.added {
        part(of(candidate, row as usize), &|part| part.added += 1);
    }
    for change in changes {
        let from = of(base, change.pair.base as usize);
        let to = of(candidate, change.pair.candidate as usize);
        if !change.columns.is_empty() {
            part(to.clone(), &|part| part.edited += 1);
        }
        if from != to {
            part(from, &|part| part.left += 1);
            part(to, &|part| part.joined += 1);
        }
    }
    let named = parts.into_iter();
    named
        .map(|(name, part)| PartChange { name, ..part })
        .collect()
}

fn place(table: &Table, row: u32) -> Place {
    let (file, line, row) = table.dataset.place(row as usize);
    Place { file, line, row }
}

fn owned(text: Option<Cow<str>>) -> Option<String> {
    text.map(Cow::into_owned)
}
