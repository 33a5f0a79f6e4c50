//! Visible text: what comes from data or configuration, made harmless for a terminal or a CI log.

use std::fmt::Write;

use textwrap::core::display_width;

use crate::error::is_ignored;
pub(super) use crate::error::{Mark, acts};

/// The mark where a text was cut.
const CUT: char = '…';
/// A space at which no line is broken; drawn as a plain one.
pub(super) const TIGHT: char = '\u{a0}';
/// Characters of a text that are shown.
const LONGEST: usize = 1_000;
/// The longest command between backticks that is kept on one line.
const COMMAND: usize = 48;

/// `text` on one line, with every character that acts on a terminal shown as an escape. Of a longer
/// one, its first 1,000 characters: a cell, and with it a class, can hold a megabyte.
///
/// Control characters (ANSI and OSC sequences begin with one) and those that reorder or hide text
/// become `\n` or `\u{1b}`. A word that begins like a command of a CI log (`::error::`), and a mark that
/// makes one anywhere in a line (`##[group]`), get a backslash.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut word_begins = true;
    let mut mark = Mark::default();
    for (nth, (at, c)) in text.char_indices().enumerate() {
        if nth == LONGEST {
            shown.push(CUT);
            break;
        }
        let closes = mark.closes(c);
        if closes || word_begins && text[at..].starts_with("::") {
            shown.push('\\');
        }
        word_begins = c.is_whitespace() || word_begins && is_ignored(c);
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

/// `text` without what a CI log would obey: a line that begins with `::`, colours aside, or a [`Mark`].
///
/// Where data stands, [`visible`] has escaped both. Folding a very long word can make a new beginning,
/// which only the finished lines show.
pub(super) fn defuse(text: &str) -> String {
    let mut defused = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let begins = beginning(line);
        let mut mark = Mark::default();
        for (at, c) in line.char_indices() {
            let command = at == begins && line[at..].starts_with("::");
            if mark.closes(c) || command {
                defused.push('\\');
            }
            defused.push(c);
        }
    }
    defused
}

/// Where the first character of `line` stands that is neither white space nor colour nor ignored.
fn beginning(line: &str) -> usize {
    let mut colour = false;
    line.char_indices()
        .find(|&(_, c)| {
            let within = colour;
            colour = c == '\u{1b}' || within && c != 'm';
            !(within || colour || c.is_whitespace() || is_ignored(c))
        })
        .map_or(line.len(), |(at, _)| at)
}

/// [`visible`] text in which no line is broken inside a command between backticks, or between a flag
/// and its value.
pub(super) fn keep_commands_whole(text: &str) -> String {
    let mut spans = Vec::new();
    let shown = visible(text);
    for (at, span) in shown.split('`').enumerate() {
        spans.push(if at % 2 == 1 && span.chars().count() <= COMMAND {
            span.replace(' ', TIGHT.encode_utf8(&mut [0; 4]))
        } else {
            keep_flags_whole(span)
        });
    }
    spans.join("`")
}

/// `text` with each flag and the word after it held together.
fn keep_flags_whole(text: &str) -> String {
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
        assert_eq!(visible("\u{3000}::error::x"), "\u{3000}\\::error::x");
        assert_eq!(
            visible("##[group] a##vso[task.x] ##teamcity[y] #[z] ##k [ ###[q]"),
            "##\\[group] a##vso\\[task.x] ##teamcity\\[y] #[z] ##k [ ###\\[q]"
        );
        // A reader that ignores joiners sees the mark all the same.
        assert_eq!(visible("#\u{200d}#[error]"), "#\u{200d}#\\[error]");
    }

    #[test]
    fn a_megabyte_is_cut() {
        let shown = visible(&"é".repeat(1_000_000));
        assert_eq!(shown.chars().count(), LONGEST + 1);
        assert!(shown.ends_with(CUT));
    }

    #[test]
    fn no_finished_line_holds_a_command() {
        assert_eq!(defuse("##[x] ##\\[y]"), "##\\[x] ##\\[y]");
        assert_eq!(
            defuse("a\n  ::error::x\n\u{1b}[1m::notice::y\u{1b}[0m\nb ::c"),
            "a\n  \\::error::x\n\u{1b}[1m\\::notice::y\u{1b}[0m\nb ::c"
        );
    }

    #[test]
    fn long_texts_are_cut_by_columns_not_by_characters() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("東京東京", 6), "東京…");
    }

    #[test]
    fn commands_are_not_broken() {
        let held = keep_commands_whole("see `trueline rules`, or --profile audit; --strict, too");
        assert_eq!(
            held.replace(TIGHT, "_"),
            "see `trueline_rules`, or --profile_audit; --strict, too"
        );
    }
}
