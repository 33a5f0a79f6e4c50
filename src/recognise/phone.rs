//! Phone numbers, as far as their form tells: with a country code, in the American form, or as digits that a word near them
//! calls so.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::name::split_name;

/// `+` with the country code and groups of digits (ITU-T E.123, section 2).
static INTERNATIONAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u)\+[1-9][0-9]{0,14}(?:[ .-]?\(0?[0-9]{1,4}\))?(?:[ .-]?[0-9]{1,14}){0,6}").ok()
});

/// `(212) 555-0123`, `212-555-0123`, `212.555.0123`: the North American plan as it is commonly written.
static AMERICAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?[0-9]{3}[ .-][0-9]{4}|[2-9][0-9]{2}-[0-9]{3}-[0-9]{4}|[2-9][0-9]{2}\.[0-9]{3}\.[0-9]{4})",
    )
    .ok()
});

/// Words beside digits, or in the name of a column, that say whom they ring up: `212-555-0123` by itself may number orders.
const WORDS: [&str; 36] = [
    "phone",
    "phones",
    "telephone",
    "telephones",
    "cellphone",
    "smartphone",
    "tel",
    "telefon",
    "telefono",
    "teléfono",
    "téléphone",
    "tél",
    "handy",
    "call",
    "calls",
    "called",
    "calling",
    "dial",
    "dialed",
    "dialled",
    "ring",
    "rang",
    "mobile",
    "mobil",
    "móvil",
    "cell",
    "fax",
    "sms",
    "whatsapp",
    "hotline",
    "helpline",
    "toll",
    "contact",
    "reach",
    "reached",
    "ph",
];

/// Bytes before digits, and behind them, in which such a word counts.
const NEAR: (usize, usize) = (64, 24);

/// Digits of a number with its country code (ITU-T E.164 allows 15 at most).
const DIGITS: std::ops::RangeInclusive<usize> = 9..=15;

/// The first two digits of assigned country codes, of two digits or of three (ITU-T E.164); 1 and 7 have one.
const CODES: [&str; 65] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "21", "22", "23", "24",
    "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69", "85", "88", "96", "97",
    "99",
];

/// Whether `text` holds a phone number. `said` is whether its column is called so.
pub(crate) fn is_in(text: &str, said: bool) -> bool {
    spans(text, said).next().is_some()
}

/// Where the phone numbers of `text` stand. `said` is whether its column is called so.
pub(crate) fn find(text: &str, said: bool) -> Vec<Range<usize>> {
    spans(text, said).collect()
}

/// Whether a word of `text`, the name of a column or what stands beside digits, says that these are phone numbers.
pub(crate) fn says_so(text: &str) -> bool {
    split_name(text).iter().any(|word| WORDS.contains(&&**word))
}

fn spans(text: &str, said: bool) -> impl Iterator<Item = Range<usize>> {
    let may_hold = text.bytes().filter(u8::is_ascii_digit).count() >= *DIGITS.start();
    let international = INTERNATIONAL
        .as_ref()
        .filter(|_| may_hold && text.as_bytes().contains(&b'+'));
    let american = AMERICAN.as_ref().filter(|_| may_hold);
    let alone = |found: &regex::Match| stands_alone(text, found.start(), found.end());
    let international = international
        .into_iter()
        .flat_map(|pattern| pattern.find_iter(text))
        .filter(move |found| alone(found) && is_international(found.as_str()));
    let american = american
        .into_iter()
        .flat_map(|pattern| pattern.find_iter(text))
        .filter(move |found| {
            alone(found)
                && (said || tells_by_itself(found.as_str()) || is_called_so(text, found.range()))
        });
    international.chain(american).map(|found| found.range())
}

