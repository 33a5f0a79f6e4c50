//! Number: which written cells are quantities, and the one text that equal quantities share.

use std::cmp::Ordering;

/// Integers from here on may not be exact as `f64` (2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Digits of which an `f64` holds every one, whatever they are.
const DIGITS: usize = 15;

/// The quantity that `cell` (trimmed) writes; `None` for anything else.
///
/// A finite decimal with an optional sign and exponent. Not a quantity: leading zeros (`007`, `02139`
/// are codes: as numbers they would lose a digit), digits with an `E` among them (`2E2`: programs write
/// `2e+02` or `2.0E2`), hexadecimal, underscores, thousands separators, `inf`.
pub(crate) fn number(cell: &str) -> Option<f64> {
    if let Some(whole) = whole_number(cell) {
        return Some(whole);
    }
    typed_number(cell).filter(|_| !is_code(cell))
}

/// The number in a cell of a few digits, of which no other way to read it is needed.
fn whole_number(cell: &str) -> Option<f64> {
    let bytes = cell.as_bytes();
    let is_short = (1..=DIGITS).contains(&bytes.len()) && (bytes[0] != b'0' || bytes.len() == 1);
    if !is_short || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let whole = bytes.iter();
    Some(whole.fold(0, |whole, &byte| 10 * whole + u64::from(byte - b'0')) as f64)
}

/// Whether `cell` holds an `E` among digits, and neither point nor sign.
fn is_code(cell: &str) -> bool {
    cell.bytes().any(|byte| matches!(byte, b'e' | b'E'))
        && !cell.bytes().any(|byte| matches!(byte, b'.' | b'+' | b'-'))
}

/// As [`number`], in data whose numbers are known to be such: `2E2` is two hundred.
pub(super) fn typed_number(cell: &str) -> Option<f64> {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell).as_bytes();
    let first_two = (digits.first()?, digits.get(1));
    if matches!(first_two, (b'0', Some(b'0'..=b'9'))) {
        return None;
    }
    // `f64` also reads words like `infinity`.
    if !cell
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'))
    {
        return None;
    }
    cell.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The text that stands for every way to write `value`: `1`, `1.0` and `+1` are `1`.
/// Integers too long for `f64` keep the text that they are written with.
pub(crate) fn canonical(cell: &str, value: f64) -> String {
    if value.abs() >= EXACT {
        cell.to_owned()
    } else if value == 0.0 {
        // Minus zero is zero.
        "0".to_owned()
    } else {
        value.to_string()
    }
}

/// Whether `cell` is what [`canonical`] makes of it, as far as its characters show: of up to fifteen digits none is lost.
pub(super) fn is_canonical(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell).as_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let begins = matches!(digits, [b'0', b'.', ..] | [b'1'..=b'9', ..]);
    // Behind a point the last digit says something.
    let ends = matches!(digits, [.., b'1'..=b'9']) && digits.contains(&b'.');
    digits.len() <= DIGITS && begins && ends && digits.iter().all(is_plain)
}

/// The order of two integers, as their cells write them, that are one number as `f64`: they differ in digits
/// that it doesn't hold.
pub(crate) fn order_integers(a: &str, b: &str) -> Ordering {
    match (a.parse::<i128>(), b.parse::<i128>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_exponents_are_numbers() {
        for (cell, value) in [
            ("0", 0.0),
            ("0.5", 0.5),
            (".7", 0.7),
            ("-3", -3.0),
            ("+5", 5.0),
            ("1.", 1.0),
            ("1e-3", 0.001),
            ("21.0", 21.0),
            ("1.5E2", 150.0),
            ("-2E2", -200.0),
        ] {
            assert_eq!(number(cell), Some(value), "{cell}");
        }
    }

    #[test]
    fn codes_words_and_separators_are_not() {
        for cell in [
            "007", "02139", "-01", "0x1F", "1_000", "1,000", "inf", "-inf", "infinity", "NaN",
            "1e999", "2E2", "30e1", "", "-", "e5", "1 2", "true", "12-05", "1.2.3", "½", "٣",
        ] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn equal_quantities_share_one_text() {
        for cell in ["1", "1.0", "+1", "1e+0"] {
            assert_eq!(canonical(cell, number(cell).unwrap()), "1");
        }
        assert_eq!(canonical("-0.0", -0.0), "0");
        assert_eq!(canonical("0.10", 0.1), "0.1");
    }

    #[test]
    fn what_counts_as_canonical_is() {
        for cell in ["0.1", "-0.001", "12.5", "3.1415926535897", "0.00000000001"] {
            assert!(is_canonical(cell), "{cell}");
            assert_eq!(canonical(cell, number(cell).unwrap()), cell);
        }
        for cell in [
            "1.0",
            ".5",
            "+0.5",
            "1e-5",
            "00.5",
            "0.0",
            "3.14159265358979",
            "12",
            "-",
        ] {
            assert!(!is_canonical(cell), "{cell}");
        }
    }

    #[test]
    fn long_keys_are_not_merged() {
        let (a, b) = ("12345678901234567890", "12345678901234567891");
        assert_eq!(number(a), number(b));
        assert_ne!(
            canonical(a, number(a).unwrap()),
            canonical(b, number(b).unwrap())
        );
    }
}
