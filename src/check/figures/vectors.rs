//! Vectors: a map of the rows, the spectrum of their variance, and the cosines of pairs.

use std::collections::BTreeMap;

use ndarray::{Array2, Axis};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::diagnostic::{Diagnostic, Verdict};
use crate::evidence::{Embedded, Evidence};
use crate::measure::cosines::Cosines;
use crate::measure::effective_rank::{effective_rank, matrix};
use crate::measure::neighbourhood::neighbourhood;
use crate::measure::principal::Principal;
use crate::outcome::{BesideFigures, CosinesFigures, MapFigures, PointFigures, SpectrumFigures, VectorsFigures};

/// Rows that directions and cosines are read off.
const LOOKED_AT: usize = 2_000;
/// The same where vectors are so long that more would take minutes.
const LONG: (usize, usize) = (512, 512);
/// Rows of the sample on the map, and those beyond it about which something was found.
const SAMPLED: usize = 1_000;
const FOUND: usize = 200;
/// Directions in which the map looks for neighbours.
const DIRECTIONS: usize = 30;
/// Shares of the spectrum that are told.
const SHARES: usize = 100;
/// Pairs whose cosines are taken.
const PAIRS: usize = 20_000;
/// Draws of rows that a spectrum beside natural text is the mean of.
const DRAWS: u64 = 20;
/// Characters of a row's text.
const TEXT: usize = 200;

/// How the vectors lie; `None` where no rule asked for them, or they all are alike.
pub(super) fn gather(evidence: &Evidence, diagnostics: &[Diagnostic]) -> Option<VectorsFigures> {
    let embedded = evidence.known_vectors()?;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(evidence.seed());
    let mut places: Vec<usize> = (0..embedded.rows.len()).collect();
    places.shuffle(&mut rng);
    let most = if embedded.vectors.dim > LONG.0 {
        LONG.1
    } else {
        LOOKED_AT
    };
    let looked_at = of_places(embedded, &places[..places.len().min(most)]);
    let principal = Principal::of(&looked_at, DIRECTIONS)?;
    let reference = evidence.reference().ok().flatten();
    let natural = reference.map(|sentences| {
        let rows = (0..sentences.rows()).map(|row| sentences.row(row));
        matrix(rows)
    });
    Some(VectorsFigures {
        embedded: embedded.rows.len(),
        dimensions: embedded.vectors.dim,
        map: map(evidence, diagnostics, embedded, &places, &principal),
        spectrum: spectrum(evidence, embedded, &looked_at, &principal, natural.as_ref()),
        cosines: cosines(&looked_at, natural.as_ref(), evidence.seed()),
    })
}

fn of_places(embedded: &Embedded, places: &[usize]) -> Array2<f64> {
    matrix(places.iter().map(|&place| embedded.vectors.row(place)))
}

fn cosines(rows: &Array2<f64>, natural: Option<&Array2<f64>>, seed: u64) -> Vec<CosinesFigures> {
    let mut told = Vec::new();
    for (vectors, natural) in [(Some(rows), false), (natural, true)] {
        let Some(vectors) = vectors else { continue };
        let found = [
            (Cosines::of(vectors, PAIRS, seed), false),
            (Cosines::centred(vectors, PAIRS, seed), true),
        ];
        for (found, centred) in found {
            told.extend(found.map(|found| CosinesFigures {
                natural,
                centred,
                pairs: found.pairs,
                mean: found.mean,
                shares: found.shares,
            }));
        }
    }
    told
}

fn spectrum(
    evidence: &Evidence,
    embedded: &Embedded,
    rows: &Array2<f64>,
    principal: &Principal,
    natural: Option<&Array2<f64>>,
) -> SpectrumFigures {
    let mut shares = principal.shares.clone();
    shares.truncate(SHARES);
    SpectrumFigures {
        rows: shares,
        n: rows.nrows(),
        rank: effective_rank(rows),
        beside: natural.and_then(|natural| beside(evidence, embedded, natural)),
    }
}

