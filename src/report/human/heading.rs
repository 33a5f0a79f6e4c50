//! The heading of a dataset's report: what was looked at, and how much of it.

use super::super::visible::{grouped, visible};
use super::super::{DatasetReport, Report};
use crate::plan::BUILTIN;

/// Classes that are named one by one; of shifts, twice as many.
const NAMED: usize = 4;

/// The file, its label, the model and the profile, one part each.
pub(super) fn parts(run: &Report, dataset: &DatasetReport) -> Vec<String> {
    let mut parts = vec![
        visible(&dataset.name),
        format!("{} rows", grouped(dataset.rows)),
    ];
    parts.extend(classes(dataset));
    parts.push(if run.model == BUILTIN {
        "built-in model".to_owned()
    } else {
        format!("model {}", visible(&run.model))
    });
    parts.push(format!("{}, seed {}", run.profile.word(), run.seed));
    parts
}

/// `PINCP: 2 classes, 0.59/0.41 in CA`
fn classes(dataset: &DatasetReport) -> Option<String> {
    let label = dataset.roles.label.as_ref()?;
    let classes = &dataset.classes;
    let largest = classes.iter().map(|class| class.share).fold(0.0, f64::max);
    let shares = if classes.len() <= NAMED {
        classes
            .iter()
            .map(|class| format!("{:.2}", class.share))
            .collect::<Vec<_>>()
            .join("/")
    } else {
        format!("largest {}", share(largest))
    };
    let place = dataset
        .in_domain
        .as_ref()
        .map_or(String::new(), |name| format!(" in {}", visible(name)));
    let missing = match dataset.unlabelled {
        0 => String::new(),
        1 => ", 1 row without a label".to_owned(),
        rows => format!(", {} rows without a label", grouped(rows)),
    };
    Some(format!(
        "{}: {} classes, {shares}{place}{missing}",
        visible(label),
        grouped(classes.len())
    ))
}

/// Two digits, or two significant ones of a small share.
fn share(share: f64) -> String {
    if share >= 0.01 || share <= 0.0 {
        return format!("{share:.2}");
    }
    let digits = (1.0 - share.log10().floor()) as usize;
    format!("{share:.digits$}").trim_end_matches('0').to_owned()
}

/// `4,000 of 14,573 rows taught; 4,000 examined in CA, 500 in SD, 900 in ND`
pub(super) fn sampled(dataset: &DatasetReport) -> Option<String> {
    let sampled = dataset.sampled.as_ref()?;
    let taught = if sampled.teach < sampled.teachable {
        format!(
            "{} of {} rows taught",
            grouped(sampled.teach),
            grouped(sampled.teachable)
        )
    } else {
        format!("{} rows taught", grouped(sampled.teach))
    };
    let here = dataset
        .in_domain
        .as_ref()
        .map_or("in-domain".to_owned(), |name| {
            format!("in {}", visible(name))
        });
    let mut examined = vec![format!("{} examined {here}", grouped(sampled.in_domain))];
    if sampled.shifted.len() <= 2 * NAMED {
        examined.extend(
            sampled
                .shifted
                .iter()
                .map(|(name, rows)| format!("{} in {}", grouped(*rows), visible(name))),
        );
    } else {
        let rows = || sampled.shifted.iter().map(|(_, rows)| *rows);
        let (least, most) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        examined.push(format!(
            "{} to {} in each of {} shifts",
            grouped(least),
            grouped(most),
            grouped(sampled.shifted.len())
        ));
    }
    Some(format!("{taught}; {}", examined.join(", ")))
}
