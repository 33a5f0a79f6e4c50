//! Shared: which part of the squared length of vectors is the same in all of them.

/// |mean|^2 / mean |x|^2 of vectors of `dim` numbers, corrected for the part that chance adds (1/n), with its 95 %
/// interval over rows (delta method on the mean of x . mean). Of fewer than two vectors nothing is known.
pub(crate) fn shared_energy(values: &[f32], dim: usize) -> (f64, (f64, f64)) {
    let rows = values.len() / dim.max(1);
    if rows < 2 {
        return (0.0, (0.0, 1.0));
    }
    let n = rows as f64;
    let mut mean = vec![0.0_f64; dim];
    let mut energy = 0.0;
    for row in values.chunks_exact(dim) {
        for (sum, &value) in mean.iter_mut().zip(row) {
            *sum += f64::from(value) / n;
            energy += f64::from(value) * f64::from(value) / n;
        }
    }
    if energy == 0.0 {
        return (0.0, (0.0, 0.0));
    }
    let raw = mean.iter().map(|value| value * value).sum::<f64>() / energy;
    // n |mean|^2 holds every row's product with itself; what is left are the pairs of different rows.
    let share = ((n * raw - 1.0) / (n - 1.0)).max(0.0);
    let products: Vec<f64> = values
        .chunks_exact(dim)
        .map(|row| {
            row.iter()
                .zip(&mean)
                .map(|(&x, m)| f64::from(x) * m)
                .sum::<f64>()
                / energy
        })
        .collect();
    let variance = products
        .iter()
        .map(|product| (product - raw).powi(2))
        .sum::<f64>()
        / n;
    let reach = 1.959_964 * 2.0 * (variance / n).sqrt();
    (share, ((share - reach).max(0.0), (share + reach).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_all_alike_share_everything() {
        let vectors = [0.6, 0.8].repeat(50);
        assert!((shared_energy(&vectors, 2).0 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn rows_in_all_directions_share_nothing() {
        let values: Vec<f32> = (0..360)
            .flat_map(|degree| {
                [
                    (f64::from(degree)).to_radians().cos() as f32,
                    f64::from(degree).to_radians().sin() as f32,
                ]
            })
            .collect();
        let (share, (low, high)) = shared_energy(&values, 2);
        assert!(share < 1e-6 && low <= share && share <= high);
    }
}
