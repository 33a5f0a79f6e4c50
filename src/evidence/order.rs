//! Order: whether the order of rows in their file says what they are.

use super::{Evidence, Unavailable};
use crate::measure::order::{Nearness, Runs};
use crate::split::Part;

/// Rows in the order of their file, others between them left out.
type Group = Vec<usize>;

/// What the order of the rows that may be trained on says about them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Order {
    /// How alike the labels of rows in a row are; `None` without a label, or with too few rows.
    pub(crate) labels: Option<Runs>,
    /// Where the longest run of one label begins and how long it is.
    pub(crate) longest: Option<(usize, usize)>,
    /// Whether neighbours in space stand near in the file; `None` with too few rows.
    pub(crate) texts: Option<Nearness>,
}

impl Evidence<'_> {
    /// What the order of rows says about them.
    ///
    /// # Errors
    /// Failed when the model can't be opened or run.
    pub(crate) fn order(&self) -> Result<&Order, Unavailable> {
        self.answers.order.get(|| self.find_order())
    }

    pub(super) fn find_order(&self) -> Result<Order, Unavailable> {
        let groups = self.in_order();
        let texts = match self.nearest() {
            Ok(nearest) => {
                let mut standing_of = vec![None; self.dataset.rows()];
                for (nth, group) in groups.iter().enumerate() {
                    for &row in group {
                        standing_of[row] = Some(nth);
                    }
                }
                let mut sizes = vec![0; groups.len()];
                let standing: Vec<Option<(usize, usize)>> = nearest
                    .rows
                    .iter()
                    .map(|&row| {
                        let group = standing_of[row]?;
                        sizes[group] += 1;
                        Some((group, sizes[group] - 1))
                    })
                    .collect();
                Nearness::of(nearest.pairs(), &standing, &sizes)
            }
            Err(Unavailable::Failed(error)) => return Err(Unavailable::Failed(error)),
            Err(_) => None,
        };
        let labels = &self.dataset.labels;
        let classes_of: Vec<Vec<u32>> = groups
            .iter()
            .map(|group| {
                group
                    .iter()
                    .filter_map(|&row| labels.of.get(row).copied()?)
                    .collect()
            })
            .collect();
        Ok(Order {
            labels: Runs::of(&classes_of, labels.classes.len()),
            longest: longest_run(&groups, &labels.of),
            texts,
        })
    }

    /// The rows that may be trained on in the order of their file (shards of one table one after the other), apart by file, by domain and by what the
    /// split column says of them: files that follow one another, and rows sorted by a column that is
    /// named as the domain or the split, are so by design. Rows that are only tested on are never batched.
    fn in_order(&self) -> Vec<Group> {
        let (parts, _) = self.parts();
        let domains = self.dataset.domains.as_ref();
        let mut groups = Vec::new();
        for file in &self.dataset.portions {
            let count = domains.map_or(0, |domains| domains.names.len());
            // The last is for rows without a domain, when there are no domains.
            let mut of_domain: Vec<Group> = vec![Vec::new(); count + 1];
            for row in file.rows.clone() {
                if matches!(parts[row], Part::InDomain | Part::Train) {
                    let domain = domains.and_then(|domains| domains.of[row]);
                    of_domain[domain.map_or(count, |domain| domain as usize)].push(row);
                }
            }
            groups.extend(of_domain.into_iter().filter(|group| !group.is_empty()));
        }
        groups
    }
}

/// The first row and the length of the longest run of one label; the first of equals.
fn longest_run(groups: &[Group], labels: &[Option<u32>]) -> Option<(usize, usize)> {
    let mut longest: Option<(usize, usize)> = None;
    for group in groups {
        let mut run: Option<(u32, usize, usize)> = None;
        for &row in group {
            let Some(class) = labels.get(row).copied().flatten() else {
                continue;
            };
            let (_, first, length) = match run {
                Some((known, first, length)) if known == class => (class, first, length + 1),
                _ => (class, row, 1),
            };
            run = Some((class, first, length));
            if longest.is_none_or(|(_, most)| length > most) {
                longest = Some((first, length));
            }
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_skips_rows_without_a_label() {
        let labels = [Some(0), Some(1), None, Some(1), Some(1), Some(0), Some(0)];
        assert_eq!(longest_run(&[(0..7).collect()], &labels), Some((1, 3)));
        assert_eq!(
            longest_run(&[vec![0], (5..7).collect()], &labels),
            Some((5, 2))
        );
        assert_eq!(longest_run(&[vec![2]], &labels), None);
    }
}
