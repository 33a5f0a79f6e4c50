//! Text: JSON as it is written, with numbers of few digits and nothing in it that acts on a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::report::visible::{Mark, acts};

/// Writes a value, indented, with what acts on a terminal escaped: all of it stands inside strings.
pub(in crate::report) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escape(&serde_json::to_string_pretty(value)?))
}

/// Writes a value on one line, escaped as [`write`] does.
pub(in crate::report) fn write_line(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escape(&serde_json::to_string(value)?))
}

/// `text` with what acts on a terminal or in a CI log escaped as JSON escapes it.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut mark = Mark::default();
    for c in text.chars() {
        // A bracket that makes a command of a CI log stands inside a string, too: `##` occurs nowhere else.
        if mark.closes(c) || c != '\n' && acts(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // A String takes whatever is written.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

pub(super) fn optional(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// A number to 6 significant digits, so that the last bits of a sum don't show; null when it isn't finite.
pub(super) fn number(value: f64) -> Value {
    if !value.is_finite() {
        return Value::Null;
    }
    // Printing and parsing what was just printed can't fail; adding 0 turns -0 into 0.
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    json!(rounded + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_digits_and_none_is_null() {
        assert_eq!(number(0.123_456_789), json!(0.123_457));
        assert_eq!(number(1.0 / 3.0 * 1e-9), json!(3.333_33e-10));
        assert_eq!(number(-0.0).to_string(), "0.0");
        assert_eq!(
            [f64::NAN, f64::INFINITY].map(number),
            [Value::Null, Value::Null]
        );
    }

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_read_back_the_same() {
        let text = "\u{1b}[31m \u{9b}2J \u{202e} \u{7f} é ##[error]x ##vso[y]";
        let mut out = Vec::new();
        write(&json!([text]), &mut out).expect("a vector can be written");
        let written = String::from_utf8(out).expect("UTF-8");
        assert!(
            written.chars().all(|c| c == '\n' || !acts(c)),
            "{written:?}"
        );
        assert!(!written.contains("##[") && !written.contains("##vso["));
        assert_eq!(
            serde_json::from_str::<Value>(&written).expect("JSON"),
            json!([text])
        );
    }
}
