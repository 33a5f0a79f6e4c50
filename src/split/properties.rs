//! What holds of every split, whatever the labels and parts are.

use proptest::prelude::*;

use super::*;

const SHIFTS: usize = 3;

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        6 => Just(Part::InDomain),
        2 => Just(Part::Train),
        2 => Just(Part::Test),
        2 => (0..SHIFTS).prop_map(Part::Shifted),
        1 => Just(Part::Unused),
    ]
}

/// Rows with their parts and labels.
fn rows() -> impl Strategy<Value = (Vec<Part>, Vec<Option<u32>>)> {
    let row = (part(), prop::option::weighted(0.9, 0_u32..4));
    prop::collection::vec(row, 0..200).prop_map(|rows| rows.into_iter().unzip())
}

fn names() -> Vec<String> {
    (0..SHIFTS).map(|shift| format!("shift {shift}")).collect()
}

/// Each part of a split, by what its rows may be.
fn parts(split: &Split) -> Vec<&[usize]> {
    let shifted = split.every_shift().map(|shift| shift.rows.as_slice());
    [split.train.as_slice(), &split.in_domain]
        .into_iter()
        .chain(shifted)
        .collect()
}

proptest! {
    #[test]
    fn no_row_is_in_two_parts_and_none_in_a_part_that_is_not_its_own(
        (of, labels) in rows(), train in 0_usize..60, test in 0_usize..60, seed: u64
    ) {
        let caps = Caps { train, test };
        let split = Split::new(&of, &labels, &names(), caps, seed);
        let all = split.rows();
        prop_assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "a row twice: {all:?}");
        for rows in parts(&split) {
            prop_assert!(rows.is_sorted());
        }
        prop_assert!(split.train.len() <= train && split.in_domain.len() <= test);
        prop_assert!(split.train.iter().all(|&row| matches!(of[row], Part::InDomain | Part::Train)));
        prop_assert!(split.in_domain.iter().all(|&row| matches!(of[row], Part::InDomain | Part::Test)));
        prop_assert!(split.train.iter().chain(&split.in_domain).all(|&row| labels[row].is_some()));
        for shift in split.every_shift() {
            let nth = names().iter().position(|name| *name == shift.name);
            prop_assert!(shift.rows.iter().all(|&row| Some(of[row]) == nth.map(Part::Shifted)));
            prop_assert!(shift.rows.len() <= shift.total);
        }
        prop_assert_eq!(&split, &Split::new(&of, &labels, &names(), caps, seed));
    }

    #[test]
    fn sampling_keeps_what_is_free_in_halves_and_each_class_in_its_share(
        (of, labels) in rows(), seed: u64
    ) {
        let whole = Caps { train: usize::MAX, test: 1_000 };
        let split = Split::new(&of, &labels, &names(), whole, seed);
        let counts = |rows: &[usize], class: u32| {
            rows.iter().filter(|&&row| of[row] == Part::InDomain && labels[row] == Some(class)).count()
        };
        for class in 0..4 {
            let (train, test) = (counts(&split.train, class), counts(&split.in_domain, class));
            prop_assert!(train.abs_diff(test) <= 1, "class {class}: {train} and {test}");
        }
    }

    /// Which part the spare row of a class goes to depends on its other rows: of each class one may be left over.
    #[test]
    fn dealing_anew_keeps_rows_and_sizes_but_for_a_row_of_a_class(
        (of, labels) in rows(), cap in 0_usize..60, seed: u64, other: u64
    ) {
        let free: Vec<Part> = of
            .iter()
            .map(|&part| if part == Part::Train { Part::InDomain } else { part })
            .map(|part| if part == Part::Test { Part::Unused } else { part })
            .collect();
        let caps = Caps { train: cap, test: cap };
        let split = Split::new(&free, &labels, &names(), caps, seed);
        for again in [split.deal_again(&free, &labels, other), split.deal_over_rows(&free, &labels, other)] {
            let kept = split.rows();
            prop_assert!(again.rows().iter().all(|row| kept.binary_search(row).is_ok()));
            for (anew, once) in [(&again.train, &split.train), (&again.in_domain, &split.in_domain)] {
                prop_assert!(anew.len() <= once.len() && once.len() - anew.len() <= 4);
            }
            prop_assert_eq!(&again.shifts, &split.shifts);
        }
    }

    #[test]
    fn what_a_split_column_decides_is_dealt_anew_only_over_rows(
        (of, labels) in rows(), caps in (0_usize..60, 0_usize..60), seed: u64, other: u64
    ) {
        let decided: Vec<Part> = of
            .iter()
            .map(|&part| if part == Part::InDomain { Part::Train } else { part })
            .collect();
        let caps = Caps { train: caps.0, test: caps.1 };
        let split = Split::new(&decided, &labels, &names(), caps, seed);
        let again = split.deal_again(&decided, &labels, other);
        let sizes = |split: &Split| (split.train.len(), split.in_domain.len());
        prop_assert_eq!(sizes(&again), sizes(&split));
        let over = split.deal_over_rows(&decided, &labels, other);
        prop_assert_eq!(sizes(&over), sizes(&split));
        prop_assert_eq!(over.rows(), split.rows());
    }

    #[test]
    fn a_draw_is_as_large_and_no_row_of_it_is_in_both_parts(
        (of, labels) in rows(), cap in 0_usize..60, seed: u64, other: u64
    ) {
        let split = Split::new(&of, &labels, &names(), Caps { train: cap, test: cap }, seed);
        let drawn = split.draw(&labels, other);
        let all = |split: &Split| [&split.train[..], &split.in_domain].concat();
        prop_assert_eq!(all(&drawn).len(), all(&split).len());
        prop_assert!(all(&drawn).iter().all(|row| all(&split).contains(row)));
        prop_assert!(drawn.train.iter().all(|row| !drawn.in_domain.contains(row)));
    }
}
