//! Peel: from a box, thin slices are taken off, each time the one that holds least of the target.
//!
//! The patient rule induction method. Source: Friedman and Fisher, *Bump hunting in high-dimensional data*
//! (Statistics and Computing 9, 1999). Theirs takes off the slice that leaves the greatest mean; slices of
//! categories differ in size, so this one takes the slice that lies furthest below the mean of the box,
//! in standard errors.

use super::feature::{Cells, Feature, Kept, every};
use super::{Kepts, Search};

/// Share of the rows in the box that a slice of numbers takes.
const SLICE: f64 = 0.05;

/// The box `start` and every box that peeling leaves, the largest first.
pub(super) fn boxes(search: &Search, start: Kepts) -> Vec<Kepts> {
    let mut boxes = vec![start];
    while let Some(next) = boxes.last().and_then(|last| thinner(search, last)) {
        boxes.push(next);
    }
    boxes
}

/// The box without its poorest slice; `None` where every slice would leave too few rows.
fn thinner(search: &Search, kepts: &Kepts) -> Option<Kepts> {
    let inside = search.inside(kepts);
    let rows: Vec<usize> = (0..inside.len()).filter(|&row| inside[row]).collect();
    let hits = rows.iter().filter(|&&row| search.target[row]).count();
    let mean = hits as f64 / rows.len().max(1) as f64;
    let mut best: Option<(f64, usize, Kept)> = None;
    for (nth, feature) in search.features.iter().enumerate() {
        for (kept, taken) in slices(feature, &kepts[nth], &rows, search.target) {
            if taken.rows == 0 || rows.len() - taken.rows < search.least {
                continue;
            }
            let share = taken.hits as f64 / taken.rows as f64;
            let below = (mean - share) * (taken.rows as f64).sqrt();
            if best.as_ref().is_none_or(|best| below > best.0) {
                best = Some((below, nth, kept));
            }
        }
    }
    let (_, feature, kept) = best?;
    let mut thinner = kepts.clone();
    thinner[feature] = kept;
    Some(thinner)
}

/// Rows of a slice, and how many of them are of the target.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    rows: usize,
    hits: usize,
}

impl Taken {
    fn count(rows: impl Iterator<Item = bool>) -> Self {
        rows.fold(Self::default(), |taken, hit| Self {
            rows: taken.rows + 1,
            hits: taken.hits + usize::from(hit),
        })
    }
}

/// What is left of a feature without each slice, and what that slice takes of `rows`.
fn slices(feature: &Feature, kept: &Kept, rows: &[usize], target: &[bool]) -> Vec<(Kept, Taken)> {
    match &feature.cells {
        Cells::Numbers { .. } if *kept == Kept::Missing => Vec::new(),
        Cells::Numbers { places, values } => {
            let range = match *kept {
                Kept::Places(from, to) => (from, to),
                _ => (0, values.len().saturating_sub(1)),
            };
            slice_numbers(places, range, rows, target)
        }
        Cells::Categories { codes, names } => {
            let kept = match kept {
                Kept::Codes(kept) => *kept,
                _ => every(names.len()),
            };
            let mut taken = vec![Taken::default(); names.len() + 1];
            for &row in rows {
                let taken = &mut taken[codes[row]];
                taken.rows += 1;
                taken.hits += usize::from(target[row]);
            }
            taken
                .into_iter()
                .enumerate()
                .filter(|(code, _)| kept >> code & 1 == 1 && kept != 1 << code)
                .map(|(code, taken)| (Kept::Codes(kept & !(1 << code)), taken))
                .collect()
        }
    }
}

/// The slices of a feature of numbers, of which the places in `range` are kept: the missing ones, the lowest and
/// the highest. Without a number nothing is left.
fn slice_numbers(
    places: &[Option<usize>],
    (from, to): (usize, usize),
    rows: &[usize],
    target: &[bool],
) -> Vec<(Kept, Taken)> {
    let mut known: Vec<(usize, bool)> = rows
        .iter()
        .filter_map(|&row| Some((places[row]?, target[row])))
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    known.sort_unstable();
    let missing = rows.iter().filter(|&&row| places[row].is_none());
    let missing = Taken::count(missing.map(|&row| target[row]));
    let slice = ((SLICE * rows.len() as f64) as usize).clamp(1, known.len());
    let lowest = known[slice - 1].0;
    let highest = known[known.len() - slice].0;
    let outside = |kept: &dyn Fn(usize) -> bool| {
        let known = known.iter().filter(|(place, _)| !kept(*place));
        let taken = Taken::count(known.map(|&(_, hit)| hit));
        Taken {
            rows: taken.rows + missing.rows,
            hits: taken.hits + missing.hits,
        }
    };
    let mut slices = Vec::new();
    if missing.rows > 0 {
        slices.push((Kept::Places(from, to), missing));
    }
    if lowest < to {
        let kept = Kept::Places(lowest + 1, to);
        slices.push((kept, outside(&|place| place > lowest)));
    }
    if highest > from {
        let kept = Kept::Places(from, highest - 1);
        slices.push((kept, outside(&|place| place < highest)));
    }
    slices
}
