//! Standard input, formats by content and by word, and flags with odd values.

use std::io::Write;

use crate::folder::{A, Folder, with};
use crate::shards::outcomes;

#[test]
fn standard_input_is_read_in_every_format() {
    let folder = Folder::of(&[]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(A).expect("in memory");
    let gzip = gzip.finish().expect("in memory");
    let semicolons = String::from_utf8_lossy(A).replace(',', ";");
    let inputs: [(&[u8], u64); 5] = [
        (A, 4),
        (&gzip, 4),
        (semicolons.as_bytes(), 4),
        (b"{\"text\": \"blue and green\", \"label\": 0}\n{\"text\": \"red\", \"label\": 1}\n{\"text\": \"blue and green\", \"label\": 0}\n", 3),
        (b"[\n{\"text\": \"blue and green\", \"label\": 0},\n{\"text\": \"blue and green\", \"label\": 0},\n{\"text\": \"red\", \"label\": 1}]", 3),
    ];
    for (input, line) in inputs {
        let report = folder.report(&with(&["-"]), input);
        let dataset = &report["datasets"][0];
        assert_eq!(
            (dataset["name"].as_str(), dataset["rows"].as_u64()),
            (Some("standard input"), Some(3))
        );
        let found = outcomes(&report, "duplicate-rows");
        assert!(found.contains(&format!("\"line\":{line}")), "{found}");
    }
    // The row itself can be shown, though its bytes have gone by.
    let done = folder.run(&with(&["-", "--select", "duplicate-rows"]), A);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        said.contains("[standard input:4:1]") && said.contains("blue and green,0"),
        "{said}"
    );
}

#[test]
fn a_file_is_what_it_holds_or_what_the_user_says() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(A).expect("in memory");
    let gzip = gzip.finish().expect("in memory");
    let lines = b"{\"text\": \"x\", \"label\": 0}\n{\"text\": \"y\", \"label\": 1}\n";
    let folder = Folder::of(&[
        ("gz.csv", &gzip),
        ("p.csv", b"PAR1\x15\x04"),
        ("a.json", b"ARROW1\0\0"),
        ("book.csv", b"PK\x03\x04\x14\0"),
        ("lines.csv", lines),
        ("rows", lines),
        ("e.json", b"[]\n"),
        ("n.json", b"[{}, {}]"),
    ]);
    let said = folder.refused(&with(&["gz.csv"]));
    assert!(
        said.contains("packed with gzip, which its name doesn't say")
            && said.contains("name it gz.csv.gz"),
        "{said}"
    );
    assert_eq!(
        folder.report(&with(&["gz.csv", "--input-format", "csv"]), b"")["datasets"][0]["rows"],
        3
    );
    let said = folder.refused(&with(&["p.csv"]));
    assert!(
        said.contains("p.csv is Parquet, not CSV help: name it p.parquet"),
        "{said}"
    );
    assert!(
        folder
            .refused(&with(&["a.json"]))
            .contains("a.json is Arrow, not JSON")
    );
    assert!(
        folder
            .refused(&with(&["book.csv"]))
            .contains("a ZIP archive, such as an Excel workbook")
    );
    assert_eq!(
        folder.report(&with(&["lines.csv", "--input-format", "jsonl"]), b"")["datasets"][0]["rows"],
        2
    );
    assert_eq!(
        folder.report(&with(&["rows"]), b"")["datasets"][0]["rows"],
        2,
        "no name, so its first line"
    );
    assert!(
        folder
            .refused(&with(&["e.json"]))
            .contains("e.json is an empty list: it holds no rows")
    );
    assert!(
        folder
            .refused(&with(&["n.json"]))
            .contains("the rows of n.json have no columns")
    );
    let said = folder.refused(&with(&["rows", "--input-format", "jsno"]));
    assert!(
        said.contains("unknown input format `jsno` help: did you mean `json`?"),
        "{said}"
    );
}

#[test]
fn flags_name_columns_with_commas_and_equals_signs() {
    let table = b"\"a, b\",x=y,text,label\n1,p,red,0\n2,q,blue,1\n3,p,grey,0\n4,q,green,1\n";
    let folder = Folder::of(&[("t.csv", table)]);
    let report = folder.report(
        &[
            "t.csv",
            "--label",
            "label",
            "--exclude",
            "a, b,text",
            "--domain",
            "x=y=p",
        ],
        b"",
    );
    let roles = &report["datasets"][0]["roles"];
    assert_eq!(roles["exclude"], serde_json::json!(["a, b", "text"]));
    assert_eq!(
        roles["domain"],
        serde_json::json!({"column": "x=y", "train": ["p"]})
    );
    let again = folder.report(
        &[
            "t.csv",
            "--label",
            "label",
            "--exclude",
            "text",
            "--exclude",
            "x=y",
        ],
        b"",
    );
    assert_eq!(
        again["datasets"][0]["roles"]["exclude"],
        serde_json::json!(["text", "x=y"])
    );
}

#[test]
fn a_negative_seed_is_told_what_a_seed_is() {
    let folder = Folder::of(&[("a.csv", A)]);
    let said = folder.refused(&with(&["a.csv", "--seed", "-1"]));
    assert!(
        said.contains("it must be a whole number from 0 to 18446744073709551615"),
        "{said}"
    );
}

/// Lines of plain text hold commas that part nothing.
#[test]
fn a_text_without_a_delimiter_is_one_column() {
    let folder = Folder::of(&[(
        "q.txt",
        b"NUM:how many , do you think ?\nLOC:where is it ?\nHUM:who said \"so ?\n",
    )]);
    let report = folder.report(&["q.txt", "--no-header", "--text", "column_1"], b"");
    assert_eq!(report["datasets"][0]["rows"], 3);
}
