//! What comes from data does nothing to whoever reads what trueline says, and cells stay out of logs.

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Output;

use program::trueline;

fn run(folder: &Path, args: &[&str], in_ci: bool) -> (Option<i32>, String) {
    let mut command = trueline(folder, args);
    if in_ci {
        command.env("CI", "true");
    }
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("trueline runs");
    let text = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (status.code(), text.concat())
}

/// Errors about data show its cells where the run was started, and never in CI.
#[test]
fn errors_in_ci_show_no_cell() {
    const SECRET: &str = "Xanthippe";
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        (
            "runs.csv",
            format!("id,ood,who\n0.5,{SECRET},{SECRET}\n0.4,0.4,a\n"),
        ),
        ("numbers.csv", "id,ood\n0.5,7423\n0.4,0.4\n".to_owned()),
        (
            "text.jsonl",
            format!("{{\"a\": 1}}\n\"expected {SECRET}\"\n"),
        ),
        ("list.json", format!("[{{\"a\": 1}}, \"{SECRET}\"]")),
        ("cells.csv", format!("a,b\n1,{SECRET},3\n")),
    ];
    for (name, text) in &files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let line = |file| vec!["line", file, "--id", "id", "--shifted", "ood"];
    for (args, cell, is_shown) in [
        (line("runs.csv"), SECRET, true),
        (
            [line("runs.csv"), vec!["--where", "who=nobody"]].concat(),
            SECRET,
            true,
        ),
        (line("numbers.csv"), "7423", true),
        (vec!["check", "text.jsonl", "--label", "a"], SECRET, true),
        (vec!["check", "list.json", "--label", "a"], SECRET, true),
        (vec!["check", "cells.csv", "--label", "a"], SECRET, true),
        (
            vec![
                "check",
                "numbers.csv",
                "--label",
                "id",
                "--baseline",
                "cells.csv",
            ],
            "1,",
            false,
        ),
        (
            vec![
                "check",
                "--baseline",
                "cells.csv",
                "--write-baseline",
                "numbers.csv",
                "--label",
                "id",
            ],
            SECRET,
            false,
        ),
        (vec!["check", "--config", "cells.csv"], SECRET, false),
    ] {
        let (exit, said) = run(folder.path(), &args, true);
        assert_eq!(exit, Some(2), "{args:?}: {said}");
        assert!(!said.contains(cell), "{args:?}: {said}");
        let (exit, said) = run(folder.path(), &args, false);
        assert_eq!(exit, Some(2), "{args:?}: {said}");
        assert!(!is_shown || said.contains(cell), "{args:?}: {said}");
    }
}

/// Whatever a file is called, `init` writes a page that does nothing to a terminal or a log, and that `check` obeys, as it
/// obeys what `--show-settings` prints of it.
#[cfg(unix)]
#[test]
fn any_name_of_a_file_makes_a_page_that_check_accepts() {
    let names = [
        "it's \"q\".csv",
        "two\nlines.csv",
        "\n::warning::x.csv",
        "##[error]x.csv",
        "#\u{200d}#[error]x.csv",
        "u\u{202e}rtl.csv",
        "u\u{2028}x.csv",
        "u\u{85}x.csv",
        "tab\tx.csv",
        "back\\slash.csv",
        "data[1].csv",
        "a*b?.csv",
        "'''.csv",
        "\"\"\".csv",
        "\u{7f}.csv",
        "#.csv",
        " .csv",
    ];
    let rows: String = (0..40)
        .map(|row| format!("row number {row},{}\n", row % 2))
        .collect();
    for name in names {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at(name), format!("text,label\n{rows}")).expect("written");
        let (exit, said) = run(folder.path(), &["init"], true);
        assert_eq!(exit, Some(0), "{name:?}: {said}");
        let page = fs::read_to_string(at("trueline.toml")).expect("written");
        let (exit, settings) = run(folder.path(), &["check", "--show-settings"], true);
        assert_eq!(exit, Some(0), "{name:?}: {settings}");
        for text in [&said, &page, &settings] {
            let acts = |c: char| c != '\n' && (c.is_control() || "\u{202e}\u{2028}".contains(c));
            assert!(!text.contains(acts), "{name:?}: {text}");
            let commands = |line: &str| {
                line.trim_start().starts_with("::") || line.replace('\u{200d}', "").contains("##[")
            };
            assert!(!text.lines().any(commands), "{name:?}: {text}");
        }
        let select = [
            "check",
            "--select",
            "duplicate-rows",
            "--no-cache",
            "--output-format",
            "json",
        ];
        let (exit, report) = run(folder.path(), &select, true);
        assert_eq!(exit, Some(0), "{name:?}: {report}");
        fs::write(at("settings.toml"), &settings).expect("written");
        let (exit, again) = run(
            folder.path(),
            &[&select[..], &["--config", "settings.toml"]].concat(),
            true,
        );
        assert_eq!(exit, Some(0), "{name:?}: {again}");
    }
}

/// A name that no TOML can hold is told, and the other files are described.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let rows: String = (0..40)
        .map(|row| format!("row number {row},{}\n", row % 2))
        .collect();
    for name in [b"\xff.csv".as_slice(), b"good.csv"] {
        let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(path, format!("text,label\n{rows}")).expect("written");
    }
    let (exit, said) = run(folder.path(), &["init"], false);
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("isn't UTF-8"), "{said}");
    let page = fs::read_to_string(folder.path().join("trueline.toml")).expect("written");
    assert!(
        page.contains("[dataset.good]") && !page.contains('\u{fffd}'),
        "{page}"
    );
}

/// The rows that other rules show hide what `personal-data` finds, whether it is asked or not.
#[test]
fn rows_that_are_shown_hide_what_belongs_to_somebody() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = "text,phone,label\n".to_owned();
    for row in 0..40 {
        text.push_str(&format!("row number {row},,{}\n", row % 2));
    }
    for label in [0, 1] {
        text.push_str(&format!(
            "write to jane.doe@example.org or pay 4111 1111 1111 1111,212-555-0123,{label}\n"
        ));
    }
    fs::write(folder.path().join("data.csv"), text).expect("written");
    let args = [
        "check",
        "data.csv",
        "--label",
        "label",
        "--text",
        "text",
        "--select",
        "conflicting-labels",
        "--no-cache",
        "--show-values",
    ];
    for format in ["human", "json", "html"] {
        let (_, said) = run(
            folder.path(),
            &[&args[..], &["--output-format", format]].concat(),
            false,
        );
        assert!(
            said.contains("[email]") && said.contains("[card]") && said.contains("[phone]"),
            "{format}: {said}"
        );
        for held in ["jane.doe", "4111", "0123"] {
            assert!(!said.contains(held), "{format}: {said}");
        }
    }
}
