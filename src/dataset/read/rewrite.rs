//! Rewrite: a row of a text file with other texts in some of its cells, and everything else to the byte as it was.

use std::borrow::Cow;
use std::ops::Range;

use super::fields::{closing, field_end};
use super::json::find_members;

/// How the cells of a row are told apart.
#[derive(Debug, Clone)]
pub(super) enum Style {
    /// By a delimiter, in the order of the columns.
    Delimited {
        columns: Vec<String>,
        delimiter: u8,
        quote: Option<u8>,
    },
    /// By the keys of an object.
    Object,
}

/// What takes the place of a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewCell<'a> {
    /// The column's name.
    pub(crate) column: &'a str,
    /// What the cell is taken to hold: where it holds something else, nothing is rewritten.
    pub(crate) old: &'a str,
    /// What it is to hold.
    pub(crate) new: &'a str,
}

impl Style {
    /// The row `text` with `cells` in it; `None` where one of them isn't found as it should be.
    pub(super) fn rewrite(&self, text: &str, cells: &[NewCell]) -> Option<String> {
        let mut pieces = cells
            .iter()
            .map(|cell| match self {
                Self::Delimited {
                    columns,
                    delimiter,
                    quote,
                } => {
                    let at = columns.iter().position(|name| name == cell.column)?;
                    let fields = find_fields(text, *delimiter, *quote);
                    let span = fields.get(at)?.clone();
                    write_field(text, span, (*delimiter, *quote), cell)
                }
                Self::Object => write_value(text, cell),
            })
            .collect::<Option<Vec<(Range<usize>, String)>>>()?;
        pieces.sort_by_key(|(span, _)| span.start);
        let mut out = String::with_capacity(text.len());
        let mut reached = 0;
        for (span, new) in pieces {
            out.push_str(text.get(reached..span.start)?);
            out.push_str(&new);
            reached = span.end;
        }
        out.push_str(&text[reached..]);
        Some(out)
    }
}

/// Where the fields of one record stand, with their quotes and blanks.
fn find_fields(text: &str, delimiter: u8, quote: Option<u8>) -> Vec<Range<usize>> {
    let bytes = text.trim_end_matches(['\n', '\r']).as_bytes();
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let quoted = quote.filter(|quote| bytes.get(at) == Some(quote));
        let closed = quoted.and_then(|quote| closing(bytes, at, quote));
        let end = field_end(bytes, closed.map_or(at, |closed| closed + 1), delimiter);
        fields.push(at..end);
        if bytes.get(end) != Some(&delimiter) {
            return fields;
        }
        at = end + 1;
    }
}

/// The field at `span` with the new text, within the blanks and the quotes that it had.
fn write_field(
    text: &str,
    span: Range<usize>,
    (delimiter, quote): (u8, Option<u8>),
    cell: &NewCell,
) -> Option<(Range<usize>, String)> {
    let field = text.get(span.clone())?;
    let core = field.trim();
    let start = span.start + (field.len() - field.trim_start().len());
    let span = start..start + core.len();
    let mark = quote.map(char::from);
    let inner = mark.and_then(|mark| core.strip_prefix(mark)?.strip_suffix(mark));
    let doubled = |mark: char| format!("{mark}{mark}");
    let held = match (inner, mark) {
        (Some(inner), Some(mark)) => Cow::from(inner.replace(&doubled(mark), &mark.to_string())),
        _ => Cow::from(core),
    };
    if held.trim() != cell.old.trim() {
        return None;
    }
    let special = [char::from(delimiter), '\n', '\r'];
    let needs_quotes = inner.is_some()
        || cell.new.contains(special)
        || mark.is_some_and(|mark| cell.new.starts_with(mark));
    let new = match (needs_quotes, mark) {
        (false, _) => cell.new.to_owned(),
        (true, Some(mark)) => {
            format!("{mark}{}{mark}", cell.new.replace(mark, &doubled(mark)))
        }
        (true, None) => return None,
    };
    Some((span, new))
}

/// The value of a key with the new text.
fn write_value(text: &str, cell: &NewCell) -> Option<(Range<usize>, String)> {
    let mut members = find_members(text)?.into_iter();
    let (_, span) = members.find(|(key, _)| key.trim() == cell.column)?;
    let value: serde_json::Value = serde_json::from_str(text.get(span.clone())?).ok()?;
    let held = match &value {
        serde_json::Value::String(held) => held.clone(),
        // A number that is written as a text from now on.
        serde_json::Value::Number(held) => held.to_string(),
        _ => return None,
    };
    if held.trim() != cell.old.trim() {
        return None;
    }
    Some((span, serde_json::to_string(cell.new).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrite(style: &Style, text: &str, cell: (&str, &str, &str)) -> Option<String> {
        let (column, old, new) = cell;
        style.rewrite(text, &[NewCell { column, old, new }])
    }

    #[test]
    fn a_field_keeps_its_blanks_and_quotes() {
        let style = Style::Delimited {
            columns: ["a", "b", "c"].map(str::to_owned).to_vec(),
            delimiter: b',',
            quote: Some(b'"'),
        };
        let row = "1, Cook ,\"say \"\"so\"\"\"\r\n";
        let written = |cell| rewrite(&style, row, cell);
        assert_eq!(
            written(("b", "Cook", "cook")).as_deref(),
            Some("1, cook ,\"say \"\"so\"\"\"\r\n")
        );
        assert_eq!(
            written(("b", "Cook", "a, b")).as_deref(),
            Some("1, \"a, b\" ,\"say \"\"so\"\"\"\r\n")
        );
        assert_eq!(
            written(("c", "say \"so\"", "\"no\"")).as_deref(),
            Some("1, Cook ,\"\"\"no\"\"\"\r\n")
        );
        assert_eq!(written(("b", "cook", "x")), None);
        assert_eq!(written(("d", "Cook", "x")), None);
    }

    #[test]
    fn an_object_keeps_its_other_members() {
        let row = "{\"a\": 1,  \"b\":\"caf\\u00e9\", \"c\": [1, {\"b\": 2}]}\n";
        assert_eq!(
            rewrite(&Style::Object, row, ("b", "café", "té")).as_deref(),
            Some("{\"a\": 1,  \"b\":\"té\", \"c\": [1, {\"b\": 2}]}\n")
        );
        assert_eq!(rewrite(&Style::Object, row, ("c", "x", "y")), None);
    }
}
