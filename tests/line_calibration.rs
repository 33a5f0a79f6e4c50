//! How often the line's verdict is right on simulated shifts; `benches/line_calibration` prints more of them.

#[path = "../benches/line_calibration/simulation.rs"]
mod simulation;

use simulation::{AMONG_THE_HEALTHY, Shift, Truth, shift};

const REPEATS: u64 = 100;

fn count(shift: &Shift, wanted: impl Fn(&str) -> bool) -> u64 {
    (0..REPEATS)
        .filter(|seed| wanted(shift.verdict(*seed)))
        .count() as u64
}

#[test]
fn a_made_line_is_found_at_10_000_rows() {
    let found = count(&shift(Truth::NoLine, 10_000), |verdict| verdict == "made");
    assert!(found >= 95, "found {found} of {REPEATS} made lines");
}

#[test]
fn a_true_line_is_not_called_made_at_10_000_rows() {
    let shift = shift(Truth::TrueLine, 10_000);
    let alarms = count(&shift, |verdict| verdict != "sound");
    assert!(
        alarms <= 1,
        "{alarms} of {REPEATS} true lines were not called sound"
    );
}

#[test]
fn at_1_000_rows_nothing_is_guessed_and_noise_is_the_reason() {
    for truth in [Truth::NoLine, Truth::TrueLine] {
        let noise = |verdict: &str| verdict == "undetermined by noise";
        assert_eq!(count(&shift(truth, 1_000), noise), REPEATS, "{truth:?}");
    }
}

#[test]
fn the_rows_asked_for_are_enough() {
    // The spread is true, so that the rows that are asked for on average let the line be judged.
    let few = shift(Truth::NoLine, 3_000);
    let mut asked: Vec<usize> = (0..REPEATS)
        .filter_map(|seed| few.line(seed).more_rows)
        .collect();
    asked.sort_unstable();
    let typical = asked[asked.len() / 2];
    // Reliability 0.8 needs a noise variance of a quarter of the true 0.01 squared: 6,400 to 7,600 rows.
    assert!(
        (2_500..7_500).contains(&typical),
        "typically {typical} more rows"
    );
    let enough = shift(Truth::NoLine, 3_000 + 2 * typical);
    let found = count(&enough, |verdict| verdict == "made");
    assert!(
        found >= 95,
        "found {found} of {REPEATS} with {} rows",
        enough.rows
    );
}

#[test]
fn range_restriction_lowers_r_and_is_not_taken_for_collapse() {
    let narrow = Shift {
        id_spread: 0.005,
        ..shift(Truth::TrueLine, 100_000)
    };
    let mean_r = (0..REPEATS)
        .filter_map(|seed| narrow.line(seed).r_healthy)
        .sum::<f64>();
    let mean_r = mean_r / REPEATS as f64;
    assert!(
        (mean_r - 0.49).abs() < 0.05,
        "r over the healthy runs is {mean_r}"
    );
    let alarms = count(&narrow, |verdict| verdict == "made");
    assert!(
        alarms <= 2,
        "{alarms} of {REPEATS} true lines over a narrow range were called made"
    );
}

#[test]
fn collapsed_runs_among_the_healthy_ones_distort_nothing() {
    for truth in [Truth::NoLine, Truth::TrueLine] {
        let inside = Shift {
            constant: AMONG_THE_HEALTHY,
            ..shift(truth, 10_000)
        };
        let alarms = count(&inside, |verdict| {
            ["made", "hidden", "flipped"].contains(&verdict)
        });
        assert!(alarms <= 1, "{alarms} of {REPEATS} alarms, {truth:?}");
    }
}

#[test]
fn collapsed_runs_beside_a_true_line_hide_it_and_across_it_turn_it_around() {
    let beside = Shift {
        constant: (0.80, 0.82),
        ..shift(Truth::TrueLine, 10_000)
    };
    let hidden = count(&beside, |verdict| verdict == "hidden");
    assert!(hidden >= 90, "{hidden} of {REPEATS} found hidden");
    let across = Shift {
        constant: (0.70, 0.85),
        ..beside
    };
    let flipped = count(&across, |verdict| verdict == "flipped");
    assert!(flipped >= 95, "{flipped} of {REPEATS} found flipped");
}

#[test]
fn a_noise_flip_around_zero_is_no_flip() {
    let few = Shift {
        models: 40,
        collapsed: 10,
        ..shift(Truth::NoLine, 10_000)
    };
    let few = Shift {
        constant: AMONG_THE_HEALTHY,
        ..few
    };
    let flipped = count(&few, |verdict| verdict == "flipped");
    assert!(
        flipped <= 1,
        "{flipped} of {REPEATS} noise flips were found"
    );
}

#[test]
fn a_weak_line_turned_around_is_found() {
    // As on a census shift: r about 0.24 over 67 healthy models, about -0.4 with 12 collapsed ones.
    let weak = Shift {
        models: 79,
        collapsed: 12,
        constant: (0.59, 0.84),
        id_spread: 0.02,
        line_noise: 0.073,
        ..shift(Truth::TrueLine, 2_500)
    };
    let flipped = |verdict: &str| verdict == "flipped";
    let found = count(&weak, flipped);
    let sound = count(&weak, |verdict| verdict == "sound");
    assert!(
        found >= 80 && sound == 0,
        "{found} flipped and {sound} sound of {REPEATS}"
    );
}
