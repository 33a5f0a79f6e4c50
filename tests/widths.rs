//! No line is wider than the terminal, whatever is printed: every command at five widths.
//!
//! A word without a blank is never broken: a path, a link or a number can be copied whole. Such a line may
//! be wider, when nothing but frames stands before the word. So may a line of a configuration file, which is
//! shown as it is written, and the tip that clap writes.

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;

use textwrap::core::display_width;

use program::trueline;

const WIDTHS: [usize; 5] = [60, 80, 100, 132, 200];

fn print(folder: &Path, width: usize, args: &[&str]) -> String {
    let done = trueline(folder, args)
        .env("COLUMNS", width.to_string())
        .output()
        .expect("trueline runs");
    let mut told = String::from_utf8(done.stdout).expect("UTF-8");
    told += &String::from_utf8(done.stderr).expect("UTF-8");
    assert!(!told.trim().is_empty(), "{args:?} says nothing");
    told
}

/// Whether `line` is a line of a configuration file, or clap's tip.
fn is_quoted(line: &str, args: &[&str]) -> bool {
    let numbered =
        line.trim_start().starts_with(|c: char| c.is_ascii_digit()) && line.contains(" │ ");
    args.contains(&"--config") && numbered || line.starts_with("  tip: ")
}

/// Whether `line` is one word behind frames and bullets.
fn is_one_word(line: &str) -> bool {
    let word =
        line.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && !"/.`'\"<".contains(c));
    !word.contains(' ')
}

fn too_wide(folder: &Path, args: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for width in WIDTHS {
        let told = print(folder, width, args);
        faults.extend(
            told.lines()
                .filter(|line| {
                    display_width(line) > width && !is_one_word(line) && !is_quoted(line, args)
                })
                .map(|line| {
                    format!(
                        "{args:?} at {width}: {} columns: {line}",
                        display_width(line)
                    )
                }),
        );
    }
    faults
}

/// A table that many rules speak of: long and wide cells, wide characters, copies, addresses, two sides.
fn write_data(folder: &Path) {
    let mut table = "id,a column with quite a long name,text,fold,label\n".to_owned();
    for row in 0..400 {
        let word = |at: usize| {
            format!(
                "w{}",
                (row % 90 * 7_919 + at * 104_729 + row % 90 * at * 31) % 3_001
            )
        };
        let words: Vec<String> = (0..40).map(word).collect();
        let wide = if row % 7 == 0 {
            "日本語の文章をたくさん書いて、試験する。".repeat(6)
        } else {
            String::new()
        };
        let address = if row % 50 == 0 {
            " someone@mail.example"
        } else {
            ""
        };
        let long = if row == 5 {
            "x".repeat(3_000)
        } else {
            String::new()
        };
        let fold = if row % 4 == 0 { "test" } else { "train" };
        let label = ["a class with a name that is rather long", "b"][row % 2];
        table += &format!(
            "{row},{},{} {wide}{long}{address},{fold},{label}\n",
            row % 3,
            words.join(" ")
        );
    }
    let old = table.replace("w1", "v1").replace(",train,a", ",test,a");
    fs::write(folder.join("old.csv"), old).expect("written");
    fs::write(folder.join("data.csv"), table).expect("written");
    let mut runs = "model,family,id,ood,bid,bood\n".to_owned();
    for run in 0..60 {
        let at = 0.6 + f64::from(run) / 300.0;
        runs += &format!(
            "a model with a long name {run},family {},{at},{},{at},{}\n",
            run % 4,
            at - 0.1,
            at - 0.1
        );
    }
    fs::write(folder.join("runs.csv"), runs).expect("written");
    fs::write(folder.join("bad.toml"), "[dataset.d]\npath = \"data.csv\"\nlabl = \"label\"\nseed = \"a rather long word in the place of a number, to see it wrapped\"\n")
        .expect("written");
}

#[test]
fn reports_and_errors_fit_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    write_data(folder.path());
    let roles = ["check", "data.csv", "--label", "label", "--isolated"];
    let with = |more: &[&'static str]| [&roles[..], more].concat();
    let calls: Vec<Vec<&str>> = vec![
        with(&["--text", "text", "--split", "fold", "--no-probes"]),
        with(&["--text", "text", "--profile", "quick", "--strict"]),
        with(&["--profile", "quick"]),
        with(&[
            "--text",
            "text",
            "--split",
            "fold",
            "--no-probes",
            "--quiet",
        ]),
        with(&["--no-probes", "--verbose"]),
        vec![
            "check",
            "--isolated",
            "--changed",
            "--no-probes",
            "data.csv",
            "bad.toml",
        ],
        vec!["check", "data.csv", "--isolated", "--label", "lable"],
        vec!["check", "missing.csv", "--isolated"],
        vec![
            "compare",
            "old.csv",
            "data.csv",
            "--isolated",
            "--label",
            "label",
            "--split",
            "fold",
            "--key",
            "id",
        ],
        vec!["compare", "old.csv", "data.csv", "--isolated"],
        vec!["compare", "git:HEAD", "data.csv", "--isolated"],
        vec!["check", "--config", "bad.toml"],
        vec![
            "check",
            "data.csv",
            "--isolated",
            "--select",
            "duplicat-rows,near-duplicates",
            "--profile",
            "fast",
        ],
        vec!["line", "runs.csv", "--id", "id", "--shifted", "ood"],
        vec![
            "line",
            "runs.csv",
            "--id",
            "id",
            "--shifted",
            "ood",
            "--balanced-id",
            "bid",
            "--balanced-shifted",
            "bood",
            "--id-rows",
            "900",
            "--shifted-rows",
            "900",
        ],
        vec!["line", "runs.csv", "--id", "ids", "--shifted", "ood"],
        vec!["embed", "data.csv", "--text", "text", "--isolated"],
        vec!["cache"],
        vec!["cache", "clean"],
        vec!["rules"],
        vec!["explain", "colapsed-probes"],
        vec!["chekc", "data.csv"],
        vec!["check", "--no-such-flag"],
        vec!["--help"],
        vec!["--version"],
    ];
    let mut faults: Vec<String> = calls
        .iter()
        .flat_map(|args| too_wide(folder.path(), args))
        .collect();
    let commands = [
        "check",
        "line",
        "embed",
        "cache",
        "explain",
        "rules",
        "completions",
        "man",
    ];
    faults.extend(
        commands
            .iter()
            .flat_map(|command| too_wide(folder.path(), &[command, "--help"])),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_explains_itself_within_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut explained = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"))
        .expect("rules")
        .flatten()
    {
        let path = entry.path();
        let rule = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let faults = too_wide(folder.path(), &["explain", &rule]);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        explained += 1;
    }
    assert!(explained > 20, "{explained}");
}

#[test]
fn a_long_row_is_cut_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    write_data(folder.path());
    let args = [
        "check",
        "data.csv",
        "--isolated",
        "--text",
        "text",
        "--no-probes",
        "--select",
        "personal-data,duplicate-rows,truncated-text",
    ];
    for width in WIDTHS {
        let told = print(folder.path(), width, &args);
        let cut: Vec<&str> = told.lines().filter(|line| line.contains('…')).collect();
        assert!(!cut.is_empty(), "{told}");
        // What is shown of it reaches nearly to the edge.
        assert!(
            cut.iter().any(|line| display_width(line) + 12 > width),
            "{told}"
        );
    }
}
