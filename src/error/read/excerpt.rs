//! Excerpt: a few lines of a data file as an error shows them, under their own line numbers.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::error::visible;

/// Most bytes that are shown before the place, and as many from it on: data files hold long lines.
const REACH: usize = 160;

/// Part of a data file, ready for miette. Control characters stand in their escaped form, so that
/// text from data can't steer a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excerpt {
    name: String,
    text: String,
    /// How many lines of the file stand before the excerpt.
    lines_before: usize,
    at: SourceSpan,
}

impl Excerpt {
    /// Shows the line of `text` that holds the bytes `at`, which is line `line` (from 1) of the file
    /// `name`. Of a long line only what stands around `at` is kept.
    pub(crate) fn around(name: &str, text: &str, at: Range<usize>, line: u64) -> Self {
        let start = floor(text, at.start);
        let end = floor(text, at.end.max(start)).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..]
            .find(['\n', '\r'])
            .map_or(text.len(), |found| start + found);
        let from = floor(text, line_start.max(start.saturating_sub(REACH)));
        let to = floor(text, line_end.min(start + REACH));
        let mut shown = String::new();
        if from > line_start {
            shown.push('…');
        }
        shown.push_str(&visible(&text[from..start]));
        let label_start = shown.len();
        shown.push_str(&visible(&text[start..end.min(to).max(start)]));
        let label = label_start..shown.len();
        shown.push_str(&visible(&text[end.min(to).max(start)..to.max(start)]));
        if to < line_end {
            shown.push('…');
        }
        Self {
            name: visible(name),
            text: shown,
            lines_before: usize::try_from(line).map_or(0, |line| line.saturating_sub(1)),
            at: label.into(),
        }
    }

    /// Where in the excerpt the place stands: what a label points at.
    pub(crate) fn at(&self) -> SourceSpan {
        self.at
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner =
            self.text
                .as_str()
                .read_span(span, context_lines_before, context_lines_after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            inner.data(),
            *inner.span(),
            inner.line() + self.lines_before,
            inner.column(),
            inner.line_count(),
        )))
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_line_under_its_own_number() {
        let excerpt = Excerpt::around("a.csv", "x,y\n1,2\n3\n", 8..9, 3);
        assert_eq!((excerpt.text.as_str(), excerpt.at()), ("3", (0..1).into()));
        let contents = excerpt.read_span(&excerpt.at(), 1, 1).unwrap();
        assert_eq!((contents.name(), contents.line()), (Some("a.csv"), 2));
    }

    #[test]
    fn cuts_a_long_line_around_the_place() {
        let text = "é".repeat(500_000);
        let excerpt = Excerpt::around("a.csv", &text, 500_001..500_002, 1);
        assert!(excerpt.text.len() < 2 * REACH + 10);
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
    }

    #[test]
    fn control_characters_do_nothing() {
        let excerpt = Excerpt::around("a.csv", "a\u{1b}[31mb", 0..1, 1);
        assert_eq!(excerpt.text, "a\\u{1b}[31mb");
    }
}
