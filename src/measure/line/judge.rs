//! Judge: what collapse did to a line, as far as the runs can show it.

use super::{Difference, Line};
use crate::measure::interval::near_end;
use std::fmt;

/// Fewer healthy runs than this show no line of their own.
const FEWEST_HEALTHY: usize = 10;

/// More runs than this many times the present ones are no advice.
const MOST_TIMES: f64 = 20.0;

/// What the user lets pass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// How far collapse may move r (`max-distortion`, 0.1 by default).
    pub max_distortion: f64,
    /// The noise ceiling below which healthy runs say nothing about a line (0.8 by default).
    pub min_ceiling: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_distortion: 0.1, min_ceiling: 0.8 }
    }
}

/// What collapse does to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The collapsed runs draw a line that the healthy ones don't show.
    Made,
    /// The collapsed runs blur a line that the healthy ones show.
    Hidden,
    /// The collapsed runs turn the line around.
    Flipped,
}

/// The judgement on a line, with respect to collapse alone: a sound line may be weak or inverse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LineVerdict {
    /// Collapse changes r by less than the limit, or the healthy line reaches the collapsed runs by itself.
    Sound,
    /// Collapse changes the line by more than the limit, and that is established.
    Distorted(Effect),
    /// No healthy run is left: the line is drawn by the class shares.
    MadeByConstruction,
    /// The runs cannot carry a judgement.
    Undetermined {
        /// Why not.
        why: Doubt,
        /// What would settle it, where a number is known.
        more: Option<More>,
    },
}

/// Why a line could not be judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doubt {
    /// Fewer than three runs in all.
    TooFewRuns,
    /// All runs collapsed to one point: there is no line.
    OnePoint,
    /// Too few runs are healthy to show a line of their own.
    TooFewHealthy,
    /// r is undefined: a group of runs has the same accuracy throughout.
    NoSpread,
    /// The interval of the change holds both sides of the limit.
    NotEstablished,
    /// The rows examined aren't known, so noise cannot be told from the lack of a line.
    RowsUnknown,
    /// The healthy runs' accuracies are too noisy or too close together to show a line.
    Noise,
    /// The healthy line is too uncertain, where the collapsed runs stand, to reach them or miss them.
    FarAway,
}

/// What would settle a doubt, beyond what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct More {
    /// More rows to examine in-domain.
    pub id_rows: usize,
    /// More rows to examine in the shifted set.
    pub shifted_rows: usize,
    /// More runs (healthy ones, where these are too few).
    pub runs: usize,
}

impl fmt::Display for Doubt {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(match self {
            Self::TooFewRuns => "fewer than three runs make no line",
            Self::OnePoint => "every run says the same class, so there is no line",
            Self::TooFewHealthy => "too few runs are healthy to show a line of their own",
            Self::NoSpread => "the runs' accuracies do not differ",
            Self::NotEstablished => "the change of r may lie on either side of the limit",
            Self::RowsUnknown => "the number of rows examined is not known",
            Self::Noise => "the healthy runs differ too little, for so few rows, to show a line",
            Self::FarAway => "the healthy runs are too few or too alike to say where their line leads",
        })
    }
}

impl fmt::Display for More {
    /// For example `about 6,000 more rows in the shifted set`.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let parts: Vec<String> = [
            (self.id_rows, "rows in-domain"),
            (self.shifted_rows, "rows in the shifted set"),
            (self.runs, "runs"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("about {} more {what}", grouped(two_digits_up(count))))
        .collect();
        out.write_str(&parts.join(" and "))
    }
}

/// Judges the line; everything but the verdict must have been read.
pub(super) fn judge(line: &Line, limits: Limits) -> LineVerdict {
    if line.all.runs < 3 {
        return doubt(Doubt::TooFewRuns, Some(More { runs: 3 - line.all.runs, ..More::default() }));
    }
    if line.collapsed() == 0 {
        return LineVerdict::Sound;
    }
    if line.healthy.runs == 0 {
        return line.all.r.map_or(doubt(Doubt::OnePoint, None), |_| LineVerdict::MadeByConstruction);
    }
    if line.healthy.runs < FEWEST_HEALTHY {
        let runs = FEWEST_HEALTHY - line.healthy.runs;
        return doubt(Doubt::TooFewHealthy, Some(More { runs, ..More::default() }));
    }
    match Change::of(line, limits.max_distortion) {
        None => doubt(Doubt::NoSpread, None),
        Some(change) => change.verdict(line, limits),
    }
}

