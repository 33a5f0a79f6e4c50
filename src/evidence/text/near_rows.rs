//! NearRows: rows whose free text is nearly that of another row.

use std::collections::HashSet;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::dataset::{Dataset, normalised};
use crate::evidence::{Evidence, Unavailable, Watcher, Wording, sample};
use crate::measure::near_texts::{NearTexts, Texts};
use crate::measure::shingles::Shingles;

/// Resemblance from which two texts are nearly the same: one changed word in about eighteen, one
/// changed character in about fifty. Source: Lee et al., Deduplicating training data makes language
/// models better (arXiv 2107.06499), who take 0.8 as well.
pub(in crate::evidence) const NEAR: f64 = 0.8;
/// Median resemblance of pairs drawn at random from which the texts count as written from one
/// template. Reviews, questions and comments: 0.00 to 0.05; ACS, Adult and heart disease written as
/// sentences: 0.56 to 0.65.
const TEMPLATE: f64 = 0.25;
/// Pairs drawn for it.
const PAIRS: usize = 2_000;
/// Median resemblance within a group from which all of it are copies of one text: two copies that both
/// resemble their original by 0.8 share 7 of 11 shingles. Below, a group is a chain of rows that fill one
/// template in many ways.
const COPIES: f64 = 0.6;
/// Pairs within a group that are compared for it.
const WITHIN: usize = 25;

/// A row that is nearly the same as another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NearRow {
    /// The row.
    pub(crate) row: usize,
    /// The row that it is like: the group's first, or one nearer to that.
    pub(crate) like: usize,
    /// Their resemblance, in \[0, 1\].
    pub(crate) resemblance: f64,
}

/// Groups of rows that are nearly the same, and say too much to be so by chance. Rows that are exactly
/// the same are represented by their first.
#[derive(Debug, Clone)]
pub(crate) struct NearRows {
    /// Rows with a different text, ascending.
    pub(crate) different: Vec<usize>,
    /// For each group its first row, and every other one with the row that it is like.
    pub(crate) groups: Vec<(usize, Vec<NearRow>)>,
    /// Whether every pair was found; else those that blocking brought together.
    pub(crate) exact: bool,
    /// The median resemblance of pairs of different texts, drawn at random.
    pub(crate) typical: f64,
}

impl Evidence<'_> {
    /// Which rows are nearly the same as another.
    ///
    /// # Errors
    /// Skipped without free text, and where all of it is written from one template.
    pub(crate) fn near_rows(&self) -> Result<&NearRows, Unavailable> {
        self.answers.near_rows.get(|| {
            self.watcher.begin("comparing texts");
            let seed = self.settings.seed;
            let found = NearRows::of(self.dataset, self.wording(), seed, self.watcher);
            self.watcher.end("comparing texts");
            found
        })
    }
}

impl NearRows {
    pub(in crate::evidence) fn of(
        dataset: &Dataset,
        wording: &Wording,
        seed: u64,
        watcher: &dyn Watcher,
    ) -> Result<Self, Unavailable> {
        if wording.prose.is_empty() {
            return Err(Unavailable::Skipped(
                "no column holds free text; coded rows that differ in one cell are no copies"
                    .to_owned(),
            ));
        }
        let different = wording.different();
        let text = |at: usize| wording.text(dataset, different[at]);
        let typical = typical(different.len(), &text, seed);
        if typical >= TEMPLATE {
            return Err(Unavailable::Skipped(format!(
                "the texts are written from one template (two drawn at random share {typical:.2} of their \
                 shingles): near ones needn't be copies"
            )));
        }
        let agree = |a: usize, b: usize| {
            wording.prose.len() == 1
                || wording
                    .prose
                    .iter()
                    .all(|&at| cells_agree(dataset, at, different[a], different[b]))
        };
        let texts = Texts {
            count: different.len(),
            text: &text,
            agree: &agree,
            compared: &|done, all| watcher.count_compared(done, all),
        };
        let found = NearTexts::among(&texts, NEAR);
        let mut groups: Vec<(usize, Vec<NearRow>)> = found
            .groups
            .trees()
            .into_iter()
            .map(|(first, links)| {
                let rows = links.iter().map(|link| NearRow {
                    row: different[link.a],
                    like: different[link.b],
                    resemblance: link.resemblance,
                });
                (different[first], rows.collect())
            })
            .collect();
        if !groups.is_empty() {
            wording.read(dataset, &originals(dataset, wording, &different, &groups));
        }
        keep_rare(&mut groups, dataset, wording, different.len());
        Ok(Self {
            different,
            groups,
            exact: found.exact,
            typical,
        })
    }

    /// Every row but the first of each group, ascending.
    pub(crate) fn rows(&self) -> Vec<NearRow> {
        let mut rows: Vec<NearRow> = self
            .groups
            .iter()
            .flat_map(|(_, rows)| rows.iter().copied())
            .collect();
        rows.sort_unstable_by_key(|near| near.row);
        rows
    }
}

/// Leaves out the rows that say too little to be near another of `among` rows by more than chance.
fn keep_rare(
    groups: &mut Vec<(usize, Vec<NearRow>)>,
    dataset: &Dataset,
    wording: &Wording,
    among: usize,
) {
    for (_, rows) in &mut *groups {
        let rare: Vec<bool> = rows
            .par_iter()
            .map(|near| wording.is_rare(dataset, near.row, among))
            .collect();
        let mut rare = rare.into_iter();
        rows.retain(|_| rare.next() == Some(true));
    }
    groups.retain(|(_, rows)| !rows.is_empty());
}

