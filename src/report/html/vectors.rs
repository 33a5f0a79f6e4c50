//! Vectors: the map of the rows, the spectrum and the cosines, with what they show in words.

use serde_json::{Value, json};

use super::chart::{Chart, round};
use super::section::{Panel, Section, VectorsView};
use crate::outcome::{
    CosinesFigures, DatasetReport, Figures, MapFigures, SpectrumFigures, VectorsFigures,
};
use crate::report::spot::{rows, short_name};
use crate::report::visible::visible;
use crate::wording::{format_count, format_figure};

/// Classes or domains that have a colour of their own; the others share one.
const COLOURS: usize = 7;
/// A mean cosine from which rows point nearly the same way.
const ONE_WAY: f64 = 0.9;

/// The charts of the vectors with their words.
pub(super) fn draw(
    dataset: &DatasetReport,
    figures: &Figures,
    section: &mut Section,
    chart: &mut Chart,
) {
    let vectors = match &figures.vectors {
        Ok(vectors) => vectors,
        Err(why) => {
            section.vectors = Some(Panel::empty(why));
            return;
        }
    };
    let map = &vectors.map;
    section.vectors = Some(Panel::drawn(vec![format!(
        "{} of {} were embedded, each as {} numbers.",
        format_count(vectors.embedded),
        rows(dataset.rows),
        format_count(vectors.dimensions)
    )]));
    section.colours = [
        ("label", !map.classes.is_empty()),
        ("domain", !map.domains.is_empty()),
        ("finding", !map.rules.is_empty()),
        (
            "nothing",
            map.classes.is_empty() && map.domains.is_empty() && map.rules.is_empty(),
        ),
    ]
    .into_iter()
    .filter(|(_, there)| *there)
    .map(|(by, _)| by)
    .collect();
    section.neighbours = map.neighbours;
    section.captions = VectorsView {
        map: map_caption(vectors),
        spectrum: spectrum_caption(&vectors.spectrum),
        cosines: cosines_caption(&vectors.cosines),
    };
    chart.vectors = Some(json!({
        "map": map_chart(map),
        "spectrum": spectrum_chart(&vectors.spectrum),
        "cosines": vectors.cosines.iter().map(cosines_chart).collect::<Vec<_>>(),
    }));
}

fn map_caption(vectors: &VectorsFigures) -> String {
    let map = &vectors.map;
    let more = map.points.len() - map.sampled;
    let found = if more > 0 {
        format!(
            ", and {} more about which a rule found something",
            format_count(more)
        )
    } else {
        String::new()
    };
    let drawn = if map.sampled == vectors.embedded {
        format!("All {} embedded rows.", format_count(map.sampled))
    } else {
        format!(
            "{} of {} embedded rows, drawn at random by the run's seed{found}.",
            format_count(map.sampled),
            format_count(vectors.embedded)
        )
    };
    let [first, second] = map.shares;
    let neighbours = if map.neighbours {
        " Placed by their neighbours (t-SNE), only nearness means something: neither the axes nor the distance \
         between groups does."
    } else {
        ""
    };
    format!(
        "{drawn} The two principal components hold {} and {} of the variance: what sets rows apart in other \
         directions isn't seen here.{neighbours}",
        format_figure(first),
        format_figure(second)
    )
}

fn spectrum_caption(spectrum: &SpectrumFigures) -> String {
    let first = spectrum.rows.first().copied().unwrap_or(0.0);
    let beside = spectrum.beside.as_ref().map_or(String::new(), |beside| {
        let (rank, (low, high)) = beside.rank;
        format!(
            " {} of the rows have {} [{}, {}], and as many sentences of natural text in the same model {}.",
            format_count(beside.n),
            format_figure(rank),
            format_figure(low),
            format_figure(high),
            format_figure(beside.natural_rank)
        )
    });
    format!(
        "The first direction holds {} of the variance of {}. Their effective rank, which counts directions by \
         what they hold, is {}.{beside} The steeper the curve, the fewer directions set rows apart.",
        format_figure(first),
        rows(spectrum.n),
        format_figure(spectrum.rank)
    )
}

