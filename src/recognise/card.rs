//! Card numbers: an issuer's digits, a length that it uses, and Luhn's check digit.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use statrs::distribution::{Binomial, DiscreteCDF};

/// Digits in the groups that cards are printed in, with one sign between all of them.
static GROUPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)[2-6][0-9]{3}(?: [0-9]{4}){3}|[2-6][0-9]{3}(?:-[0-9]{4}){3}|3[0-9]{3} [0-9]{6} [0-9]{4,5}|3[0-9]{3}-[0-9]{6}-[0-9]{4,5}",
    )
    .ok()
});

static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?-u)[0-9]+").ok());

/// Share of arbitrary digits that pass Luhn's check.
const BY_CHANCE: f64 = 0.1;
/// Chance at which passing it isn't an accident any more.
const ALPHA: f64 = 0.001;
/// Printed in groups, so few numbers are believed one by one.
const FEW: usize = 4;

/// Numbers of one column that an issuer might have given out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Candidates {
    /// All of them.
    pub(crate) all: usize,
    /// Those that pass Luhn's check.
    pub(crate) passed: usize,
}

impl Candidates {
    /// Whether more pass than one in ten, as they would by chance.
    fn beyond_chance(self) -> bool {
        self.passed > 0
            && Binomial::new(BY_CHANCE, self.all as u64)
                .is_ok_and(|chance| chance.sf(self.passed as u64 - 1) <= ALPHA)
    }

    /// Whether the numbers that pass are cards, where they stand in groups.
    pub(crate) fn are_cards_in_groups(self) -> bool {
        self.all <= FEW || self.beyond_chance()
    }

    /// Whether the numbers that pass are cards, where they stand as bare digits.
    pub(crate) fn are_cards(self) -> bool {
        self.beyond_chance()
    }
}

/// Whether `text` holds grouped digits of an issuer, and whether some pass Luhn's check.
pub(crate) fn check_groups(text: &str) -> Option<bool> {
    look(text, GROUPED.as_ref())
}

/// The same for digits without groups.
pub(crate) fn check_digits(text: &str) -> Option<bool> {
    look(text, BARE.as_ref())
}

fn look(text: &str, pattern: Option<&Regex>) -> Option<bool> {
    candidates(text, pattern).map(|(_, passes)| passes).max()
}

/// Where the card numbers of `text` stand, in groups or not.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    let grouped = candidates(text, GROUPED.as_ref());
    let all = grouped.chain(candidates(text, BARE.as_ref()));
    all.filter(|(_, passes)| *passes)
        .map(|(span, _)| span)
        .collect()
}

/// Where digits of an issuer stand, and whether they pass Luhn's check.
fn candidates<'a>(
    text: &'a str,
    pattern: Option<&'a Regex>,
) -> impl Iterator<Item = (Range<usize>, bool)> + 'a {
    let may_hold = text.len() >= 13 && text.bytes().filter(u8::is_ascii_digit).count() >= 13;
    let found = pattern
        .filter(|_| may_hold)
        .into_iter()
        .flat_map(move |pattern| pattern.find_iter(text));
    found
        .filter(move |found| found.len() >= 13 && stands_alone(text, found.start(), found.end()))
        .filter_map(|found| {
            let digits = found.as_str().bytes().filter(u8::is_ascii_digit);
            let digits: Vec<u8> = digits.map(|byte| byte - b'0').collect();
            has_issuer(&digits).then(|| (found.range(), passes_luhn(&digits)))
        })
}

/// Whether the digits are no part of a longer number, word or series of groups.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || b"_/=&".contains(&byte);
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(end).copied();
    let series = |beside: Option<u8>, at: Option<usize>| {
        beside.is_some_and(|byte| b" -.,".contains(&byte)) && at.is_some_and(digit)
    };
    !before.is_some_and(joins)
        && !after.is_some_and(joins)
        && !series(before, start.checked_sub(2))
        && !series(after, Some(end + 1))
}

/// Whether an issuer's numbers begin so and have this length (ISO/IEC 7812; the networks' published ranges).
fn has_issuer(digits: &[u8]) -> bool {
    let first = |count: usize| {
        digits[..count]
            .iter()
            .fold(0_u32, |number, &digit| number * 10 + u32::from(digit))
    };
    match digits.len() {
        13 => first(1) == 4,
        14 => matches!(first(3), 300..=305 | 360..=369 | 380..=399),
        15 => matches!(first(2), 34 | 37),
        16 => {
            first(1) == 4
                || matches!(first(2), 51..=55 | 62 | 65)
                || matches!(first(3), 644..=649)
                || matches!(first(4), 2_221..=2_720 | 3_528..=3_589 | 6_011)
        }
        17 | 18 => first(2) == 62,
        19 => first(1) == 4 || first(2) == 62,
        _ => false,
    }
}

/// Luhn's check (ISO/IEC 7812-1, annex B): every second digit from the right doubled, digits summed.
fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(
            |(nth, &digit)| match u32::from(digit) * (1 + nth as u32 % 2) {
                two @ 10.. => two - 9,
                one => one,
            },
        )
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|&digit| digit != digits[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_own_test_numbers_pass() {
        for text in [
            "4111 1111 1111 1111",
            "paid with 5555-5555-5555-4444.",
            "3782 822463 10005",
            "6011 1111 1111 1117",
            "2223 0031 2200 3222",
            "3056 930902 5904",
        ] {
            assert_eq!(check_groups(text), Some(true), "{text}");
        }
        assert_eq!(check_digits("4242424242424242"), Some(true));
        assert_eq!(check_digits("4242424242424241"), Some(false));
    }

    #[test]
    fn other_long_numbers_are_no_candidates() {
        for text in [
            "1234 5678 9012 3456",
            "2013 4111 1111 1111 1111",
            "4111 1111-1111 1111",
            "0.4111111111111111",
            "id4111111111111111",
            "1.4111111111111111",
            "41111111111111111111",
            "",
        ] {
            assert_eq!(check_groups(text).or(check_digits(text)), None, "{text}");
        }
    }

    #[test]
    fn one_pass_in_ten_is_chance() {
        let candidates = |all, passed| Candidates { all, passed };
        assert!(!candidates(1_000, 100).are_cards() && !candidates(1_000, 120).are_cards());
        assert!(candidates(1_000, 1_000).are_cards() && candidates(5, 5).are_cards());
        assert!(!candidates(1, 1).are_cards() && candidates(1, 1).are_cards_in_groups());
        assert!(!candidates(1_000, 100).are_cards_in_groups());
    }
}
