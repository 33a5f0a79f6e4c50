//! Delimiter: what parts the fields of a delimited text, known from the file's name or found out.

use std::path::Path;

use super::quoting;
use super::records::Records;

/// Delimiters that are looked for, the first of equals wins.
const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records that a delimiter is judged by.
const LOOKED_AT: usize = 50;

/// What stands for no delimiter at all: a byte that no text holds.
pub(super) const NONE: u8 = 0;

/// What is known of a delimiter before the file is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// The name says it.
    Known(u8),
    /// A comma, unless there is none in the header: spreadsheets in some countries write `;`.
    Comma,
    /// Whatever splits the first lines; where nothing does, each line is one cell.
    Any,
}

impl Delimiter {
    /// The delimiter of `text`.
    pub(super) fn of(self, text: &str) -> u8 {
        match self {
            Self::Known(delimiter) => delimiter,
            Self::Comma if text.lines().next().unwrap_or_default().contains(',') => b',',
            Self::Comma => guess(text).unwrap_or(b','),
            Self::Any => guess(text).unwrap_or_else(|| lone(text)),
        }
    }
}

/// The delimiter that gives most of the first records as many fields as the very first, two at least;
/// of equals the one that gives more fields.
fn guess(text: &str) -> Option<u8> {
    let fit = |delimiter: u8| {
        let mut records = Records::new(text, delimiter, true);
        let mut counts = Vec::new();
        while counts.len() < LOOKED_AT && records.advance(Path::new("")).unwrap_or(false) {
            counts.push(records.record.len());
        }
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|&&count| count == first).count();
        // More than half: one ragged record must not hide the delimiter of the others.
        (first > 1 && 2 * alike > counts.len()).then_some((alike, first))
    };
    CANDIDATES
        .into_iter()
        .filter_map(|delimiter| Some((fit(delimiter)?, delimiter)))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, delimiter)| delimiter)
}

/// A comma where it leaves one field in every record, quoted over several lines perhaps; none where it
/// doesn't, for then the commas are those of plain text.
fn lone(text: &str) -> u8 {
    if quoting::fault(text, b',').is_some() {
        return NONE;
    }
    let mut records = Records::new(text, b',', true);
    while records.advance(Path::new("")).unwrap_or(false) {
        if records.record.len() != 1 {
            return NONE;
        }
    }
    b','
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_splits_the_first_lines() {
        assert_eq!(guess("a\tb\n1, 2\t3\n4\t5\n"), Some(b'\t'));
        assert_eq!(guess("a;b;c\n1,5;2,5;3\n1;2;3\n"), Some(b';'));
        assert_eq!(guess("a|b\n1|2\n"), Some(b'|'));
        assert_eq!(guess("a,b\n\"x\ty\",2\n"), Some(b','));
        assert_eq!(guess("DESC:how did it , then ?\nENTY:what ?\n"), None);
        // One ragged line doesn't hide it.
        assert_eq!(guess("a;b\n1;2\n1;2;3\n1;2\n"), Some(b';'));
        assert_eq!(
            Delimiter::Any.of("DESC:how did it , then ?\nENTY:what ?\n"),
            NONE
        );
        assert_eq!(Delimiter::Any.of("text\n\"one, and\ntwo\"\n"), b',');
        assert_eq!(Delimiter::Any.of("5\" pipe\n\"so\" it is\n"), NONE);
        assert_eq!(Delimiter::Comma.of("text\na, b\n"), b',');
        assert_eq!(Delimiter::Comma.of("a;b\n1,5;2,5\n"), b';');
        assert_eq!(Delimiter::Comma.of("a,b;c\n1,2;3\n"), b',');
    }
}
