//! Quoting: whether every quoted field of a delimited text closes where it should, and which quotes are letters.
//!
//! A parser reads on past a quote that is wrong, and rows melt into one another without a word.

use std::borrow::Cow;

use super::columns::Columns;
use super::fields::{closing, field_end, next_field};

/// A quoted field that goes wrong; offsets in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where its quote opens.
    pub(super) opened: usize,
    /// The quote after which text follows; `None` when it is never closed.
    pub(super) closed: Option<usize>,
}

/// A text whose quotes are sound.
#[derive(Debug)]
pub(super) struct Sound<'a> {
    /// The text, with quotes that are letters written so that a parser reads them as that.
    pub(super) text: Cow<'a, str>,
    /// The offsets in the text as it was of quotes that open a cell and are letters.
    pub(super) letters: Vec<usize>,
    /// The offsets of quotes that open a cell in which whole rows stand, but whose own quotes are doubled: who wrote
    /// the file took them for one cell.
    pub(super) swallowed: Vec<usize>,
    /// Whether quotes are letters everywhere: one goes wrong, and none holds a new line as quotes do.
    pub(super) is_plain: bool,
}

/// What quotes of a text may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
    /// Whether a quote that goes wrong is a letter: tab-separated text has no quoting of its own (IANA
    /// text/tab-separated-values); some write it.
    pub(super) is_lenient: bool,
    /// What rows look like.
    pub(super) columns: &'a Columns,
}

/// How a quoted field ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Where it should: the quote that closes it.
    Sound(usize),
    /// Text follows the quote that closes it.
    Followed(usize),
    Never,
}

/// Looks at the whole text; the first quoted field that goes wrong.
pub(super) fn fault(text: &str, delimiter: u8, quote: u8) -> Option<Fault> {
    let nothing = Columns::default();
    let rules = Rules {
        delimiter,
        quote,
        is_lenient: false,
        columns: &nothing,
    };
    rules.resolve(text).err()
}

