//! The HTML report, opened in Chromium as readers open it: light, dark, on a phone, on paper, with the keyboard.
//!
//! `make test` sets up Chromium and what drives it; screenshots are left in `target/screenshots`.

mod browser;
mod made;
#[path = "../support/program.rs"]
mod program;
mod splits;
mod suppressed;

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use browser::{Seen, browse};
use made::{check, fixture, hostile, run, table, text_of, told};

const VIEWS: [&str; 5] = ["light", "dark", "phone", "phone-dark", "print"];

/// What must hold of every report on every screen.
fn assert_sound(seen: &Seen) {
    for view in VIEWS {
        let told = &seen.views()[view];
        for quiet in ["console", "requests", "violations"] {
            assert_eq!(told[quiet], Value::Array(Vec::new()), "{view}: {quiet}");
        }
        assert_eq!(told["wide"], 0, "{view} is wider than its window");
        let faults: Vec<&Value> = told["faults"]
            .as_array()
            .expect("axe has run")
            .iter()
            .filter(|fault| fault["impact"] == "serious" || fault["impact"] == "critical")
            .collect();
        assert!(faults.is_empty(), "{view}: {faults:#?}");
        let ready = told["ready"]
            .as_f64()
            .expect("the page says when it is ready");
        println!("{view}: interactive after {ready} ms");
        assert!(ready < 2_000.0, "{view}: interactive after {ready} ms");
        for figure in seen.figures(view) {
            let drawn =
                figure["drawn"].as_u64().unwrap_or(0) + figure["curves"].as_u64().unwrap_or(0);
            assert_eq!(figure["told"], drawn, "{view}: {figure}");
            assert!(
                drawn > 0
                    || figure["caption"]
                        .as_str()
                        .is_some_and(|said| said.starts_with("Not drawn")),
                "{view}: {figure}"
            );
            assert!(drawn == 0 || figure["label"] != "", "{view}: {figure}");
        }
    }
    let seen_later = &seen.told["seen"];
    for quiet in ["console", "requests", "violations"] {
        assert_eq!(seen_later[quiet], Value::Array(Vec::new()), "{quiet}");
    }
    for switch in seen.list("switches") {
        assert!(
            switch["changed"].as_u64() > Some(0) && switch["undone"] == true,
            "{switch}"
        );
    }
    assert_eq!(
        seen.told["reached"]["found"], seen.told["reached"]["wanted"],
        "Tab reaches everything"
    );
}

#[test]
fn every_panel_shows_what_was_measured() {
    let Some(seen) = browse(&fixture("serialised-table", &[]), "serialised-table") else {
        return;
    };
    assert_sound(&seen);
    let json = &seen.json["datasets"][0];
    let count = |value: &Value| value.as_u64().expect("a count");
    // Collapse: a mark for each probe, a cross for each collapsed one, arm by arm.
    let strips = seen.of_kind("light", "collapse");
    assert_eq!(strips.len(), 3);
    for (strip, arm) in strips.iter().zip(["raw", "embedded", "standardised"]) {
        assert_eq!(strip["drawn"], json["arms"][arm]["probes"], "{arm}");
        assert_eq!(strip["collapsed"], json["arms"][arm]["collapsed"], "{arm}");
    }
    assert!(count(&json["arms"]["embedded"]["collapsed"]) > 0);
    // The line: both lines, a star, and the figures of the report in the words below.
    let lines = seen.of_kind("light", "line");
    let shifts = json["shifts"].as_array().expect("shifts");
    assert_eq!(lines.len(), shifts.len());
    for (line, shift) in lines.iter().zip(shifts) {
        let embedded = &shift["lines"]["embedded"];
        assert_eq!(line["drawn"], embedded["probes"]);
        assert_eq!(line["fits"], 2, "{line}");
        assert!(count(&line["constants"]) > 0);
        let said = line["caption"].as_str().expect("a caption");
        assert!(
            said.contains(&format!("over the {} healthy ones", embedded["healthy"])),
            "{said}"
        );
    }
    // The embedding.
    let map = &seen.of_kind("light", "map")[0];
    assert_eq!(map["drawn"], 1_000);
    assert!(
        map["caption"]
            .as_str()
            .is_some_and(|said| said.contains("1,000 of"))
    );
    assert_eq!(seen.of_kind("light", "spectrum")[0]["curves"], 3);
    assert_eq!(seen.of_kind("light", "cosines")[0]["curves"], 4);
    // Findings, with what to do, and what is open.
    let text = seen.text();
    for outcome in json["outcomes"].as_array().expect("outcomes") {
        if outcome["outcome"] == "found" {
            assert!(
                text.contains(outcome["rule"].as_str().expect("a rule")),
                "{outcome}"
            );
        }
    }
    assert!(
        text.contains("Standardise the embedding") && text.contains("What could not be judged")
    );
}

