//! Template: a text with `{column}` in it, taken apart into words and cells.

use super::resolver::Resolver;
use super::{Piece, mistake};

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Words(&'a str),
    /// What stands between braces: a column, or a path into one.
    Place(&'a str),
    /// A brace that neither opens a place nor stands for itself.
    Lone(&'a str),
}

/// The columns, or paths into them, that stand in `template`.
pub(in super::super) fn places(template: &str) -> impl Iterator<Item = &str> {
    parts(template).into_iter().filter_map(|part| match part {
        Part::Place(place) => Some(place),
        _ => None,
    })
}

/// The parts of `template`; `{{` and `}}` are words of one brace.
fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        parts.push(Part::Words(&rest[..at]));
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            parts.push(Part::Words(brace));
            rest = after;
        } else if let (Some(end), "{") = (rest.find('}'), brace) {
            parts.push(Part::Place(rest[..end].trim()));
            rest = &rest[end + 1..];
        } else {
            parts.push(Part::Lone(brace));
        }
    }
    parts.push(Part::Words(rest));
    parts
}

impl Resolver<'_> {
    /// The pieces of `template`; braces and columns that don't fit join the mistakes.
    pub(super) fn template(&mut self, template: &str) -> Vec<Piece> {
        let mistakes_before = self.mistakes.len();
        let mut pieces = Vec::new();
        let mut words = String::new();
        for part in parts(template) {
            match part {
                Part::Words(more) => words.push_str(more),
                Part::Place(place) => {
                    if !words.is_empty() {
                        pieces.push(Piece::Words(std::mem::take(&mut words)));
                    }
                    pieces.extend(self.scalar(place, "text").map(Piece::Cell));
                }
                Part::Lone(brace) => self.mistakes.push(mistake(
                    format!("a lone {brace} in the text template"),
                    format!("write a column as {{column}}, and a brace itself as {brace}{brace}"),
                )),
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_between_braces_of_their_own() {
        let found = |template| places(template).collect::<Vec<_>>();
        assert_eq!(found("{a}: { b.c } end"), ["a", "b.c"]);
        assert_eq!(found("{{no}} {a} }}"), ["a"]);
        assert_eq!(found("{{{a}}}"), ["a"]);
        assert!(found("{open").is_empty());
    }
}
