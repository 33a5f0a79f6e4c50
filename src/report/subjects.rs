//! Subjects: sentences that are alike but for what they are about, said as one.

use crate::wording::list_some;

/// Names that are listed before the rest is counted.
const NAMED: usize = 4;
/// Words after which several names can stand in the place of one.
const BEFORE: [&str; 8] = ["at", "by", "for", "from", "in", "of", "on", "under"];

/// A sentence, and what it is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'a> {
    /// What it is about when not the whole dataset.
    pub(crate) subject: Option<&'a str>,
    /// The sentence.
    pub(crate) text: &'a str,
}

/// One sentence for all that say the same.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Merged<'a> {
    /// What it is about, in the order in which it was said.
    pub(crate) subjects: Vec<&'a str>,
    /// The sentence, with all of its subjects where it names them.
    pub(crate) text: String,
    /// Whether it names them.
    pub(crate) names: bool,
}

/// As few sentences as say all that was said, in the order in which it was.
///
/// Two are the same when they differ in nothing but the names of their own subjects. Where these stand
/// after a preposition, the sentence is said once with all of them.
pub(super) fn merge<'a>(said: impl IntoIterator<Item = Statement<'a>>) -> Vec<Merged<'a>> {
    let mut groups: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for Statement { subject, text } in said {
        let parts = subject.map_or(vec![text], |subject| around(text, subject));
        let known = groups
            .iter_mut()
            .find(|(known, _)| *known == parts && takes_several(&parts));
        match (known, subject) {
            (Some((_, subjects)), Some(subject)) => {
                if !subjects.contains(&subject) {
                    subjects.push(subject);
                }
            }
            (Some(_), None) => {}
            (None, subject) => groups.push((parts, subject.into_iter().collect())),
        }
    }
    groups
        .into_iter()
        .map(|(parts, subjects)| Merged {
            text: parts.join(&listed(&subjects)),
            names: parts.len() > 1,
            subjects,
        })
        .collect()
}

/// `a, b and c`, or `a, b, c, d and 37 more`.
pub(super) fn listed(names: &[&str]) -> String {
    list_some(names, NAMED)
}

/// The parts of `text` around `subject`, where it stands as a word of its own.
fn around<'a>(text: &'a str, subject: &str) -> Vec<&'a str> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut parts = Vec::new();
    let mut from = 0;
    if subject.is_empty() {
        return vec![text];
    }
    for (at, found) in text.match_indices(subject) {
        let (before, after) = (&text[..at], &text[at + found.len()..]);
        // A digit on the other side of a point belongs to the same number.
        let number = after
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            || before.ends_with('.');
        if !(before.ends_with(joins) || after.starts_with(joins) || number) {
            parts.push(&text[from..at]);
            from = at + found.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Whether several names may stand between `parts`.
fn takes_several(parts: &[&str]) -> bool {
    parts[..parts.len() - 1].iter().all(|before| {
        before.ends_with(' ') && BEFORE.contains(&before.split_whitespace().last().unwrap_or(""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(said: &[(&str, &str)]) -> Vec<String> {
        let said = said.iter().map(|&(subject, text)| Statement {
            subject: (!subject.is_empty()).then_some(subject),
            text,
        });
        merge(said).into_iter().map(|merged| merged.text).collect()
    }

    #[test]
    fn what_is_true_of_several_is_said_once() {
        assert_eq!(
            texts(&[
                ("SD", "for SD, collapse turns the line around"),
                ("MS", "for MS, collapse hides the line"),
                ("PR", "for PR, collapse turns the line around"),
            ]),
            [
                "for SD and PR, collapse turns the line around",
                "for MS, collapse hides the line"
            ]
        );
        assert_eq!(
            texts(&[("a", "too few rows"), ("b", "too few rows")]).len(),
            1
        );
        assert_eq!(
            texts(&[("", "too few rows"), ("", "too few rows")]).len(),
            1
        );
    }

    #[test]
    fn numbers_and_grammar_stay_whole() {
        // The subjects are numbers that also occur in the sentence.
        let one = "class 0 has 0.80 of the rows in 0";
        assert_eq!(
            texts(&[("0", one), ("1", "class 0 has 0.80 of the rows in 1")]).len(),
            2
        );
        // Several names would want another verb.
        assert_eq!(
            texts(&[("a", "a has no row"), ("b", "b has no row")]).len(),
            2
        );
        assert_eq!(
            texts(&[("a", "for a-b, so"), ("b", "for a-b, so")]).len(),
            1
        );
        assert_eq!(around("", ""), [""]);
    }

    #[test]
    fn long_lists_are_counted() {
        let names = ["a", "b", "c", "d", "e", "f"];
        assert_eq!(listed(&names[..2]), "a and b");
        assert_eq!(listed(&names[..5]), "a, b, c, d and e");
        assert_eq!(listed(&names), "a, b, c, d and 2 more");
    }
}
