//! Bank accounts: international account numbers (IBAN) with their country's form and check digits.

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
    if text.len() < SHORTEST || text.bytes().filter(u8::is_ascii_digit).count() < 8 {
        return false;
    }
    ACCOUNT
        .as_ref()
        .is_some_and(|pattern| pattern.find_iter(text).any(|found| holds(text, &found)))
}

/// Whether the match begins with an IBAN: a word behind it may look like its last group.
fn holds(text: &str, found: &regex::Match) -> bool {
    let bytes = text.as_bytes();
    let inside = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if found.start().checked_sub(1).is_some_and(inside) {
        return false;
    }
    let mut account = String::with_capacity(found.len());
    for at in found.range() {
        if bytes[at] != b' ' {
            account.push(char::from(bytes[at]));
        }
        if account.len() >= SHORTEST && !inside(at + 1) && account.parse::<Iban>().is_ok() {
            return true;
        }
    }
    false
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