fn cosines_caption(cosines: &[CosinesFigures]) -> String {
    let mean = |natural: bool, centred: bool| {
        cosines
            .iter()
            .find(|each| each.natural == natural && each.centred == centred)
            .map(|each| each.mean)
    };
    let Some(here) = mean(false, false) else {
        return "No pair of rows has a cosine.".to_owned();
    };
    let mut words = format!(
        "As they are, pairs of rows have a mean cosine of {}",
        format_figure(here)
    );
    if let Some(natural) = mean(true, false) {
        words.push_str(&format!(
            ", sentences of natural text {}",
            format_figure(natural)
        ));
    }
    words.push('.');
    if here >= ONE_WAY {
        words.push_str(" Nearly all of each vector is what all rows share.");
    }
    if let Some(centred) = mean(false, true) {
        words.push_str(&format!(
            " Less their mean, {}: the spread that is left is what a model can learn from.",
            format_figure(centred)
        ));
    }
    let pairs = cosines.iter().map(|each| each.pairs).max().unwrap_or(0);
    words.push_str(&format!(" Up to {} pairs each.", format_count(pairs)));
    words
}

/// Names with a colour of their own, the most frequent first, and the place of each among them.
fn colour(names: &[String], of: impl Iterator<Item = usize>) -> (Vec<String>, Vec<usize>) {
    let mut counts = vec![0_usize; names.len()];
    for at in of {
        counts[at] += 1;
    }
    let mut order: Vec<usize> = (0..names.len()).collect();
    if names.len() > COLOURS + 1 {
        order.sort_by_key(|&at| std::cmp::Reverse(counts[at]));
    }
    let mut place = vec![0; names.len()];
    for (nth, &at) in order.iter().enumerate() {
        place[at] = if names.len() > COLOURS + 1 {
            nth.min(COLOURS)
        } else {
            nth
        };
    }
    let mut shown: Vec<String> = order.iter().map(|&at| short_name(&names[at])).collect();
    if names.len() > COLOURS + 1 {
        shown.truncate(COLOURS);
        shown.push(format!("{} others", names.len() - COLOURS));
    }
    (shown, place)
}

fn map_chart(map: &MapFigures) -> Value {
    let points = &map.points;
    let (labels, label) = colour(&map.classes, points.iter().filter_map(|point| point.class));
    let (domains, domain) = colour(&map.domains, points.iter().filter_map(|point| point.domain));
    let (rules, rule) = colour(&map.rules, points.iter().filter_map(|point| point.rule));
    let paths: Vec<String> = map.paths.iter().map(|path| short_name(path)).collect();
    let rows: Vec<Value> = points
        .iter()
        .map(|point| {
            let place = point.line.map_or_else(
                || format!("row {}", point.row),
                |line| format!("line {line}"),
            );
            json!([
                point.at.map(round),
                point.near.map(|near| near.map(round)),
                point.class.map(|at| label[at]),
                point.domain.map(|at| domain[at]),
                point.rule.map(|at| rule[at]),
                point.path,
                place,
                point.text.as_deref().map(visible),
            ])
        })
        .collect();
    json!({"label": labels, "domain": domains, "finding": rules, "paths": paths, "points": rows})
}

fn spectrum_chart(spectrum: &SpectrumFigures) -> Value {
    let shares = |shares: &[f64]| -> Vec<f64> {
        let digits = |share: &f64| format!("{share:.3e}").parse().unwrap_or(*share);
        shares.iter().map(digits).collect()
    };
    let mut series = vec![json!([
        format!("all rows looked at ({})", format_count(spectrum.n)),
        shares(&spectrum.rows)
    ])];
    if let Some(beside) = &spectrum.beside {
        series.push(json!([
            format!("{} of the rows", format_count(beside.n)),
            shares(&beside.rows)
        ]));
        series.push(json!([
            format!("{} sentences of natural text", format_count(beside.n)),
            shares(&beside.natural)
        ]));
    }
    series.into()
}

fn cosines_chart(cosines: &CosinesFigures) -> Value {
    json!([
        cosines.natural,
        cosines.centred,
        cosines
            .shares
            .iter()
            .map(|share| round(*share))
            .collect::<Vec<_>>(),
    ])
}
