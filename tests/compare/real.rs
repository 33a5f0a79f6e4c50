//! Real data: edits made to it are counted rightly, and what others changed is what they say.

use std::fs;

use serde_json::json;

use crate::made::{Draw, shuffle};
use crate::real_data::find;
use crate::{compare, rows};

#[test]
fn two_percent_of_a_census_edited_are_two_percent() {
    let Some(path) = find("acs-income/acs-income-8-states.csv") else {
        return;
    };
    let text = fs::read_to_string(&path).expect("the data can be read");
    let mut lines = text.lines();
    let header = lines.next().expect("a header").to_owned();
    let base: Vec<Vec<String>> = lines
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let at = |name: &str| {
        header
            .split(',')
            .position(|column| column == name)
            .expect("a column")
    };
    let (label, age, hours) = (at("PINCP"), at("AGEP"), at("WKHP"));
    let mut draw = Draw(1);
    let chosen: Vec<usize> = shuffle((0..base.len()).collect::<Vec<_>>(), 2)[..647].to_vec();
    let mut rows_now = base.clone();
    let mut flips = 0;
    for (nth, &row) in chosen.iter().enumerate() {
        let cells = &mut rows_now[row];
        match nth % 3 {
            0 => {
                cells[label] = if cells[label] == "1" { "0" } else { "1" }.to_owned();
                flips += 1;
            }
            1 => cells[age] = format!("{}.0", 100 + draw.below(20)),
            _ => {
                cells[age] = format!("{}.0", 100 + draw.below(20));
                cells[hours] = format!("{}.0", 100 + draw.below(60));
            }
        }
    }
    let edited = 647 - flips;
    let folder = tempfile::tempdir().expect("a sandbox");
    let write = |rows: Vec<Vec<String>>| {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let text = format!("{header}\n{}\n", rows.join("\n"));
        fs::write(folder.path().join("new.csv"), text).expect("written");
    };
    let old = path.to_str().expect("a text");
    let roles = ["--label", "PINCP", "--domain", "STATE"];
    for order in [rows_now.clone(), shuffle(rows_now, 9)] {
        write(order);
        for how in [&["--key", "index"][..], &[]] {
            let report = compare(
                folder.path(),
                &[&[old, "new.csv"], &roles[..], how].concat(),
            );
            let same = (base.len() - 647) as u64;
            assert_eq!(
                rows(&report),
                [same, edited as u64, flips as u64, 0, 0, 0],
                "{how:?}"
            );
            let cells = json!([
                {"column": "AGEP", "rows": edited},
                {"column": "WKHP", "rows": 647 / 3},
            ]);
            assert_eq!(report["cells"], cells, "{how:?}");
        }
    }
}

#[test]
fn instructions_that_others_took_out_are_counted_to_the_row() {
    let Some(folder) = find("toolformer") else {
        return;
    };
    let report = compare(&folder, &["similarity-0.9.json", "similarity-0.7.json"]);
    assert_eq!(report["base"]["rows"], 5_959);
    assert_eq!(report["candidate"]["rows"], 3_487);
    let [same, edited, _, _, added, removed] = rows(&report);
    assert_eq!(same, 3_469);
    // What stays unchanged is what stays of 18 rows.
    assert_eq!(edited + added, 18);
    assert_eq!(edited + removed, 5_959 - 3_469);
}
