//! Setting in words: a configuration's hyper-parameters as people name them.

use std::fmt;

use super::Setting;

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
