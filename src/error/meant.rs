//! Meant: the name that was probably meant by a misspelt one.

use super::visible;
use crate::wording::list_some;

/// Names less alike than this (normalised Damerau-Levenshtein, in \[0, 1\]) are no suggestion.
const ALIKE: f64 = 0.6;
/// Characters of a name that a list shows.
const LONGEST: usize = 60;
/// Names that a list shows before it is cut.
const LISTED: usize = 12;

/// The candidate most like `name`, if one is alike enough; case alone makes no difference.
pub(crate) fn meant<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = name.trim().to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let likeness =
                strsim::normalized_damerau_levenshtein(&wanted, &candidate.trim().to_lowercase());
            (likeness, candidate)
        })
        .filter(|&(likeness, _)| likeness >= ALIKE)
        // The first of equals: `max_by` would take the last.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// `a, b and c` for a message; a long list is cut, and says how many more there are.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| visible(&name.chars().take(LONGEST).collect::<String>()))
        .collect();
    list_some(&names, LISTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_swapped_letter_and_another_case() {
        assert_eq!(meant("lable", ["text", "label"]), Some("label"));
        assert_eq!(meant("content", ["CONTENT", "context"]), Some("CONTENT"));
    }

    #[test]
    fn does_not_guess_wildly() {
        assert_eq!(meant("lable", ["sentiment", "text"]), None);
    }

    #[test]
    fn a_long_list_says_how_many_more() {
        let names: Vec<String> = (0..15).map(|n| n.to_string()).collect();
        let list = listed(names.iter().map(String::as_str));
        assert_eq!(list, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more");
    }
}
