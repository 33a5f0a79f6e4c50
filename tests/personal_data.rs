//! Personal data is named by kind, column and line, and never shown, in any format.

use std::fs;
use std::process::Command;

/// Each kind with a value that is one by form and checksum, none of them in use.
fn values() -> Vec<(&'static str, String)> {
    vec![
        ("e-mail address", "jane.doe@example.com".to_owned()),
        ("phone number", "+44 20 7946 0958".to_owned()),
        ("card number", "4111 1111 1111 1111".to_owned()),
        ("bank account number", "DE89370400440532013000".to_owned()),
        ("AWS access key", "AKIAIOSFODNN7EXAMPLE".to_owned()),
        // In two parts, so that nobody's scanner takes it for a real one.
        ("GitHub token", format!("ghp_{}", "a1B2c3D4e5F6".repeat(3))),
    ]
}

#[test]
fn what_a_cell_holds_is_in_no_report() {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let path = sandbox.path().join("data.csv");
    let mut table = "note,y\n".to_owned();
    for (nth, (_, value)) in values().iter().enumerate() {
        table += &format!("row {nth} says {value} here,{}\n", nth % 2);
    }
    fs::write(&path, table).expect("the sandbox can be written");
    for format in ["human", "json"] {
        let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
            .arg("check")
            .arg(&path)
            .args(["--label", "y", "--text", "note", "--isolated"])
            .args(["--select", "personal-data", "--output-format", format])
            .output()
            .expect("trueline runs");
        let said = String::from_utf8(done.stdout).expect("the report is UTF-8");
        // Lines are folded and drawn around, so that a value could stand in pieces.
        let letters: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
        for (kind, value) in values() {
            let value: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
            assert!(!letters.contains(&value), "{format} shows a {kind}: {said}");
        }
        assert!(said.contains("6 rows hold personal data"), "{said}");
        assert!(said.contains("note"), "{said}");
        let line = if format == "json" {
            "\"line\": 2"
        } else {
            "line 6 of"
        };
        assert!(said.contains(line), "{said}");
    }
}
