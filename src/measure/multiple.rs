//! Several tests at once: p values adjusted so that a set of them keeps its error rate.

/// Holm's adjusted p values, in the order given: reject those at or below `alpha`, and the chance of any false
/// rejection is at most `alpha`, however the tests depend on each other.
///
/// Source: Holm 1979, a sequentially rejective multiple test procedure.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let count = p_values.len();
    let mut adjusted = vec![0.0; count];
    let mut floor = 0.0_f64;
    for (rank, index) in ascending(p_values).into_iter().enumerate() {
        floor = floor.max(((count - rank) as f64 * p_values[index]).min(1.0));
        adjusted[index] = floor;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p values, in the order given: of those at or below `alpha`, at most the share
/// `alpha` is expected to be false (tests independent or positively dependent).
///
/// Source: Benjamini and Hochberg 1995.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let count = p_values.len();
    let mut adjusted = vec![0.0; count];
    let mut ceiling = 1.0_f64;
    for (rank, index) in ascending(p_values).into_iter().enumerate().rev() {
        ceiling = ceiling.min(p_values[index] * count as f64 / (rank + 1) as f64);
        adjusted[index] = ceiling;
    }
    adjusted
}

/// The positions of `values` in ascending order of value; equal ones keep their order.
fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &[f64], right: &[f64]) {
        assert_eq!(left.len(), right.len());
        assert!(
            left.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-12),
            "{left:?} is not {right:?}"
        );
    }

    // The expected values are those of R's p.adjust.
    #[test]
    fn holm_steps_down_and_never_decreases() {
        same(&holm(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]);
    }

    #[test]
    fn benjamini_hochberg_steps_up() {
        same(
            &benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005]),
            &[0.02, 0.04, 0.04, 0.02],
        );
    }

    #[test]
    fn nothing_exceeds_one_and_no_test_is_no_result() {
        same(&holm(&[0.9, 0.8]), &[1.0, 1.0]);
        same(&benjamini_hochberg(&[0.9, 0.8]), &[0.9, 0.9]);
        same(&holm(&[]), &[]);
    }
}
