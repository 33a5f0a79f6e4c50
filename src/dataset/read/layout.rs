//! Layout: how a delimited text is laid out: what is left out before it, its delimiter, its quotes and its header.

use std::borrow::Cow;
use std::path::Path;

use super::super::dialect::{Decision, Delimiter, Dialect, Quote};
use super::super::format::shown;
use super::columns::Columns;
use super::delimiter::{NONE, fields, find, first_records};
use super::faults::describe_misquoted;
use super::header;
use super::header::guess;
use super::left_out::{COMMENT, blank_first, leading_comments, table_begins};
use super::magic::foreign_text;
use super::names::{are_row_names, name_columns, twin};
use super::quoting::Rules;
use super::{blanks, lines_of, listing};
use crate::error::{ReadError, visible};
use crate::wording::plural;

/// How a delimited text is laid out, and the text as a parser can read it, line by line the same.
pub(super) struct Layout<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    /// Fields of most records.
    pub(super) fields: usize,
    /// The names of the columns; empty without a header.
    pub(super) names: Vec<String>,
    /// Places of columns to which the header gives no name.
    pub(super) unnamed: Vec<usize>,
    /// Whether every line ends in a delimiter, and the header doesn't.
    pub(super) is_trailed: bool,
    pub(super) decisions: Vec<Decision>,
}

impl<'a> Layout<'a> {
    /// The layout of `text`; `hint` is the delimiter that the file's name says.
    ///
    /// # Errors
    /// Text that is no table, and quotes that are wrong.
    pub(super) fn of(
        path: &Path,
        text: &'a str,
        hint: Option<u8>,
        said: &Dialect,
        header: bool,
    ) -> Result<Self, ReadError> {
        if said.delimiter.is_none()
            && let Some(error) = foreign_text(path, text)
        {
            return Err(error);
        }
        let mut layout = Layout {
            text: Cow::Borrowed(text),
            delimiter: NONE,
            quote: said.quote.map_or(Some(b'"'), Quote::byte),
            fields: 0,
            names: Vec::new(),
            unnamed: Vec::new(),
            is_trailed: false,
            decisions: Vec::new(),
        };
        layout.skip(path, said)?;
        let sep = layout.take_sep_line();
        let comments = layout.skip_comments(said, sep, hint, header);
        layout.cut(said, sep, hint);
        if header && said.skip_rows == 0 && layout.delimiter != NONE {
            layout.skip_preamble(comments);
        }
        layout.settle_quotes(path, said)?;
        if header {
            layout.read_header(path)?;
        }
        let looks = guess(&layout.first_records());
        layout.decide(header::decide(header, looks));
        Ok(layout)
    }

    /// The first records as they are read.
    pub(super) fn first_records(&self) -> Vec<Vec<String>> {
        let mut records = first_records(&self.text, self.delimiter, self.quote);
        if self.names.len() == self.fields
            && let Some(first) = records.first_mut()
            && first.len() + 1 == self.fields
        {
            first.insert(0, String::new());
        }
        records
    }

