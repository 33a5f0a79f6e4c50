//! Doubtful labels: a sheet for a person, and what was decided in it.

use std::fs;
use std::path::Path;

use super::{fix, read_manifest, run};

/// The reviews of a fixture, one in twenty of them with the other label.
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/wrong-labels");

const ROLES: [&str; 4] = ["--label", "verdict", "--text", "review"];

/// The fixture's file in a folder of its own, as `a` with its ending.
fn copy(folder: &Path) -> String {
    let files = fs::read_dir(DATA).expect("the fixture is there").flatten();
    let mut files = files.map(|file| file.path());
    let is_data = |path: &std::path::PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("csv" | "jsonl" | "tsv"))
    };
    let file = files.find(is_data).expect("it holds a table");
    let ending = file
        .extension()
        .and_then(|ending| ending.to_str())
        .expect("a table");
    let name = format!("a.{ending}");
    fs::copy(&file, folder.join(&name)).expect("copied");
    name
}

/// The fields of each line of a sheet; those of this fixture hold no line breaks.
fn read_sheet(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).expect("a sheet");
    let records = reader.records();
    records
        .map(|record| record.expect("a row").iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_sheet_is_written_filled_in_and_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = copy(folder.path());
    let before = fs::read_to_string(folder.path().join(&name)).expect("there");
    let args = [&[name.as_str(), "--review", "sheet.csv"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 1, "{}{}", done.stdout, done.stderr);
    assert!(
        done.stdout.contains("--decisions sheet.csv"),
        "{}",
        done.stdout
    );
    assert_eq!(
        fs::read_to_string(folder.path().join(&name)).expect("there"),
        before
    );
    let rows = read_sheet(&folder.path().join("sheet.csv"));
    assert!(rows.len() > 5, "{}", rows.len());
    assert!(rows.iter().all(|row| row[2] != row[3] && row[5].is_empty()));
    // It isn't written over.
    assert_eq!(fix(folder.path(), &args).exit, 2);

    // The first gets what is proposed, the second goes, the third is right as it is, the others aren't decided.
    let sheet = |decisions: [&str; 3]| {
        let mut writer = csv::Writer::from_path(folder.path().join("filled.csv")).expect("a file");
        writer
            .write_record(["key", "text", "decision"])
            .expect("written");
        for (at, row) in rows.iter().enumerate() {
            let decision = decisions.get(at).unwrap_or(&"");
            writer
                .write_record([&row[0], "", *decision])
                .expect("written");
        }
        writer.flush().expect("written");
    };
    sheet([&rows[0][3], "drop", &rows[2][2]]);
    let output = format!("out-{name}");
    let decide = |output: &str| {
        let own = [
            name.as_str(),
            "--decisions",
            "filled.csv",
            "--output",
            output,
            "--select",
            "suspect-labels",
        ];
        fix(folder.path(), &[&own, &ROLES[..]].concat())
    };
    let done = decide(&output);
    assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
    let said = "suspect-labels: 1 row dropped and 1 row changed";
    assert!(done.stdout.contains(said), "{}", done.stdout);
    let (_, told) = read_manifest(&folder.path().join(format!("{output}.manifest")));
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|row| row["safety"] == "review"), "{told:?}");
    let after = fs::read_to_string(folder.path().join(&output)).expect("written");
    let differs = |text: &str, other: &str| {
        text.lines()
            .filter(|line| !other.lines().any(|known| known == *line))
            .count()
    };
    assert_eq!((differs(&before, &after), differs(&after, &before)), (2, 1));
    let verify = ["fix", "--verify", &format!("{output}.manifest")];
    assert_eq!(run(folder.path(), &verify).exit, 0);

    // Every mistake of a sheet is told, and nothing is written.
    sheet(["no-such-class", "", "nor this"]);
    let done = decide("other.csv");
    assert_eq!(done.exit, 2, "{}", done.stdout);
    let said = done.stderr.replace('│', " ");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("line 2: `no-such-class` is no class"),
        "{said}"
    );
    assert!(said.contains("line 4: `nor this` is no class"), "{said}");
    assert!(!folder.path().join("other.csv").exists());
    // A sheet is of the data as it was.
    sheet([&rows[0][3], "", ""]);
    fs::write(
        folder.path().join(&name),
        before.replace(&rows[0][1], "something else"),
    )
    .expect("written");
    let done = decide("other.csv");
    assert_eq!(done.exit, 2, "{}", done.stdout);
    assert!(done.stderr.contains("changed"), "{}", done.stderr);
}
