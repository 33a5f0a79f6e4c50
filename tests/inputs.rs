//! What a path may be: a file, standard input, a folder or a pattern of shards; and what is said of those that
//! aren't what they seem.

#[path = "support/parquet.rs"]
mod parquet;
#[path = "support/program.rs"]
mod program;

use std::fs;
use std::io::Write;
#[cfg(unix)]
use std::process::Command;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use parquet::write_parquet;
use program::trueline;

struct Folder(tempfile::TempDir);

impl Folder {
    fn of(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        for (name, content) in files {
            let path = folder.0.path().join(name);
            fs::create_dir_all(path.parent().expect("a file has a folder"))
                .expect("a folder can be made");
            fs::write(path, content).expect("a file can be written");
        }
        folder
    }

    fn run(&self, args: &[&str], input: &[u8]) -> Output {
        let mut child = trueline(self.0.path(), &[&["check"], args].concat())
            .env("TRUELINE_NO_CACHE", "1")
            .env("COLUMNS", "200")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("trueline runs");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A run that stops early doesn't read it.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().expect("it ends")
    }

    /// The report as JSON, of the rules that count copies.
    fn report(&self, args: &[&str], input: &[u8]) -> serde_json::Value {
        let rules = [
            "--select",
            "duplicate-rows,split-leak",
            "--output-format",
            "json",
        ];
        let done = self.run(&[args, &rules].concat(), input);
        assert!(
            done.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice(&done.stdout).expect("JSON")
    }

    /// What is said of an error, in one line.
    fn refused(&self, args: &[&str]) -> String {
        let done = self.run(args, b"");
        assert_eq!(
            done.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&done.stdout)
        );
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

const A: &[u8] = b"text,label\nblue and green,0\nred,1\nblue and green,0\n";
const B: &[u8] = b"label,text\n1,grey\n0,blue and green\n";
const LABEL: [&str; 4] = ["--label", "label", "--text", "text"];

fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [args, &LABEL].concat()
}

/// The outcomes of `rule` in a report, as JSON text.
fn outcomes(report: &serde_json::Value, rule: &str) -> String {
    let outcomes = report["datasets"][0]["outcomes"]
        .as_array()
        .expect("a list");
    let own: Vec<String> = outcomes
        .iter()
        .filter(|outcome| outcome["rule"] == rule)
        .map(ToString::to_string)
        .collect();
    own.join("\n")
}

/// The domains and files that train rows and test rows stand in, as `split-leak` names them.
fn sides(report: &serde_json::Value, at: usize) -> Vec<String> {
    let outcomes = report["datasets"][at]["outcomes"]
        .as_array()
        .expect("a list");
    outcomes
        .iter()
        .filter(|outcome| outcome["rule"] == "split-leak")
        .map(|outcome| outcome["subject"].as_str().unwrap_or("none").to_owned())
        .collect()
}

#[test]
fn a_folder_and_a_pattern_are_one_source_whose_rows_are_named_by_their_shard() {
    let folder = Folder::of(&[
        ("s/0.csv", A),
        ("s/1.csv", B),
        ("s/_SUCCESS", b""),
        ("s/.x.csv", b"no"),
    ]);
    for path in ["s", "s/*.csv", "s/"] {
        let report = folder.report(&with(&[path]), b"");
        let dataset = &report["datasets"][0];
        assert_eq!(dataset["rows"], 5, "{path}");
        assert_eq!(sides(&report, 0), ["none"], "{path}: no domains");
        let found = outcomes(&report, "duplicate-rows");
        assert!(
            found.contains("\"s/1.csv\"") && found.contains("\"line\":3"),
            "{path}: {found}"
        );
    }
    // Files that are named one by one stay domains of their own.
    let report = folder.report(&with(&["s/0.csv", "s/1.csv"]), b"");
    assert_eq!(sides(&report, 0), ["1"]);
    // So do folders.
    let apart = Folder::of(&[
        ("x/0.csv", A),
        ("x/1.csv", B),
        ("y/0.csv", A),
        ("y/1.csv", B),
    ]);
    let report = apart.report(&with(&["x", "y"]), b"");
    assert_eq!(sides(&report, 0), ["y"]);
}

#[test]
fn files_that_say_train_are_trained_on_and_those_that_say_test_are_tested_on() {
    let test: &[u8] = b"text,label\nblue and green,0\nlate,1\nwhite,1\n";
    let folder = Folder::of(&[
        ("s/train-0.csv", A),
        ("s/train-1.csv", B),
        ("s/test.csv", test),
    ]);
    let report = folder.report(&with(&["s"]), b"");
    let leak = outcomes(&report, "split-leak");
    assert!(
        leak.contains("of 3 test rows") && !leak.contains("subject"),
        "{leak}"
    );
    let odd = Folder::of(&[("s/train.csv", A), ("s/test.csv", test), ("s/more.csv", B)]);
    assert!(
        odd.refused(&with(&["s"]))
            .contains("s/more.csv, which says neither")
    );
}

#[test]
fn trueline_toml_may_name_folders_and_patterns_and_a_folder_what_it_declares() {
    let toml = b"[dataset.s]\npath = \"s/*.csv\"\nlabel = \"label\"\ntext = \"text\"\n\
        [dataset.t]\npath = \"t\"\nlabel = false\n[dataset.far]\npath = \"s/0.csv\"\nshifted = \"t\"\nlabel = \"label\"\n";
    let folder = Folder::of(&[
        ("d/trueline.toml", toml),
        ("d/s/0.csv", A),
        ("d/s/1.csv", B),
        ("d/t/0.csv", A),
        ("d/t/1.csv", B),
    ]);
    let names = |report: &serde_json::Value| -> Vec<String> {
        let datasets = report["datasets"].as_array().expect("a list");
        datasets
            .iter()
            .map(|dataset| format!("{} {}", dataset["name"], dataset["rows"]))
            .collect()
    };
    assert_eq!(
        names(&folder.report(&["d"], b"")),
        ["\"s\" 5", "\"t\" 5", "\"far\" 8"]
    );
    fs::rename(
        folder.0.path().join("d/trueline.toml"),
        folder.0.path().join("trueline.toml"),
    )
    .expect("moved");
    let moved = String::from_utf8_lossy(toml)
        .replace("path = \"", "path = \"d/")
        .replace("shifted = \"", "shifted = \"d/");
    fs::write(folder.0.path().join("trueline.toml"), moved).expect("written");
    assert_eq!(
        names(&folder.report(&["d"], b"")),
        ["\"s\" 5", "\"t\" 5", "\"far\" 8"]
    );
    assert_eq!(names(&folder.report(&["d/t"], b"")), ["\"t\" 5"]);
    assert_eq!(
        names(&folder.report(&["d/s/1.csv"], b"")),
        ["\"s\" 2"],
        "one shard, with the roles of its dataset"
    );
    assert_eq!(sides(&folder.report(&[], b""), 2), ["t"]);
}

#[test]
fn what_can_not_be_one_dataset_says_what_to_do() {
    let folder = Folder::of(&[
        ("s/a.csv", A),
        ("s/b.csv", b"text\nx\n"),
        ("m/a.csv", A),
        ("m/b.jsonl", b"{}"),
        ("e/x.md", b""),
    ]);
    let said = folder.refused(&with(&["s"]));
    assert!(
        said.contains("`label` is in s/a.csv and not in s/b.csv")
            && said.contains("trueline init s"),
        "{said}"
    );
    let said = folder.refused(&with(&["m"]));
    assert!(
        said.contains("data of several formats: csv and jsonl") && said.contains("'m/*.csv*'"),
        "{said}"
    );
    assert!(
        folder
            .refused(&with(&["e"]))
            .contains("the folder e holds no data file")
    );
    assert!(
        folder
            .refused(&with(&["s/*.tsv"]))
            .contains("no file matches `s/*.tsv`")
    );
    assert!(
        folder
            .refused(&with(&["s/[.csv"]))
            .contains("`s/[.csv` is no pattern")
    );
    assert!(
        folder
            .refused(&with(&["s/a.csv", "./s/a.csv"]))
            .contains("./s/a.csv is named twice")
    );
    assert!(
        folder
            .refused(&with(&["s/a.csv", "--shifted", "s/a.csv"]))
            .contains("s/a.csv is named twice")
    );
    assert!(
        folder
            .refused(&with(&["-", "-"]))
            .contains("standard input is named twice")
    );
}

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

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_slip_of_itself() {
    let folder = Folder::of(&[]);
    std::os::unix::fs::symlink("gone.csv", folder.0.path().join("link.csv"))
        .expect("a link can be made");
    let said = folder.refused(&with(&["link.csv"]));
    assert!(
        said.contains("link.csv is a link to gone.csv, which isn't there"),
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

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_init_refuses_it() {
    let folder = Folder::of(&[]);
    let pipe = folder.0.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    let said = with(&["pipe"]);
    let report = thread::scope(|scope| {
        // It waits for who reads.
        scope.spawn(|| fs::write(&pipe, A).expect("somebody reads"));
        folder.report(&said, b"")
    });
    assert_eq!(report["datasets"][0]["rows"], 3);
    let init = trueline(folder.0.path(), &["init", "pipe"]).output();
    let init = init.expect("trueline runs");
    assert_eq!(init.status.code(), Some(2));
    let said = String::from_utf8_lossy(&init.stderr);
    assert!(said.contains("pipe can be read only once"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_no_data() {
    let folder = Folder::of(&[]);
    let said = folder.refused(&with(&["/dev/zero"]));
    assert!(said.contains("/dev/zero is a device"), "{said}");
}

#[test]
fn what_is_too_much_names_the_key_that_lets_it() {
    let text = [&b"text,label\n"[..], &vec![b'x'; 1_500_000], b",0\nb,1\n"].concat();
    let folder = Folder::of(&[("a.csv", &text), ("trueline.toml", b"")]);
    let configured = |key: &str| {
        let config = format!("[dataset.a]\npath = \"a.csv\"\nlabel = \"label\"\n{key}\n");
        fs::write(folder.0.path().join("trueline.toml"), config).expect("it can be written");
        folder.refused(&[])
    };
    for (key, what, raised) in [
        (
            "max-file-rows = 1",
            "a.csv has more than 1 rows",
            "max-file-rows = 10 ",
        ),
        (
            "max-line-mb = 1",
            "the row in line 2 of a.csv holds 2 MB, more than 1",
            "max-line-mb = 2 ",
        ),
        (
            "max-cell-mb = 1",
            "a cell of `text` in a.csv holds 2 MB, more than 1",
            "max-cell-mb = 2 ",
        ),
        ("max-columns = 1", "a.csv has 2 columns", "max-columns = 2 "),
    ] {
        let said = configured(key);
        assert!(said.contains(what) && said.contains(raised), "{said}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_ends_its_run_well() {
    let rows = (0..20_000).map(|row| format!("a sentence of row {row},{}\n", row % 2));
    let csv = format!("text,label\n{}", rows.collect::<String>()).into_bytes();
    let rows =
        (0..20_000).map(|row| format!("{{\"text\": \"row {row}\", \"label\": {}}}\n", row % 2));
    let json = rows.collect::<String>().into_bytes();
    let texts: Vec<String> = (0..20_000).map(|row| format!("row {row}")).collect();
    let labels = (0..20_000).map(|row| ["a", "b"][row % 2].to_owned());
    let parquet = write_parquet(&[("text", texts), ("label", labels.collect())]);
    for (name, whole) in [("a.csv", csv), ("a.jsonl", json), ("a.parquet", parquet)] {
        let folder = Folder::of(&[(name, &whole)]);
        let path = folder.0.path().join(name);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let file = fs::OpenOptions::new().write(true).open(&path);
                    let shrunk = file.and_then(|file| file.set_len(whole.len() as u64 / 2));
                    shrunk
                        .and_then(|()| fs::write(&path, &whole))
                        .expect("it can be written");
                }
            });
            for _ in 0..8 {
                let args = [with(&[name]), vec!["--select", "duplicate-rows"]].concat();
                let done = folder.run(&args, b"");
                let is_told = done.status.code() == Some(2) && !done.stderr.is_empty();
                let said = String::from_utf8_lossy(&done.stderr);
                let is_judged = matches!(done.status.code(), Some(0 | 1));
                assert!(is_told || is_judged, "{name}: {said}");
                assert!(!said.contains("panicked"), "{name}: {said}");
            }
            is_over.store(true, Ordering::Relaxed);
        });
    }
}
