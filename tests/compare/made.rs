//! Made data: tables of rows of which every cell is known, and the edits that are made to them.

use std::fs;
use std::path::Path;

/// Numbers that look random and are the same in every run (Knuth's MMIX constants).
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: usize,
    pub(crate) text: String,
    pub(crate) price: String,
    pub(crate) site: &'static str,
    pub(crate) split: &'static str,
    pub(crate) label: &'static str,
}

pub(crate) const LABELS: [&str; 3] = ["neg", "neutral", "pos"];
pub(crate) const SITES: [&str; 4] = ["berlin", "kyoto", "lagos", "quito"];
const WORDS: [&str; 40] = [
    "amber", "basin", "cedar", "delta", "ember", "fjord", "grain", "haven", "inlet", "jetty",
    "knoll", "lemon", "marsh", "north", "ocean", "plain", "quartz", "river", "stone", "tidal",
    "umber", "valley", "willow", "yarrow", "zenith", "anchor", "bridge", "copper", "dune", "echo",
    "flint", "garden", "harbor", "island", "juniper", "kelp", "lantern", "meadow", "nectar",
    "orchard",
];

/// A row that no other is like.
pub(crate) fn row(id: usize, draw: &mut Draw) -> Row {
    let words: Vec<&str> = (0..10).map(|_| WORDS[draw.below(WORDS.len())]).collect();
    Row {
        id,
        text: format!("{} number {id}", words.join(" ")),
        price: format!("{}.25", 1 + draw.below(900)),
        site: SITES[draw.below(SITES.len())],
        split: ["train", "train", "train", "test"][draw.below(4)],
        label: LABELS[draw.below(LABELS.len())],
    }
}

pub(crate) fn table(rows: usize) -> Vec<Row> {
    let mut draw = Draw(7);
    (0..rows).map(|id| row(id, &mut draw)).collect()
}

/// Another one of `all` than `old`.
pub(crate) fn another(all: &[&'static str], old: &str, draw: &mut Draw) -> &'static str {
    let others: Vec<&'static str> = all.iter().copied().filter(|one| *one != old).collect();
    others[draw.below(others.len())]
}

/// The same rows in another order.
pub(crate) fn shuffle<T>(mut rows: Vec<T>, seed: u64) -> Vec<T> {
    let mut draw = Draw(seed);
    for last in (1..rows.len()).rev() {
        rows.swap(last, draw.below(last + 1));
    }
    rows
}

/// Writes rows as CSV, with or without their ids.
pub(crate) fn write(folder: &Path, name: &str, rows: &[Row], with_ids: bool) {
    let mut text = String::from(if with_ids { "id," } else { "" });
    text += "text,price,site,split,label\n";
    for row in rows {
        if with_ids {
            text += &format!("{},", row.id);
        }
        text += &format!(
            "{},{},{},{},{}\n",
            row.text, row.price, row.site, row.split, row.label
        );
    }
    fs::write(folder.join(name), text).expect("the sandbox can be written");
}

/// What was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Truth {
    pub(crate) texts: usize,
    pub(crate) prices: usize,
    pub(crate) relabelled: usize,
    pub(crate) moved: usize,
    pub(crate) removed: usize,
    pub(crate) added: usize,
}

/// `base` with so many changes, each in a row of its own.
pub(crate) fn change(base: &[Row], truth: Truth) -> Vec<Row> {
    let mut draw = Draw(99);
    let mut rows = base.to_vec();
    let mut order = shuffle((0..base.len()).collect::<Vec<_>>(), 3).into_iter();
    let mut take = |count: usize| -> Vec<usize> { order.by_ref().take(count).collect() };
    for at in take(truth.texts) {
        let row = &mut rows[at];
        row.text = row.text.replacen(" number", " edited number", 1);
    }
    for at in take(truth.prices) {
        rows[at].price = format!("{}.75", 1_000 + draw.below(900));
    }
    for at in take(truth.relabelled) {
        rows[at].label = another(&LABELS, rows[at].label, &mut draw);
    }
    for at in take(truth.moved) {
        rows[at].split = another(&["train", "test"], rows[at].split, &mut draw);
    }
    let gone = take(truth.removed);
    let mut at = 0;
    rows.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    for new in 0..truth.added {
        let place = draw.below(rows.len());
        rows.insert(place, row(base.len() + new, &mut draw));
    }
    rows
}
