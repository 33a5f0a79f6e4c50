//! Look: `trueline look`: what data is taken for, and why, before anything is judged.

use std::collections::HashMap;
use std::sync::Arc;

use crate::dataset::{
    Column, DataFile, Dataset, Kind, Source, find_time_range, number, order_integers, show_unit,
};
use crate::error::Error;
use crate::evidence::{ColumnFacts, ColumnKind, Evidence, NoModel, Settings, find_sentinels};
use crate::measure::Transform;
use crate::outcome::{ColumnLook, Failure, FileLook, LookReport, TableLook};
use crate::plan::Plan;
use crate::probe::Profile;
use crate::wording::{format_count, list_some, plural};

/// The share of cells that makes a column one of numbers.
const NUMBERS: f64 = 0.95;
/// Values of a column that are told.
const COMMONEST: usize = 5;

/// Looks at every dataset of `plan`: what can be read, and why the others can't.
pub(crate) fn look_at(plan: &Plan) -> (LookReport, Vec<Arc<Error>>) {
    let mut report = LookReport::default();
    let mut errors = Vec::new();
    for source in &plan.datasets {
        match look_at_table(source) {
            Ok(table) => report.tables.push(table),
            Err(error) => {
                let first = source.paths.first().map(|path| path.display().to_string());
                report
                    .failures
                    .extend(Failure::of(&error, first.as_deref()));
                errors.push(Arc::new(error));
            }
        }
    }
    (report, errors)
}

fn look_at_table(source: &Source) -> Result<TableLook, Error> {
    let dataset = Dataset::load(source).map_err(Error::Read)?;
    let settings = Settings {
        profile: Profile::Quick,
        seed: 0,
        train_rows: None,
        transform: Transform::default(),
    };
    let evidence = Evidence::new(&dataset, settings, &NoModel, &()).without_probes();
    let facts = evidence.columns().iter().enumerate();
    let columns = facts
        .map(|(at, facts)| look_at_column(&dataset, at, facts))
        .collect();
    Ok(TableLook {
        name: dataset.name.clone(),
        files: dataset.files.iter().map(look_at_file).collect(),
        rows: dataset.rows(),
        notes: dataset.left_out(),
        columns,
    })
}

/// How a file is written, each with its reason.
fn look_at_file(file: &DataFile) -> FileLook {
    let decisions = file.decisions.iter();
    FileLook {
        path: file.path.clone(),
        written: decisions
            .map(|decision| {
                let how = format!("{}: {}", decision.value, decision.why);
                (decision.about.to_owned(), how)
            })
            .collect(),
    }
}

fn look_at_column(dataset: &Dataset, at: usize, facts: &ColumnFacts) -> ColumnLook {
    let column = &dataset.columns[at];
    ColumnLook {
        facts: facts.clone(),
        reason: reason(dataset, at, facts),
        range: range(column),
        commonest: commonest(column),
    }
}

fn reason(dataset: &Dataset, at: usize, facts: &ColumnFacts) -> String {
    let roles = &dataset.roles;
    let column = &dataset.columns[at];
    let present = column.len() - facts.missing;
    let of = |what: &str| {
        let all = format_count(present + facts.misfits);
        format!(
            "{} of {all} cells that hold something are {what}",
            format_count(present)
        )
    };
    let parts = [
        (roles.label, "the label"),
        (roles.domain, "the domain"),
        (roles.split, "the split"),
        (roles.group, "the group"),
    ];
    let role = parts.into_iter().find(|(role, _)| *role == Some(at));
    match (column.asked, facts.kind) {
        (Some(_), _) => "it is to be read as such".to_owned(),
        (None, ColumnKind::Number) => {
            let sentinels: Vec<String> = find_sentinels(column)
                .iter()
                .map(|found| format!("`{}` in {}", found.written, format_count(found.cells)))
                .collect();
            match sentinels.as_slice() {
                [] => of("numbers"),
                _ => format!(
                    "{}; far from all others, and perhaps for missing ones: {}",
                    of("numbers"),
                    list_some(&sentinels, COMMONEST)
                ),
            }
        }
        (None, ColumnKind::Time) => of("times"),
        (None, ColumnKind::Category | ColumnKind::Text) => match role {
            Some((_, role)) => format!("it is {role}"),
            None => words(column, facts.kind),
        },
        (None, ColumnKind::Vector) => match column.kind {
            Kind::Vector { dim } => {
                format!("every list holds {}", plural(dim, "number", "numbers"))
            }
            _ => String::new(),
        },
        (None, ColumnKind::List) => "its cells are lists".to_owned(),
        (None, ColumnKind::Key) => "it tells rows apart, and nothing about them".to_owned(),
        (None, ColumnKind::Empty) => "no cell holds anything".to_owned(),
    }
}

/// Why a column without a role is taken for categories or for text.
fn words(column: &Column, kind: ColumnKind) -> String {
    let cells = || (0..column.len()).filter_map(|row| column.text(row));
    let all = cells().count();
    if let Some(codes) = codes(&cells().collect::<Vec<_>>()) {
        return codes.to_owned();
    }
    let units = column.find_units();
    if !units.is_empty() {
        let units: Vec<String> = units.into_iter().map(show_unit).collect();
        return format!(
            "its cells are numbers in several units or currencies: {}",
            list_some(&units, COMMONEST)
        );
    }
    if let Some(path) = find_path(column) {
        return format!("its cells are objects; a path names a part of them: `{path}`");
    }
    let numbers = cells().filter(|cell| number(cell).is_some()).count();
    let why = if kind == ColumnKind::Text {
        "its cells are words, and most differ"
    } else {
        "its values repeat, or are a word each"
    };
    if numbers == 0 {
        return why.to_owned();
    }
    format!(
        "{why}; {} of {} cells are numbers, fewer than 95 %",
        format_count(numbers),
        format_count(all)
    )
}

