//! Snippet: the lines that a finding points at, from data files or configuration, each under its own number.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

use super::visible::{cut, visible};
use crate::diagnostic::Witness;
use crate::policy::Span;

/// Columns left of a line's text, without its number: ` 7 │ `.
const GUTTER: usize = 4;
/// Columns left of a label's text, from the bar that carries it: `╰── `.
const STEM: usize = 4;
/// The narrowest that a label is wrapped to.
const NARROWEST: usize = 20;
/// Columns kept in front of a value whose line is too long to show from its beginning.
const LEAD: usize = 20;

/// One line with the part that is pointed at, and what is said about it.
#[derive(Debug, Clone)]
struct Excerpt {
    file: String,
    /// From 1.
    line: usize,
    /// From 1.
    column: usize,
    /// The line, harmless and cut to fit.
    text: String,
    /// The part of `text` that is pointed at, in bytes.
    part: (usize, usize),
    label: String,
}

/// The lines of one finding. They are joined to one source text, of which each knows its own place.
#[derive(Debug, Clone, Default)]
pub(super) struct Snippet {
    excerpts: Vec<Excerpt>,
}

impl Snippet {
    /// The lines on which limits were set, each with what was measured.
    pub(crate) fn of_limits<'a>(
        limits: impl IntoIterator<Item = (&'a Span, String)>,
        width: usize,
    ) -> Self {
        Self {
            excerpts: limits
                .into_iter()
                .filter_map(|(span, measured)| limit(span, &measured, width))
                .collect(),
        }
    }

    /// The lines of rows, as far as they have a text of their own, each with what is said of it.
    pub(crate) fn of_rows<'a>(
        rows: impl IntoIterator<Item = (&'a Witness, String)>,
        width: usize,
    ) -> Self {
        Self {
            excerpts: rows
                .into_iter()
                .filter_map(|(witness, note)| row(witness, &note, width))
                .collect(),
        }
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.excerpts.is_empty()
    }

    /// What miette draws under the lines.
    pub(crate) fn labels(&self) -> Vec<LabeledSpan> {
        self.placed()
            .map(|(offset, excerpt)| {
                let (start, end) = excerpt.part;
                LabeledSpan::new(Some(excerpt.label.clone()), offset + start, end - start)
            })
            .collect()
    }

    /// Each line with its place in the joined text; one byte lies between two lines.
    fn placed(&self) -> impl Iterator<Item = (usize, &Excerpt)> {
        self.excerpts.iter().scan(0, |next, excerpt| {
            let offset = *next;
            *next += excerpt.text.len() + 1;
            Some((offset, excerpt))
        })
    }
}

impl SourceCode for Snippet {
    /// The whole line that holds `span`. A span over several is refused, and so each is drawn by itself.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (offset, excerpt) = self
            .placed()
            .find(|(offset, excerpt)| {
                *offset <= span.offset()
                    && span.offset() + span.len() <= offset + excerpt.text.len()
            })
            .ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            excerpt.file.clone(),
            excerpt.text.as_bytes(),
            SourceSpan::new(offset.into(), excerpt.text.len()),
            excerpt.line - 1,
            excerpt.column - 1,
            1,
        )))
    }
}

fn limit(span: &Span, measured: &str, width: usize) -> Option<Excerpt> {
    let (text, range) = (&span.text, &span.range);
    let before = text.get(..range.start)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let after = text.get(range.end..)?;
    let end = range.end + after.find(['\n', '\r']).unwrap_or(after.len());
    let line = before.matches('\n').count() + 1;
    let mut lead = visible(&text[start..range.start].replace('\t', " "));
    let value = visible(text[range.clone()].trim_end());
    let rest = visible(&text[range.end..end].replace('\t', " "));
    let room = room(line, width);
    if display_width(&lead) + display_width(&value) + display_width(&rest) > room {
        let skipped = lead.chars().count().saturating_sub(LEAD);
        if skipped > 0 {
            lead = std::iter::once('…')
                .chain(lead.chars().skip(skipped))
                .collect();
        }
    }
    let value = cut(&value, room.saturating_sub(display_width(&lead)).max(1));
    let part = (lead.len(), lead.len() + value.len());
    let shown = cut(&format!("{lead}{value}{rest}"), room);
    let bar = display_width(&lead) + display_width(&value) / 2;
    Some(Excerpt {
        file: visible(&span.file),
        line,
        column: text[start..range.start].chars().count() + 1,
        part: (part.0.min(shown.len()), part.1.min(shown.len())),
        text: shown,
        label: wrapped(measured, room, bar),
    })
}

fn row(witness: &Witness, note: &str, width: usize) -> Option<Excerpt> {
    let line = usize::try_from(witness.line.unwrap_or(witness.row))
        .ok()?
        .max(1);
    let room = room(line, width);
    let text = cut(
        &visible(witness.excerpt.as_deref()?.trim_end_matches(['\n', '\r'])),
        room,
    );
    if text.trim().is_empty() {
        return None;
    }
    Some(Excerpt {
        file: visible(&witness.path),
        line,
        column: 1,
        part: (0, text.len()),
        label: wrapped(&visible(note), room, display_width(&text) / 2),
        text,
    })
}

/// Columns for the text of line number `line`.
fn room(line: usize, width: usize) -> usize {
    width
        .saturating_sub(line.to_string().len() + GUTTER)
        .max(NARROWEST)
}

/// A label that hangs from column `bar`, in as many lines as it takes.
fn wrapped(label: &str, room: usize, bar: usize) -> String {
    let width = room.saturating_sub(bar + STEM).max(NARROWEST);
    label
        .lines()
        .flat_map(|line| textwrap::wrap(line, options(width)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Lines of `width` columns, broken at spaces only: paths, addresses and names of rules stay whole.
pub(super) fn options(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
}
