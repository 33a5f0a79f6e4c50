//! Setting: a configuration's hyper-parameters, and how people name them.

use std::fmt;

/// A configuration's hyper-parameters, as a user who trains on **all** rows would set them.
///
/// Probes train on a sample of n of the user's N rows. What scales with the rows is matched, so that
/// the verdict doesn't depend on the sample: C is multiplied by N/n, and the minimum leaf and the
/// number of neighbours are multiplied by n/N. A network's epochs are multiplied by N/n: what holds it
/// back is how many steps it takes, and an epoch of N rows has N/n times as many as one of n. The
/// learning rate, the weight decay and the share of the worst losses act on a step or a mean, and stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Setting {
    /// Inverse strength of the regularisation (scikit-learn's `C`).
    Strength {
        /// C: the loss is `|w|^2 / 2 + C * sum of losses`.
        c: f64,
    },
    /// A decision tree.
    Tree {
        /// Largest depth; `None` grows until the leaves are pure.
        depth: Option<usize>,
        /// Fewest rows in a leaf.
        leaf: f64,
    },
    /// A forest of such trees.
    Forest {
        /// Number of trees.
        trees: usize,
        /// Largest depth of each tree.
        depth: Option<usize>,
        /// Fewest rows in a leaf.
        leaf: f64,
    },
    /// Gradient boosting.
    Boosting {
        /// Learning rate.
        rate: f32,
        /// Depth of each tree.
        depth: usize,
        /// Number of rounds.
        rounds: usize,
    },
    /// Gaussian naive Bayes.
    Smoothing {
        /// Share of the largest variance that is added to every variance.
        share: f64,
    },
    /// k nearest neighbours.
    Neighbours {
        /// How many neighbours vote.
        k: f64,
    },
    /// A neural network.
    Mlp {
        /// Units of the hidden layer.
        width: usize,
        /// Learning rate of Adam.
        rate: f32,
        /// Weight decay: what each weight adds, times itself, to the gradient of the mean loss.
        decay: f32,
        /// Passes over the rows.
        epochs: f64,
    },
    /// Logistic regression on the worst losses.
    Cvar {
        /// C: the loss is `|w|^2 / 2 + C * rows * mean of the worst losses`.
        c: f64,
        /// The share of the rows whose losses count, above 0 and at most 1; 1 is logistic regression.
        share: f64,
    },
}

impl Setting {
    /// Multiplies what makes up for the number of rows: C where settings lie on a path of it, a network's epochs.
    pub(super) fn move_along(&mut self, factor: f64) {
        match self {
            Self::Strength { c } | Self::Cvar { c, .. } => *c *= factor,
            Self::Mlp { epochs, .. } => *epochs *= factor,
            Self::Tree { .. }
            | Self::Forest { .. }
            | Self::Boosting { .. }
            | Self::Smoothing { .. }
            | Self::Neighbours { .. } => {}
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Self::Strength { c } => write!(to, "C = {}", Short(c)),
            Self::Tree { depth, leaf } => {
                write!(to, "{}, {} a leaf", Depth(depth), AtLeast(leaf))
            }
            Self::Forest { trees, depth, leaf } => {
                write!(
                    to,
                    "{trees} trees, {}, {} a leaf",
                    Depth(depth),
                    AtLeast(leaf)
                )
            }
            Self::Boosting {
                rate,
                depth,
                rounds,
            } => write!(to, "rate {rate}, depth {depth}, {rounds} rounds"),
            Self::Smoothing { share } => write!(to, "smoothing {}", Short(share)),
            Self::Neighbours { k } => write!(to, "k = {k}"),
            Self::Mlp {
                width,
                rate,
                decay,
                epochs,
            } => write!(
                to,
                "{width} units, rate {rate}, decay {decay}, {} epochs",
                Short(epochs)
            ),
            Self::Cvar { c, share } => {
                write!(to, "C = {}, worst {} of the losses", Short(c), Short(share))
            }
        }
    }
}

/// A number to two significant digits, with an exponent where it would be long.
struct Short(f64);

impl fmt::Display for Short {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let rounded: f64 = format!("{:.1e}", self.0).parse().unwrap_or(self.0);
        if (0.001..100_000.0).contains(&rounded) {
            write!(to, "{rounded}")
        } else {
            write!(to, "{rounded:e}")
        }
    }
}

struct Depth(Option<usize>);

impl fmt::Display for Depth {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            Some(depth) => write!(to, "depth {depth}"),
            None => to.write_str("any depth"),
        }
    }
}

struct AtLeast(f64);

impl fmt::Display for AtLeast {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let rows = if self.0 == 1.0 { "row" } else { "rows" };
        write!(to, "at least {} {rows}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_as_people_write_them() {
        let strength = |c| Setting::Strength { c }.to_string();
        assert_eq!(
            [
                strength(0.1),
                strength(1.0),
                strength(17.78),
                strength(3.16e-5)
            ],
            ["C = 0.1", "C = 1", "C = 18", "C = 3.2e-5"]
        );
        let tree = Setting::Tree {
            depth: None,
            leaf: 1.0,
        };
        assert_eq!(tree.to_string(), "any depth, at least 1 row a leaf");
        let forest = Setting::Forest {
            trees: 30,
            depth: Some(4),
            leaf: 20.0,
        };
        assert_eq!(
            forest.to_string(),
            "30 trees, depth 4, at least 20 rows a leaf"
        );
        let network = Setting::Mlp {
            width: 64,
            rate: 0.01,
            decay: 0.0001,
            epochs: 20.0,
        };
        assert_eq!(
            network.to_string(),
            "64 units, rate 0.01, decay 0.0001, 20 epochs"
        );
    }
}