/// A path into the objects that nearly all cells are, as JSON writes them.
fn find_path(column: &Column) -> Option<String> {
    let cells = || (0..column.len()).filter_map(|row| column.text(row));
    let is_object = |cell: &&str| cell.starts_with('{') && cell.ends_with('}');
    if (cells().filter(is_object).count() as f64) < NUMBERS * cells().count() as f64 {
        return None;
    }
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(cells().next()?).ok()?;
    Some(format!("{}.{}", column.name, object.keys().next()?))
}

/// What codes `cells` are, where nearly all hold nothing but digits and yet aren't read as numbers.
fn codes(cells: &[&str]) -> Option<&'static str> {
    let is_code = |cell: &&&str| cell.bytes().all(|byte| byte.is_ascii_digit());
    let codes: Vec<&&str> = cells.iter().filter(is_code).collect();
    if codes.is_empty() || (codes.len() as f64) < NUMBERS * cells.len() as f64 {
        return None;
    }
    let mut widths = codes.iter().map(|code| code.len());
    let first = widths.next();
    let alike = widths.all(|width| Some(width) == first);
    Some(if alike {
        "its cells are digits of one width, some with a zero before them: codes"
    } else {
        "its cells are digits, some with a zero before them: codes"
    })
}

/// The smallest and the largest number, or the earliest and the latest time, as the cells say them.
fn range(column: &Column) -> Option<(String, String)> {
    if column.kind == Kind::Time {
        let times = (0..column.len()).filter_map(|row| column.text(row));
        let (first, last) = find_time_range(times)?;
        return Some((first.to_owned(), last.to_owned()));
    }
    let numbers = || {
        let rows = 0..column.len();
        rows.filter_map(|row| column.number(row).zip(column.text(row)))
    };
    let order = |a: &(f64, &str), b: &(f64, &str)| {
        let same = || order_integers(a.1, b.1);
        a.0.total_cmp(&b.0).then_with(same)
    };
    let (_, low) = numbers().min_by(order)?;
    let (_, high) = numbers().max_by(order)?;
    Some((low.to_owned(), high.to_owned()))
}

/// The values that stand most often, each with how often; none where every value stands once.
fn commonest(column: &Column) -> Vec<(String, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in (0..column.len()).filter_map(|row| column.text(row)) {
        *counts.entry(text).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.truncate(COMMONEST);
    let named = counts.into_iter();
    named
        .map(|(text, count)| (text.to_owned(), count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_width_only_where_widths_agree() {
        let one = codes(&["00501", "10001"]).unwrap();
        assert!(one.contains("one width"), "{one}");
        let other = codes(&["007", "12", "0345"]).unwrap();
        assert!(!other.contains("width"), "{other}");
        assert_eq!(codes(&["Nan", "Ida"]), None);
    }

    #[test]
    fn a_range_is_told_as_the_cells_write_it_and_words_are_no_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let rows: String = (0..40)
            .map(|row| {
                let name = if row % 2 == 0 { "Nan" } else { "Ida" };
                format!("12345678901234567{:02},0.{:03},{name}\n", row, 125 + row)
            })
            .collect();
        std::fs::write(&path, format!("big,part,name\n{rows}")).unwrap();
        let source = Source {
            name: "a".to_owned(),
            paths: vec![path],
            header: true,
            ..Source::default()
        };
        let table = look_at_table(&source).unwrap();
        let range = |at: usize| {
            let range = table.columns[at].range.clone();
            range.unwrap()
        };
        assert_eq!(
            range(0),
            (
                "1234567890123456700".to_owned(),
                "1234567890123456739".to_owned()
            )
        );
        assert_eq!(range(1), ("0.125".to_owned(), "0.164".to_owned()));
        let reason = &table.columns[2].reason;
        assert!(!reason.contains("are numbers"), "{reason}");
    }

    #[test]
    fn a_column_of_objects_names_a_path_into_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let row = |row: usize| format!("{{\"row\": {{\"text\": \"word {row} of {row}\"}}}}\n");
        std::fs::write(&path, (0..40).map(row).collect::<String>()).unwrap();
        let source = Source {
            name: "a".to_owned(),
            paths: vec![path],
            header: true,
            ..Source::default()
        };
        let reason = look_at_table(&source).unwrap().columns[0].reason.clone();
        assert!(
            reason.contains("a path names a part of them: `row.text`"),
            "{reason}"
        );
    }

    #[test]
    fn a_range_of_times_is_in_their_order_whichever_way_they_are_written() {
        let of = |cells: &[&str]| {
            let range = find_time_range(cells.iter().copied());
            range.map(|(first, last)| format!("{first} to {last}"))
        };
        let days = ["25.12.2025", "03.02.2026", "14.01.2026"];
        assert_eq!(of(&days).unwrap(), "25.12.2025 to 03.02.2026");
        let zones = ["2026-01-01T00:30:00+02:00", "2025-12-31T23:00:00Z"];
        assert_eq!(
            of(&zones).unwrap(),
            "2026-01-01T00:30:00+02:00 to 2025-12-31T23:00:00Z"
        );
        // No one form reads both, or two do: which is the month isn't known.
        assert_eq!(of(&["01/02/2026", "02/01/2026", "01/01/2026"]), None);
        assert_eq!(of(&["25/12/2025", "12/25/2025"]), None);
    }
}
