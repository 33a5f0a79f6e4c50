//! Bank accounts: international account numbers (IBAN) with their country's form and check digits.

use std::ops::Range;
use std::sync::LazyLock;

use iban::Iban;
use regex::Regex;

/// Country, check digits, and groups of four or none.
static ACCOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?").ok()
});
/// The shortest IBAN, Norway's.
const SHORTEST: usize = 15;

/// Whether `text` holds an IBAN: its country's length and structure, and check digits modulo 97
/// (ISO 13616; ISO 7064).
pub(crate) fn is_in(text: &str) -> bool {
    spans(text).next().is_some()
}

/// Where the IBANs of `text` stand.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    spans(text).collect()
}

fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let may_hold = text.len() >= SHORTEST && text.bytes().filter(u8::is_ascii_digit).count() >= 8;
    let pattern = ACCOUNT.as_ref().filter(|_| may_hold);
    let found = pattern
        .into_iter()
        .flat_map(|pattern| pattern.find_iter(text));
    found.filter_map(|found| Some(found.start()..account_end(text, &found)?))
}

/// Where the IBAN ends that the match begins with, if it does: a word behind it may look like its last group.
fn account_end(text: &str, found: &regex::Match) -> Option<usize> {
    let bytes = text.as_bytes();
    let inside = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if found.start().checked_sub(1).is_some_and(inside) {
        return None;
    }
    let mut account = String::with_capacity(found.len());
    for at in found.range() {
        if bytes[at] != b' ' {
            account.push(char::from(bytes[at]));
        }
        if account.len() >= SHORTEST && !inside(at + 1) && account.parse::<Iban>().is_ok() {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_are_found() {
        for text in [
            "DE89370400440532013000",
            "GB29 NWBK 6016 1331 9268 19",
            "to FR14 2004 1010 0505 0001 3M02 606 AND thanks",
            "NO93 8601 1117 947",
        ] {
            assert!(is_in(text), "{text}");
        }
    }

    #[test]
    fn wrong_check_digits_and_other_codes_are_not() {
        for text in [
            "DE88370400440532013000",
            "XDE89370400440532013000",
            "AB12 1234 5678 9012 3456",
            "ISBN 978-3-16-148410-0",
            "DE89",
        ] {
            assert!(!is_in(text), "{text}");
        }
    }
}