impl Rules<'_> {
    /// Finds the quotes of `text` that are letters: those after which the following lines are whole rows by
    /// themselves, and in lenient text those that go wrong.
    ///
    /// # Errors
    /// The first quoted field that goes wrong in another way.
    pub(super) fn resolve<'t>(&self, text: &'t str) -> Result<Sound<'t>, Fault> {
        let bytes = text.as_bytes();
        let (mut letters, mut swallowed) = (Vec::new(), Vec::new());
        let (mut goes_wrong, mut holds_lines) = (false, false);
        // Where no quote stands, none goes wrong.
        let mut at = if bytes.contains(&self.quote) {
            0
        } else {
            bytes.len()
        };
        while at < bytes.len() {
            if bytes[at] != self.quote {
                at = next_field(bytes, at, self.delimiter);
                continue;
            }
            let end = self.end(bytes, at);
            let stop = match end {
                End::Sound(closed) | End::Followed(closed) => closed,
                End::Never => bytes.len(),
            };
            let spans = bytes[at..stop].contains(&b'\n');
            let look_like_rows = spans && self.columns.are_rows(text, at, stop);
            let is_meant = look_like_rows && self.doubles(&bytes[at + 1..stop]);
            if is_meant {
                swallowed.push(at);
            }
            let are_rows = look_like_rows && !is_meant;
            let is_sound = matches!(end, End::Sound(_));
            goes_wrong |= !is_sound && !are_rows;
            holds_lines |= is_sound && spans && !are_rows;
            let is_letter = are_rows || self.is_lenient && !is_sound;
            at = match end {
                _ if is_letter => {
                    letters.push(at);
                    next_field(bytes, at, self.delimiter)
                }
                // The delimiter or the end of the line is passed as well.
                End::Sound(closed) => next_field(bytes, closed + 1, self.delimiter),
                End::Followed(closed) => {
                    return Err(Fault {
                        opened: at,
                        closed: Some(closed),
                    });
                }
                End::Never => {
                    return Err(Fault {
                        opened: at,
                        closed: None,
                    });
                }
            };
        }
        Ok(Sound {
            text: self.write_letters(text, &letters),
            letters,
            swallowed,
            is_plain: goes_wrong && !holds_lines,
        })
    }

    /// Whether a quote stands doubled in `cell`, other than as an empty cell of a row in it.
    fn doubles(&self, cell: &[u8]) -> bool {
        let ends = |byte: Option<&u8>| {
            byte.is_none_or(|&byte| byte == self.delimiter || byte == b'\n' || byte == b'\r')
        };
        let pairs = cell.windows(2).enumerate();
        let mut pairs = pairs.filter(|(_, pair)| *pair == [self.quote; 2]);
        pairs.any(|(at, _)| {
            let before = at.checked_sub(1).and_then(|before| cell.get(before));
            !(ends(before) && ends(cell.get(at + 2)))
        })
    }

    fn end(&self, bytes: &[u8], opened: usize) -> End {
        let Some(closed) = closing(bytes, opened, self.quote) else {
            return End::Never;
        };
        let after = bytes[closed + 1..].iter().find(|&&byte| byte != b' ');
        match after {
            None | Some(b'\n' | b'\r') => End::Sound(closed),
            Some(&next) if next == self.delimiter || bytes[closed + 1] == self.delimiter => {
                End::Sound(closed)
            }
            Some(_) => End::Followed(closed),
        }
    }

    /// `text` with each field that begins at one of `letters` in quotes, and its own quotes doubled.
    fn write_letters<'t>(&self, text: &'t str, letters: &[usize]) -> Cow<'t, str> {
        if letters.is_empty() {
            return Cow::Borrowed(text);
        }
        let quote = char::from(self.quote);
        let mut written = String::with_capacity(text.len() + 4 * letters.len());
        let mut done = 0;
        for &start in letters {
            let end = field_end(text.as_bytes(), start, self.delimiter);
            written.push_str(&text[done..start]);
            written.push(quote);
            for c in text[start..end].chars() {
                if c == quote {
                    written.push(quote);
                }
                written.push(c);
            }
            written.push(quote);
            done = end;
        }
        written.push_str(&text[done..]);
        Cow::Owned(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<Fault> {
        super::fault(text, b',', b'"')
    }

    #[test]
    fn sound_quoting_has_no_fault() {
        for text in [
            "a,b\n\"x, y\",\"two\nlines\"\r\n\"say \"\"so\"\"\" ,5\" pipe\n",
            "\"\",\"\"\n\"\"\"\"",
            "a",
            "",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_found_where_it_opens() {
        for (text, opened) in [("a\n\"b\nc\n", 2), ("\"a\"\"", 0), ("x,\"", 2)] {
            let closed = None;
            assert_eq!(fault(text), Some(Fault { opened, closed }));
        }
    }

    #[test]
    fn text_after_a_closed_quote_is_a_fault() {
        let (opened, closed) = (0, Some(2));
        assert_eq!(fault("\"a\"b,c"), Some(Fault { opened, closed }));
    }

    #[test]
    fn rows_in_a_cell_whose_quotes_are_doubled_are_meant_so() {
        let mut rows: Vec<Vec<String>> = vec![vec!["text".to_owned(), "y".to_owned()]];
        rows.extend((0..12).map(|row| vec![format!("day {row}"), (row % 2).to_string()]));
        let columns = Columns::of(&rows, 2, b',', b'"');
        let rules = Rules {
            delimiter: b',',
            quote: b'"',
            is_lenient: false,
            columns: &columns,
        };
        let meant = rules
            .resolve("text,y\n\"warm,0\nmild,1\n\"\"cold and wet\",1\n")
            .unwrap();
        assert_eq!((meant.letters, meant.swallowed), (vec![], vec![7]));
        let open = rules
            .resolve("text,y\n\"warm,0\n\"\",1\nwet\",1\n")
            .unwrap();
        assert_eq!((open.letters, open.swallowed), (vec![7], vec![]));
    }
}
