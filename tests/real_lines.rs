//! Lines of published models' results (`../shared/data`): r before and after collapsed runs go, and the verdicts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use trueline::measure::line::{Effect, Limits, Line, LineVerdict, Results, Run};
use trueline::measure::probit::Scale;

type Row = HashMap<String, String>;

/// Where the shared data stands; absent, the test says so and passes, except in CI.
fn shared_data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !path.is_dir() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            path.display()
        );
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    let header = reader.headers().expect("a header").clone();
    let pair_up = |record: csv::StringRecord| {
        header
            .iter()
            .map(str::to_owned)
            .zip(record.iter().map(str::to_owned))
            .collect()
    };
    reader
        .records()
        .map(|record| pair_up(record.expect("a row")))
        .collect()
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row.get(column)?.parse().ok()
}

/// One run: collapsed when its balanced accuracy is exactly one half on both sides; the model is the family.
fn tableshift_run(row: &Row, families: &mut Vec<String>) -> Option<Run> {
    let model = row.get("model")?;
    let family = families
        .iter()
        .position(|known| known == model)
        .unwrap_or_else(|| {
            families.push(model.clone());
            families.len() - 1
        });
    let id_balanced = number(row, "id_test_balanced_acc");
    let shifted_balanced = number(row, "ood_test_balanced_acc");
    Some(Run {
        family: family as u32,
        id: number(row, "id_test_acc")?,
        shifted: number(row, "ood_test_acc")?,
        id_balanced,
        shifted_balanced,
        collapsed: id_balanced == Some(0.5) && shifted_balanced == Some(0.5),
        constant: None,
    })
}

/// The rows behind an accuracy with a 95 % binomial interval, from the interval's width.
fn rows_behind(row: &Row, accuracy: &str, low: &str, high: &str) -> Option<usize> {
    let accuracy = number(row, accuracy)?;
    let error = (number(row, high)? - number(row, low)?) / (2.0 * 1.96);
    Some((accuracy * (1.0 - accuracy) / (error * error)) as usize)
}

fn tableshift(name: &str, scale: Scale) -> Option<Line> {
    let rows = rows(&shared_data()?.join(format!("lines-tableshift/{name}.csv")));
    let mut families = Vec::new();
    let runs: Vec<Run> = rows
        .iter()
        .map(|row| tableshift_run(row, &mut families).expect("numbers"))
        .collect();
    let results = Results {
        runs: &runs,
        id_rows: rows_behind(&rows[0], "id_test_acc", "id_lo", "id_hi"),
        shifted_rows: rows_behind(&rows[0], "ood_test_acc", "ood_lo", "ood_hi"),
    };
    Some(Line::read(&results, scale, Limits::default(), 0))
}

fn digits(r: Option<f64>, digits: usize) -> String {
    r.map_or("none".to_owned(), |r| format!("{r:.digits$}"))
}

/// Holds runs, per cent collapsed, r over all and r over healthy runs against the published table.
fn expect(line: &Line, runs: usize, collapsed: &str, r_all: &str, r_healthy: &str) {
    let share = 100.0 * line.collapsed() as f64 / line.all.runs as f64;
    assert_eq!(line.all.runs, runs);
    assert_eq!(format!("{share:.0} %"), collapsed);
    assert_eq!(digits(line.all.r, 3), r_all);
    assert_eq!(digits(line.healthy.r, 3), r_healthy);
}

#[test]
fn nhanes_lead_is_made_by_construction() {
    let Some(line) = tableshift("nhanes_lead", Scale::Linear) else {
        return;
    };
    expect(&line, 1_938, "100 %", "1.000", "none");
    assert_eq!(line.verdict, LineVerdict::MadeByConstruction);
}

#[test]
fn collapse_hides_the_line_of_brfss_blood_pressure() {
    let Some(line) = tableshift("brfss_blood_pressure", Scale::Linear) else {
        return;
    };
    expect(&line, 2_589, "61 %", "-0.086", "0.494");
    assert_eq!(line.verdict, LineVerdict::Distorted(Effect::Hidden));
}

#[test]
fn collapse_leaves_the_line_of_acsincome() {
    let Some(line) = tableshift("acsincome", Scale::Linear) else {
        return;
    };
    expect(&line, 3_799, "28 %", "0.928", "0.964");
    assert_eq!(line.verdict, LineVerdict::Sound);
}

#[test]
fn assistments_has_no_collapsed_run_and_a_weak_line() {
    let Some(line) = tableshift("assistments", Scale::Linear) else {
        return;
    };
    expect(&line, 1_943, "0 %", "0.099", "0.099");
    assert_eq!(line.verdict, LineVerdict::Sound);
}

#[test]
fn the_probit_scale_gives_the_same_verdicts() {
    let verdict = |name| tableshift(name, Scale::Probit).map(|line| line.verdict);
    let Some(nhanes) = verdict("nhanes_lead") else {
        return;
    };
    assert_eq!(nhanes, LineVerdict::MadeByConstruction);
    assert_eq!(
        verdict("brfss_blood_pressure"),
        Some(LineVerdict::Distorted(Effect::Hidden))
    );
    assert_eq!(verdict("acsincome"), Some(LineVerdict::Sound));
    assert_eq!(verdict("assistments"), Some(LineVerdict::Sound));
}

#[test]
fn the_lines_of_imagenet_models() {
    let Some(data) = shared_data() else { return };
    let rows = rows(&data.join("lines-imagenet/robustness_top1s.csv"));
    let against_val = |shift: &str| {
        let run = |row: &Row| {
            Some(Run {
                family: 0,
                id: number(row, "val")? / 100.0,
                shifted: number(row, shift)? / 100.0,
                id_balanced: None,
                shifted_balanced: None,
                collapsed: false,
                constant: None,
            })
        };
        let runs: Vec<Run> = rows.iter().filter_map(run).collect();
        let results = Results {
            runs: &runs,
            id_rows: None,
            shifted_rows: None,
        };
        let line = Line::read(&results, Scale::Probit, Limits::default(), 0);
        assert_eq!(
            line.verdict,
            LineVerdict::Sound,
            "none of these models is collapsed"
        );
        (line.all.runs, digits(line.all.r, 4))
    };
    assert_eq!(
        against_val("imagenetv2-matched-frequency"),
        (335, "0.9997".to_owned())
    );
    assert_eq!(against_val("imagenet-sketch"), (335, "0.9791".to_owned()));
    assert_eq!(against_val("imagenet-a"), (335, "0.6223".to_owned()));
    assert_eq!(against_val("pgd.linf.eps0.5"), (186, "0.0111".to_owned()));
}

#[test]
fn the_intervals_of_thousands_of_runs_take_well_below_a_second() {
    let start = std::time::Instant::now();
    let Some(_) = tableshift("brfss_blood_pressure", Scale::Linear) else {
        return;
    };
    let with_reading_the_file = start.elapsed();
    assert!(
        with_reading_the_file.as_millis() < 600,
        "{with_reading_the_file:?}"
    );
    eprintln!("brfss: {with_reading_the_file:?}");
}
