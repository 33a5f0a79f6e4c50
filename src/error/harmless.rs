//! Harmless: text from data and configuration that can't steer a terminal or a CI log.

use std::fmt::Write;

use super::acting::{Mark, acts, is_ignored};

/// `text` with the characters that act (tab excepted) in their escaped form, and a backslash in what a CI log takes for
/// a command.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut mark = Mark::default();
    let mut word_begins = true;
    for (at, c) in text.char_indices() {
        if mark.closes(c) || word_begins && text[at..].starts_with("::") {
            shown.push('\\');
        }
        word_begins = c.is_whitespace() || word_begins && is_ignored(c);
        if acts(c) && c != '\t' {
            // Writing to a String cannot fail.
            let _ = write!(shown, "{}", c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// `text` with a question mark for each byte of a character that acts, line ends and tabs excepted, so
/// that every other character keeps its place.
pub(super) fn covered(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) && !['\n', '\r', '\t'].contains(&c) {
            shown.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_or_covered() {
        let text = "a\u{1b}[31mb\u{202e}\u{fffe}é\t\n";
        assert_eq!(visible(text), "a\\u{1b}[31mb\\u{202e}\\u{fffe}é\t\\n");
        assert_eq!(
            visible("::error::x ##[y] a::b"),
            "\\::error::x ##\\[y] a::b"
        );
        let covered = covered(text);
        assert_eq!(covered, "a?[31mb??????é\t\n");
        assert_eq!(covered.len(), text.len());
    }
}