/// Rows beside as many sentences, where their ranks can be compared. Both numbers are those that
/// `low-rank-embedding` judges.
fn beside(
    evidence: &Evidence,
    embedded: &Embedded,
    natural: &Array2<f64>,
) -> Option<BesideFigures> {
    let rank = evidence.rank().ok()?;
    let size = rank.rows.size;
    let mut mean = vec![0.0; size];
    for draw in 0..DRAWS {
        let mut places: Vec<usize> = (0..embedded.rows.len()).collect();
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(evidence.seed().wrapping_add(draw));
        let (drawn, _) = places.partial_shuffle(&mut rng, size);
        let shares = Principal::of(&of_places(embedded, drawn), 0)?.shares;
        for (sum, share) in mean.iter_mut().zip(shares) {
            *sum += share / DRAWS as f64;
        }
    }
    mean.retain(|&share| share > 0.0);
    Some(BesideFigures {
        n: size,
        rows: mean,
        natural: Principal::of(natural, 0)?.shares,
        rank: (rank.rows.mean, rank.rows.interval),
        natural_rank: rank.natural,
    })
}

/// Rows by file and position, each with the first rule that found something about it.
type FoundRows = BTreeMap<(String, u64), usize>;

fn found(diagnostics: &[Diagnostic]) -> (Vec<String>, FoundRows) {
    let mut rules: Vec<String> = Vec::new();
    let mut rows = FoundRows::new();
    for diagnostic in diagnostics {
        let outcome = &diagnostic.outcome;
        if outcome.verdict != Verdict::Found || outcome.witnesses.is_empty() {
            continue;
        }
        if rules.last().is_none_or(|last| last != diagnostic.rule) {
            rules.push(diagnostic.rule.to_owned());
        }
        for witness in &outcome.witnesses {
            rows.entry((witness.path.clone(), witness.row))
                .or_insert(rules.len() - 1);
        }
    }
    (rules, rows)
}

fn map(
    evidence: &Evidence,
    diagnostics: &[Diagnostic],
    embedded: &Embedded,
    places: &[usize],
    principal: &Principal,
) -> MapFigures {
    let dataset = evidence.dataset;
    let (rules, found) = found(diagnostics);
    let rule_of = |place: usize| {
        let (path, _, row) = dataset.place(embedded.rows[place]);
        found.get(&(path, row)).copied()
    };
    let sampled = places.len().min(SAMPLED);
    let (sample, rest) = places.split_at(sampled);
    let more = rest
        .iter()
        .filter(|&&place| !found.is_empty() && rule_of(place).is_some());
    let mut shown: Vec<usize> = sample.iter().chain(more.take(FOUND)).copied().collect();
    shown.sort_unstable();
    let placed = principal.place(&of_places(embedded, &shown));
    let near = neighbourhood(&placed, &placed);
    let points = shown
        .iter()
        .enumerate()
        .map(|(nth, &place)| {
            let row = embedded.rows[place];
            let (path, line, in_file) = dataset.place(row);
            let domains = dataset.domains.as_ref();
            let at = placed.index_axis(Axis(0), nth);
            let file = dataset.files.iter().position(|file| file.path == path);
            PointFigures {
                at: [at[0], at.get(1).copied().unwrap_or(0.0)],
                near: near.as_ref().map(|near| near[nth]),
                class: dataset.labels.of[row].map(|class| class as usize),
                domain: domains
                    .and_then(|domains| domains.of[row])
                    .map(|at| at as usize),
                rule: rule_of(place),
                path: file.unwrap_or(0),
                line,
                row: in_file,
                text: Some(dataset.text(row).chars().take(TEXT).collect()),
            }
        })
        .collect();
    let share = |nth: usize| principal.shares.get(nth).copied().unwrap_or(0.0);
    MapFigures {
        sampled,
        shares: [share(0), share(1)],
        neighbours: near.is_some(),
        classes: dataset.labels.classes.clone(),
        domains: dataset
            .domains
            .as_ref()
            .map_or_else(Vec::new, |domains| domains.names.clone()),
        rules,
        paths: dataset.files.iter().map(|file| file.path.clone()).collect(),
        points,
    }
}
