//! The grid of neural networks.

use super::super::Family;
use super::{Configuration, Profile, Setting};

/// Width by learning rate by weight decay by epochs, in the audit only: the ranges that TableShift
/// searches (Gardner et al. 2023, arXiv 2312.07577: widths 64 to 1,024, rates 1e-5 to 0.1, decay 1e-6
/// to 1, 5 to 100 epochs, after Gorishniy et al. 2021, arXiv 2106.11959), a rate in each decade, at two
/// widths and two decays, for a dataset of [`REFERENCE_ROWS`](super::REFERENCE_ROWS). One network serves
/// every number of epochs that it passes. Widths and epochs stop where a probe gets slow: what is wider
/// or trained for longer collapses less. The default is scikit-learn's `MLPClassifier`, with 20 epochs.
pub(in crate::probe) fn mlp(profile: Profile) -> Vec<Configuration> {
    if profile != Profile::Audit {
        return Vec::new();
    }
    let of = |width, rate, decay, epochs, default| Configuration {
        family: Family::Mlp,
        setting: Setting::Mlp {
            width,
            rate,
            decay,
            epochs,
        },
        default,
    };
    let mut all = vec![of(100, 1e-3, DEFAULT_DECAY, 20.0, true)];
    for width in [64, 256] {
        for rate in [1e-5, 1e-4, 1e-3, 1e-2, 1e-1] {
            for decay in [1e-5, 1e-2] {
                for epochs in [5.0, 20.0, 50.0] {
                    all.push(of(width, rate, decay, epochs, false));
                }
            }
        }
    }
    all
}

/// scikit-learn's `alpha` of 1e-4 over the 200 rows of its batch.
const DEFAULT_DECAY: f32 = 5e-7;
