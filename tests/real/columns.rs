//! What the rules about columns say of tables and texts that are known.

use crate::data::{self, ACS, path, youtube};
use crate::run::{Run, check};

#[test]
fn columns_are_judged_as_the_real_data_is_known() {
    const RULES: &str = "identifier-column,leaking-column,missing-cells,personal-data";
    let Some(data) = data::folder() else { return };
    let run = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--select", RULES]);
        check(&all)
    };
    let message = |run: &Run, rule: &str| {
        run.outcomes(rule)[0]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let acs = run(&[
        &path(&data, ACS),
        "--label",
        "PINCP",
        "--domain",
        "STATE=CA",
    ]);
    assert_eq!(acs.verdict("identifier-column"), "found");
    assert!(message(&acs, "identifier-column").starts_with("index "));
    let adult = path(&data, "adult/adult-train.csv");
    let adult = run(&[&adult, "--no-header", "--label", "column_15"]);
    assert_eq!(adult.verdict("identifier-column"), "pass");
    assert!(message(&adult, "missing-cells").contains("`?` in 1,843 cells of column_7"));
    // Gains that are cut off at 99,999 stand far from all others.
    assert_eq!(adult.verdict("missing-cells"), "found");
    assert!(message(&adult, "missing-cells").contains("`99999` in 159 cells of column_11"));
    assert_eq!(acs.verdict("missing-cells"), "pass");
    for sound in [&acs, &adult] {
        for rule in ["leaking-column", "personal-data"] {
            assert_eq!(sound.verdict(rule), "pass", "{rule}: {}", sound.json);
        }
    }
    let comments = youtube(&data);
    let mut args: Vec<&str> = comments.iter().map(String::as_str).collect();
    args.extend(["--label", "label"]);
    let comments = run(&args);
    assert!(message(&comments, "identifier-column").starts_with("COMMENT_ID (keys) tells"));
    assert_eq!(comments.verdict("leaking-column"), "pass");
    // Somebody left a phone number.
    assert_eq!(
        comments.measured("personal-data", "rows with personal data"),
        1.0
    );
    let heart = path(&data, "heart-by-site/processed.hungarian.data");
    let heart = run(&[&heart, "--no-header", "--label", "column_14"]);
    assert_eq!(heart.verdict("missing-cells"), "found");
    assert!(message(&heart, "missing-cells").starts_with("missing cells say the label: column_11"));
    assert_eq!(heart.verdict("personal-data"), "pass");
}
