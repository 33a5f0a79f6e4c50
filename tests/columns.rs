//! What a column is taken for: numbers as people write them, marks, times, and what a user says of a column.

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Output;

use program::trueline;
use serde_json::{Value, json};

/// Rows of a made-up table: mileage, price, day, city, sold.
fn cars() -> Vec<(f64, f64, String, &'static str, &'static str)> {
    let cities = ["Lyon", "Graz", "Porto"];
    (0..300_u32)
        .map(|nth| {
            let mileage = f64::from(1_000 + nth * 997 % 180_000) + 0.5;
            let price = f64::from(900 + nth * 611 % 41_000) + 0.25;
            let day = format!("2026-{:02}-{:02}", nth % 12 + 1, nth % 28 + 1);
            let sold = if nth % 3 == 0 { "yes" } else { "no" };
            (mileage, price, day, cities[nth as usize % 3], sold)
        })
        .collect()
}

/// A file of cars, delimited by `;`, its numbers as `write` writes them.
fn table(write: impl Fn(f64) -> String) -> String {
    let mut text = String::from("mileage;price;day;city;sold\n");
    for (mileage, price, day, city, sold) in cars() {
        let (mileage, price) = (write(mileage), write(price));
        text.push_str(&format!("{mileage};{price};{day};{city};{sold}\n"));
    }
    text
}

/// `number` with `between` thousands and `decimal` before its two decimals.
fn grouped(number: f64, between: &str, decimal: &str) -> String {
    let plain = format!("{number:.2}");
    let (whole, part) = plain.split_once('.').expect("two decimals");
    let (head, tail) = whole.split_at(whole.len().saturating_sub(3));
    let whole = if head.is_empty() {
        tail.to_owned()
    } else {
        format!("{head}{between}{tail}")
    };
    format!("{whole}{decimal}{part}")
}

fn run(folder: &Path, args: &[&str]) -> Output {
    trueline(folder, args)
        .env("TRUELINE_NO_CACHE", "1")
        .env("COLUMNS", "200")
        .output()
        .expect("trueline runs")
}

/// What `check` prints about `text`, by rules that need no probes.
fn check(text: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("cars.csv"), text).expect("a file can be written");
    let args = [
        "check",
        "cars.csv",
        "--label",
        "sold",
        "--no-probes",
        "--isolated",
    ];
    run(folder.path(), &[&args, more].concat())
}

/// The same as JSON.
fn report(text: &str, more: &[&str]) -> Value {
    let done = check(text, &[&["--output-format", "json"], more].concat());
    assert!(
        done.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn column<'a>(report: &'a Value, name: &str) -> &'a Value {
    let columns = report["datasets"][0]["columns"]
        .as_array()
        .expect("columns");
    let found = columns.iter().find(|column| column["name"] == name);
    found.expect("the column is there")
}

fn kind(report: &Value, name: &str) -> String {
    column(report, name)["kind"]
        .as_str()
        .expect("a kind")
        .to_owned()
}

/// What the rules say, but for the rows: these quote the file.
fn judged(report: &Value) -> Vec<[Value; 4]> {
    let outcomes = report["datasets"][0]["outcomes"].as_array();
    let parts = ["rule", "outcome", "level", "measurements"];
    let outcomes = outcomes.expect("outcomes").iter();
    outcomes
        .map(|outcome| parts.map(|part| outcome[part].clone()))
        .collect()
}