/// Whether the form alone tells: an area code in brackets, or the 1 of long distance before an area and an exchange that
/// may be (North American Numbering Plan: neither of them begins with 0 or 1, nor ends in 11).
fn tells_by_itself(found: &str) -> bool {
    let digits: Vec<u8> = found.bytes().filter(u8::is_ascii_digit).collect();
    let may_be = |code: &[u8]| code[0] >= b'2' && code[1..] != *b"11";
    found.contains('(') || digits.len() == 11 && may_be(&digits[1..4]) && may_be(&digits[4..7])
}

/// Whether a word near the digits says what they are.
fn is_called_so(text: &str, digits: Range<usize>) -> bool {
    let mut from = digits.start.saturating_sub(NEAR.0);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (digits.end + NEAR.1).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    says_so(&text[from..digits.start]) || says_so(&text[digits.end..to])
}

/// Whether neither a letter, a digit nor a sign that joins numbers stands beside the match.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/+=*^#$".contains(&byte);
    let digit_behind = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    !before.is_some_and(joins)
        && match bytes.get(end) {
            None => true,
            Some(b'-' | b'.' | b'/' | b',' | b' ') => !digit_behind(end + 1),
            Some(byte) => !byte.is_ascii_alphanumeric() && !b"_%*^=".contains(byte),
        }
}

/// Whether the digits behind `+1` stand in the groups of North America, or in one.
fn is_american(found: &str) -> bool {
    let groups: Vec<usize> = found
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|&length| length > 0)
        .collect();
    [&[11][..], &[1, 10], &[1, 3, 7], &[1, 3, 3, 4]].contains(&groups.as_slice())
}

fn is_international(found: &str) -> bool {
    let digits: String = found.chars().filter(char::is_ascii_digit).collect();
    let code = match digits.as_bytes().first() {
        Some(b'1') => is_american(found) && !matches!(digits.as_bytes()[1], b'0' | b'1'),
        Some(b'7') => digits.len() == 11,
        _ => digits.get(..2).is_some_and(|code| CODES.contains(&code)),
    };
    // Round figures are sums.
    code && DIGITS.contains(&digits.len()) && !digits.ends_with("00000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_their_common_forms_are_found() {
        for text in [
            "+49 30 901820",
            "+4915112345678",
            "+1 (212) 555-0123",
            "+44 (0)20 7946 0958",
            "call +33 1 42 68 53 00, or write",
            "(212) 555-0123",
            "ring 1-212-555-0123!",
            "my cell: 212.555.0123",
            "212-555-0123 (mobile)",
            "tel:+351-21-123-4567",
        ] {
            assert!(is_in(text, false), "{text}");
        }
    }

    #[test]
    fn bare_digits_dates_and_sums_are_not() {
        for text in [
            "2125550123",
            "0049301234567",
            "2013-11-07T06:20:48",
            "978-3-16-148410-0",
            "3+1234567890",
            "+1000000000",
            "+50000000000 views",
            "192.168.100.200",
            "x = +12.3456789012",
            "from +1 2013 212-555 on",
            "1234-212-555-0123",
            "212-555-01234",
            "+0123456789",
            "7732-18-5 and 64-17-5 and 50-00-0",
            "402-118-3198",
            "402-218-3198 and 212.555.0123",
            "order 402-118-3198 was late in the end, they say, and never called off",
            "1-402-118-3198",
        ] {
            assert!(!is_in(text, false), "{text}");
        }
    }

    #[test]
    fn a_word_says_what_digits_are() {
        let text = "402-118-3198";
        assert!(!is_in(text, false) && is_in(text, true));
        assert!(is_in(&format!("call {text}"), false));
        for name in [
            "phone",
            "home_phone",
            "PhoneNumber",
            "Phone 2",
            "tel",
            "mobile_no",
            "fax",
            "Téléphone",
        ] {
            assert!(says_so(name), "{name}");
        }
        for name in [
            "order_id", "text", "total", "string", "hotel", "title", "spring", "cellar", "number",
        ] {
            assert!(!says_so(name), "{name}");
        }
    }
}
