//! Vectors: a map of the rows, the spectrum of their variance, and the cosines of pairs, as a report draws them.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Verdict};
use crate::evidence::{Evidence, Map, MapPoint, PairCosines, Spectrum};
use crate::outcome::{
    BesideFigures, CosinesFigures, MapFigures, PointFigures, SpectrumFigures, VectorsFigures,
};

/// Shares of the spectrum that are drawn.
const SHARES: usize = 100;
/// Characters of a row's text.
const TEXT: usize = 200;

/// How the vectors lie; `None` where no rule asked for them, or they all are alike.
pub(super) fn gather(evidence: &Evidence, diagnostics: &[Diagnostic]) -> Option<VectorsFigures> {
    let embedded = evidence.known_vectors()?;
    let geometry = evidence.geometry().ok().flatten()?;
    let found = FoundRows::of(diagnostics);
    let also = embedded.rows.iter().copied();
    let also = also.filter(|&row| found.rule_of(evidence, row).is_some());
    let map = evidence.map(&also.collect::<Vec<_>>()).ok()?;
    Some(VectorsFigures {
        embedded: embedded.rows.len(),
        dimensions: embedded.vectors.dim,
        map: draw_map(evidence, found, (*map).as_ref()?),
        spectrum: draw_spectrum(&geometry.spectrum),
        cosines: geometry.cosines.iter().map(draw_cosines).collect(),
    })
}

fn draw_cosines(found: &PairCosines) -> CosinesFigures {
    let PairCosines {
        natural,
        centred,
        cosines,
    } = found;
    CosinesFigures {
        natural: *natural,
        centred: *centred,
        pairs: cosines.pairs,
        mean: cosines.mean,
        shares: cosines.shares.clone(),
    }
}

fn draw_spectrum(spectrum: &Spectrum) -> SpectrumFigures {
    let beside = spectrum.beside.as_ref();
    SpectrumFigures {
        rows: spectrum.rows.iter().take(SHARES).copied().collect(),
        n: spectrum.n,
        rank: spectrum.rank,
        beside: beside.map(|beside| BesideFigures {
            n: beside.n,
            rows: beside.rows.clone(),
            natural: beside.natural.clone(),
            rank: beside.rank,
            natural_rank: beside.natural_rank,
        }),
    }
}

/// Rows by file and position, each with the first rule that found something about it.
struct FoundRows {
    rules: Vec<String>,
    rows: BTreeMap<(String, u64), usize>,
}

impl FoundRows {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut rules: Vec<String> = Vec::new();
        let mut rows = BTreeMap::new();
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
        Self { rules, rows }
    }

    fn rule_of(&self, evidence: &Evidence, row: usize) -> Option<usize> {
        if self.rows.is_empty() {
            return None;
        }
        let (path, _, in_file) = evidence.dataset.place(row);
        self.rows.get(&(path, in_file)).copied()
    }
}

fn draw_map(evidence: &Evidence, found: FoundRows, map: &Map) -> MapFigures {
    let dataset = evidence.dataset;
    let domains = dataset.domains.as_ref();
    MapFigures {
        sampled: map.sampled,
        shares: map.shares,
        neighbours: map.neighbours,
        classes: dataset.labels.classes.clone(),
        domains: domains.map_or_else(Vec::new, |domains| domains.names.clone()),
        paths: dataset.files.iter().map(|file| file.path.clone()).collect(),
        points: map
            .points
            .iter()
            .map(|point| draw_point(evidence, &found, *point))
            .collect(),
        rules: found.rules,
    }
}

fn draw_point(evidence: &Evidence, found: &FoundRows, point: MapPoint) -> PointFigures {
    let dataset = evidence.dataset;
    let MapPoint { row, at, near } = point;
    let (path, line, in_file) = dataset.place(row);
    let domains = dataset.domains.as_ref();
    let file = dataset.files.iter().position(|file| file.path == path);
    PointFigures {
        at,
        near,
        class: dataset.labels.of[row].map(|class| class as usize),
        domain: domains
            .and_then(|domains| domains.of[row])
            .map(|at| at as usize),
        rule: found.rule_of(evidence, row),
        path: file.unwrap_or(0),
        line,
        row: in_file,
        text: Some(dataset.harmless_text(row).chars().take(TEXT).collect()),
    }
}
