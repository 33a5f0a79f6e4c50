//! The heading of a dataset's report: what was looked at, and how much of it.

use std::path::Path;

use super::visible::{cut, visible};
use crate::outcome::{DatasetReport, Report, Sampled};
use crate::plan::BUILTIN;
use crate::wording::format_count;

/// Classes that are named one by one; of shifts, twice as many.
const NAMED: usize = 4;

/// Columns of a name; the data can hold any.
const NAME: usize = 48;

/// The files, the label, the model and the profile, one part each.
pub(super) fn parts(run: &Report, dataset: &DatasetReport) -> Vec<String> {
    let rows = format!("{} rows", format_count(dataset.rows));
    let mut parts = data_parts(dataset, rows);
    let vectors = match &dataset.roles.embedding {
        Some(column) => format!("vectors of column {}", name(column)),
        None if run.model == BUILTIN => "built-in model".to_owned(),
        None => format!("model {}", name(&run.model)),
    };
    parts.push(match run.transform.describe() {
        Some(after) => format!("{vectors}, {after}"),
        None => vectors,
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

/// The files, how many `rows` in words, and the label, one part each.
pub(super) fn data_parts(dataset: &DatasetReport, rows: String) -> Vec<String> {
    let mut parts = vec![dataset_name(dataset)];
    if dataset.paths.len() > 1 && has_own_name(dataset) {
        parts.push(format!("{} files", format_count(dataset.paths.len())));
    }
    parts.push(rows);
    parts.extend(classes(dataset));
    parts
}

/// The dataset's own name, or else its files: `a.csv`, `a.csv and b.csv`, `a.csv and 4 more files`.
pub(super) fn dataset_name(dataset: &DatasetReport) -> String {
    match &dataset.paths[..] {
        [_, second] if !has_own_name(dataset) => {
            format!("{} and {}", name(&dataset.name), name(file_name(second)))
        }
        [_, rest @ ..] if !rest.is_empty() && !has_own_name(dataset) => {
            format!(
                "{} and {} more files",
                name(&dataset.name),
                format_count(rest.len())
            )
        }
        _ => name(&dataset.name),
    }
}

/// Whether the dataset has a name of its own, and not that of its first file.
fn has_own_name(dataset: &DatasetReport) -> bool {
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
        rows => format!(", {} rows without a label", format_count(rows)),
    };
    Some(format!(
        "{}: {} classes, {shares}{place}{missing}",
        name(label),
        format_count(classes.len())
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

/// `trained on 4,000 of 14,573 rows of CA; tested on 4,000 others of CA, 500 rows of SD, 900 of ND`
pub(super) fn split_in_words(dataset: &DatasetReport) -> Option<String> {
    let sampled = dataset.sampled.as_ref()?;
    let here = dataset.in_domain.as_ref();
    let here = here.map_or(String::new(), |name| format!(" of {}", self::name(name)));
    let train = if sampled.train < sampled.trainable {
        format!(
            "{} of {}",
            format_count(sampled.train),
            format_count(sampled.trainable)
        )
    } else {
        format_count(sampled.train)
    };
    let mut tested = vec![format!("{} others{here}", format_count(sampled.in_domain))];
    tested.extend(shifts_in_words(sampled));
    Some(format!(
        "trained on {train} rows{here}; tested on {}",
        tested.join(", ")
    ))
}

/// `500 rows of SD`, `900 of ND`; of many shifts, how many rows each has.
fn shifts_in_words(sampled: &Sampled) -> Vec<String> {
    let shifts = &sampled.shifted;
    if shifts.len() > 2 * NAMED {
        let rows = || shifts.iter().map(|(_, rows)| *rows);
        let (least, most) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        let each = if least == most {
            format_count(most)
        } else {
            format!("{} to {}", format_count(least), format_count(most))
        };
        let count = format_count(shifts.len());
        return vec![format!("{each} rows of each of {count} shifts")];
    }
    shifts
        .iter()
        .enumerate()
        .map(|(at, (name, rows))| {
            // Said once, of the first.
            let unit = if at == 0 { " rows" } else { "" };
            format!("{}{unit} of {}", format_count(*rows), self::name(name))
        })
        .collect()
}
