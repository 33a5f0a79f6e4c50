//! Lines of published models' results (real data), as `trueline line` judges them: r before and after
//! collapsed runs go, and the verdicts.

use std::process::Command;

use serde_json::Value;

use crate::data;

/// The lines that `trueline line` reads in a file of the real data, or `None` with a notice.
fn lines(file: &str, args: &[&str]) -> Option<Vec<Value>> {
    let path = data::folder()?.join(file);
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .arg("line")
        .arg(path)
        .args(args)
        .args(["--output-format", "json", "--fail-on", "never"])
        .output()
        .expect("trueline runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let report: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    Some(
        report["lines"]
            .as_array()
            .expect("lines are a list")
            .clone(),
    )
}

fn tableshift(name: &str) -> Option<Value> {
    let columns = [
        "--id=id_test_acc",
        "--shifted=ood_test_acc",
        "--balanced-id=id_test_balanced_acc",
        "--balanced-shifted=ood_test_balanced_acc",
        "--family=model",
    ];
    let lines = lines(&format!("lines-tableshift/{name}.csv"), &columns)?;
    lines.into_iter().next()
}

fn digits(r: &Value, digits: usize) -> String {
    r.as_f64()
        .map_or("none".to_owned(), |r| format!("{r:.digits$}"))
}

/// Holds runs, per cent collapsed, r over all and r over healthy runs against the published table.
fn expect(line: &Value, runs: usize, collapsed: &str, r_all: &str, r_healthy: &str) {
    let share = 100.0 * size(&line["collapsed"]) as f64 / runs as f64;
    assert_eq!(line["runs"], runs);
    assert_eq!(format!("{share:.0} %"), collapsed);
    assert_eq!(digits(&line["plain"]["all"]["r"], 3), r_all);
    assert_eq!(digits(&line["plain"]["healthy"]["r"], 3), r_healthy);
}

fn size(list: &Value) -> usize {
    list.as_array().expect("a list").len()
}

#[test]
fn nhanes_lead_is_made_by_construction() {
    let Some(line) = tableshift("nhanes_lead") else {
        return;
    };
    expect(&line, 1_938, "100 %", "1.000", "none");
    assert_eq!(line["verdict"], "made");
    assert_eq!(size(&line["constant_answers"]), 2, "two distinct points");
}

#[test]
fn collapse_hides_the_line_of_brfss_blood_pressure() {
    let Some(line) = tableshift("brfss_blood_pressure") else {
        return;
    };
    expect(&line, 2_589, "61 %", "-0.086", "0.494");
    assert_eq!(line["verdict"], "hidden");
}

#[test]
fn collapse_leaves_the_line_of_acsincome() {
    let Some(line) = tableshift("acsincome") else {
        return;
    };
    expect(&line, 3_799, "28 %", "0.928", "0.964");
    assert_eq!(line["verdict"], "sound");
}

#[test]
fn assistments_has_no_collapsed_run_and_a_weak_line() {
    let Some(line) = tableshift("assistments") else {
        return;
    };
    expect(&line, 1_943, "0 %", "0.099", "0.099");
    assert_eq!(line["verdict"], "sound");
}

const IMAGENET: [(&str, usize, &str); 4] = [
    ("imagenetv2-matched-frequency", 335, "0.9997"),
    ("imagenet-sketch", 335, "0.9791"),
    ("imagenet-a", 335, "0.6223"),
    ("pgd.linf.eps0.5", 186, "0.0111"),
];

#[test]
fn the_lines_of_imagenet_models() {
    let shifts: Vec<String> = IMAGENET
        .iter()
        .map(|(shift, _, _)| format!("--shifted={shift}"))
        .collect();
    let mut args = vec!["--id=val", "--scale=percent"];
    args.extend(shifts.iter().map(String::as_str));
    let Some(lines) = lines("lines-imagenet/robustness_top1s.csv", &args) else {
        return;
    };
    assert_eq!(lines.len(), IMAGENET.len());
    for (line, (shift, runs, r)) in lines.iter().zip(IMAGENET) {
        assert_eq!(line["shifted"], shift);
        assert_eq!(line["runs"], runs);
        assert_eq!(digits(&line["probit"]["all"]["r"], 4), r);
        assert_eq!(line["missing"], 338 - runs);
        assert_eq!(
            line["verdict"], "sound",
            "none of these models is collapsed"
        );
    }
}
