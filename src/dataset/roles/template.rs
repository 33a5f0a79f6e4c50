//! Template: a text with `{column}` in it, taken apart into words and cells.

use super::resolver::Resolver;
use super::{Piece, mistake};

impl Resolver<'_> {
    /// The pieces of `template`; braces and columns that don't fit join the mistakes.
    pub(super) fn template(&mut self, template: &str) -> Vec<Piece> {
        let mistakes_before = self.mistakes.len();
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            words.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                words.push_str(brace);
                rest = after;
            } else if let (Some(end), "{") = (rest.find('}'), brace) {
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                pieces.extend(self.scalar(rest[..end].trim(), "text").map(Piece::Cell));
                rest = &rest[end + 1..];
            } else {
                self.mistakes.push(mistake(
                    format!("a lone {brace} in the text template"),
                    format!("write a column as {{column}}, and a brace itself as {brace}{brace}"),
                ));
            }
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        let names_a_column = pieces.iter().any(|piece| matches!(piece, Piece::Cell(_)));
        if !names_a_column && self.mistakes.len() == mistakes_before {
            self.mistakes.push(mistake(
                "the text template names no column".to_owned(),
                "every row would have the same text: write a column as {column}",
            ));
        }
        pieces
    }
}