/// How a number is written, with a name for it.
type Way = (&'static str, fn(f64) -> String);

#[test]
fn every_locale_gives_the_same_outcomes() {
    let plain = report(&table(|number| format!("{number:.2}")), &[]);
    assert_eq!(column(&plain, "price")["written"], Value::Null);
    let ways: [Way; 9] = [
        ("1.234,5", |number| grouped(number, ".", ",")),
        ("1,234.5", |number| grouped(number, ",", ".")),
        ("1 234,5", |number| grouped(number, "\u{202f}", ",")),
        ("1 234.5", |number| grouped(number, "\u{a0}", ".")),
        ("1'234.5", |number| grouped(number, "'", ".")),
        ("1234,5", |number| grouped(number, "", ",")),
        ("1.234,5 €", |number| grouped(number, ".", ",") + " €"),
        ("1234.5%", |number| grouped(number, "", ".") + "%"),
        ("$1,234.5", |number| {
            format!("${}", grouped(number, ",", "."))
        }),
    ];
    for (form, write) in ways {
        let other = report(&table(write), &[]);
        assert_eq!(column(&other, "price")["written"], form);
        assert_eq!(kind(&other, "price"), "number", "{form}");
        assert_eq!(
            column(&other, "price")["distinct"],
            column(&plain, "price")["distinct"]
        );
        assert_eq!(judged(&other), judged(&plain), "{form}");
    }
}

#[test]
fn marks_are_missing_among_numbers_and_times_only() {
    let mut text = table(|number| format!("{number:.2}"));
    for (nth, mark) in ["?", "n/a", "#N/A", "?"].into_iter().enumerate() {
        text.push_str(&format!("{mark};7{nth}.00;{mark};?;yes\n"));
    }
    text.push_str("Total;80.00;2026-01-01;Graz;no\n");
    let report = report(&text, &[]);
    let mileage = column(&report, "mileage");
    assert_eq!(mileage["missing"], 5);
    assert_eq!(mileage["marks"], json!({"?": 2, "n/a": 1, "#N/A": 1}));
    let first = json!([{"path": "cars.csv", "line": 306, "row": 305}]);
    assert_eq!(mileage["misfits"], json!({"count": 1, "first": first}));
    assert_eq!(kind(&report, "day"), "time");
    assert_eq!(column(&report, "day")["missing"], 4);
    let city = column(&report, "city");
    assert_eq!(
        (city["kind"].as_str(), &city["missing"]),
        (Some("category"), &json!(0))
    );
    assert_eq!(city["marks"], json!({}));
}

#[test]
fn the_heading_says_what_the_table_was_taken_for() {
    let mut text = table(|number| grouped(number, ".", ","));
    text.push_str("?;7,00;2026-01-01;Graz;yes\nTotal;8,00;2026-01-01;Graz;no\n");
    let done = check(&text, &[]);
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "5 columns: 2 numbers, 2 categories, 1 time; 1 cell read as missing: `?`",
        "1 cell of mileage is no number and read as missing (line 303)",
        "mileage and price are written as `1.234,5`",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_user_says_what_a_column_is() {
    let mut text = String::from("zip;score;sold\n");
    for nth in 0..120 {
        let score = if nth % 3 == 0 {
            "low".to_owned()
        } else {
            nth.to_string()
        };
        let sold = ["no", "yes"][nth % 2];
        text.push_str(&format!("{};{score};{sold}\n", 10_000 + nth % 7));
    }
    let plain = report(&text, &[]);
    assert_eq!(kind(&plain, "zip"), "number");
    assert_ne!(kind(&plain, "score"), "number");
    let asked = report(
        &text,
        &["--column", "zip=category", "--column", "score=number"],
    );
    assert_eq!(kind(&asked, "zip"), "category");
    assert_eq!(kind(&asked, "score"), "number");
    assert_eq!(column(&asked, "score")["misfits"]["count"], 40);
}

#[test]
fn mistakes_about_columns_are_all_told_each_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("a.csv"), "zip,y\n1,a\n2,b\n").expect("a file can be written");
    let write = |columns: &str| {
        let text = format!("[dataset.a]\npath = \"a.csv\"\nlabel = \"y\"\ncolumns = {columns}\n");
        fs::write(folder.path().join("trueline.toml"), text).expect("a file can be written");
        let done = run(folder.path(), &["check"]);
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let said = write("{ zip = \"numbr\", y = 3 }");
    assert!(said.contains("unknown kind of column `numbr`"), "{said}");
    assert!(said.contains("did you mean `number`?"), "{said}");
    assert!(said.contains("trueline.toml:4:"), "{said}");
    assert!(said.contains("must be a text in quotes"), "{said}");
    let said = write("{ zipp = \"number\", y = \"number\" }");
    assert!(said.contains("did you mean `zip`?"), "{said}");
    assert!(said.contains("column `y` holds no number"), "{said}");
    let done = run(
        folder.path(),
        &["check", "a.csv", "--label", "y", "--column", "zip"],
    );
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("`--column zip` says no kind"), "{said}");
}
