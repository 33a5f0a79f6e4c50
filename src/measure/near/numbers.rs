//! Numbers: whole numbers that are counted up or drawn without repeats, as keys are.

use crate::measure::birthday::ln_chance;

/// Whole numbers of 16 digits and more are too long for a quantity: `f64` holds 15.
const LONG: i128 = 1_000_000_000_000_000;
/// Steps that are the same, in a running number: the others are rows that were taken out.
const SAME_STEPS: f64 = 0.9;
/// The span of dense numbers, as a multiple of their number.
const DENSE: f64 = 2.0;

/// What whole numbers of one column look like, over one or several files.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Numbers {
    /// Numbers looked at.
    pub(crate) n: usize,
    /// Different ones, file by file where they begin anew.
    pub(crate) different: usize,
    /// ln of the chance that so few repeat; at most 0.
    pub(crate) ln_chance: f64,
    /// Whether most of them follow the one above by one same step.
    pub(crate) running: bool,
    /// Whether they fill at least half of the range that they span.
    pub(crate) dense: bool,
    /// Whether they are too long for a quantity.
    pub(crate) long: bool,
}

impl Numbers {
    /// Looks at `numbers` in the order of their rows. `None` for calendar times, and without numbers.
    ///
    /// Where they repeat from file to file, each of `files` (ranges of `numbers`) is looked at by itself.
    pub(crate) fn of(numbers: &[i128], files: &[std::ops::Range<usize>]) -> Option<Self> {
        if numbers.is_empty() || are_times(numbers) {
            return None;
        }
        let whole = Self::piece(numbers);
        if whole.different == whole.n || files.len() < 2 {
            return Some(whole);
        }
        let apart = files
            .iter()
            .filter(|file| !file.is_empty())
            .map(|file| Self::piece(&numbers[file.clone()]))
            .reduce(Self::and)?;
        Some(if apart.ln_chance < whole.ln_chance {
            apart
        } else {
            whole
        })
    }

    fn and(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            different: self.different + other.different,
            ln_chance: self.ln_chance + other.ln_chance,
            running: self.running && other.running,
            dense: self.dense && other.dense,
            long: self.long && other.long,
        }
    }

    fn piece(numbers: &[i128]) -> Self {
        let n = numbers.len();
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let step = sorted.windows(2).fold(0, |divisor, pair| {
            common_divisor(divisor, pair[1] - pair[0])
        });
        let span = (sorted[sorted.len() - 1] - sorted[0]) / step.max(1) + 1;
        let range = span as f64;
        Self {
            n,
            different: sorted.len(),
            ln_chance: ln_chance(n, n - sorted.len(), range),
            running: runs(numbers),
            dense: range <= DENSE * n as f64,
            long: sorted[0] >= LONG,
        }
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// Whether most numbers follow the one above by the most frequent step.
fn runs(numbers: &[i128]) -> bool {
    let mut steps: Vec<i128> = numbers.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable();
    let most = steps
        .chunk_by(|a, b| a == b)
        .filter(|same| same[0] != 0)
        .map(<[i128]>::len)
        .max();
    most.is_some_and(|most| most as f64 >= SAME_STEPS * steps.len() as f64)
}

/// Whether all numbers are years, days written as 20240131, or Unix time in the years 2000 to 2040, in seconds,
/// milliseconds, microseconds, or nanoseconds that aren't measured as such (keys of that length end in any digit). Times say when, which may well be a feature.
fn are_times(numbers: &[i128]) -> bool {
    let all = |is: &dyn Fn(i128) -> bool| numbers.iter().all(|&number| is(number));
    let seconds =
        |number: i128, unit: i128| (946_684_800 * unit..2_208_988_800 * unit).contains(&number);
    let day = |number: i128| {
        (1_700..=2_100).contains(&(number / 10_000))
            && (1..=12).contains(&(number / 100 % 100))
            && (1..=31).contains(&(number % 100))
    };
    all(&|number| (1_700..=2_100).contains(&number))
        || all(&day)
        || all(&|number| seconds(number, 1_000_000_000) && number % 1_000 == 0)
        || [1, 1_000, 1_000_000]
            .into_iter()
            .any(|unit| all(&|number| seconds(number, unit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::bootstrap::Draws;

    /// The chance from which on a column isn't an accident any more, as the rule has it.
    const CHANCE: f64 = -13.8;

    fn found(numbers: &[i128]) -> bool {
        Numbers::of(numbers, std::slice::from_ref(&(0..numbers.len())))
            .is_some_and(|numbers| numbers.ln_chance < CHANCE)
    }

    #[test]
    fn running_numbers_and_drawn_keys_are_found() {
        let running: Vec<i128> = (1..=40).collect();
        let numbers = Numbers::of(&running, &[]).expect("numbers");
        assert!(numbers.running && numbers.dense && numbers.ln_chance < CHANCE);
        // By tens, and in any order.
        assert!(found(&(0..40).map(|n| n * 170 % 400).collect::<Vec<_>>()));
        // Ten thousand keys of a quarter of a million.
        let mut keys: Vec<i128> = (0..10_000)
            .map(|n| 15_565_701 + n * 7_919 % 250_007)
            .collect();
        keys.dedup();
        assert!(found(&keys));
    }

    #[test]
    fn quantities_are_not() {
        let mut draws = Draws::new(1);
        let incomes: Vec<i128> = (0..5_000).map(|_| draws.below(90_000) as i128).collect();
        assert!(!found(&incomes));
        let populations: Vec<i128> = (1..300).map(|n: i128| n * n * n * 37 + 11).collect();
        assert!(!found(&populations));
        let years: Vec<i128> = (1_900..2_000).collect();
        assert!(!found(&years));
        let hours: Vec<i128> = (0..1_000).map(|n| 1_600_000_000 + 3_600 * n).collect();
        assert!(!found(&hours));
    }

    #[test]
    fn a_number_that_begins_anew_in_each_file_is_one() {
        let numbers: Vec<i128> = (1..=60).chain(1..=50).collect();
        let of = |files: &[std::ops::Range<usize>]| Numbers::of(&numbers, files).expect("numbers");
        assert!(of(&[0..60, 60..110]).ln_chance < CHANCE);
        assert_eq!(of(&[0..60, 60..110]).different, 110);
        assert!(of(&[]).ln_chance > CHANCE);
    }
}
