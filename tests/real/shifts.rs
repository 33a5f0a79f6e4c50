//! Shifts: a hospital with inverted labels, and domains that overlap.

use crate::data::{self, ACS, hospitals, path, youtube};
use crate::run::check;

/// Cleveland and Hungary are large enough to show it. VA knows its own label too little (its probes' AUC
/// is 0.68 [0.52, 0.80]), Switzerland has eight healthy patients.
#[test]
fn a_hospital_with_inverted_labels_is_found_and_no_other() {
    let Some(data) = data::folder() else { return };
    for (inverted, found) in [
        (None, None),
        (Some("hungarian"), Some("hungarian")),
        (Some("cleveland"), Some("cleveland")),
        (Some("va"), None),
        (Some("switzerland"), None),
    ] {
        let sandbox = tempfile::tempdir().expect("a sandbox");
        let mut files = hospitals(&data, sandbox.path(), inverted);
        if inverted == Some("cleveland") {
            // The first file trains.
            files.swap(0, 1);
        }
        let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
        args.extend([
            "--no-header",
            "--label",
            "column_14",
            "--select",
            "flipped-concept",
        ]);
        let run = check(&args);
        let verdicts = run.verdicts("flipped-concept");
        for (site, verdict) in &verdicts {
            assert_eq!(
                verdict == "found",
                found == Some(site.as_str()),
                "{inverted:?} inverted: {verdicts:?}"
            );
        }
        assert_eq!(run.exit, i32::from(found.is_some()), "{inverted:?}");
        if let Some(site @ ("va" | "switzerland")) = inverted {
            assert_eq!(verdicts[site], "undetermined", "{inverted:?}");
        }
    }
}

/// Where the training hospital is the inverted one, the report says so.
#[test]
fn inverted_labels_of_the_hospital_that_is_trained_on_are_thought_of() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let files = hospitals(&data, sandbox.path(), Some("cleveland"));
    let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
    args.extend([
        "--no-header",
        "--label",
        "column_14",
        "--select",
        "flipped-concept",
    ]);
    let run = check(&args);
    assert_eq!(run.verdicts("flipped-concept")["hungarian"], "found");
    let helps: Vec<&str> = run
        .outcomes("flipped-concept")
        .iter()
        .filter(|outcome| outcome["outcome"] == "found")
        .filter_map(|outcome| outcome["help"].as_str())
        .collect();
    assert!(
        helps
            .iter()
            .all(|help| help.contains("or the in-domain labels are the inverted ones")),
        "{helps:?}"
    );
}

/// Comments under other videos, and people of other states, are told apart, but they overlap; only
/// Puerto Rico's birthplaces and the hospitals' missing columns leave next to nothing in common.
#[test]
fn domains_that_overlap_are_no_covariate_shift() {
    let Some(data) = data::folder() else { return };
    let files = youtube(&data);
    let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
    args.extend([
        "--label",
        "label",
        "--text",
        "CONTENT",
        "--select",
        "covariate-shift,flipped-concept",
    ]);
    let run = check(&args);
    for rule in ["covariate-shift", "flipped-concept"] {
        for (video, verdict) in run.verdicts(rule) {
            assert_eq!(verdict, "pass", "{rule}, {video}");
        }
    }
    let run = check(&[
        &path(&data, ACS),
        "--label",
        "PINCP",
        "--domain",
        "STATE=CA",
        "--exclude",
        "index",
        "--select",
        "covariate-shift,flipped-concept",
    ]);
    let verdicts = run.verdicts("covariate-shift");
    assert_eq!(
        (verdicts["PR"].as_str(), verdicts["MA"].as_str()),
        ("found", "pass"),
        "{verdicts:?}"
    );
    assert!(
        run.verdicts("flipped-concept")
            .values()
            .all(|verdict| verdict == "pass")
    );
}
