//! Tables: made datasets with a hole in which labels are drawn at random, and others that are merely hard.

use std::fmt::Write as _;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// One row's cells.
pub(crate) struct Row {
    /// 0 to 10,000.
    pub(crate) amount: u32,
    /// 1,000 to 5,000.
    pub(crate) income: u32,
    /// 1 to 16.
    pub(crate) grade: u32,
    pub(crate) branch: &'static str,
    pub(crate) channel: &'static str,
    /// What the columns say of the label, of about unit variance.
    pub(crate) score: f64,
}

/// A kind of table.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// The columns that tell the hole; empty where there is none.
    pub(crate) hole: &'static [&'static str],
    rows: usize,
    /// Whether the label of a row is drawn at random.
    inside: fn(&Row) -> bool,
    /// The label of a row outside the hole, and of one inside.
    label: fn(&Row, &mut Xoshiro256PlusPlus) -> u32,
    drawn: fn(&mut Xoshiro256PlusPlus) -> u32,
}

const BRANCHES: [&str; 5] = ["harbour", "hill", "mill", "park", "station"];
const CHANNELS: [&str; 5] = ["post", "post", "desk", "desk", "phone"];

impl Table {
    /// The table of `seed` as CSV.
    pub(crate) fn write(&self, seed: u64) -> String {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut text = "amount,income,grade,branch,channel,label\n".to_owned();
        for _ in 0..self.rows {
            let row = Row::draw(&mut rng);
            let label = if (self.inside)(&row) {
                (self.drawn)(&mut rng)
            } else {
                (self.label)(&row, &mut rng)
            };
            let Row {
                amount,
                income,
                grade,
                branch,
                channel,
                score: _,
            } = row;
            let _ = writeln!(
                text,
                "{amount},{income},{grade},{branch},{channel},class {label}"
            );
        }
        text
    }
}

impl Row {
    fn draw(rng: &mut Xoshiro256PlusPlus) -> Self {
        let (amount, income) = (rng.gen_range(0..10_000), rng.gen_range(1_000..5_000));
        let grade = rng.gen_range(1..=16);
        let unit = |value: f64, middle: f64, reach: f64| (value - middle) / reach * 1.7;
        let score = 0.6 * unit(f64::from(amount), 5_000.0, 5_000.0)
            - 0.6 * unit(f64::from(income), 3_000.0, 2_000.0)
            + 0.6 * unit(f64::from(grade), 8.5, 8.0);
        Self {
            amount,
            income,
            grade,
            branch: BRANCHES[rng.gen_range(0..5)],
            channel: CHANNELS[rng.gen_range(0..5)],
            score,
        }
    }
}

/// A number of about unit variance, the sum of three even ones.
fn noise(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (0..3).map(|_| rng.gen_range(-1.0..1.0)).sum()
}

fn clear(row: &Row, rng: &mut Xoshiro256PlusPlus) -> u32 {
    u32::from(row.score + 0.3 * noise(rng) > 0.0)
}

fn overlapping(row: &Row, rng: &mut Xoshiro256PlusPlus) -> u32 {
    u32::from(row.score + noise(rng) > 0.0)
}

fn skewed(row: &Row, rng: &mut Xoshiro256PlusPlus) -> u32 {
    u32::from(row.score + 0.3 * noise(rng) > 1.33)
}

fn corner(row: &Row) -> bool {
    row.amount > 6_000 && row.branch == "harbour"
}

fn nowhere(_: &Row) -> bool {
    false
}

fn coin(rng: &mut Xoshiro256PlusPlus) -> u32 {
    rng.gen_range(0..2)
}

const CLEAR: Table = Table {
    name: "no hole, classes nearly apart",
    hole: &[],
    rows: 4_000,
    inside: nowhere,
    label: clear,
    drawn: coin,
};

/// Every kind.
#[expect(clippy::too_many_lines, reason = "one entry for each kind of table")]
pub(crate) fn all() -> Vec<Table> {
    let hole = |name, hole| Table {
        name,
        hole,
        inside: corner,
        ..CLEAR
    };
    let corner_columns = &["amount above", "branch `harbour`"][..];
    vec![
        hole("hole of 8 %: a bound and a category", corner_columns),
        Table {
            name: "the same, classes overlap",
            label: overlapping,
            ..hole("", corner_columns)
        },
        Table {
            name: "hole of 8 % above one bound",
            hole: &["amount above"],
            inside: |row| row.amount > 9_200,
            ..CLEAR
        },
        Table {
            name: "hole of 8 % in two categories",
            hole: &["branch `mill`", "channel `post`"],
            inside: |row| row.branch == "mill" && row.channel == "post",
            ..CLEAR
        },
        Table {
            name: "hole of 8 %, labels 9 to 1, a fair coin",
            label: skewed,
            ..hole("", corner_columns)
        },
        Table {
            name: "hole of 8 %, three classes",
            label: |row, rng| {
                let score = row.score + 0.3 * noise(rng);
                u32::from(score > -0.5) + u32::from(score > 0.5)
            },
            drawn: |rng| rng.gen_range(0..3),
            ..hole("", corner_columns)
        },
        Table {
            name: "hole of 8 % of 1,000 rows",
            rows: 1_000,
            ..hole("", corner_columns)
        },
        Table {
            name: "hole of 20 % of 1,000 rows",
            rows: 1_000,
            hole: &["branch `harbour`"],
            inside: |row| row.branch == "harbour",
            ..CLEAR
        },
        CLEAR,
        Table {
            name: "no hole, classes overlap",
            label: overlapping,
            ..CLEAR
        },
        Table {
            name: "no hole, labels 9 to 1",
            label: skewed,
            ..CLEAR
        },
        Table {
            name: "no hole, one label in five is random",
            label: |row, rng| {
                if rng.gen_bool(0.2) {
                    coin(rng)
                } else {
                    clear(row, rng)
                }
            },
            ..CLEAR
        },
        Table {
            name: "no hole, a rare class of pure chance",
            label: |row, rng| {
                if rng.gen_bool(0.05) {
                    2
                } else {
                    clear(row, rng)
                }
            },
            ..CLEAR
        },
        Table {
            name: "no hole, a rare class that overlaps",
            label: |row, rng| u32::from(row.score + noise(rng) > 2.0),
            ..CLEAR
        },
        Table {
            name: "no hole, one column decides in the middle",
            label: |row, rng| {
                u32::from(
                    (f64::from(row.amount) - 5_000.0).abs() / 2_500.0 + 0.2 * noise(rng) > 1.0,
                )
            },
            ..CLEAR
        },
        Table {
            name: "no hole, pure chance everywhere",
            label: |_, rng| coin(rng),
            ..CLEAR
        },
    ]
}