    fn decide(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    fn blank(&mut self, lines: usize) {
        self.text = Cow::Owned(blank_first(&self.text, lines));
    }

    fn skip(&mut self, path: &Path, said: &Dialect) -> Result<(), ReadError> {
        let lines = usize::try_from(said.skip_rows).unwrap_or(usize::MAX);
        if lines > 0 {
            let all = self.text.lines().count();
            self.blank(lines);
            if self.text.trim().is_empty() {
                return Err(ReadError::Skipped {
                    path: shown(path),
                    lines: all,
                    skipped: said.skip_rows,
                });
            }
            self.decide(Decision::usual(
                "lines left out",
                format!("the first {lines}"),
                "skip-rows says so",
            ));
        }
        Ok(())
    }

    /// The delimiter that a first line `sep=;` names, as Excel reads it.
    fn take_sep_line(&mut self) -> Option<u8> {
        let at = self.text.lines().position(|line| !line.trim().is_empty())?;
        let line = self.text.lines().nth(at)?.trim_matches(['"', ' ', '\r']);
        let is_sep = line.get(..4)?.eq_ignore_ascii_case("sep=");
        let &delimiter = line.as_bytes().get(4).filter(|_| is_sep)?;
        if line.len() > 5 && line[5..].bytes().any(|byte| byte != delimiter)
            || !delimiter.is_ascii()
        {
            return None;
        }
        self.blank(at + 1);
        Some(delimiter)
    }

    /// Leaves the comments at the top out; how many lines they take.
    fn skip_comments(
        &mut self,
        said: &Dialect,
        sep: Option<u8>,
        hint: Option<u8>,
        header: bool,
    ) -> usize {
        let prefix = said.comment.as_deref().unwrap_or(COMMENT);
        let lines = leading_comments(&self.text, prefix);
        if lines == 0
            || self
                .text
                .lines()
                .skip(lines)
                .all(|line| line.trim().is_empty())
        {
            return 0;
        }
        let rest = blank_first(&self.text, lines);
        let delimiter = match said.delimiter.or(sep.map(Delimiter::Byte)) {
            Some(delimiter) => delimiter,
            None => find(&rest, hint),
        };
        // The last of them may name the columns, or be a row that begins so.
        let names = (said.comment.is_none())
            .then(|| self.header_among_comments(&rest, lines, prefix, delimiter, header))
            .flatten();
        let comments = match names {
            None => lines,
            Some(None) => lines - 1,
            Some(Some(bare)) => {
                let mut text = blank_first(&self.text, lines - 1);
                if let Some(at) = text.find(prefix)
                    && bare
                {
                    text.replace_range(at..at + prefix.len(), &" ".repeat(prefix.len()));
                }
                self.text = Cow::Owned(text);
                lines - 1
            }
        };
        if comments > 0 {
            self.blank(comments);
            self.decide(Decision::unusual(
                "comments left out",
                listing(&Self::filled_before(comments)),
                format!("lines before the table begin with `{prefix}`"),
            ));
        }
        comments
    }

    /// What the last of `lines` comments is: nothing where it is one; else a row, or with `Some` the header, and
    /// whether the mark is no part of its first name.
    #[allow(
        clippy::option_option,
        reason = "no header, a row and a header are three things"
    )]
    fn header_among_comments(
        &self,
        rest: &str,
        lines: usize,
        prefix: &str,
        delimiter: Delimiter,
        header: bool,
    ) -> Option<Option<bool>> {
        let last = self.text.lines().nth(lines - 1)?.trim();
        let bare = last.trim_start_matches(prefix).trim();
        let (cells, rows): (Vec<String>, Vec<Vec<String>>) = match delimiter {
            Delimiter::Nothing => return (lines == 1).then_some(None),
            Delimiter::Byte(byte) => (
                first_records(bare, byte, self.quote).pop()?,
                first_records(rest, byte, self.quote),
            ),
            Delimiter::Blanks => (
                first_records(&blanks::squeeze(bare), blanks::BLANK, self.quote).pop()?,
                first_records(&blanks::squeeze(rest), blanks::BLANK, self.quote),
            ),
        };
        if rows.first()?.len() != cells.len() || cells.len() < 2 {
            return None;
        }
        if !header {
            return (lines == 1).then_some(None);
        }
        let without = guess(&rows);
        let mut with = vec![cells];
        with.extend(rows);
        let is_header = guess(&with).votes > without.votes;
        // A name may begin with the mark where it is the file's first line: `#id,text`.
        let alone = lines == 1 && !last[prefix.len()..].starts_with(char::is_whitespace);
        is_header.then_some(Some(!alone))
    }

    fn filled_before(lines: usize) -> Vec<u64> {
        (1..=lines as u64).collect()
    }

    fn cut(&mut self, said: &Dialect, sep: Option<u8>, hint: Option<u8>) {
        let delimiter = match (said.delimiter, sep) {
            (Some(said), _) => {
                self.decide(Decision::usual("delimiter", said.shown(), "it is named"));
                said
            }
            (None, Some(sep)) => {
                let delimiter = Delimiter::Byte(sep);
                let why = "the first line, `sep=`, names it";
                self.decide(Decision::usual("delimiter", delimiter.shown(), why));
                delimiter
            }
            (None, None) => find(&self.text, hint),
        };
        self.delimiter = match delimiter {
            Delimiter::Byte(byte) => byte,
            Delimiter::Nothing => NONE,
            Delimiter::Blanks => {
                self.text = Cow::Owned(blanks::squeeze(&self.text));
                blanks::BLANK
            }
        };
        if self.delimiter == NONE {
            self.quote = None;
        }
        self.fields = fields(&self.text, self.delimiter, self.quote);
        if said.delimiter.is_none() && sep.is_none() {
            let cells = plural(self.fields, "cell", "cells");
            let why = match delimiter {
                Delimiter::Nothing => "nothing cuts the lines alike: each is one cell".to_owned(),
                _ => format!("it cuts most lines into {cells}"),
            };
            let is_expected = hint.is_none()
                || hint == Some(self.delimiter)
                || delimiter == Delimiter::Byte(b';');
            self.decide(Decision {
                is_unusual: !is_expected || delimiter == Delimiter::Blanks,
                ..Decision::usual("delimiter", delimiter.shown(), why)
            });
        }
    }

    /// Leaves out what stands before the header, below the comments.
    fn skip_preamble(&mut self, comments: usize) {
        let Some(begins) = table_begins(&self.text, self.delimiter, self.quote, self.fields) else {
            return;
        };
        let lines = begins as usize - 1;
        let left: Vec<u64> = self
            .text
            .lines()
            .take(lines)
            .zip(1..)
            .skip(comments)
            .filter(|(line, _)| !line.trim().is_empty())
            .map(|(_, number)| number)
            .collect();
        self.blank(lines);
        self.decide(Decision::unusual(
            "lines left out",
            listing(&left),
            format!("they stand before the header in line {begins}"),
        ));
    }

    fn settle_quotes(&mut self, path: &Path, said: &Dialect) -> Result<(), ReadError> {
        let Some(quote) = self.quote else {
            return Ok(());
        };
        let is_lenient = said.quote.is_none() && self.delimiter == b'\t';
        let columns = if said.quote.is_none() {
            let plain = first_records(&self.text, self.delimiter, self.quote);
            Columns::of(&plain, self.fields, self.delimiter, quote)
        } else {
            Columns::default()
        };
        let rules = Rules {
            delimiter: self.delimiter,
            quote,
            is_lenient,
            columns: &columns,
        };
        let sound = rules
            .resolve(&self.text)
            .map_err(|fault| describe_misquoted(path, &self.text, &fault))?;
        if sound.is_plain {
            self.quote = None;
            self.decide(Decision::usual(
                "quote",
                "none",
                "quotes are letters in its cells",
            ));
            return Ok(());
        }
        let lines = lines_of(self.text.as_bytes(), &sound.letters);
        let swallowed = lines_of(self.text.as_bytes(), &sound.swallowed);
        let swallowed = (!swallowed.is_empty()).then(|| {
            let why =
                "a cell in quotes begins there, and the lines in it look like rows of their own";
            Decision::unusual("rows inside a cell", listing(&swallowed), why)
        });
        let text = match sound.text {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        if let Some(text) = text {
            self.text = Cow::Owned(text);
            self.decide(Decision {
                is_unusual: !is_lenient,
                ..Decision::usual(
                    "quotes taken as letters",
                    listing(&lines),
                    "a quote opens a cell there and isn't closed in it, and the next lines are rows by themselves",
                )
            });
        }
        self.decisions.extend(swallowed);
        Ok(())
    }

    /// The names of the columns, and what the header and the rows don't agree in.
    fn read_header(&mut self, path: &Path) -> Result<(), ReadError> {
        let records = first_records(&self.text, self.delimiter, self.quote);
        let Some((first, rows)) = records.split_first() else {
            return Err(ReadError::Empty { path: shown(path) });
        };
        let mut header: Vec<&str> = first.iter().map(String::as_str).collect();
        if header.len() + 1 == self.fields && !rows.is_empty() {
            let whole: Vec<&Vec<String>> =
                rows.iter().filter(|row| row.len() == self.fields).collect();
            if whole.iter().all(|row| row[self.fields - 1].is_empty()) {
                self.is_trailed = true;
                self.fields -= 1;
            } else if are_row_names(&whole) {
                header.insert(0, "");
                let why = "the header has one name fewer than the rows have cells, as R writes it";
                self.decide(Decision::unusual("first column", "names of rows", why));
            }
        }
        let (names, twins) = name_columns(&header);
        self.fields = header.len();
        if let Some((name, first, second)) = twin(&names, &header)
            && !guess(&records).is
        {
            return Err(ReadError::TwinColumns {
                path: shown(path),
                name: visible(name),
                first,
                second,
            });
        }
        self.names = names;
        let is_unnamed = |at: &usize| header[*at].trim().is_empty();
        self.unnamed = (0..header.len()).filter(is_unnamed).collect();
        if !twins.is_empty() {
            self.decide(Decision::unusual(
                "columns of one name",
                twins.join(", "),
                "they are told apart by their places",
            ));
        }
        Ok(())
    }
}
