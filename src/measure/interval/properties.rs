//! What holds of every interval and test, whatever the counts are.

use proptest::prelude::*;

use super::bootstrap::percentile_interval;
use super::mcnemar::exact_mcnemar;
use super::*;

/// Rounding of sums and roots.
const ROUNDING: f64 = 1e-12;

/// Hits among rows.
fn proportion() -> impl Strategy<Value = Proportion> {
    (0_usize..2_000).prop_flat_map(|n| (0..=n).prop_map(move |hits| Proportion::new(hits, n)))
}

proptest! {
    #[test]
    fn an_interval_holds_its_share_and_lies_from_0_to_1(one in proportion(), confidence in 0.5..0.999_f64) {
        let (low, high) = one.wilson(confidence);
        prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high) && low <= high);
        prop_assert!(one.n == 0 || low <= one.share() + ROUNDING && one.share() <= high + ROUNDING);
        // Hits and misses are two names for one thing.
        let misses = Proportion::new(one.n - one.hits, one.n).wilson(confidence);
        prop_assert!((misses.0 - (1.0 - high)).abs() < ROUNDING);
        prop_assert!((misses.1 - (1.0 - low)).abs() < ROUNDING);
    }

    #[test]
    fn more_confidence_is_wider_more_rows_narrower_more_hits_higher(
        one in proportion(), confidence in 0.5..0.99_f64
    ) {
        prop_assume!(one.n > 0);
        let (low, high) = one.wilson(confidence);
        let wider = one.wilson(confidence + 0.009);
        prop_assert!(wider.0 <= low + ROUNDING && high <= wider.1 + ROUNDING);
        let more = Proportion::new(4 * one.hits, 4 * one.n).wilson(confidence);
        prop_assert!(more.1 - more.0 < high - low + ROUNDING);
        if one.hits < one.n {
            let higher = Proportion::new(one.hits + 1, one.n).wilson(confidence);
            prop_assert!(low <= higher.0 + ROUNDING && high <= higher.1 + ROUNDING);
        }
    }

    #[test]
    fn a_difference_holds_itself_and_turns_with_its_sides(
        one in proportion(), other in proportion(), confidence in 0.5..0.999_f64
    ) {
        let (low, high) = one.minus(other, confidence);
        prop_assert!(-1.0 <= low && low <= high && high <= 1.0);
        let turned = other.minus(one, confidence);
        prop_assert!((turned.0 + high).abs() < ROUNDING && (turned.1 + low).abs() < ROUNDING);
        if one.n > 0 && other.n > 0 {
            let difference = one.share() - other.share();
            prop_assert!(low <= difference + ROUNDING && difference <= high + ROUNDING);
        }
    }

    #[test]
    fn ends_are_those_of_the_interval(low in -1.0..1.0_f64, width in 0.0..1.0_f64) {
        let interval = (low, low + width);
        let (near, far) = (near_end(interval), far_end(interval));
        prop_assert!(0.0 <= near && near <= far);
        prop_assert!(far == interval.0.abs() || far == interval.1.abs());
        prop_assert!([0.0, interval.0, -interval.1].contains(&near));
        prop_assert_eq!(near == 0.0, interval.0 <= 0.0 && interval.1 >= 0.0);
    }

    #[test]
    fn a_percentile_interval_lies_among_its_values_in_any_order(
        mut values in prop::collection::vec(-1e6..1e6_f64, 0..300), confidence in 0.5..0.999_f64
    ) {
        let found = percentile_interval(&mut values.clone(), confidence);
        values.reverse();
        prop_assert_eq!(found, percentile_interval(&mut values.clone(), confidence));
        if let Some((low, high)) = found {
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(least <= low && low <= high && high <= most);
        }
    }

    #[test]
    fn a_p_value_is_a_chance_that_falls_as_arms_part(first in 0_usize..500, second in 0_usize..500) {
        let p = exact_mcnemar(first, second);
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert!((p - exact_mcnemar(second, first)).abs() < ROUNDING);
        prop_assert!(exact_mcnemar(first.max(second) + 1, first.min(second)) <= p + ROUNDING);
    }
}
