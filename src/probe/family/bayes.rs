//! Gaussian naive Bayes probes, by linfa-bayes.

use linfa::DatasetView;
use linfa::traits::{Fit, Predict};
use linfa_bayes::GaussianNb;
use ndarray::{Array1, Axis};

use crate::probe::{Configuration, Family, Fitted, Profile, Setting, TrainTest};

/// Trains every naive Bayes configuration in `grid`.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest) -> Vec<Fitted> {
    let labels: Array1<usize> = data
        .labels
        .iter()
        .map(|&label| usize::from(label))
        .collect();
    // With no variance anywhere there is nothing to smooth by, and every density is undefined.
    let varies = data
        .train
        .var_axis(Axis(0), 0.0)
        .iter()
        .any(|&variance| variance > 0.0);
    grid.iter()
        .enumerate()
        .filter_map(|(configuration, entry)| {
            let Setting::Smoothing { share } = entry.setting else {
                return None;
            };
            if !varies {
                return None;
            }
            let dataset = DatasetView::new(data.train.view(), labels.view());
            let model = GaussianNb::params()
                .var_smoothing(share)
                .fit(&dataset)
                .ok()?;
            let predictions = data
                .test_sets
                .iter()
                .map(|test_set| {
                    let answers: Array1<usize> = model.predict(test_set);
                    answers.iter().map(|&class| class as u16).collect()
                })
                .collect();
            Some(Fitted {
                configuration,
                predictions,
                sureness: None,
            })
        })
        .collect()
}

/// Its configurations in `profile`.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    let shares: &[f64] = match profile {
        Profile::Quick => &[1e-9, 1e-2],
        Profile::Standard | Profile::Audit => &[1e-9, 1e-6, 1e-4, 1e-2, 1e-1, 1.0],
    };
    let of = |&share| Configuration {
        family: Family::Bayes,
        setting: Setting::Smoothing { share },
        default: share == 1e-9,
    };
    shares.iter().map(of).collect()
}