#[test]
fn switches_tables_hovers_and_keys_do_what_they_say() {
    let Some(seen) = browse(&fixture("serialised-table", &[]), "switches") else {
        return;
    };
    let names: Vec<&str> = seen
        .list("switches")
        .iter()
        .filter_map(|each| each["name"].as_str())
        .collect();
    for name in ["d0-arm", "d0-measure", "d0-colour", "d0-place"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let themes = seen.list("themes");
    assert_eq!(themes[0][1], themes[1][1], "the system is light here");
    assert_ne!(themes[1][1], themes[2][1]);
    for hover in seen
        .list("hovers")
        .iter()
        .filter(|hover| !hover["says"].is_null())
    {
        let says = hover["says"].as_str().unwrap_or_default();
        let expected = match hover["kind"].as_str() {
            Some("collapse") => "severity",
            Some("line") => "under the shift",
            _ => "line ",
        };
        assert!(says.contains(expected), "{hover}");
    }
    assert_ne!(
        seen.told["keyed"], seen.told["moved"],
        "an arrow moves a switch"
    );
    let figures = seen.of_kind("light", "collapse");
    let tables = seen.list("tables");
    let strip = tables
        .iter()
        .find(|table| table["caption"] == "collapse, raw columns")
        .expect("the chart as a table");
    assert_eq!(strip["rows"], figures[0]["drawn"]);
    for table in tables {
        for sorted in table["sorted"].as_array().expect("columns") {
            assert_eq!(sorted["sort"], "descending");
            let column = |way: &str| -> Vec<String> {
                let cells = sorted[way].as_array().expect("cells").iter();
                cells
                    .map(|cell| cell.as_str().unwrap_or_default().to_owned())
                    .collect()
            };
            let (up, down) = (column("up"), column("down"));
            let number = |cell: &String| cell.replace(',', "").parse::<f64>().ok();
            let numbers: Option<Vec<f64>> = up.iter().map(number).collect();
            if let Some(numbers) = numbers {
                assert!(numbers.is_sorted(), "{}: {up:?}", sorted["head"]);
            }
            let (mut one, mut other) = (up.clone(), down.clone());
            one.sort();
            other.sort();
            assert_eq!(one, other, "sorting loses no row");
        }
    }
}

#[test]
fn lines_of_own_models_are_drawn() {
    let mut csv = "model,val,test,val_bal,test_bal\n".to_owned();
    for nth in 0..40 {
        let id = 0.70 + 0.004 * f64::from(nth);
        let shifted = id - 0.05 + 0.004 * f64::from(nth % 3);
        csv.push_str(&format!(
            "m{nth} <b>,{id:.4},{shifted:.4},{:.4},{:.4}\n",
            id - 0.02,
            shifted - 0.01
        ));
    }
    for nth in 0..12 {
        csv.push_str(&format!("dead{nth},0.6000,0.9000,0.5000,0.5000\n"));
    }
    let args = [
        "runs.csv",
        "--id",
        "val",
        "--shifted",
        "test",
        "--balanced-id",
        "val_bal",
        "--balanced-shifted",
        "test_bal",
        "--model",
        "model",
    ];
    let Some(seen) = browse(&run("line", &[("runs.csv", csv.as_bytes())], &args), "line") else {
        return;
    };
    assert_sound(&seen);
    let line = &seen.of_kind("light", "line")[0];
    assert_eq!(
        (
            line["drawn"].as_u64(),
            line["collapsed"].as_u64(),
            line["fits"].as_u64()
        ),
        (Some(52), Some(12), Some(2))
    );
    assert_eq!(line["constants"], 1);
    assert!(seen.text().contains("dead11"), "collapsed runs are named");
    assert!(
        seen.list("switches")
            .iter()
            .any(|each| each["name"] == "d0-measure")
    );
}

#[test]
fn hostile_data_does_nothing() {
    let Some(seen) = browse(&hostile(), "hostile") else {
        return;
    };
    assert_sound(&seen);
    for element in seen.list("elements") {
        let element = element.as_str().expect("a name");
        assert!(
            !["img", "iframe", "object", "embed", "link", "base", "form"].contains(&element),
            "{element}"
        );
    }
    let acts = |c: char| {
        c.is_control() && c != '\n' && c != '\t' || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    assert_eq!(seen.text().chars().find(|c| acts(*c)), None);
}

#[test]
fn a_hundred_thousand_rows_stay_small_and_quick() {
    let page = check(
        &[("rows.csv", table(100_000).as_bytes())],
        &[
            "rows.csv",
            "--label",
            "y",
            "--text",
            "text",
            "--no-probes",
            "--show-values",
        ],
    );
    let bytes = page.html.len();
    println!("100,000 rows: {bytes} bytes");
    assert!(bytes <= 5_000_000, "{bytes} bytes");
    if let Some(seen) = browse(&page, "large") {
        assert_sound(&seen);
    }
}

#[test]
fn values_are_shown_only_when_asked_for() {
    let csv = text_of(200);
    let args = [
        "texts.csv",
        "--label",
        "y",
        "--text",
        "text",
        "--profile",
        "quick",
    ];
    let silent = check(&[("texts.csv", csv.as_bytes())], &args);
    let told = check(
        &[("texts.csv", csv.as_bytes())],
        &[&args[..], &["--show-values"]].concat(),
    );
    assert!(
        !silent.html.contains("zanzibar"),
        "a cell's text stands in the report"
    );
    assert!(told.html.contains("zanzibar"));
}

#[test]
fn what_was_not_measured_says_why() {
    let csv = text_of(200);
    let page = check(
        &[("texts.csv", csv.as_bytes())],
        &[
            "texts.csv",
            "--label",
            "y",
            "--text",
            "text",
            "--select",
            "duplicate-rows",
        ],
    );
    assert!(
        page.html
            .contains("Nothing is drawn here: no rule that was selected trains probes.")
    );
    assert!(
        page.html
            .contains("Nothing is drawn here: no rule that was selected looks at vectors.")
    );
    let Some(seen) = browse(&page, "without") else {
        return;
    };
    assert_sound(&seen);
}

#[test]
fn the_same_run_writes_the_same_page_but_for_the_times() {
    let csv = text_of(300);
    let page = || {
        let args = [
            "texts.csv",
            "--label",
            "y",
            "--text",
            "text",
            "--profile",
            "quick",
        ];
        let html = check(&[("texts.csv", csv.as_bytes())], &args).html;
        let times =
            regex::Regex::new(r"<td class=.number.>\d+\.\d\d</td>|\d+\.\d s").expect("sound");
        times.replace_all(&html, "").into_owned()
    };
    assert!(page() == page(), "two runs differ in more than their times");
}

/// A verdict that was kept for another report has nothing to draw; one that was kept for this one has.
#[test]
fn a_verdict_from_the_cache_is_drawn_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    fs::write(folder.path().join("texts.csv"), text_of(300)).expect("written");
    let args = [
        "texts.csv",
        "--label",
        "y",
        "--text",
        "text",
        "--profile",
        "quick",
    ];
    let run = |output: &str| told(folder.path(), "check", &args, &[output], Some(&cache));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("written");
    let data = |page: &str| -> String {
        let after = page
            .split("id=\"data\">")
            .nth(1)
            .expect("the page has data");
        after
            .split("</script>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    run("json=first.json");
    run("html=first.html");
    run("html=second.html");
    let (first, second) = (read("first.html"), read("second.html"));
    assert!(!first.contains("from the cache") && second.contains("from the cache"));
    assert!(data(&first).contains("marks") && data(&first) == data(&second));
}

/// A table of `file`s, as the TOML beside the libraries records them.
#[derive(serde::Deserialize)]
struct Vendored {
    file: Vec<VendoredFile>,
}

#[derive(serde::Deserialize)]
struct VendoredFile {
    name: String,
    version: String,
    sha256: String,
}

#[test]
fn what_is_embedded_is_what_was_published() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/html/vendor");
    let record = fs::read_to_string(folder.join("vendored.toml")).expect("the record is there");
    let record: Vendored = toml::from_str(&record).expect("TOML");
    let csv = text_of(50);
    let page = check(
        &[("texts.csv", csv.as_bytes())],
        &["texts.csv", "--select", "duplicate-rows"],
    )
    .html;
    assert_eq!(record.file.len(), 2);
    for file in record.file {
        let bytes = fs::read(folder.join(&file.name)).expect("the library is there");
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hash, file.sha256, "{}", file.name);
        assert!(
            page.contains(&format!(" {} ", file.version)),
            "the page names the version of {}",
            file.name
        );
    }
}
