//! Tests of the split: who trains and who is tested, and that the seed decides.

use super::*;

fn labels(rows: usize) -> Vec<Option<u32>> {
    (0..rows).map(|row| Some(u32::from(row % 4 == 0))).collect()
}

const CAPS: Caps = Caps {
    train: 100,
    test: 100,
};

#[test]
fn halves_keep_the_class_shares() {
    let labels = labels(400);
    let split = Split::new(
        &[Part::InDomain; 400],
        &labels,
        &[],
        Caps {
            train: 1000,
            test: 1000,
        },
        0,
    );
    let rare = |rows: &[usize]| rows.iter().filter(|&&row| labels[row] == Some(1)).count();
    assert_eq!((split.train.len(), split.in_domain.len()), (200, 200));
    assert_eq!((rare(&split.train), rare(&split.in_domain)), (50, 50));
    assert_eq!(split.trainable, 400);
}

#[test]
fn sampling_keeps_the_class_shares_and_the_parts_disjoint() {
    let labels = labels(4000);
    let split = Split::new(&vec![Part::InDomain; 4000], &labels, &[], CAPS, 7);
    assert_eq!((split.train.len(), split.in_domain.len()), (100, 100));
    assert_eq!(
        split
            .train
            .iter()
            .filter(|&&row| labels[row] == Some(1))
            .count(),
        25
    );
    assert!(
        split
            .train
            .iter()
            .all(|row| split.in_domain.binary_search(row).is_err())
    );
}

#[test]
fn the_seed_decides_and_nothing_else() {
    let labels = labels(1000);
    let split = |seed| Split::new(&[Part::InDomain; 1000], &labels, &[], CAPS, seed);
    assert_eq!(split(3), split(3));
    assert_ne!(split(3).train, split(4).train);
}

#[test]
fn a_split_column_decides_which_rows_train() {
    let labels = labels(100);
    let parts: Vec<Part> = (0..100)
        .map(|row| if row < 80 { Part::Train } else { Part::Test })
        .collect();
    let split = Split::new(&parts, &labels, &[], CAPS, 0);
    assert_eq!(split.train, (0..80).collect::<Vec<_>>());
    assert_eq!(split.in_domain, (80..100).collect::<Vec<_>>());
    assert_eq!(split.trainable, 80);
}

#[test]
fn dealing_anew_keeps_the_rows_and_the_sizes() {
    let labels = labels(1000);
    let parts = [Part::InDomain; 1000];
    let split = Split::new(&parts, &labels, &[], CAPS, 3);
    let again = split.deal_again(&parts, &labels, 4);
    assert_eq!(split.rows(), again.rows());
    assert_eq!(
        (again.train.len(), again.in_domain.len(), again.trainable),
        (100, 100, 1000)
    );
    assert_ne!(split.train, again.train);
}

#[test]
fn rows_of_a_split_column_are_dealt_anew_to_see_what_others_would_show() {
    let labels = labels(1000);
    let parts: Vec<Part> = (0..1000)
        .map(|row| if row < 800 { Part::Train } else { Part::Test })
        .collect();
    let caps = Caps {
        train: 1000,
        test: 1000,
    };
    let split = Split::new(&parts, &labels, &[], caps, 0);
    let again = split.deal_over_rows(&parts, &labels, 1);
    assert_eq!(split.rows(), again.rows());
    assert_eq!((again.train.len(), again.in_domain.len()), (800, 200));
    assert!(again.in_domain.iter().any(|&row| row < 800));
    let rare = again.train.iter().filter(|&&row| row % 4 == 0).count();
    assert!(rare.abs_diff(200) <= 1, "{rare}");
    assert_eq!(split.deal_again(&parts, &labels, 1).train, split.train);
}

#[test]
fn a_draw_keeps_the_sizes_and_lets_the_class_shares_vary() {
    let labels = labels(1000);
    let parts = [Part::InDomain; 1000];
    let caps = Caps {
        train: 1000,
        test: 1000,
    };
    let split = Split::new(&parts, &labels, &[], caps, 0);
    let rare = |rows: &[usize]| rows.iter().filter(|&&row| row % 4 == 0).count();
    let drawn: Vec<Split> = (0..20).map(|seed| split.draw(&labels, seed)).collect();
    for draw in &drawn {
        assert_eq!(draw.train.len() + draw.in_domain.len(), 1000);
        assert!(draw.train.len().abs_diff(500) <= 10, "{}", draw.train.len());
        assert!(rare(&draw.train).abs_diff(rare(&draw.in_domain)) <= 20);
        let shared = |row: &usize| draw.in_domain.binary_search(row).is_ok();
        assert!(!draw.train.iter().any(shared));
    }
    let counts = drawn
        .iter()
        .map(|draw| rare(&draw.train) + rare(&draw.in_domain));
    let different: std::collections::BTreeSet<usize> = counts.collect();
    assert!(different.len() > 5, "{different:?}");
    assert_eq!(drawn[3], split.draw(&labels, 3));
}

#[test]
fn shifted_rows_never_train() {
    let labels = labels(100);
    let mut parts = vec![Part::InDomain; 100];
    parts[50..].fill(Part::Shifted(0));
    parts[99] = Part::Unused;
    let split = Split::new(&parts, &labels, &["SD".to_owned()], CAPS, 0);
    assert!(split.train.iter().all(|&row| row < 50));
    assert_eq!(split.shifts[0].rows, (50..99).collect::<Vec<_>>());
}

#[test]
fn a_shift_without_a_label_is_kept_apart() {
    let mut labels = labels(100);
    labels[50..80].fill(None);
    let mut parts = vec![Part::InDomain; 100];
    parts[50..80].fill(Part::Shifted(0));
    parts[80..].fill(Part::Shifted(1));
    let names = ["SD".to_owned(), "PR".to_owned()];
    let split = Split::new(&parts, &labels, &names, CAPS, 0);
    let names = |shifts: &[Shift]| -> Vec<(String, usize)> {
        shifts
            .iter()
            .map(|shift| (shift.name.clone(), shift.rows.len()))
            .collect()
    };
    assert_eq!(names(&split.shifts), [("PR".to_owned(), 20)]);
    assert_eq!(names(&split.unlabelled), [("SD".to_owned(), 30)]);
    assert_eq!(split.rows().len(), 100);
}