/// r over all and over the healthy runs, and what is established about them.
struct Change {
    r_all: f64,
    r_healthy: f64,
    all: (f64, f64),
    healthy: (f64, f64),
    change: (f64, f64),
    excess: (f64, f64),
    limit: f64,
}

impl Change {
    fn of(line: &Line, limit: f64) -> Option<Self> {
        Some(Self {
            r_all: line.all.r?,
            r_healthy: line.healthy.r?,
            all: line.all.interval?,
            healthy: line.healthy.interval?,
            change: line.change?.interval?,
            excess: line.excess?.interval?,
            limit,
        })
    }

    fn verdict(&self, line: &Line, limits: Limits) -> LineVerdict {
        let hidden = self.excess.1 < -self.limit;
        let made = self.excess.0 > self.limit;
        let turned = self.turned();
        // A narrow range cannot turn a line around, but noise about a narrow range can seem to. So a healthy r
        // that is the lesser one, or has no established sign, needs the tests of a made line.
        if made {
            let clear = turned && near_end(self.healthy) > self.limit;
            let effect = if clear { Effect::Flipped } else { Effect::Made };
            return unless_a_true_line(effect, line, limits);
        }
        if hidden && !(turned && near_end(self.all) > 0.0) {
            return LineVerdict::Distorted(Effect::Hidden);
        }
        if turned && near_end(self.healthy) > 0.0 {
            return LineVerdict::Distorted(Effect::Flipped);
        }
        if turned {
            return unless_a_true_line(Effect::Flipped, line, limits);
        }
        self.open(line, limits)
    }

    /// The verdict when no effect is established: sound if none is possible, or only one that a true line explains.
    fn open(&self, line: &Line, limits: Limits) -> LineVerdict {
        let only_made_is_possible = self.excess.0 >= -self.limit && !self.opposite();
        let none_is_possible = only_made_is_possible && self.excess.1 <= self.limit;
        let explained = || unless_a_true_line(Effect::Made, line, limits) == LineVerdict::Sound;
        if none_is_possible || (only_made_is_possible && explained()) {
            LineVerdict::Sound
        } else {
            doubt(Doubt::NotEstablished, self.runs_needed(line))
        }
    }

    /// Whether the signs differ, neither r is trivial, and r moves by more than the limit.
    fn turned(&self) -> bool {
        self.opposite() && near_end(self.change) > self.limit
    }

    fn opposite(&self) -> bool {
        self.r_all * self.r_healthy < 0.0 && self.r_all.abs() > self.limit && self.r_healthy.abs() > self.limit
    }

    /// The runs with which the interval would clear the limit, its width falling as 1 / sqrt(runs).
    fn runs_needed(&self, line: &Line) -> Option<More> {
        let Difference { value, .. } = line.excess?;
        let (room, width) = if value.abs() > self.limit {
            let near = if value > 0.0 { self.excess.0 } else { self.excess.1 };
            (value.abs() - self.limit, (value - near).abs())
        } else {
            let to_low = (value + self.limit, value - self.excess.0);
            let to_high = (self.limit - value, self.excess.1 - value);
            if to_low.1 / to_low.0 > to_high.1 / to_high.0 { to_low } else { to_high }
        };
        let times = (width / room) * (width / room);
        let runs = (line.all.runs as f64 * (times - 1.0)).ceil();
        (times > 1.0 && times <= MOST_TIMES).then_some(More { runs: runs as usize, ..More::default() })
    }
}

/// The effect, unless a true line explains it: one hidden by noise, or one that reaches the collapsed runs.
fn unless_a_true_line(effect: Effect, line: &Line, limits: Limits) -> LineVerdict {
    let Some(ceiling) = line.ceiling else {
        return doubt(Doubt::RowsUnknown, None);
    };
    if ceiling.r_max < limits.min_ceiling {
        return doubt(Doubt::Noise, ceiling.rows_to_reach(limits.min_ceiling));
    }
    match &line.extrapolation {
        Some(extrapolation) if extrapolation.contradicts_the_line() => LineVerdict::Distorted(effect),
        Some(extrapolation) if extrapolation.could_tell() => LineVerdict::Sound,
        _ => doubt(Doubt::FarAway, None),
    }
}

fn doubt(why: Doubt, more: Option<More>) -> LineVerdict {
    LineVerdict::Undetermined { why, more }
}

/// Rounded up to two significant digits: 5,432 becomes 5,500.
fn two_digits_up(count: usize) -> usize {
    let mut unit = 1;
    while count / unit >= 100 {
        unit *= 10;
    }
    count.div_ceil(unit) * unit
}

/// With a comma between thousands: `12,000`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
