//! What holds of near copies, whatever the texts are: the search finds what comparing all pairs does.

use proptest::prelude::*;

use super::*;

/// Different texts of few words, so that many of them are alike.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["a", "bee", "sea", "deep", "éa"]);
    let text = prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "));
    prop::collection::btree_set(text, 0..24).prop_map(|texts| texts.into_iter().collect())
}

fn search(texts: &[String], least: f64) -> NearTexts {
    NearTexts::among(
        &Texts {
            count: texts.len(),
            text: &|at| texts[at].clone(),
            agree: &|_, _| true,
            compared: &|_, _| (),
        },
        least,
    )
}

proptest! {
    #[test]
    fn the_search_joins_what_comparing_all_pairs_joins(texts in texts(), least in 0.3..1.0_f64) {
        let found = search(&texts, least);
        prop_assert!(found.exact);
        let sets: Vec<Shingles> = texts.iter().map(|text| Shingles::of(text)).collect();
        let mut wanted = Groups::of(texts.len());
        for a in 0..texts.len() {
            for b in 0..a {
                let resemblance = sets[a].resemblance(&sets[b]);
                if resemblance >= least {
                    wanted.join(Link { a, b, resemblance });
                }
            }
        }
        for at in 0..texts.len() {
            prop_assert_eq!(found.groups.root(at), wanted.root(at), "text {} of {:?}", at, &texts);
        }
    }

    #[test]
    fn every_link_is_of_texts_that_are_that_alike(texts in texts(), least in 0.3..1.0_f64) {
        for (_, links) in search(&texts, least).groups.trees() {
            for Link { a, b, resemblance } in links {
                let measured = Shingles::of(&texts[a]).resemblance(&Shingles::of(&texts[b]));
                prop_assert!((resemblance - measured).abs() < 1e-9 && measured >= least);
            }
        }
    }

    #[test]
    fn resemblance_is_the_same_from_both_sides_and_whole_with_itself(one in "[a-e ]{0,30}", other in "[a-e ]{0,30}") {
        let (one, other) = (Shingles::of(&one), Shingles::of(&other));
        let alike = one.resemblance(&other);
        prop_assert!((0.0..=1.0).contains(&alike));
        prop_assert!((alike - other.resemblance(&one)).abs() < 1e-12);
        prop_assert!(one.hashes().is_empty() || (one.resemblance(&one) - 1.0).abs() < 1e-12);
    }
}
