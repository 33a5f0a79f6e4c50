//! Facts: the shares of classes, what played which role, and how long it took, of one dataset.

use super::setting::Setting;
use super::table::{Cell, Table};
use crate::dataset::TextSource;
use crate::outcome::DatasetReport;
use crate::report::heading;
use crate::report::spot::short_name;
use crate::report::subjects::listed;

/// Classes whose shares have a column of their own.
const CLASSES: usize = 8;

/// The shares of the classes, in each domain where there are several.
pub(super) fn shares(dataset: &DatasetReport) -> Vec<Table> {
    if dataset.classes.is_empty() {
        return Vec::new();
    }
    if dataset.shifts.is_empty() {
        let rows = dataset
            .classes
            .iter()
            .map(|class| vec![Cell::text(&class.name), Cell::share(class.share)]);
        return vec![Table::new("Share of each class", &["class", "share"], rows)];
    }
    let classes = &dataset.classes[..dataset.classes.len().min(CLASSES)];
    let mut heads = vec!["domain", "rows"];
    heads.extend(classes.iter().map(|class| class.name.as_str()));
    let here = dataset.in_domain.as_deref();
    let trained = dataset.sampled.as_ref().map(|sampled| sampled.trainable);
    let first = (
        here.map_or("in-domain".to_owned(), |here| format!("{here} (in-domain)")),
        trained,
        &dataset.classes,
    );
    let rows = std::iter::once(first)
        .chain(
            dataset
                .shifts
                .iter()
                .map(|shift| (shift.name.clone(), Some(shift.rows), &shift.label_share)),
        )
        .map(|(name, rows, shares)| {
            let mut cells = vec![
                Cell::text(&name),
                rows.map_or_else(|| Cell::text(""), Cell::count),
            ];
            cells.extend(
                shares
                    .iter()
                    .take(CLASSES)
                    .map(|class| Cell::share(class.share)),
            );
            cells
        });
    let caption = if dataset.classes.len() > CLASSES {
        format!(
            "Share of the first {CLASSES} of {} classes in each domain",
            dataset.classes.len()
        )
    } else {
        "Share of each class in each domain".to_owned()
    };
    vec![Table::new(&caption, &heads, rows)]
}

/// Which columns played which role, and the files.
pub(super) fn roles(dataset: &DatasetReport) -> Vec<Setting> {
    let roles = &dataset.roles;
    let text = match &roles.text {
        TextSource::Row => "the whole row as sentences".to_owned(),
        TextSource::Columns(columns) => columns.join(", "),
        TextSource::Template(template) => template.clone(),
    };
    let domain = roles.domain.as_ref().map(|domain| {
        let train: Vec<&str> = domain.train.iter().map(String::as_str).collect();
        match dataset.in_domain.as_deref().filter(|_| train.is_empty()) {
            Some(train) => format!("{} (in-domain: {train})", domain.column),
            None => format!("{} (in-domain: {})", domain.column, listed(&train)),
        }
    });
    let exclude = (!roles.exclude.is_empty()).then(|| roles.exclude.join(", "));
    let mut settings = vec![Setting {
        term: "Files",
        values: dataset.paths.iter().map(|path| short_name(path)).collect(),
        code: false,
    }];
    settings.extend(
        [
            ("Label", roles.label.clone()),
            ("Text", Some(text)),
            ("Domain", domain),
            ("Split", roles.split.clone()),
            ("Group", roles.group.clone()),
            ("Entity", roles.entity.clone()),
            ("Left out columns", exclude),
            ("Vectors", roles.embedding.clone()),
        ]
        .into_iter()
        .filter_map(|(term, value)| Some(Setting::words(term, short_name(&value?)))),
    );
    settings
}

/// How long reading and each rule took.
pub(super) fn timings(dataset: &DatasetReport) -> Option<Table> {
    let figures = dataset.figures.as_ref()?;
    let seconds = |value: f64| Cell::words(format!("{value:.2}"));
    let rows = std::iter::once(vec![Cell::text("reading"), seconds(figures.reading)]).chain(
        figures
            .judging
            .iter()
            .map(|(rule, took)| vec![Cell::text(rule), seconds(*took)]),
    );
    Some(Table::new(
        &format!(
            "Seconds that {} took; who asks for something first waits for it, so that the first rule \
             that needs probes has them trained",
            heading::dataset_name(dataset)
        ),
        &["rule", "seconds"],
        rows,
    ))
}
