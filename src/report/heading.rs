//! The heading of a dataset's report: what was looked at, and how much of it.

use std::path::Path;

use super::visible::{cut, grouped, visible};
use crate::outcome::{DatasetReport, Report};
use crate::plan::BUILTIN;

/// Classes that are named one by one; of shifts, twice as many.
const NAMED: usize = 4;

/// Columns of a name; the data can hold any.
const NAME: usize = 48;

/// The files, the label, the model and the profile, one part each.
pub(super) fn parts(run: &Report, dataset: &DatasetReport) -> Vec<String> {
    let mut parts = vec![named(dataset)];
    if dataset.paths.len() > 1 && declared(dataset) {
        parts.push(format!("{} files", grouped(dataset.paths.len())));
    }
    parts.push(format!("{} rows", grouped(dataset.rows)));
    parts.extend(classes(dataset));
    parts.push(match &dataset.roles.embedding {
        Some(column) => format!("vectors of column {}", name(column)),
        None if run.model == BUILTIN => "built-in model".to_owned(),
        None => format!("model {}", name(&run.model)),
    });
    parts.push(match run.profile.seeds() {
        1 => format!("{}, seed {}", run.profile.word(), run.seed),
        splits => format!(
            "{}, {splits} splits from seed {}",
            run.profile.word(),
            run.seed
        ),
    });
    parts
}

/// The dataset's own name, or else its files: `a.csv`, `a.csv and b.csv`, `a.csv and 4 more files`.
pub(super) fn named(dataset: &DatasetReport) -> String {
    match &dataset.paths[..] {
        [_, second] if !declared(dataset) => {
            format!("{} and {}", name(&dataset.name), name(file_name(second)))
        }
        [_, rest @ ..] if !rest.is_empty() && !declared(dataset) => {
            format!(
                "{} and {} more files",
                name(&dataset.name),
                grouped(rest.len())
            )
        }
        _ => name(&dataset.name),
    }
}

/// Whether the dataset has a name of its own, and not that of its first file.
fn declared(dataset: &DatasetReport) -> bool {
    dataset
        .paths
        .first()
        .is_none_or(|first| file_name(first) != dataset.name)
}

fn file_name(path: &str) -> &str {
    Path::new(path)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(path)
}

fn name(text: &str) -> String {
    cut(&visible(text), NAME)
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
        .map_or(String::new(), |name| format!(" in {}", self::name(name)));
    let missing = match dataset.unlabelled {
        0 => String::new(),
        1 => ", 1 row without a label".to_owned(),
        rows => format!(", {} rows without a label", grouped(rows)),
    };
    Some(format!(
        "{}: {} classes, {shares}{place}{missing}",
        name(label),
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

/// `4,000 of 14,573 rows trained; 4,000 tested in CA, 500 in SD, 900 in ND`
pub(super) fn sampled(dataset: &DatasetReport) -> Option<String> {
    let sampled = dataset.sampled.as_ref()?;
    let trained = if sampled.train < sampled.trainable {
        format!(
            "{} of {} rows trained",
            grouped(sampled.train),
            grouped(sampled.trainable)
        )
    } else {
        format!("{} rows trained", grouped(sampled.train))
    };
    let here = dataset
        .in_domain
        .as_ref()
        .map_or("in-domain".to_owned(), |name| {
            format!("in {}", self::name(name))
        });
    let mut tested = vec![format!("{} tested {here}", grouped(sampled.in_domain))];
    if sampled.shifted.len() <= 2 * NAMED {
        tested.extend(
            sampled
                .shifted
                .iter()
                .map(|(name, rows)| format!("{} in {}", grouped(*rows), self::name(name))),
        );
    } else {
        let rows = || sampled.shifted.iter().map(|(_, rows)| *rows);
        let (least, most) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        let each = if least == most {
            grouped(most)
        } else {
            format!("{} to {}", grouped(least), grouped(most))
        };
        let shifts = grouped(sampled.shifted.len());
        tested.push(format!("{each} in each of {shifts} shifts"));
    }
    Some(format!("{trained}; {}", tested.join(", ")))
}