impl NearRows {
    /// The groups without the rows in `known` (ascending), of which the first that is left isn't counted. A
    /// text is left out when every row with it is.
    #[must_use]
    pub(crate) fn without(&self, known: &[usize], wording: &Wording) -> Self {
        let rows = wording.first.iter().enumerate();
        let left: HashSet<u32> = rows
            .filter(|(row, _)| known.binary_search(row).is_err())
            .filter_map(|(_, first)| *first)
            .collect();
        let groups = self.groups.iter().filter_map(|(first, rows)| {
            let mut rows: Vec<NearRow> = rows
                .iter()
                .filter(|near| left.contains(&(near.row as u32)))
                .copied()
                .collect();
            let first = if left.contains(&(*first as u32)) || rows.is_empty() {
                *first
            } else {
                rows.remove(0).row
            };
            (!rows.is_empty()).then_some((first, rows))
        });
        Self {
            groups: groups.collect(),
            ..self.clone()
        }
    }
}

/// The different rows without the copies of others, so that what many copies repeat isn't taken for what
/// any row may say.
fn originals(
    dataset: &Dataset,
    wording: &Wording,
    different: &[usize],
    groups: &[(usize, Vec<NearRow>)],
) -> Vec<usize> {
    let shingles = |row: usize| Shingles::of(&wording.text(dataset, row));
    let mut copies: Vec<usize> = groups
        .par_iter()
        .filter(|(first, rows)| {
            let all: Vec<usize> = std::iter::once(*first)
                .chain(rows.iter().map(|near| near.row))
                .collect();
            let half = all.len() / 2;
            let mut alike: Vec<f64> = sample(half, WITHIN)
                .into_iter()
                .map(|at| shingles(all[at]).resemblance(&shingles(all[at + half])))
                .collect();
            alike.sort_unstable_by(f64::total_cmp);
            alike[alike.len() / 2] >= COPIES
        })
        .flat_map_iter(|(_, rows)| rows.iter().map(|near| near.row))
        .collect();
    copies.sort_unstable();
    different
        .iter()
        .copied()
        .filter(|row| copies.binary_search(row).is_err())
        .collect()
}

/// Whether two rows' cells in the column `at` are nearly the same: a question about a known passage is
/// not the next question about it.
pub(super) fn cells_agree(dataset: &Dataset, at: usize, a: usize, b: usize) -> bool {
    let cell = |row| normalised(dataset.columns[at].text(row).unwrap_or_default());
    let (a, b) = (cell(a), cell(b));
    a == b || Shingles::of(&a).resemblance(&Shingles::of(&b)) >= NEAR
}

/// The median resemblance of pairs of different texts.
fn typical(count: usize, text: &(dyn Fn(usize) -> String + Sync), seed: u64) -> f64 {
    // Of three texts or fewer, a pair alone would be called a template.
    if count < 4 {
        return 0.0;
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let pairs: Vec<(usize, usize)> = (0..PAIRS)
        .map(|_| {
            let a = random.gen_range(0..count);
            (a, (a + random.gen_range(1..count)) % count)
        })
        .collect();
    let mut alike: Vec<f64> = pairs
        .par_iter()
        .map(|&(a, b)| Shingles::of(&text(a)).resemblance(&Shingles::of(&text(b))))
        .collect();
    alike.sort_unstable_by(f64::total_cmp);
    alike[alike.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{RoleNames, Source, TextSource};

    /// The rows that count as near among `texts`, and how many texts there are.
    fn near(texts: &[String]) -> (usize, usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, format!("text\n{}\n", texts.join("\n"))).unwrap();
        let dataset = Dataset::load(&Source {
            paths: vec![path],
            header: true,
            roles: RoleNames {
                text: TextSource::Columns(vec!["text".to_owned()]),
                ..RoleNames::default()
            },
            ..Source::default()
        })
        .unwrap();
        let wording = Wording::of(&dataset);
        let rows = NearRows::of(&dataset, &wording, 0, &()).unwrap();
        (rows.rows().len(), rows.different.len())
    }

    fn words(count: usize, random: &mut Xoshiro256PlusPlus) -> Vec<String> {
        (0..count)
            .map(|_| format!("w{}", random.gen_range(0..3_000)))
            .collect()
    }

    #[test]
    fn copies_are_found_where_most_rows_are_copies() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut texts = Vec::new();
        for _ in 0..60 {
            let original = words(24, &mut random);
            for copy in 0..12 {
                let mut edited = original.clone();
                edited[random.gen_range(0..24)].push_str(&"x".repeat(copy / 4 + 1));
                texts.push(edited.join(" "));
            }
        }
        let (near, different) = near(&texts);
        // All but the first of each of the sixty.
        assert!(
            near + 60 >= different - 5 && near + 60 <= different,
            "{near} of {different}"
        );
    }

    #[test]
    fn rows_that_fill_a_few_templates_are_no_copies() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(6);
        let templates: Vec<Vec<String>> = (0..5).map(|_| words(12, &mut random)).collect();
        let texts: Vec<String> = (0..1_500)
            .map(|_| {
                let mut row = templates[random.gen_range(0..5)].clone();
                for slot in [1, 5, 8] {
                    row[slot] = format!("v{}", random.gen_range(0..30));
                }
                row.join(" ")
            })
            .collect();
        assert_eq!(near(&texts).0, 0);
    }
}
