//! A baseline knows findings again wherever their rows stand, and nothing but a whole file is ever written.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

#[path = "support/real_data.rs"]
mod real_data;

/// A folder with data in it, and a cache of its own.
struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a sandbox can be made"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the sandbox can be written");
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trueline"));
        command
            .arg("check")
            .args(args)
            .current_dir(self.folder.path())
            .env("COLUMNS", "100")
            .env_remove("TRUELINE_NO_CACHE")
            .env("TRUELINE_CACHE_DIR", self.path("cache"));
        command
    }

    fn check(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("trueline runs")
    }

    /// Records the findings of `args` and returns the baseline's text.
    fn record(&self, args: &[&str]) -> String {
        let done = self.check(&[args, &["--write-baseline"]].concat());
        assert_eq!(done.status.code(), Some(0), "{}", told(&done));
        fs::read_to_string(self.path("trueline-baseline.json")).expect("a baseline was written")
    }

    /// The report of `args` against that baseline, and the exit code at `--fail-on warn`.
    fn held(&self, args: &[&str]) -> (Value, i32) {
        let against = [
            "--baseline",
            "trueline-baseline.json",
            "--fail-on",
            "warn",
            "--output-format",
            "json",
        ];
        let done = self.check(&[args, &against].concat());
        let report = serde_json::from_slice(&done.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", told(&done)));
        (report, done.status.code().unwrap_or(-1))
    }
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout)
}

/// What was found, each as `rule state rows`.
fn found(report: &Value) -> Vec<String> {
    let outcomes = report["datasets"][0]["outcomes"].as_array();
    outcomes
        .expect("outcomes")
        .iter()
        .filter(|outcome| outcome["outcome"] == "found")
        .map(|outcome| {
            let rows = outcome["witnesses"].as_array().expect("rows").len();
            format!(
                "{} {} {rows}",
                outcome["rule"].as_str().unwrap_or_default(),
                outcome["baseline"].as_str().unwrap_or("none")
            )
        })
        .collect()
}

const ARGS: [&str; 7] = [
    "data.csv",
    "--label",
    "label",
    "--text",
    "text",
    "--select",
    "duplicate-rows,near-duplicate-rows,conflicting-labels,personal-data,rare-class",
];

const WORDS: &str = "anchor basket candle dragon engine forest garden harbour island jacket kettle ladder marble \
                     needle orange pepper quarry ribbon saddle temple umbrella velvet window yellow zipper autumn \
                     bridge copper desert eleven fabric glacier hammer insect jungle kitchen lantern mirror nickel \
                     oyster pillow rabbit silver thunder tunnel village winter acrobat barley cactus dolphin emerald";

/// A sentence of twelve words that no other number has.
fn span(number: u64) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let drawn = (0..12).map(|at| {
        let hash = xxhash_rust::xxh3::xxh3_64_with_seed(&[at], number);
        words[usize::try_from(hash % words.len() as u64).expect("few words")]
    });
    drawn.collect::<Vec<_>>().join(" ")
}

/// Comments of which every ninth is posted again in capitals, every eleventh nearly so, and every
/// thirteenth with the other label; each has a number of its own, and a few hold an address.
fn comments() -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    for n in 0..150 {
        let text = span(n);
        let (label, other) = if n % 3 == 0 {
            ("spam", "ham")
        } else {
            ("ham", "spam")
        };
        let mut post = |text: String, label: &str| {
            let id = rows.len();
            rows.push([text, label.to_owned(), format!("c{id}")]);
        };
        post(text.clone(), label);
        if n % 9 == 0 {
            post(text.to_uppercase(), label);
        }
        if n % 11 == 0 {
            post(format!("{text} again"), label);
        }
        if n % 13 == 0 {
            post(text.clone(), other);
        }
        if n % 50 == 0 {
            post(format!("{} user{n}@mail-host.org", span(n + 1_000)), label);
        }
    }
    rows
}

fn csv(rows: &[[String; 3]]) -> String {
    let lines = rows.iter().map(|row| row.join(",") + "\n");
    std::iter::once("text,label,id\n".to_owned())
        .chain(lines)
        .collect()
}

/// The rows in an order that depends on `seed` alone.
fn shuffled(rows: &[[String; 3]], seed: u64) -> Vec<[String; 3]> {
    let mut keyed: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                xxhash_rust::xxh3::xxh3_64_with_seed(row.concat().as_bytes(), seed),
                row,
            )
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, row)| row.clone()).collect()
}

