//! NearTexts: which of many different texts are nearly the same, without comparing every pair.

use std::cell::OnceCell;

use rayon::prelude::*;

use crate::measure::groups::{Groups, Link};
use crate::measure::parity::Parities;
use crate::measure::shingles::{Shingles, most_apart};
use crate::measure::signatures::{BANDS, Signatures};

/// Most texts that are joined exactly.
pub(crate) const EXACT_TEXTS: usize = 20_000;
/// Most characters that are joined exactly: what their shingles need stays below 400 MB.
const EXACT_CHARACTERS: usize = 40_000_000;
/// Texts whose partners are looked for at a time; what they find is joined before the next.
const CHUNK: usize = 256;

/// Texts before it in its block that a text is compared with: what bounds the work where a block is
/// large.
const BEFORE: usize = 16;
/// How far below the limit the estimate from signatures may lie, to be looked at exactly: four
/// standard errors.
const SLACK: f64 = 0.12;

/// Different texts to search, in a fixed order.
pub(crate) struct Texts<'a> {
    /// How many there are.
    pub(crate) count: usize,
    /// The text at a place, normalised.
    pub(crate) text: &'a (dyn Fn(usize) -> String + Sync),
    /// Whether two texts whose shingles agree may count as nearly the same.
    pub(crate) agree: &'a (dyn Fn(usize, usize) -> bool + Sync),
    /// Told now and then how much of the work is done, and how much there is, counted in texts.
    pub(crate) compared: &'a (dyn Fn(usize, usize) + Sync),
}

/// Groups of texts of which each is nearly the same as another of its group.
#[derive(Debug, Clone)]
pub(crate) struct NearTexts {
    /// The groups.
    pub(crate) groups: Groups,
    /// Whether every pair at the limit was found; else those that blocking brought together.
    pub(crate) exact: bool,
}

impl NearTexts {
    /// Joins texts whose resemblance is at least `least`: exactly up to [`EXACT_TEXTS`] texts, by
    /// blocking beyond. Every pair that is joined was compared, shingle by shingle.
    pub(crate) fn among(texts: &Texts, least: f64) -> Self {
        let sizes = || {
            (0..texts.count)
                .into_par_iter()
                .map(|at| (texts.text)(at).len())
        };
        let exact = texts.count <= EXACT_TEXTS && sizes().sum::<usize>() <= EXACT_CHARACTERS;
        Self {
            groups: if exact {
                joined(texts, least)
            } else {
                blocked(texts, least)
            },
            exact,
        }
    }
}

/// Every pair whose sizes and parities leave it possible, compared shingle by shingle.
///
/// Texts of few words over and over share most of their shingles with very many others, so that looking
/// up who shares a rare one leaves nearly all pairs; the parities of a pair are a few words of memory.
fn joined(texts: &Texts, least: f64) -> Groups {
    let sets: Vec<Shingles> = (0..texts.count)
        .into_par_iter()
        .map(|at| Shingles::of(&(texts.text)(at)))
        .collect();
    let mut by_size: Vec<usize> = (0..texts.count).collect();
    by_size.sort_by_key(|&at| sets[at].hashes().len());
    let hashes: Vec<&[u32]> = by_size.iter().map(|&at| sets[at].hashes()).collect();
    let parities = Parities::of(&hashes);
    let mut groups = Groups::of(texts.count);
    let places: Vec<usize> = (0..by_size.len()).collect();
    for chunk in places.chunks(CHUNK) {
        let links: Vec<Vec<Link>> = chunk
            .par_iter()
            .map(|&place| {
                let size = hashes[place].len();
                let smallest =
                    hashes.partition_point(|set| (set.len() as f64) < least * size as f64);
                let others = (smallest..place)
                    .filter(|&other| {
                        let most = most_apart(size + hashes[other].len(), least);
                        parities.may_differ_by(most as u32, place, other)
                    })
                    .map(|other| by_size[other]);
                near(&groups, by_size[place], others, |a, b| {
                    let (one, other) = (&sets[a], &sets[b]);
                    let resemblance = one.resemblance_from(other, least)?;
                    (texts.agree)(a, b).then_some(resemblance)
                })
            })
            .collect();
        links
            .into_iter()
            .flatten()
            .for_each(|link| groups.join(link));
        let done = chunk.last().map_or(0, |&last| last + 1);
        (texts.compared)(done, texts.count);
    }
    groups
}

