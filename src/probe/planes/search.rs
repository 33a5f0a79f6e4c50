//! Search: Newton's direction of several planes at once, by preconditioned conjugate gradients.

use ndarray::{Array2, Axis, Zip};

/// Most steps of one search.
const MAX_STEPS: usize = 250;

/// The second derivative of each plane's objective.
pub(super) struct Curvature<'a> {
    /// Features with a last column of ones.
    pub(super) features: &'a Array2<f32>,
    /// Their squares.
    pub(super) squares: &'a Array2<f32>,
    /// C times the second derivative of each row's loss, one row a plane.
    pub(super) bends: Array2<f32>,
    /// What stands in the place of the intercept's penalty.
    pub(super) trace: f32,
}

impl Curvature<'_> {
    /// The products of each plane's Hessian with its row of `vectors`.
    fn apply(&self, vectors: &Array2<f32>) -> Array2<f32> {
        let mut along = vectors.dot(&self.features.t());
        along *= &self.bends;
        let mut product = along.dot(self.features);
        let last = product.ncols() - 1;
        for (mut product, vector) in product.rows_mut().into_iter().zip(vectors.rows()) {
            Zip::indexed(&mut product)
                .and(&vector)
                .for_each(|at, product, &entry| {
                    *product += if at == last { self.trace } else { 1.0 } * entry;
                });
        }
        product
    }

    /// One over the diagonal of each plane's Hessian.
    fn inverse_diagonal(&self) -> Array2<f32> {
        let mut diagonal = self.bends.dot(self.squares);
        let last = diagonal.ncols() - 1;
        for ((_, at), entry) in diagonal.indexed_iter_mut() {
            *entry = 1.0 / (*entry + if at == last { self.trace } else { 1.0 });
        }
        diagonal
    }
}

/// The searches that go on, one row a plane.
struct Open {
    planes: Vec<usize>,
    found: Array2<f32>,
    residual: Array2<f32>,
    direction: Array2<f32>,
    inverse: Array2<f32>,
    /// Products of residual and preconditioned residual.
    gain: Vec<f32>,
}

impl Open {
    fn new(residual: Array2<f32>, inverse: Array2<f32>) -> Self {
        let direction = &residual * &inverse;
        Self {
            planes: (0..residual.nrows()).collect(),
            found: Array2::zeros(residual.raw_dim()),
            gain: products(&residual, &direction),
            residual,
            direction,
            inverse,
        }
    }

    fn keep(&mut self, left: &[usize]) {
        self.planes = left.iter().map(|&at| self.planes[at]).collect();
        self.gain = left.iter().map(|&at| self.gain[at]).collect();
        for rows in [
            &mut self.found,
            &mut self.residual,
            &mut self.direction,
            &mut self.inverse,
        ] {
            *rows = rows.select(Axis(0), left);
        }
    }

    /// One step of every search. Source: Hestenes and Stiefel, *Methods of conjugate gradients for solving linear
    /// systems* (J. Res. Nat. Bur. Stand. 49, 1952).
    fn step(&mut self, curvature: &Curvature) {
        let bent = curvature.apply(&self.direction);
        let widths = products(&self.direction, &bent);
        for (at, width) in widths.iter().enumerate() {
            let pace = if *width > 0.0 {
                self.gain[at] / width
            } else {
                0.0
            };
            self.found
                .row_mut(at)
                .scaled_add(pace, &self.direction.row(at));
            self.residual.row_mut(at).scaled_add(-pace, &bent.row(at));
        }
        let next = &self.residual * &self.inverse;
        let gain = products(&self.residual, &next);
        for (at, mut direction) in self.direction.rows_mut().into_iter().enumerate() {
            let keep = if self.gain[at] > 0.0 {
                gain[at] / self.gain[at]
            } else {
                0.0
            };
            direction *= keep;
            direction += &next.row(at);
        }
        self.gain = gain;
    }
}

/// For each plane (a row of `gradients`) the direction in which its objective falls to its least, had it no
/// derivatives beyond the second: until the residual is `enough` of the gradient.
pub(super) fn find_directions(
    curvature: &Curvature,
    gradients: &Array2<f64>,
    enough: &[f32],
) -> Array2<f64> {
    let lengths: Vec<f64> = gradients
        .rows()
        .into_iter()
        .map(|gradient| gradient.dot(&gradient).sqrt())
        .collect();
    let mut downhill = Array2::zeros(gradients.raw_dim());
    for (at, mut row) in downhill.rows_mut().into_iter().enumerate() {
        row.assign(
            &gradients
                .row(at)
                .mapv(|slope| (-slope / lengths[at]) as f32),
        );
    }
    let mut curvature = Curvature {
        bends: curvature.bends.clone(),
        ..*curvature
    };
    let mut open = Open::new(downhill, curvature.inverse_diagonal());
    let mut directions = Array2::zeros(gradients.raw_dim());
    for step in 1..=MAX_STEPS {
        open.step(&curvature);
        let ends = |at: usize| {
            let residual = open.residual.row(at);
            step == MAX_STEPS || residual.dot(&residual).sqrt() <= enough[open.planes[at]]
        };
        let (done, left): (Vec<usize>, Vec<usize>) =
            (0..open.planes.len()).partition(|&at| ends(at));
        for &at in &done {
            let plane = open.planes[at];
            let found = open.found.row(at);
            directions
                .row_mut(plane)
                .assign(&found.mapv(|entry| f64::from(entry) * lengths[plane]));
        }
        if left.is_empty() {
            break;
        }
        if !done.is_empty() {
            curvature.bends = curvature.bends.select(Axis(0), &left);
            open.keep(&left);
        }
    }
    directions
}

/// The dot product of each row of `one` with that of `other`.
fn products(one: &Array2<f32>, other: &Array2<f32>) -> Vec<f32> {
    let rows = one.rows().into_iter().zip(other.rows());
    rows.map(|(one, other)| one.dot(&other)).collect()
}
