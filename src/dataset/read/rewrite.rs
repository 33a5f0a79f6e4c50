//! Rewrite: a row of a text file with other texts in some of its cells, and everything else to the byte as it was.

use std::borrow::Cow;
use std::ops::Range;

use super::super::encoding::Encoding;
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

/// Why a cell keeps what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// A list, an object or the like, or inside of one.
    Nested,
    /// Something else than text: numbers, times or JSON.
    Typed,
    /// The row doesn't hold what was read of it where the cell should stand.
    Elsewhere,
    /// What is to stand there needs quotes, and the file has none.
    Unquoted,
    /// Some bytes of the row are no text in the file's encoding.
    Undecodable(Encoding),
    /// The file's encoding lacks letters of what is to stand there.
    Letters(Encoding),
    /// It would read as before.
    Same,
}

impl Obstacle {
    /// The same in a few words.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Nested => "the cell holds a list, an object or the like, and no text".to_owned(),
            Self::Typed => "the column is of a type that holds no text".to_owned(),
            Self::Elsewhere => "the row doesn't hold the cell as it was read".to_owned(),
            Self::Unquoted => {
                "what would stand there needs quotes, and the file has none".to_owned()
            }
            Self::Undecodable(encoding) => {
                format!("some bytes of the row aren't valid {}", encoding.word())
            }
            Self::Letters(encoding) => format!(
                "the file's encoding ({}) lacks letters of what would stand there",
                encoding.word()
            ),
            Self::Same => "the cell would read as before".to_owned(),
        }
    }
}

impl Style {
    /// The row `text` with `cell` in it.
    ///
    /// # Errors
    /// Why the cell stays as it is.
    pub(super) fn rewrite(&self, text: &str, cell: &NewCell) -> Result<String, Obstacle> {
        let (span, new) = match self {
            Self::Delimited {
                columns,
                delimiter,
                quote,
            } => {
                let at = columns.iter().position(|name| name == cell.column);
                let fields = find_fields(text, *delimiter, *quote);
                let span = at.and_then(|at| fields.get(at)).cloned();
                let span = span.ok_or(Obstacle::Elsewhere)?;
                write_field(text, span, (*delimiter, *quote), cell)?
            }
            Self::Object => {
                let span = find_value(text, cell.column).ok_or(Obstacle::Elsewhere)?;
                write_value(text, span, cell)?
            }
        };
        let before = text.get(..span.start).ok_or(Obstacle::Elsewhere)?;
        Ok(format!("{before}{new}{}", &text[span.end..]))
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
) -> Result<(Range<usize>, String), Obstacle> {
    let field = text.get(span.clone()).ok_or(Obstacle::Elsewhere)?;
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
        return Err(Obstacle::Elsewhere);
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
        (true, None) => return Err(Obstacle::Unquoted),
    };
    Ok((span, new))
}

/// Where the value of `column` stands in the object `text`: that of a key, or by a path (`row.text`) inside another object.
fn find_value(text: &str, column: &str) -> Option<Range<usize>> {
    let members = find_members(text)?;
    let named = members.iter().find(|(key, _)| key.trim() == column);
    if let Some((_, span)) = named {
        return Some(span.clone());
    }
    members.into_iter().find_map(|(key, span)| {
        let inner = column.strip_prefix(key.trim())?.strip_prefix('.')?;
        let found = find_value(text.get(span.clone())?, inner)?;
        Some(span.start + found.start..span.start + found.end)
    })
}

/// The value at `span` with the new text.
fn write_value(
    text: &str,
    span: Range<usize>,
    cell: &NewCell,
) -> Result<(Range<usize>, String), Obstacle> {
    let value = text.get(span.clone()).ok_or(Obstacle::Elsewhere)?;
    let value: serde_json::Value = serde_json::from_str(value).map_err(|_| Obstacle::Elsewhere)?;
    let held = match &value {
        serde_json::Value::String(held) => held.clone(),
        // A number that is written as a text from now on.
        serde_json::Value::Number(held) => held.to_string(),
        _ => return Err(Obstacle::Nested),
    };
    if held.trim() != cell.old.trim() {
        return Err(Obstacle::Elsewhere);
    }
    let new = serde_json::to_string(cell.new).map_err(|_| Obstacle::Elsewhere)?;
    Ok((span, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrite(
        style: &Style,
        text: &str,
        (column, old, new): (&str, &str, &str),
    ) -> Result<String, Obstacle> {
        style.rewrite(text, &NewCell { column, old, new })
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
            Ok("1, cook ,\"say \"\"so\"\"\"\r\n")
        );
        assert_eq!(
            written(("b", "Cook", "a, b")).as_deref(),
            Ok("1, \"a, b\" ,\"say \"\"so\"\"\"\r\n")
        );
        assert_eq!(
            written(("c", "say \"so\"", "\"no\"")).as_deref(),
            Ok("1, Cook ,\"\"\"no\"\"\"\r\n")
        );
        assert_eq!(written(("b", "cook", "x")), Err(Obstacle::Elsewhere));
        assert_eq!(written(("d", "Cook", "x")), Err(Obstacle::Elsewhere));
        let unquoted = Style::Delimited {
            columns: vec!["a".to_owned()],
            delimiter: b',',
            quote: None,
        };
        let written = rewrite(&unquoted, "Cook\n", ("a", "Cook", "a, b"));
        assert_eq!(written, Err(Obstacle::Unquoted));
    }

    #[test]
    fn an_object_keeps_its_other_members() {
        let row = "{\"a\": 1,  \"b\":\"caf\\u00e9\", \"c\": [1, {\"b\": 2}]}\n";
        assert_eq!(
            rewrite(&Style::Object, row, ("b", "café", "té")).as_deref(),
            Ok("{\"a\": 1,  \"b\":\"té\", \"c\": [1, {\"b\": 2}]}\n")
        );
        assert_eq!(
            rewrite(&Style::Object, row, ("c", "x", "y")),
            Err(Obstacle::Nested)
        );
    }

    #[test]
    fn a_path_leads_into_an_object() {
        let row = "{\"x\": {\"y\" : {\"z\": \"old\"}}, \"y\": 1}";
        assert_eq!(
            rewrite(&Style::Object, row, ("x.y.z", "old", "new")).as_deref(),
            Ok("{\"x\": {\"y\" : {\"z\": \"new\"}}, \"y\": 1}")
        );
    }
}
