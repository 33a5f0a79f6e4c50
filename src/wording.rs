//! Wording: lists, counts, rounded numbers, digits and shell words, as people write them.

use std::fmt::Write;

/// `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// `a, b and 37 more`: the first `most` names, and how many more there are, unless that is one.
pub(crate) fn list_some<S: AsRef<str>>(names: &[S], most: usize) -> String {
    if names.len() <= most + 1 {
        return list(names);
    }
    let mut shown: Vec<&str> = names[..most].iter().map(AsRef::as_ref).collect();
    let more = format!("{} more", format_count(names.len() - most));
    shown.push(&more);
    list(&shown)
}

/// `1 row has` or `3,000 rows have`.
pub(crate) fn plural(count: usize, one: &str, several: &str) -> String {
    format!(
        "{} {}",
        format_count(count),
        if count == 1 { one } else { several }
    )
}

/// A whole number with a comma between thousands: `32,370`.
pub(crate) fn format_count(number: usize) -> String {
    group_thousands(&number.to_string())
}

/// Bytes as hexadecimal digits, two each.
pub(crate) fn format_hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a String cannot fail.
        _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// A measured number: two decimals, two significant digits where it is small, whole numbers in groups.
pub(crate) fn format_figure(value: f64) -> String {
    if !value.is_finite() {
        return "undefined".to_owned();
    }
    // Smaller than the last digit that would be shown.
    let value = if value.abs() < 5e-7 { 0.0 } else { value };
    let size = value.abs();
    if value.fract() == 0.0 && (size >= 2.0 || size == 0.0) {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{}", format_count(size as usize));
    }
    if size < 0.1 {
        // Two significant digits, however small; beyond that it says no more than 0 does.
        let digits = (1 - size.log10().floor() as i32).clamp(2, 6) as usize;
        return format!("{value:.digits$}");
    }
    format!("{value:.2}")
}

/// A number as its cell writes it, with a comma between thousands.
pub(crate) fn format_number(cell: &str) -> String {
    let (sign, digits) = match cell.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", cell),
    };
    let (whole, part) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{sign}{}{part}", group_thousands(whole))
    } else {
        cell.to_owned()
    }
}

/// A number to so many significant digits, without zeros at its end: 6,002 to two digits is `6,000`,
/// 0.0204 is `0.02`, 0.00001 is `1e-5`.
pub(crate) fn format_significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return format_figure(value);
    }
    // Printing in scientific form rounds, and what was just printed can be parsed.
    let rounded: f64 = format!("{value:.*e}", digits.max(1) - 1)
        .parse()
        .unwrap_or(value);
    let exponent = rounded.abs().log10().floor() as i32;
    if !(-3..6).contains(&exponent) {
        return format!("{rounded:e}");
    }
    let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
    let text = format!("{rounded:.decimals$}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    match whole.strip_prefix('-') {
        Some(whole) => format!("-{}{point}{part}", group_thousands(whole)),
        None => format!("{}{point}{part}", group_thousands(whole)),
    }
}

/// Rounded up to two significant digits, as advice is: 5,432 becomes 5,500.
pub(crate) fn round_up(count: usize) -> usize {
    let mut unit = 1;
    while count / unit >= 100 {
        unit *= 10;
    }
    count.div_ceil(unit) * unit
}

/// A word of a command line, in quotes where a shell would take it apart.
pub(crate) fn quote(word: &str) -> String {
    // What shlex quotes for the sake of rare shells: harmless in the middle of a word.
    let plain = |c: char| c.is_alphanumeric() || "_-=,./".contains(c);
    if !word.is_empty() && !word.starts_with('=') && word.chars().all(plain) {
        return word.to_owned();
    }
    shlex::try_quote(word).map_or_else(
        // Only a NUL can't be quoted, and no argument holds one.
        |_| quote(&word.replace('\0', "")),
        std::borrow::Cow::into_owned,
    )
}

/// Digits with a comma between thousands.
fn group_thousands(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list_some(&["a", "b", "c"], 2), "a, b and c");
        assert_eq!(list_some(&["a", "b", "c", "d"], 2), "a, b and 2 more");
        assert_eq!(list_some(&vec!["a"; 1_238], 1), "a and 1,237 more");
    }

    #[test]
    fn one_is_singular_and_all_others_are_plural() {
        let rows = |count| plural(count, "row has", "rows have");
        assert_eq!(
            [0, 1, 2, 12_000].map(rows),
            [
                "0 rows have",
                "1 row has",
                "2 rows have",
                "12,000 rows have"
            ]
        );
    }

    #[test]
    fn figures_read_as_people_write_them() {
        let figures = [0.0, 0.8, -0.371, 1.0, 0.0126, 0.0042, 41.0, 32_370.0, -3e-9];
        assert_eq!(
            figures.map(format_figure),
            [
                "0", "0.80", "-0.37", "1.00", "0.013", "0.0042", "41", "32,370", "0"
            ]
        );
        assert_eq!(format_figure(f64::NAN), "undefined");
    }

    #[test]
    fn a_number_keeps_its_digits() {
        let cells = ["1234.50", "-12345", "0.125", "7", "1e-30"];
        let numbers = cells.map(format_number);
        assert_eq!(numbers, ["1,234.50", "-12,345", "0.125", "7", "1e-30"]);
    }

    #[test]
    fn significant_digits_end_in_no_zero() {
        let two = [
            6_002.0, 14_499.0, 0.0204, 1.0, 0.999, 10.0, 0.001, 1e-5, 4.6e7,
        ];
        assert_eq!(
            two.map(|value| format_significant(value, 2)),
            [
                "6,000", "14,000", "0.02", "1", "1", "10", "0.001", "1e-5", "4.6e7"
            ]
        );
        let three = [38.02, 52.46, -1_234.5, 0.1204];
        assert_eq!(
            three.map(|value| format_significant(value, 3)),
            ["38", "52.5", "-1,230", "0.12"]
        );
        assert_eq!(format_significant(0.0, 2), "0");
    }

    #[test]
    fn advice_is_rounded_up() {
        assert_eq!(
            [0, 7, 99, 100, 101, 5_432, 1_234_567].map(round_up),
            [0, 7, 99, 100, 110, 5_500, 1_300_000]
        );
    }

    #[test]
    fn a_shell_reads_what_is_quoted() {
        let words = [
            "region=north",
            "a,b",
            "-5",
            "the label",
            "it's",
            "",
            "$HOME",
            "=ls",
            "naïve",
        ];
        for word in words {
            assert_eq!(shlex::split(&quote(word)), Some(vec![word.to_owned()]));
        }
        assert_eq!(quote("region=north"), "region=north");
        assert_eq!(quote("the label"), "'the label'");
    }
}