/// A link from the text `at` to each group that one of `others` belongs to and is near, as `compare` says.
fn near(
    groups: &Groups,
    at: usize,
    others: impl Iterator<Item = usize>,
    compare: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<Link> {
    let own = groups.root(at);
    let mut known = Vec::new();
    let mut links = Vec::new();
    for other in others {
        let root = groups.root(other);
        if root == own || known.contains(&root) {
            continue;
        }
        if let Some(resemblance) = compare(at, other) {
            known.push(root);
            links.push(Link {
                a: at,
                b: other,
                resemblance,
            });
        }
    }
    links
}

/// Pairs that share a band of their signatures, compared one by one; of each text no more than that is kept.
fn blocked(texts: &Texts, least: f64) -> Groups {
    let shingles = |at: usize| Shingles::of(&(texts.text)(at));
    let signatures = Signatures::of(texts.count, shingles);
    let compare = |own: &OnceCell<Shingles>, a: usize, b: usize| {
        let may_be_near =
            signatures.bound(a, b) >= least && signatures.resemblance(a, b) >= least - SLACK;
        if !may_be_near {
            return None;
        }
        let own = own.get_or_init(|| shingles(a));
        let resemblance = own.resemblance_from(&shingles(b), least)?;
        (texts.agree)(a, b).then_some(resemblance)
    };
    let mut groups = Groups::of(texts.count);
    for nth in 0..BANDS {
        let mut keyed: Vec<(u64, u32)> = (0..texts.count)
            .into_par_iter()
            .map(|at| (signatures.band(at, nth), at as u32))
            .collect();
        keyed.par_sort_unstable();
        let links: Vec<Vec<Link>> = (1..keyed.len())
            .into_par_iter()
            .map(|nth| {
                let (key, at) = keyed[nth];
                let before = keyed[nth.saturating_sub(BEFORE)..nth]
                    .iter()
                    .rev()
                    .take_while(|other| other.0 == key)
                    .map(|other| other.1 as usize);
                // Shingles of one text are made once for all that it is compared with.
                let own = OnceCell::new();
                near(&groups, at as usize, before, |a, b| compare(&own, a, b))
            })
            .filter(|links| !links.is_empty())
            .collect();
        links
            .into_iter()
            .flatten()
            .for_each(|link| groups.join(link));
        (texts.compared)(texts.count * (nth + 1) / BANDS, texts.count);
    }
    groups
}

#[cfg(test)]
#[path = "properties.rs"]
mod properties;

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    /// Texts of random words, and after each hundredth a copy with a typing error.
    fn texts(count: usize) -> Vec<String> {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut texts: Vec<String> = Vec::new();
        while texts.len() < count {
            let words: Vec<String> = (0..12)
                .map(|_| format!("w{:x}", random.r#gen::<u32>() >> 12))
                .collect();
            let text = words.join(" ");
            if texts.len().is_multiple_of(100) {
                texts.push(text.replacen('w', "v", 1));
            }
            texts.push(text);
        }
        texts
    }

    fn pairs(groups: &Groups) -> Vec<(usize, usize)> {
        groups
            .trees()
            .iter()
            .flat_map(|(_, links)| links.iter().map(|link| (link.b, link.a)))
            .collect()
    }

    fn search(texts: &[String], by: fn(&Texts, f64) -> Groups) -> Groups {
        let text = |at: usize| texts[at].clone();
        by(
            &Texts {
                count: texts.len(),
                text: &text,
                agree: &|_, _| true,
                compared: &|_, _| (),
            },
            0.8,
        )
    }

    #[test]
    fn the_join_finds_what_comparing_all_pairs_finds() {
        let texts: Vec<String> = texts(400);
        let sets: Vec<Shingles> = texts.iter().map(|text| Shingles::of(text)).collect();
        let mut all = Groups::of(texts.len());
        for a in 0..texts.len() {
            for b in 0..a {
                let resemblance = sets[a].resemblance(&sets[b]);
                if resemblance >= 0.8 {
                    all.join(Link { a, b, resemblance });
                }
            }
        }
        assert_eq!(pairs(&all).len(), 4);
        assert_eq!(pairs(&search(&texts, joined)), pairs(&all));
    }

    #[test]
    fn blocking_finds_the_same_pairs_as_the_join() {
        let texts = texts(3_000);
        let exact = pairs(&search(&texts, joined));
        assert_eq!(exact.len(), 30);
        assert_eq!(pairs(&search(&texts, blocked)), exact);
    }

    #[test]
    fn many_copies_of_one_text_are_one_group() {
        let long = "a long sentence that many rows repeat with a number at its very end, which is all that differs:";
        let texts: Vec<String> = (0..2_000).map(|nth| format!("{long} {nth}")).collect();
        for by in [joined, blocked] {
            assert_eq!(search(&texts, by).trees().len(), 1);
        }
    }
}
