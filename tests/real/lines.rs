//! Lines of published models' results (real data), as `trueline line` judges them: r before and after
//! collapsed runs go, and the verdicts.

use trueline::line::{LineRequest, judge};
use trueline::report::{JudgedLine, RunsReport};
use trueline::runs::{AccuracyUnit, RunsSource};

use crate::data;

fn tableshift(name: &str) -> Option<JudgedLine> {
    let text = |text: &str| Some(text.to_owned());
    let request = LineRequest {
        source: RunsSource {
            paths: vec![data::folder()?.join(format!("lines-tableshift/{name}.csv"))],
            header: true,
            id: "id_test_acc".to_owned(),
            shifted: vec!["ood_test_acc".to_owned()],
            balanced_id: text("id_test_balanced_acc"),
            balanced_shifted: vec!["ood_test_balanced_acc".to_owned()],
            family: text("model"),
            ..RunsSource::default()
        },
        ..LineRequest::default()
    };
    let report = judge(&request).expect("a sound table");
    report.lines.into_iter().next()
}

fn digits(r: Option<f64>, digits: usize) -> String {
    r.map_or("none".to_owned(), |r| format!("{r:.digits$}"))
}

/// Holds runs, per cent collapsed, r over all and r over healthy runs against the published table.
fn expect(judged: &JudgedLine, runs: usize, collapsed: &str, r_all: &str, r_healthy: &str) {
    let share = 100.0 * judged.line.collapsed() as f64 / judged.line.all.runs as f64;
    assert_eq!(judged.line.all.runs, runs);
    assert_eq!(format!("{share:.0} %"), collapsed);
    assert_eq!(digits(judged.plain.0.r, 3), r_all);
    assert_eq!(digits(judged.plain.1.r, 3), r_healthy);
}

#[test]
fn nhanes_lead_is_made_by_construction() {
    let Some(line) = tableshift("nhanes_lead") else {
        return;
    };
    expect(&line, 1_938, "100 %", "1.000", "none");
    assert_eq!(line.word(), "made");
    assert_eq!(line.shift.constants.len(), 2, "two distinct points");
}

#[test]
fn collapse_hides_the_line_of_brfss_blood_pressure() {
    let Some(line) = tableshift("brfss_blood_pressure") else {
        return;
    };
    expect(&line, 2_589, "61 %", "-0.086", "0.494");
    assert_eq!(line.word(), "hidden");
}

#[test]
fn collapse_leaves_the_line_of_acsincome() {
    let Some(line) = tableshift("acsincome") else {
        return;
    };
    expect(&line, 3_799, "28 %", "0.928", "0.964");
    assert_eq!(line.word(), "sound");
}

#[test]
fn assistments_has_no_collapsed_run_and_a_weak_line() {
    let Some(line) = tableshift("assistments") else {
        return;
    };
    expect(&line, 1_943, "0 %", "0.099", "0.099");
    assert_eq!(line.word(), "sound");
}

const IMAGENET: [(&str, usize, &str); 4] = [
    ("imagenetv2-matched-frequency", 335, "0.9997"),
    ("imagenet-sketch", 335, "0.9791"),
    ("imagenet-a", 335, "0.6223"),
    ("pgd.linf.eps0.5", 186, "0.0111"),
];

fn imagenet() -> Option<RunsReport> {
    let request = LineRequest {
        source: RunsSource {
            paths: vec![data::folder()?.join("lines-imagenet/robustness_top1s.csv")],
            header: true,
            id: "val".to_owned(),
            shifted: IMAGENET.map(|(shift, _, _)| shift.to_owned()).to_vec(),
            unit: AccuracyUnit::Percent,
            ..RunsSource::default()
        },
        ..LineRequest::default()
    };
    Some(judge(&request).expect("a sound table"))
}

#[test]
fn the_lines_of_imagenet_models() {
    let Some(report) = imagenet() else { return };
    for (judged, (shift, runs, r)) in report.lines.iter().zip(IMAGENET) {
        assert_eq!(
            (
                judged.shift.name.as_str(),
                judged.line.all.runs,
                digits(judged.line.all.r, 4)
            ),
            (shift, runs, r.to_owned())
        );
        assert_eq!(judged.shift.missing, 338 - runs);
        assert_eq!(judged.word(), "sound", "none of these models is collapsed");
    }
}
