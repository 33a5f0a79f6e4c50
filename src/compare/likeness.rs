//! Likeness: rows that have no like by their cells, and say nearly the same all the same: edited rows.
//!
//! Every row is looked up in a bounded number of buckets, so that the time grows as the rows do.

use rustc_hash::FxHashSet;

use super::rest::{Pair, Rest};
use super::sketch::Sketch;
use super::table::Table;

/// The share of what a row says, in bits, that an edited row still says.
const ALIKE: f64 = 0.5;
/// The same for a row that stands where the other stood: between the same rows.
const IN_PLACE: f64 = 1.0 / 3.0;
/// The share from which on a match is taken before others are looked for.
const NEARLY: f64 = 0.8;
/// Rows of a bucket that a row is compared with.
const NEIGHBOURS: usize = 4;

/// Matches rows of the `rest` that are alike.
pub(super) fn match_alike(tables: [&Table; 2], rest: &mut Rest, matched: &mut Vec<Pair>) {
    if rest.is_done() {
        return;
    }
    let sketch = Sketch::new(tables, rest);
    let chance = sketch.chance();
    for (in_place, least) in [(NEARLY, NEARLY), (IN_PLACE, ALIKE)] {
        let proposed = propose_in_place(matched, rest, tables.map(Table::rows));
        accept(proposed, (in_place, 0.0), &sketch, rest, matched);
        for bucket in sketch.buckets() {
            if rest.is_done() {
                return;
            }
            let base = sketch.sort_base(bucket, &rest.base);
            let candidate = sketch.sort_candidate(bucket, &rest.candidate);
            let proposed = propose(&base, &candidate);
            accept(proposed, (least, chance), &sketch, rest, matched);
        }
    }
}

/// Matches the pairs that are at least so much alike and agree in so many bits, the most alike first, each row once.
fn accept(
    mut proposed: Vec<(u32, u32)>,
    (least, chance): (f64, f64),
    sketch: &Sketch,
    rest: &mut Rest,
    matched: &mut Vec<Pair>,
) {
    proposed.sort_unstable();
    proposed.dedup();
    let mut alike = sketch.measure(&proposed, chance);
    alike.retain(|(likeness, _)| *likeness >= least);
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut olds, mut news) = (FxHashSet::default(), FxHashSet::default());
    let mut taken = Vec::new();
    for (_, (base, candidate)) in alike {
        if olds.contains(&base) || news.contains(&candidate) {
            continue;
        }
        olds.insert(base);
        news.insert(candidate);
        taken.push((base, candidate));
        matched.push(Pair {
            base,
            candidate,
            is_alike: true,
        });
    }
    rest.take(&taken);
}

/// Pairs that stand between the same rows: as far behind one that is matched as before the next.
fn propose_in_place(matched: &[Pair], rest: &Rest, rows: [usize; 2]) -> Vec<(u32, u32)> {
    if matched.iter().all(|pair| pair.is_alike) {
        return Vec::new();
    }
    let [olds, news] = rows;
    let mut like = vec![None; news];
    // A row that is merely alike holds no other in its place.
    for pair in matched.iter().filter(|pair| !pair.is_alike) {
        like[pair.candidate as usize] = Some(pair.base);
    }
    // The row of the base that would stand in the place of each, counted from the match above it.
    let mut below = Vec::with_capacity(news);
    let mut expected = Some(0);
    for base in &like {
        let base = base.or(expected);
        below.push(base);
        expected = base.map(|base: u32| base + 1);
    }
    let mut is_left = vec![false; olds];
    for &row in &rest.base {
        is_left[row as usize] = true;
    }
    let mut proposed = Vec::new();
    // The same from the match below it.
    let mut expected = (olds as u32).checked_sub(1);
    for row in (0..news).rev() {
        let base = like[row].or(expected);
        if let Some(place) = base.filter(|_| like[row].is_none() && base == below[row])
            && is_left.get(place as usize) == Some(&true)
        {
            proposed.push((place, row as u32));
        }
        expected = base.and_then(|base| base.checked_sub(1));
    }
    proposed
}

/// Pairs of one bucket: each row of the candidate with some of the base that stand about as far from its beginning.
fn propose(base: &[(u64, u32)], candidate: &[(u64, u32)]) -> Vec<(u32, u32)> {
    let mut proposed = Vec::new();
    let same = |a: &(u64, u32), b: &(u64, u32)| a.0 == b.0;
    let mut olds = base.chunk_by(same).peekable();
    for news in candidate.chunk_by(same) {
        while olds.next_if(|olds| olds[0].0 < news[0].0).is_some() {}
        let Some(olds) = olds.next_if(|olds| olds[0].0 == news[0].0) else {
            continue;
        };
        for (nth, (_, row)) in news.iter().enumerate() {
            let from = (nth * olds.len() / news.len()).min(olds.len().saturating_sub(NEIGHBOURS));
            let near = olds[from..].iter().take(NEIGHBOURS);
            proposed.extend(near.map(|(_, base)| (*base, *row)));
        }
    }
    proposed
}
