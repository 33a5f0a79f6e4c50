//! Lines of made-up models, read and judged at the default limits.

use crate::measure::line::{Doubt, Effect, Limits, Line, LineVerdict, Results, Run};
use crate::measure::probit::{self, Scale};

/// One model's results.
#[derive(Debug, Clone, Copy)]
pub struct LineModel {
    /// Which family it belongs to.
    pub family: u32,
    /// Accuracy in-domain.
    pub id: f64,
    /// Accuracy under the shift.
    pub shifted: f64,
    /// Whether it collapsed: its accuracies are the shares of the only class that it says.
    pub collapsed: bool,
}

/// What is read in a line.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// `sound`, `made`, `made by construction`, `hidden`, `flipped`, `undetermined by noise` or
    /// `undetermined`.
    pub verdict: &'static str,
    /// r over the healthy models, on the probit scale.
    pub r_healthy: Option<f64>,
    /// How many more rows would tell, in-domain or under the shift.
    pub more_rows: Option<usize>,
}

/// Reads the line of models that were tested on `rows` rows on either side.
pub fn read_line(models: &[LineModel], rows: usize, seed: u64) -> Reading {
    let runs: Vec<Run> = models
        .iter()
        .map(|model| Run {
            family: model.family,
            configuration: None,
            id: model.id,
            shifted: model.shifted,
            id_balanced: None,
            shifted_balanced: None,
            collapsed: model.collapsed,
            constant: model.collapsed.then_some((model.id, model.shifted)),
        })
        .collect();
    let results = Results {
        runs: &runs,
        id_rows: Some(rows),
        shifted_rows: Some(rows),
    };
    let line = Line::read(&results, Scale::Probit, seed);
    let verdict = line.judge(Limits::default());
    let more = match verdict {
        LineVerdict::Undetermined { more, .. } => more,
        _ => None,
    };
    Reading {
        verdict: word(verdict),
        r_healthy: line.healthy.r,
        more_rows: more.map(|more| more.id_rows.max(more.shifted_rows)),
    }
}

/// The probit of an accuracy, clipped so that it stays finite.
pub fn probit(accuracy: f64) -> f64 {
    probit::probit(accuracy)
}

/// The quantile of the standard normal distribution at `p`.
pub fn normal_quantile(p: f64) -> f64 {
    probit::normal_quantile(p)
}

fn word(verdict: LineVerdict) -> &'static str {
    match verdict {
        LineVerdict::Sound => "sound",
        LineVerdict::MadeByConstruction => "made by construction",
        LineVerdict::Distorted(Effect::Made) => "made",
        LineVerdict::Distorted(Effect::Hidden) => "hidden",
        LineVerdict::Distorted(Effect::Flipped) => "flipped",
        LineVerdict::Undetermined {
            why: Doubt::Noise, ..
        } => "undetermined by noise",
        LineVerdict::Undetermined { .. } => "undetermined",
    }
}
