//! Unlabelled: test rows whose labels say nothing: none is there, or one word stands for all of them.

use std::collections::BTreeSet;

use super::{Domains, Labels};
use crate::recognise::missing::is_unknown;

/// What those write in its place, in small letters, who keep the answers of a test set to themselves.
const WITHHELD: [&str; 4] = ["test", "hidden", "unlabelled", "unlabeled"];

/// A test side without labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unlabelled {
    /// The domain whose rows they are; absent for the rows that a split column or the name of a file gives to testing.
    pub(crate) domain: Option<u32>,
    /// The word that stood for every label; absent where the labels are missing.
    pub(crate) placeholder: Option<String>,
    /// Its rows.
    pub(crate) rows: usize,
}

/// The test sides without labels. A class that is a placeholder is taken out of `labels`.
pub(super) fn find(
    labels: &mut Labels,
    domains: Option<&Domains>,
    training: Option<&[bool]>,
) -> Vec<Unlabelled> {
    let mut found = Vec::new();
    if labels.classes.is_empty() {
        return found;
    }
    let mut trained = BTreeSet::new();
    let mut sides: Vec<(Option<u32>, Vec<usize>)> = Vec::new();
    for row in 0..labels.of.len() {
        let domain = match domains.map(|all| (all, all.of[row])) {
            // A row without a domain takes no part.
            Some((_, None)) => continue,
            Some((all, Some(domain))) if !all.train.contains(&domain) => Some(domain),
            _ => None,
        };
        if domain.is_none() && training.is_none_or(|train| train[row]) {
            trained.extend(labels.of[row]);
            continue;
        }
        match sides.iter_mut().find(|(side, _)| *side == domain) {
            Some((_, rows)) => rows.push(row),
            None => sides.push((domain, vec![row])),
        }
    }
    let mut taken = BTreeSet::new();
    for (domain, rows) in sides {
        let classes: BTreeSet<u32> = rows.iter().filter_map(|&row| labels.of[row]).collect();
        let class = classes.first().copied();
        let is_placeholder = class.is_some_and(|class| {
            let name = &labels.classes[class as usize];
            let is_word = is_unknown(name) || WITHHELD.contains(&name.to_lowercase().as_str());
            classes.len() == 1 && !trained.contains(&class) && is_word
        });
        if class.is_none() || is_placeholder {
            let name = class.map(|class| labels.classes[class as usize].clone());
            for &row in &rows {
                labels.missing += usize::from(labels.of[row].take().is_some());
            }
            taken.extend(class);
            found.push(Unlabelled {
                domain,
                placeholder: name,
                rows: rows.len(),
            });
        }
    }
    labels.drop_unused(&taken);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(cells: &[&str]) -> Labels {
        let classes: BTreeSet<&str> = cells
            .iter()
            .copied()
            .filter(|cell| !cell.is_empty())
            .collect();
        let of: Vec<Option<u32>> = cells
            .iter()
            .map(|cell| {
                classes
                    .iter()
                    .position(|class| class == cell)
                    .map(|at| at as u32)
            })
            .collect();
        Labels {
            classes: classes.into_iter().map(str::to_owned).collect(),
            missing: of.iter().filter(|class| class.is_none()).count(),
            of,
        }
    }

    const TRAIN: [bool; 6] = [true, true, true, true, false, false];

    fn placeholders(cells: &[&str; 6]) -> (Vec<Option<String>>, Labels) {
        let mut labels = labels(cells);
        let found = find(&mut labels, None, Some(&TRAIN));
        (
            found.into_iter().map(|side| side.placeholder).collect(),
            labels,
        )
    }

    #[test]
    fn one_word_for_all_labels_of_a_test_side_is_no_class() {
        for word in ["?", "-1", "unknown", "Test"] {
            let (found, labels) = placeholders(&["a", "b", "a", "b", word, word]);
            assert_eq!(found, [Some(word.to_owned())]);
            assert_eq!(labels.classes, ["a", "b"]);
            assert_eq!(labels.of[2..], [Some(0), Some(1), None, None]);
            assert_eq!(labels.missing, 2);
        }
    }

    #[test]
    fn missing_labels_make_a_side_unlabelled_too() {
        assert_eq!(placeholders(&["a", "b", "a", "b", "", ""]).0, [None]);
        assert_eq!(
            placeholders(&["a", "b", "a", "b", "", "?"]).0,
            [Some("?".to_owned())]
        );
    }

    #[test]
    fn a_class_that_trains_or_stands_beside_others_is_none() {
        assert_eq!(placeholders(&["a", "?", "a", "?", "?", "?"]).0, []);
        assert_eq!(placeholders(&["a", "b", "a", "b", "?", "a"]).0, []);
        assert_eq!(placeholders(&["a", "b", "a", "b", "c", "c"]).0, []);
        assert_eq!(placeholders(&["", "b", "a", "b", "b", ""]).0, []);
    }
}
