//! Shingles: a text as the set of its character 5-grams, and how much two such sets share.

use std::cmp::Ordering;

/// Characters in one shingle.
const WIDTH: usize = 5;
/// Bits that hold any character.
const CHARACTER: u32 = 21;
const WINDOW: u128 = (1 << (CHARACTER * WIDTH as u32)) - 1;

/// The shingles of one text as 32-bit hashes, ascending.
///
/// The text is padded at both ends, so that an edit costs the same wherever it stands: a changed
/// character takes five shingles and brings five others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shingles {
    hashes: Vec<u32>,
}

impl Shingles {
    /// Every shingle of `text`; none of an empty one.
    pub(crate) fn of(text: &str) -> Self {
        let mut hashes = Vec::with_capacity(text.len() + WIDTH - 1);
        if !text.is_empty() {
            let mut window = 0_u128;
            for character in text.chars().chain(std::iter::repeat_n('\0', WIDTH - 1)) {
                window = ((window << CHARACTER) | u128::from(u32::from(character))) & WINDOW;
                hashes.push(mixed(window));
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// The hashes, ascending.
    pub(crate) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// Jaccard's coefficient, in \[0, 1\]: the shared shingles as a share of those in either text.
    ///
    /// Source: Broder, On the resemblance and containment of documents (1997).
    pub(crate) fn resemblance(&self, other: &Self) -> f64 {
        let (a, b) = (&self.hashes, &other.hashes);
        let (mut at, mut bt, mut shared, mut either) = (0, 0, 0_usize, 0_usize);
        while at < a.len() && bt < b.len() {
            either += 1;
            match a[at].cmp(&b[bt]) {
                Ordering::Less => at += 1,
                Ordering::Greater => bt += 1,
                Ordering::Equal => {
                    shared += 1;
                    at += 1;
                    bt += 1;
                }
            }
        }
        either += (a.len() - at) + (b.len() - bt);
        if either == 0 {
            return 0.0;
        }
        shared as f64 / either as f64
    }

    /// The resemblance of two whole sets, when it is at least `least`; told early when it isn't.
    pub(crate) fn resemblance_from(&self, other: &Self, least: f64) -> Option<f64> {
        let (a, b) = (&self.hashes, &other.hashes);
        let most = most_apart(a.len() + b.len(), least);
        let (mut at, mut bt, mut apart) = (0, 0, 0);
        while at < a.len() && bt < b.len() {
            let (one, two) = (a[at], b[bt]);
            // Without branches: which of the two is smaller can't be foreseen.
            at += usize::from(one <= two);
            bt += usize::from(two <= one);
            apart += usize::from(one != two);
            if apart > most {
                return None;
            }
        }
        apart += (a.len() - at) + (b.len() - bt);
        let either = usize::midpoint(a.len() + b.len(), apart);
        let resemblance = (either - apart) as f64 / either.max(1) as f64;
        (resemblance >= least).then_some(resemblance)
    }
}

/// How many shingles two texts with a resemblance of at least `least` may have that the other hasn't, by
/// the sum of their sizes.
pub(crate) fn most_apart(sizes: usize, least: f64) -> usize {
    // With u in either and s shared, s >= least * u and the sum is u + s. Rounding must not rule out.
    (sizes as f64 * (1.0 - least) / (1.0 + least) + 1e-6).floor() as usize
}

/// A window's 32-bit hash: the finaliser of MurmurHash3 (Appleby) over both halves.
fn mixed(window: u128) -> u32 {
    let mut hash = (window as u64) ^ ((window >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resemblance(a: &str, b: &str) -> f64 {
        Shingles::of(a).resemblance(&Shingles::of(b))
    }

    #[test]
    fn shared_shingles_are_counted() {
        // 14 shingles each; those of the last five characters and of the padding differ: 5 of them.
        assert!((resemblance("abcdefghij", "abcdefghix") - 9.0 / 19.0).abs() < 1e-12);
        assert_eq!(resemblance("the same", "the same"), 1.0);
        assert_eq!(resemblance("", ""), 0.0);
        assert_eq!(resemblance("日本語の文です", "別の言葉と話題"), 0.0);
    }

    #[test]
    fn one_word_of_a_short_question_makes_another_question() {
        assert!(
            resemblance(
                "what is the capital of kansas ?",
                "what is the capital of kenya ?"
            ) < 0.8
        );
        assert!(
            resemblance(
                "who said : `` what contemptible scoundrel stole the cork from my lunch ? ''",
                "who said `` what contemptible scoundrel stole the cork from my lunch ? ''",
            ) > 0.8
        );
    }

    #[test]
    fn what_is_told_early_is_what_counting_tells() {
        let words = ["good", "film", "plot", "dull"];
        let texts: Vec<String> = (0..256_usize)
            .map(|nth| (0..8).map(|at| words[nth * (at + 7) / 5 % 4]).collect())
            .collect();
        let mut found = 0;
        for (a, b) in texts.iter().zip(texts.iter().rev()) {
            let (a, b) = (Shingles::of(a), Shingles::of(b));
            for least in [0.3, 0.5, 0.8, 1.0] {
                let counted = Some(a.resemblance(&b)).filter(|&share| share >= least);
                assert_eq!(a.resemblance_from(&b, least), counted);
                found += usize::from(counted.is_some());
            }
        }
        assert!((1..1_000).contains(&found), "{found}");
        assert_eq!(
            Shingles::of("").resemblance_from(&Shingles::of(""), 0.8),
            None
        );
    }
}
