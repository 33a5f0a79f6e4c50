//! Groups: items joined by pairs, each group a tree that leads from its first item to all others.

use std::collections::VecDeque;

/// Disjoint groups of the items 0..n.
///
/// Source: Tarjan, Efficiency of a good but not linear set union algorithm (1975); with path halving.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    parent: Vec<u32>,
    links: Vec<Link>,
}

/// Two items that were joined, and how alike they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Link {
    /// One of them.
    pub(crate) a: usize,
    /// The other.
    pub(crate) b: usize,
    /// Their resemblance, in \[0, 1\].
    pub(crate) resemblance: f64,
}

impl Groups {
    /// Every item by itself.
    pub(crate) fn of(items: usize) -> Self {
        Self {
            parent: (0..items as u32).collect(),
            links: Vec::new(),
        }
    }

    /// The item that stands for `item`'s group at the moment.
    pub(crate) fn root(&self, item: usize) -> usize {
        let mut at = item;
        while self.parent[at] as usize != at {
            at = self.parent[at] as usize;
        }
        at
    }

    /// Joins the groups of the two items; nothing when they are one already.
    pub(crate) fn join(&mut self, link: Link) {
        let (a, b) = (self.halved(link.a), self.halved(link.b));
        if a != b {
            // The smaller item stands for the group: the order of links decides nothing.
            self.parent[a.max(b)] = a.min(b) as u32;
            self.links.push(link);
        }
    }

    fn halved(&mut self, item: usize) -> usize {
        let mut at = item;
        while self.parent[at] as usize != at {
            self.parent[at] = self.parent[self.parent[at] as usize];
            at = self.parent[at] as usize;
        }
        at
    }

    /// The groups of at least two items, by their first item. In each, the first item and then, for
    /// every other, the link that leads to it (`a`) from an item told before (`b`).
    pub(crate) fn trees(&self) -> Vec<(usize, Vec<Link>)> {
        let mut beside: Vec<(u32, u32, f64)> = Vec::with_capacity(2 * self.links.len());
        for link in &self.links {
            beside.push((link.a as u32, link.b as u32, link.resemblance));
            beside.push((link.b as u32, link.a as u32, link.resemblance));
        }
        beside.sort_unstable_by_key(|&(from, to, _)| (from, to));
        let mut told = vec![false; self.parent.len()];
        let mut trees = Vec::new();
        for &(first, _, _) in &beside {
            if told[first as usize] {
                continue;
            }
            told[first as usize] = true;
            let mut links = Vec::new();
            let mut waiting = VecDeque::from([first]);
            while let Some(from) = waiting.pop_front() {
                let start = beside.partition_point(|&(item, _, _)| item < from);
                for &(_, to, resemblance) in beside[start..]
                    .iter()
                    .take_while(|&&(item, _, _)| item == from)
                {
                    if !std::mem::replace(&mut told[to as usize], true) {
                        links.push(Link {
                            a: to as usize,
                            b: from as usize,
                            resemblance,
                        });
                        waiting.push_back(to);
                    }
                }
            }
            trees.push((first as usize, links));
        }
        trees
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_told_from_its_first_item() {
        let mut groups = Groups::of(6);
        for (a, b) in [(4, 2), (5, 4), (2, 5), (0, 3)] {
            groups.join(Link {
                a,
                b,
                resemblance: 0.9,
            });
        }
        let told: Vec<(usize, Vec<(usize, usize)>)> = groups
            .trees()
            .into_iter()
            .map(|(first, links)| (first, links.iter().map(|link| (link.a, link.b)).collect()))
            .collect();
        assert_eq!(told, [(0, vec![(3, 0)]), (2, vec![(4, 2), (5, 4)])]);
        assert_eq!(groups.root(5), groups.root(2));
        assert_ne!(groups.root(1), groups.root(2));
    }
}
