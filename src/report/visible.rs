//! Visible text: what comes from data or configuration, made harmless for a terminal or a CI log.

use std::fmt::Write;

use textwrap::core::display_width;

/// The mark where a text was cut.
const CUT: char = '…';
/// A space at which no line is broken; drawn as a plain one.
pub(super) const TIGHT: char = '\u{a0}';
/// The longest command between backticks that is kept on one line.
const COMMAND: usize = 48;

/// `text` on one line, with every character that acts on a terminal shown as an escape.
///
/// Control characters (ANSI and OSC sequences begin with one) and those that reorder or hide text
/// become `\n` or `\u{1b}`. A word that begins like a command of a CI log (`::error::`, `##[group]`)
/// gets a backslash.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut word_begins = true;
    for (at, c) in text.char_indices() {
        if word_begins && (text[at..].starts_with("::") || text[at..].starts_with("##[")) {
            shown.push('\\');
        }
        word_begins = c == ' ';
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if acts(c) => {
                // Writing to a String can't fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}

/// Whether a character does something other than stand in its place.
pub(super) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// [`visible`] text in which no line is broken inside a command between backticks, or between a flag
/// and its value.
pub(super) fn told(text: &str) -> String {
    let mut spans = Vec::new();
    let shown = visible(text);
    for (at, span) in shown.split('`').enumerate() {
        spans.push(if at % 2 == 1 && span.chars().count() <= COMMAND {
            span.replace(' ', TIGHT.encode_utf8(&mut [0; 4]))
        } else {
            flagged(span)
        });
    }
    spans.join("`")
}

/// `text` with each flag and the word after it held together.
fn flagged(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut flag = false;
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            held.push(if flag { TIGHT } else { ' ' });
        }
        flag = word
            .trim_start_matches('(')
            .strip_prefix("--")
            .is_some_and(|name| name.ends_with(|c: char| c.is_ascii_lowercase()));
        held.push_str(word);
    }
    held
}

/// `text` in at most `width` columns, with a mark where it was cut.
pub(super) fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut columns = 0;
    for c in text.chars() {
        columns += display_width(c.encode_utf8(&mut [0; 4]));
        if columns + 1 > width {
            break;
        }
        kept.push(c);
    }
    kept.push(CUT);
    kept
}

/// A measured number as people read it: two decimals, more for small ones, whole numbers grouped.
pub(super) fn figure(value: f64) -> String {
    if !value.is_finite() {
        return "undefined".to_owned();
    }
    // Smaller than the last digit that would be shown.
    let value = if value.abs() < 5e-7 { 0.0 } else { value };
    let size = value.abs();
    if value.fract() == 0.0 && (size >= 2.0 || size == 0.0) {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{}", grouped(size as usize));
    }
    if size < 0.1 {
        // Two significant digits, however small; beyond that it says no more than 0 does.
        let digits = (1 - size.log10().floor() as i32).clamp(2, 6) as usize;
        return format!("{value:.digits$}");
    }
    format!("{value:.2}")
}

/// 32,370
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
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
    fn what_acts_on_a_terminal_is_shown_instead() {
        assert_eq!(
            visible("a\u{1b}[31mred\u{1b}]8;;x\u{7}"),
            "a\\u{1b}[31mred\\u{1b}]8;;x\\u{7}"
        );
        assert_eq!(
            visible("\u{9b}2J and \u{202e}txt"),
            "\\u{9b}2J and \\u{202e}txt"
        );
        assert_eq!(visible("two\nlines\tand\r"), "two\\nlines\\tand\\r");
        assert_eq!(visible("Zürich, 東京, 👩‍🔬"), "Zürich, 東京, 👩‍🔬");
    }

    #[test]
    fn what_acts_on_a_ci_log_is_defused() {
        assert_eq!(
            visible("::error::x std::vec ::warning"),
            "\\::error::x std::vec \\::warning"
        );
        assert_eq!(visible("##[group]"), "\\##[group]");
    }

    #[test]
    fn long_texts_are_cut_by_columns_not_by_characters() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("東京東京", 6), "東京…");
    }

    #[test]
    fn commands_are_not_broken() {
        let held = told("see `trueline rules`, or --profile audit; --strict, too");
        assert_eq!(
            held.replace(TIGHT, "_"),
            "see `trueline_rules`, or --profile_audit; --strict, too"
        );
    }

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(
            [
                0.0,
                0.8,
                -0.371,
                1.0,
                0.0126,
                0.0042,
                41.0,
                32_370.0,
                -3e-9,
                f64::NAN
            ]
            .map(figure),
            [
                "0",
                "0.80",
                "-0.37",
                "1.00",
                "0.013",
                "0.0042",
                "41",
                "32,370",
                "0",
                "undefined"
            ]
        );
    }
}