#[test]
fn rows_that_move_are_known_and_a_new_copy_is_the_only_new_finding() {
    let sandbox = Sandbox::new();
    let rows = comments();
    sandbox.write("data.csv", &csv(&rows));
    let text = sandbox.record(&ARGS);
    assert!(
        !text.contains("lantern") && !text.contains("mail-host"),
        "{text}"
    );
    for seed in 0..5 {
        sandbox.write("data.csv", &csv(&shuffled(&rows, seed)));
        let (report, exit) = sandbox.held(&ARGS);
        let found = found(&report);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(
            found.iter().all(|each| each.contains(" known ")),
            "{found:?}"
        );
        assert_eq!(
            (exit, &report["baseline"]["gone"]),
            (0, &Value::from(0)),
            "{found:?}"
        );
        assert_eq!(report["verdict"]["suppressed"]["baseline"], 4);
    }
    let mut more = shuffled(&rows, 9);
    let again = more
        .iter()
        .find(|row| row[0] == span(5))
        .expect("the row is there");
    let again = [again[0].to_uppercase(), again[1].clone(), "new".to_owned()];
    more.insert(40, again);
    sandbox.write("data.csv", &csv(&more));
    let (report, exit) = sandbox.held(&ARGS);
    let outcomes = report["datasets"][0]["outcomes"]
        .as_array()
        .expect("outcomes");
    let new: Vec<&Value> = outcomes
        .iter()
        .filter(|outcome| outcome["baseline"] == "new")
        .collect();
    assert_eq!((new.len(), exit), (1, 1), "{:?}", found(&report));
    assert_eq!(new[0]["rule"], "duplicate-rows");
    let states: Vec<&str> = new[0]["witnesses"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["baseline"].as_str())
        .collect();
    assert_eq!(states.iter().filter(|state| **state == "new").count(), 1);
    assert_eq!(states.first(), Some(&"new"), "new rows come first");
}

#[test]
fn a_real_table_is_known_in_any_order() {
    // A hundred and two of its 438 comments repeat another, some in other letters.
    let Some(path) = real_data::find("youtube-spam/Youtube03-LMFAO.csv") else {
        return;
    };
    let mut reader = csv::Reader::from_path(&path).expect("the file opens");
    let header = reader.headers().expect("a header").clone();
    let mut rows: Vec<csv::StringRecord> = reader.records().flatten().collect();
    let sandbox = Sandbox::new();
    let write = |rows: &[csv::StringRecord]| {
        let mut writer = csv::Writer::from_path(sandbox.path("data.csv")).expect("writable");
        writer.write_record(&header).expect("writable");
        for row in rows {
            writer.write_record(row).expect("writable");
        }
        writer.flush().expect("writable");
    };
    let args = [
        "data.csv",
        "--label",
        header.iter().next_back().expect("a column"),
        "--text",
        "CONTENT",
        "--select",
        "duplicate-rows,near-duplicate-rows,conflicting-labels,personal-data",
    ];
    write(&rows);
    sandbox.record(&args);
    rows.sort_by_key(|row| xxhash_rust::xxh3::xxh3_64(row.as_slice().as_bytes()));
    write(&rows);
    let (report, exit) = sandbox.held(&args);
    println!("{:?} of {} rows", found(&report), rows.len());
    assert_eq!(
        found(&report).first().map(String::as_str),
        Some("duplicate-rows known 102")
    );
    assert!(
        found(&report).iter().all(|each| each.contains(" known ")),
        "{:?}",
        found(&report)
    );
    assert_eq!((exit, &report["baseline"]["gone"]), (0, &Value::from(0)));
}

#[test]
fn what_was_mended_is_told_as_gone_and_only_where_it_was_judged() {
    let sandbox = Sandbox::new();
    let rows = comments();
    sandbox.write("data.csv", &csv(&rows));
    sandbox.record(&ARGS);
    let kept: Vec<[String; 3]> = rows
        .iter()
        .filter(|row| row[0].contains(char::is_lowercase) && !row[0].contains("user100@"))
        .cloned()
        .collect();
    let removed = rows.len() - kept.len();
    assert!(removed > 2, "{removed} rows were removed");
    sandbox.write("data.csv", &csv(&kept));
    let (report, exit) = sandbox.held(&ARGS);
    assert_eq!(
        (exit, &report["baseline"]["gone"]),
        (0, &Value::from(removed))
    );
    let some = [&ARGS[..6], &["conflicting-labels"]].concat();
    assert_eq!(sandbox.held(&some).0["baseline"]["gone"], 0);
    let human = sandbox.check(&[&ARGS[..], &["--baseline", "trueline-baseline.json"]].concat());
    let line =
        format!("{removed} entries of the baseline are gone: write it anew (--write-baseline)");
    assert!(told(&human).contains(&line), "{}", told(&human));
}

#[test]
fn what_a_run_does_not_judge_stays_in_the_baseline() {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &csv(&comments()));
    let whole = sandbox.record(&ARGS);
    let some = [&ARGS[..6], &["duplicate-rows"]].concat();
    assert_eq!(sandbox.record(&some), whole);
    sandbox.write("data.csv", "text,label,id\none,ham,1\ntwo,spam,2\n");
    let less = sandbox.record(&some);
    assert!(!less.contains("\"duplicate-rows\"") && less.contains("\"conflicting-labels\""));
}

