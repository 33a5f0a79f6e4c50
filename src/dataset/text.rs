//! Text: what a row says, made of its cells; and the form in which two texts are compared.

use unicode_normalization::UnicodeNormalization;

use super::{Dataset, Kind, Piece, Text};

impl Dataset {
    /// The row's text.
    ///
    /// The whole row: `The {column} is {value}.` for each of [`Dataset::feature_columns`], joined by a
    /// blank, missing cells left out. Columns: their cells, one a line, missing ones left out. A
    /// template: its words and cells, nothing where one is missing.
    pub(crate) fn text(&self, row: usize) -> String {
        let mut text = String::new();
        match &self.roles.text {
            Text::Row => {
                for column in self.features().map(|at| &self.columns[at]) {
                    if let Some(value) = column.text(row) {
                        let between = if text.is_empty() { "The " } else { " The " };
                        for piece in [between, &column.name, " is ", value, "."] {
                            text.push_str(piece);
                        }
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

    /// The parts of the row's [`text`](Self::text), which they make one after the other, each with the
    /// column that it tells of. Missing cells have no part. A template's words belong to the cell after
    /// them, and its last words to the last cell.
    pub(crate) fn parts(&self, row: usize) -> Vec<(usize, String)> {
        let mut parts: Vec<(usize, String)> = Vec::new();
        match &self.roles.text {
            Text::Row => {
                for at in self.features() {
                    let column = &self.columns[at];
                    if let Some(value) = column.text(row) {
                        let between = if parts.is_empty() { "" } else { " " };
                        parts.push((at, format!("{between}The {} is {value}.", column.name)));
                    }
                }
            }
            Text::Columns(columns) => {
                for &at in columns {
                    if let Some(value) = self.columns[at].text(row) {
                        let between = if parts.is_empty() { "" } else { "\n" };
                        parts.push((at, format!("{between}{value}")));
                    }
                }
            }
            Text::Template(pieces) => {
                let mut words = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Words(more) => words.push_str(more),
                        Piece::Cell(at) => {
                            words.push_str(self.columns[*at].text(row).unwrap_or_default());
                            parts.push((*at, std::mem::take(&mut words)));
                        }
                    }
                }
                if let Some((_, last)) = parts.last_mut() {
                    last.push_str(&words);
                }
            }
        }
        parts
    }

    /// The columns that are neither label, domain, split, entity, excluded nor vectors, in their order.
    pub(crate) fn feature_columns(&self) -> Vec<usize> {
        self.features().collect()
    }

    fn features(&self) -> impl Iterator<Item = usize> {
        let roles = &self.roles;
        let taken = [
            roles.label,
            roles.domain,
            roles.split,
            roles.entity,
            roles.embedding,
        ];
        (0..self.columns.len())
            .filter(move |at| !taken.contains(&Some(*at)) && !roles.exclude.contains(at))
            .filter(|&at| !matches!(self.columns[at].kind, Kind::Vector { .. }))
    }

    /// The columns whose cells the text tells, in their order: those that it names, or the feature
    /// columns when it is the whole row. What a probe on raw columns may see, to know no more than a
    /// probe on the text.
    pub(crate) fn described_columns(&self) -> Vec<usize> {
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
pub(crate) fn normalised(text: &str) -> String {
    if text.is_ascii() && has_single_blanks(text) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let from = folded.len();
            folded.push_str(word);
            folded[from..].make_ascii_lowercase();
        } else {
            folded.extend(word.to_lowercase().nfc());
        }
    }
    folded
}

/// Whether nothing but single blanks stands between the words of an ASCII text, and nothing around them.
fn has_single_blanks(text: &str) -> bool {
    let has_others = text.bytes().any(|byte| matches!(byte, b'\t'..=b'\r'));
    !has_others && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, labelled};
    use super::super::{DomainRole, TextSource};
    use super::*;

    const TABLE: &str =
        "id,age,job,note,site,fold,label\n7,39.0, clerk ,a{b},CA,train,1\n8,,nurse,c,SD,test,0\n";

    fn texts(text: TextSource) -> (Dataset, [String; 2]) {
        let folder = Folder::new();
        let mut source = labelled(&folder.write("a.csv", TABLE), "label");
        source.roles.text = text;
        source.roles.exclude = vec!["id".to_owned()];
        source.roles.domain = Some(DomainRole {
            column: "site".to_owned(),
            train: Vec::new(),
        });
        source.roles.split = Some("fold".to_owned());
        let dataset = Dataset::load(&source).unwrap();
        let both = [dataset.text(0), dataset.text(1)];
        for (row, text) in both.iter().enumerate() {
            let parts = dataset.parts(row);
            let whole: String = parts.iter().map(|(_, part)| part.as_str()).collect();
            assert_eq!(whole, *text, "the parts make the text");
            let described = dataset.described_columns();
            assert!(parts.iter().all(|(at, _)| described.contains(at)));
        }
        (dataset, both)
    }

    #[test]
    fn a_row_is_its_cells_as_sentences_without_the_other_roles() {
        let (dataset, texts) = texts(TextSource::Row);
        assert_eq!(
            texts,
            [
                "The age is 39.0. The job is clerk. The note is a{b}.",
                "The job is nurse. The note is c."
            ]
        );
        assert_eq!(
            (dataset.feature_columns(), dataset.described_columns()),
            (vec![1, 2, 3], vec![1, 2, 3])
        );
    }

    #[test]
    fn columns_stand_below_each_other_in_the_order_they_are_named() {
        let (dataset, texts) = texts(TextSource::Columns(vec![
            "note".to_owned(),
            "age".to_owned(),
        ]));
        assert_eq!(texts, ["a{b}\n39.0", "c"]);
        assert_eq!(
            (dataset.feature_columns(), dataset.described_columns()),
            (vec![1, 2, 3], vec![1, 3])
        );
    }

    #[test]
    fn a_template_is_filled_with_cells_and_keeps_doubled_braces() {
        let (dataset, texts) = texts(TextSource::Template(
            "{{{job}}}: { age } in {site}.".to_owned(),
        ));
        assert_eq!(texts, ["{clerk}: 39.0 in CA.", "{nurse}:  in SD."]);
        assert_eq!(dataset.described_columns(), [1, 2, 4]);
    }

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
