//! Text: what a row says, made of its cells; and the form in which two texts are compared.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use super::{Dataset, Kind, Piece, Text};

impl Dataset {
    /// The row's text.
    ///
    /// The whole row: `The {column} is {value}.` for each of [`Dataset::feature_columns`], joined by a
    /// blank, missing cells left out. Columns: their cells, one a line, missing ones left out. A
    /// template: its words and cells, nothing where one is missing.
    pub fn text(&self, row: usize) -> String {
        let mut text = String::new();
        match &self.roles.text {
            Text::Row => {
                for at in self.feature_columns() {
                    let column = &self.columns[at];
                    if let Some(value) = column.text(row) {
                        let between = if text.is_empty() { "" } else { " " };
                        // Writing to a String cannot fail.
                        let _ = write!(text, "{between}The {} is {value}.", column.name);
                    }
                }
            }
            Text::Columns(columns) => {
                for value in columns.iter().filter_map(|&at| self.columns[at].text(row)) {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(value);
                }
            }
            Text::Template(pieces) => {
                for piece in pieces {
                    text.push_str(match piece {
                        Piece::Words(words) => words,
                        Piece::Cell(at) => self.columns[*at].text(row).unwrap_or_default(),
                    });
                }
            }
        }
        text
    }

    /// The columns that are neither label, domain, split, excluded nor vectors, in their order.
    pub fn feature_columns(&self) -> Vec<usize> {
        let roles = &self.roles;
        let taken = [roles.label, roles.domain, roles.split, roles.embedding];
        (0..self.columns.len())
            .filter(|at| !taken.contains(&Some(*at)) && !roles.exclude.contains(at))
            .filter(|&at| !matches!(self.columns[at].kind, Kind::Vector { .. }))
            .collect()
    }

    /// The columns whose cells the text tells, in their order: those that it names, or the feature
    /// columns when it is the whole row. What a probe on raw columns may see, to know no more than a
    /// probe on the text.
    pub fn described_columns(&self) -> Vec<usize> {
        if self.roles.text == Text::Row {
            return self.feature_columns();
        }
        let mut columns = self.roles.text_columns();
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

/// The form in which texts are compared: lower case, composed (NFC), white space folded to single
/// blanks and trimmed.
///
/// Copies of a text differ in just these when they were wrapped, pasted or stored elsewhere; letters,
/// digits and punctuation stay, because there two texts differ in what they say.
pub fn normalised(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.chars().map(|character| character.to_ascii_lowercase()));
        } else {
            folded.extend(word.to_lowercase().nfc());
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_compare_equal() {
        assert_eq!(
            normalised("  Check\tOUT \r\n my channel "),
            "check out my channel"
        );
        // E and a combining acute accent, a no-break space.
        assert_eq!(normalised("CAFE\u{301}\u{a0}1"), normalised("café 1"));
    }

    #[test]
    fn what_says_something_else_stays_different() {
        assert_ne!(normalised("4 is 1!"), normalised("4 is 1"));
        assert_ne!(normalised("resume"), normalised("résumé"));
    }
}
