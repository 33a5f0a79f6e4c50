//! Chart: the numbers that the page's charts are drawn from, as JSON that can stand in a script element.

use std::fmt;
use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use crate::measure::Collapse;
use crate::measure::probit::Scale;
use crate::report::json::escape;
use crate::wording::format_figure;

/// Accuracies that an axis may name.
const TICKS: [f64; 30] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55,
    0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999,
];

/// What one section draws.
#[derive(Default, Serialize)]
pub(super) struct Chart {
    /// Names of families.
    pub(crate) families: Vec<String>,
    /// On how many splits each configuration was trained.
    pub(crate) splits: usize,
    /// Each configuration: its family, its settings in words, whether they are the defaults.
    pub(crate) configurations: Vec<(usize, String, bool)>,
    pub(crate) classes: Vec<String>,
    /// Share of the largest class among the in-domain test rows.
    pub(crate) prior: Option<f64>,
    /// Each arm with what is drawn of it.
    pub(crate) arms: Vec<ArmChart>,
    pub(crate) shifts: Vec<ShiftChart>,
    pub(crate) vectors: Option<Value>,
}

#[derive(Serialize)]
pub(super) struct ArmChart {
    pub(crate) name: String,
    /// Run, share of the most frequent answer, its interval, severity, standing, class.
    pub(crate) marks: Vec<(usize, f64, f64, f64, f64, u8, usize)>,
}

#[derive(Serialize)]
pub(super) struct ShiftChart {
    pub(crate) name: String,
    /// What stands under the chart, for each arm: in accuracy and in balanced accuracy.
    pub(crate) captions: Vec<[String; 2]>,
    /// For each arm its points.
    pub(crate) points: Vec<Vec<Point>>,
    /// Where constant answers sit: the class, and its share in-domain and under the shift.
    pub(crate) constants: Vec<(String, Place)>,
    /// The same in balanced accuracy; absent where the number of classes isn't known.
    pub(crate) balanced_constant: Option<Place>,
    /// Why there is no chart.
    pub(crate) why: Option<String>,
}

/// An accuracy on each side, and where it stands on probit axes.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Place([f64; 4]);

impl Place {
    /// Accuracies in \[0, 1\].
    pub(crate) fn of(id: f64, shifted: f64) -> Self {
        let place = |accuracy| round(Scale::Probit.place(accuracy));
        Self([round(id), round(shifted), place(id), place(shifted)])
    }
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let [id, shifted, _, _] = self.0;
        write!(
            to,
            "accuracy {} in-domain and {} here",
            format_figure(id),
            format_figure(shifted)
        )
    }
}

/// Its run (configurations in their order, split by split), its standing, its place in accuracy and in balanced accuracy.
pub(super) type Point = (usize, u8, Place, Option<Place>);

/// Four digits after the point: a chart shows three.
pub(super) fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// The standings in the order of the page's legend; 4 is none.
pub(super) fn standing(collapse: Option<Collapse>) -> u8 {
    match collapse {
        Some(Collapse::Healthy) => 0,
        Some(Collapse::Leaning) => 1,
        Some(Collapse::Doubtful) => 2,
        Some(Collapse::Collapsed) => 3,
        None => 4,
    }
}

/// All charts, on one line. No text in it can end the element that it stands in, or begin another one.
pub(super) fn json(charts: &[Chart]) -> io::Result<String> {
    let ticks: Vec<(f64, f64)> = TICKS
        .iter()
        .map(|&accuracy| (accuracy, round(Scale::Probit.place(accuracy))))
        .collect();
    let text = serde_json::to_string(&json!({"ticks": ticks, "sections": charts}))?;
    let text = escape(&text);
    Ok(text
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_element() {
        let text = "</script><!--<script>\u{2028}\u{202e}&amp; ]]>";
        let chart = Chart {
            classes: vec![text.to_owned()],
            ..Chart::default()
        };
        let written = json(&[chart]).expect("JSON");
        assert!(written.is_ascii() && !written.contains(['<', '>', '&', '\n']));
        let read: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(read["sections"][0]["classes"][0], text);
    }
}