#[test]
fn a_verdict_from_the_cache_is_held_against_the_baseline_of_the_run() {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &csv(&comments()));
    let before = sandbox.check(&[&ARGS[..], &["--fail-on", "warn"]].concat());
    assert_eq!(before.status.code(), Some(1));
    sandbox.record(&ARGS);
    let (report, exit) = sandbox.held(&ARGS);
    assert_eq!(
        (exit, &report["verdict"]["suppressed"]["baseline"]),
        (0, &Value::from(4))
    );
    sandbox.write(
        "trueline-baseline.json",
        "{\"schema\": \"trueline-baseline/1\", \"findings\": []}",
    );
    let (report, exit) = sandbox.held(&ARGS);
    assert_eq!((exit, report["verdict"].get("suppressed")), (1, None));
    let human = sandbox.check(&[&ARGS[..], &["--baseline", "trueline-baseline.json"]].concat());
    assert!(told(&human).contains("from the cache"), "{}", told(&human));
}

#[test]
fn what_cannot_be_written_is_an_error_and_harms_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &csv(&comments()));
    let mut places = vec!["nowhere/known.json", "data.csv/known.json"];
    if cfg!(target_os = "linux") {
        places.push("/proc/known.json");
    }
    for place in places {
        let done = sandbox.check(&[&ARGS[..], &["--baseline", place, "--write-baseline"]].concat());
        assert_eq!(done.status.code(), Some(2), "{}", told(&done));
        assert!(
            told(&done).contains("baseline") && told(&done).contains("known.json"),
            "{}",
            told(&done)
        );
    }
    // Data is never taken for a baseline.
    let data = fs::read(sandbox.path("data.csv")).expect("it is there");
    let done =
        sandbox.check(&[&ARGS[..], &["--baseline", "data.csv", "--write-baseline"]].concat());
    assert_eq!(done.status.code(), Some(2), "{}", told(&done));
    assert_eq!(
        fs::read(sandbox.path("data.csv")).expect("it is there"),
        data
    );
}

#[test]
fn a_run_that_is_killed_leaves_the_old_baseline_or_the_new_one() {
    let sandbox = Sandbox::new();
    let rows = comments();
    sandbox.write("data.csv", &csv(&rows[..60]));
    let old = sandbox.record(&ARGS);
    sandbox.write("data.csv", &csv(&rows));
    let new = sandbox.record(&ARGS);
    assert_ne!(old, new);
    let path = sandbox.path("trueline-baseline.json");
    let mut killed = 0;
    for nth in 0..30 {
        fs::write(&path, &old).expect("the sandbox can be written");
        let mut child = sandbox
            .command(&[&ARGS[..], &["--write-baseline"]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("trueline runs");
        std::thread::sleep(Duration::from_millis(nth));
        child.kill().expect("it is ours");
        killed += usize::from(child.wait().expect("it ends").code().is_none());
        let left = fs::read_to_string(&path).expect("a baseline is there");
        assert!(left == old || left == new, "after {nth} ms: {left}");
    }
    println!("{killed} of 30 runs were killed before their end");
    assert!(killed > 0, "every run ended before it was killed");
}

#[test]
fn a_damaged_baseline_can_be_written_anew_and_nothing_else_is_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &csv(&comments()));
    let whole = sandbox.record(&ARGS);
    for damaged in [
        &whole[..whole.len() / 2],
        "",
        &whole.replace("  \"findings\"", "<<<<<<< ours"),
    ] {
        sandbox.write("trueline-baseline.json", damaged);
        let against = [&ARGS[..], &["--baseline", "trueline-baseline.json"]].concat();
        assert_eq!(sandbox.check(&against).status.code(), Some(2));
        assert_eq!(sandbox.record(&ARGS), whole);
    }
    for other in [
        "{\"name\": \"x\"}",
        &whole.replace("baseline/1", "baseline/2"),
    ] {
        sandbox.write("trueline-baseline.json", other);
        let done = sandbox.check(&[&ARGS[..], &["--write-baseline"]].concat());
        assert_eq!(done.status.code(), Some(2), "{}", told(&done));
        let left = fs::read_to_string(sandbox.path("trueline-baseline.json"));
        assert_eq!(left.expect("it is there"), *other);
    }
}

#[test]
fn a_baseline_that_changed_concerns_every_dataset_and_is_no_data() {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &csv(&comments()));
    sandbox.write(
        "trueline.toml",
        "baseline = \"known.json\"\nselect = [\"duplicate-rows\"]\n[dataset.a]\npath = \"data.csv\"\ntext = \"text\"\n",
    );
    let done = sandbox.check(&["--write-baseline"]);
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    let done = sandbox.check(&["--changed", "known.json", "--output-format", "json"]);
    let report: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(report["datasets"][0]["name"], "a");
    assert_eq!(report["datasets"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["left_out"], Value::Array(Vec::new()));
}
