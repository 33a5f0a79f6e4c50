//! Condition: what a row has to hold in one column to be inside a segment, in words that can be read.

use std::fmt;

use crate::dataset::Column;

use super::feature::{Cells, Feature, Kept, every};

/// A part of the rows: those for which every condition holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    /// One a column, in the order of their names. At least one.
    pub(crate) conditions: Vec<Condition>,
}

/// What a row has to hold in one column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// Its name.
    pub(crate) name: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// Above the first bound and at most the second; one at least is there.
    Range(Option<f64>, Option<f64>),
    /// This number.
    Number(f64),
    /// Missing, or given.
    Missing(bool),
    /// One of these categories; `None` is a missing cell.
    Among(Vec<Option<String>>),
    /// None of them.
    NotAmong(Vec<Option<String>>),
}

/// Most characters of a category's name that are said.
const MOST_CHARS: usize = 40;

impl Segment {
    /// The conditions of a box on `features`.
    pub(super) fn new(features: &[Feature], kepts: &[Kept]) -> Self {
        let conditions = features.iter().zip(kepts).filter_map(|(feature, kept)| {
            Some(Condition {
                column: feature.at,
                name: feature.column.name.clone(),
                test: Test::of(feature, kept)?,
            })
        });
        Self {
            conditions: conditions.collect(),
        }
    }

    /// Whether `row` of a dataset with these `columns` is inside.
    pub(crate) fn holds(&self, columns: &[Column], row: usize) -> bool {
        let holds = |condition: &Condition| condition.test.holds(&columns[condition.column], row);
        self.conditions.iter().all(holds)
    }
}

impl Test {
    fn of(feature: &Feature, kept: &Kept) -> Option<Self> {
        Some(match (kept, &feature.cells) {
            (Kept::Missing, _) => Self::Missing(true),
            (&Kept::Places(from, to), Cells::Numbers { values, .. }) => {
                let last = values.len() - 1;
                if (from, to) == (0, last) {
                    Self::Missing(false)
                } else if from == to && from > 0 && to < last {
                    Self::Number(values[from])
                } else {
                    let above = (from > 0).then(|| between(values[from - 1], values[from]));
                    let most = (to < last).then(|| between(values[to], values[to + 1]));
                    Self::Range(above, most)
                }
            }
            (&Kept::Codes(kept), Cells::Categories { names, .. }) => {
                let named = |wanted: bool| {
                    let of = names.iter().enumerate();
                    of.filter(|(code, _)| (kept >> code & 1 == 1) == wanted)
                        .map(|(_, name)| name.clone())
                        .collect()
                };
                if kept == every(names.len()) {
                    return None;
                }
                if kept >> names.len() & 1 == 1 {
                    Self::NotAmong(named(false))
                } else {
                    Self::Among(named(true))
                }
            }
            _ => return None,
        })
    }

    fn holds(&self, column: &Column, row: usize) -> bool {
        let among = |names: &[Option<String>]| {
            let cell = column.text(row);
            names.iter().any(|name| name.as_deref() == cell)
        };
        match self {
            Self::Range(above, most) => column.number(row).is_some_and(|value| {
                above.is_none_or(|bound| value > bound) && most.is_none_or(|bound| value <= bound)
            }),
            Self::Number(wanted) => column.number(row) == Some(*wanted),
            Self::Missing(missing) => column.number(row).is_none() == *missing,
            Self::Among(names) => among(names),
            Self::NotAmong(names) => !among(names),
        }
    }
}

/// The shortest number from `low` on that is below `high`, so that bounds are easy to read, and say no
/// cell's own value where they needn't.
fn between(low: f64, high: f64) -> f64 {
    for digits in -15..=15_i32 {
        let unit = 10_f64.powi(digits.abs());
        let number = if digits < 0 {
            (low / unit).ceil() * unit
        } else {
            (low * unit).ceil() / unit
        };
        if number >= low && number < high {
            // Zero has one sign in a sentence.
            return number + 0.0;
        }
    }
    low
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (nth, condition) in self.conditions.iter().enumerate() {
            let before = match nth {
                0 => "",
                nth if nth + 1 == self.conditions.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}{condition}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = &self.name;
        match &self.test {
            Test::Range(Some(above), Some(most)) => {
                write!(f, "{name} above {} up to {}", figure(*above), figure(*most))
            }
            Test::Range(Some(above), None) => write!(f, "{name} above {}", figure(*above)),
            Test::Range(None, Some(most)) => write!(f, "{name} at most {}", figure(*most)),
            Test::Range(None, None) | Test::Missing(false) => write!(f, "{name} given"),
            Test::Missing(true) => write!(f, "{name} missing"),
            Test::Number(value) => write!(f, "{name} {}", figure(*value)),
            Test::Among(names) => write!(f, "{name} {}", any_of(names)),
            Test::NotAmong(names) => write!(f, "{name} other than {}", any_of(names)),
        }
    }
}

/// `4,210`, with a comma between thousands from 10,000 on: 2013 may be a year.
fn figure(value: f64) -> String {
    let text = format!("{value}");
    let digits = text.trim_start_matches('-').len();
    if value.fract() != 0.0 || digits < 5 || value.abs() >= 1e15 {
        return text;
    }
    let mut grouped = String::new();
    for (at, digit) in text.trim_start_matches('-').chars().enumerate() {
        if at > 0 && (digits - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{grouped}")
}

/// `red or blue`.
fn any_of(names: &[Option<String>]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name.as_deref())).collect();
    match names.as_slice() {
        [] => "anything".to_owned(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// The category in quotes, so that it can't be taken for words of the sentence.
fn quoted(name: Option<&str>) -> String {
    let Some(name) = name else {
        return "missing".to_owned();
    };
    let mut short: String = name.chars().take(MOST_CHARS).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    format!("`{short}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_the_shortest_numbers_that_part_the_values() {
        assert_eq!(between(4_207.0, 4_213.0), 4_210.0);
        assert_eq!(between(3.0, 4.0), 3.0);
        assert_eq!(between(0.123_4, 0.137), 0.13);
        assert_eq!(between(-7.0, -6.0), -7.0);
        assert_eq!(between(-0.5, 0.5), 0.0);
        assert_eq!(between(1.0, 1.0_f64.next_up()), 1.0);
        assert_eq!(between(1e300, 2e300), 1e300);
    }

    #[test]
    fn a_segment_reads_as_a_sentence_part() {
        let condition = |name: &str, test| Condition {
            column: 0,
            name: name.to_owned(),
            test,
        };
        let segment = Segment {
            conditions: vec![
                condition("income", Test::Range(Some(42_100.0), None)),
                condition("job", Test::Among(vec![Some("clerk".to_owned()), None])),
                condition("year", Test::Range(Some(2_013.0), Some(2_020.0))),
            ],
        };
        assert_eq!(
            segment.to_string(),
            "income above 42,100, job `clerk` or missing and year above 2013 up to 2020"
        );
    }
}
