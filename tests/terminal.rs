//! What a terminal gets beside reports: completions, manual pages, colours, and more or less talk.

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use program::trueline;

fn run(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = trueline(folder, args);
    command.envs(variables.iter().copied());
    command.output().expect("trueline runs")
}

fn stdout(folder: &Path, args: &[&str]) -> String {
    String::from_utf8(run(folder, args, &[]).stdout).expect("UTF-8")
}

/// A table with copies (a warning) and a text with two labels (a failure).
fn write_data(folder: &Path) {
    let mut table = "text,y\n".to_owned();
    for row in 0..40 {
        table += &format!("the text number {row} of this table,{}\n", row % 2);
    }
    table += "the text number 4 of this table,0\nthe text number 6 of this table,0\n";
    table += "the text number 8 of this table,1\n";
    fs::write(folder.join("data.csv"), table).expect("written");
    let mut runs = "id,ood\n".to_owned();
    for run in 0..30 {
        runs += &format!(
            "{},{}\n",
            0.6 + f64::from(run) / 100.0,
            0.5 + f64::from(run) / 100.0
        );
    }
    fs::write(folder.join("runs.csv"), runs).expect("written");
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_data(folder.path());
    folder
}

/// Where a program stands on the PATH.
fn is_there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    found.is_ok_and(|found| found.status.success())
}

#[test]
fn each_shell_gets_a_script_that_knows_rules_and_words() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(folder.path(), &["completions", shell]);
        for known in ["trueline", "check", "explain", "output-format", "no-probes"] {
            assert!(script.contains(known), "{shell}: {known}");
        }
        // The generators for the other two offer flags and commands only.
        if ["bash", "zsh", "fish"].contains(&shell) {
            for word in [
                "near-duplicate-rows",
                "json-lines",
                "never",
                "audit",
                "latin-1",
            ] {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
        let checker = if shell == "powershell" { "pwsh" } else { shell };
        if !["bash", "zsh", "fish"].contains(&shell) || !is_there(checker) {
            continue;
        }
        let path = folder.path().join(shell);
        fs::write(&path, &script).expect("written");
        let read = Command::new(checker)
            .arg("-n")
            .arg(&path)
            .output()
            .expect("it runs");
        assert!(
            read.status.success(),
            "{shell}: {}",
            String::from_utf8_lossy(&read.stderr)
        );
    }
}

/// Bash is asked as it would ask: with a line, and the cursor behind it.
#[test]
fn bash_completes_the_names_of_rules() {
    if !is_there("bash") {
        return;
    }
    let folder = folder();
    let script = folder.path().join("trueline.bash");
    fs::write(&script, stdout(folder.path(), &["completions", "bash"])).expect("written");
    let asked = |words: &str| {
        let ask = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _trueline trueline \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; \
             echo \"${{COMPREPLY[@]}}\"",
            script.display()
        );
        let done = Command::new("bash")
            .args(["-c", &ask])
            .output()
            .expect("bash runs");
        String::from_utf8(done.stdout)
            .expect("UTF-8")
            .trim()
            .to_owned()
    };
    assert_eq!(asked("trueline explain near"), "near-duplicate-rows");
    assert_eq!(asked("trueline check --select split"), "split-leak");
    assert_eq!(
        asked("trueline check --output-format json"),
        "json json-lines"
    );
    assert_eq!(asked("trueline check --profile a"), "audit");
    assert_eq!(asked("trueline compl"), "completions");
}

#[test]
fn a_word_that_is_not_known_is_still_answered_with_what_was_meant() {
    let folder = folder();
    let args = [
        "check",
        "data.csv",
        "--isolated",
        "--select",
        "duplicat-rows",
        "--profile",
        "quik",
        "--output-format",
        "jsn",
        "--fail-on",
        "wran",
    ];
    let done = run(folder.path(), &args, &[]);
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2));
    for meant in ["duplicate-rows", "quick", "json", "warn"] {
        assert!(told.contains(&format!("did you mean `{meant}`")), "{told}");
    }
}

#[test]
fn every_manual_page_is_sound() {
    let folder = folder();
    let done = run(folder.path(), &["man", "--dir", "pages/man1"], &[]);
    assert!(done.status.success());
    let mut pages: Vec<_> = fs::read_dir(folder.path().join("pages/man1"))
        .expect("listed")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    pages.sort();
    let names: Vec<_> = pages
        .iter()
        .filter_map(|page| page.file_name()?.to_str())
        .collect();
    for name in [
        "trueline.1",
        "trueline-check.1",
        "trueline-cache-clean.1",
        "trueline-man.1",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    let main = stdout(folder.path(), &["man"]);
    assert!(
        main.contains(".TH trueline 1") && main.contains("Exit codes"),
        "{main}"
    );
    if !is_there("man") {
        eprintln!("man isn't there: the pages are not read by it");
        return;
    }
    for page in &pages {
        let read = Command::new("man")
            .args(["--warnings", "-E", "UTF-8", "-l", "-Z"])
            .arg(page)
            .env("MANWIDTH", "80")
            .output()
            .expect("man runs");
        let said = String::from_utf8_lossy(&read.stderr);
        assert!(
            read.status.success() && said.trim().is_empty(),
            "{}: {said}",
            page.display()
        );
    }
}

/// What commands print to a stream that can be coloured, errors before and behind the command line included.
const COLOURED: [&[&str]; 8] = [
    &[
        "check",
        "data.csv",
        "--isolated",
        "--label",
        "y",
        "--text",
        "text",
        "--no-probes",
    ],
    &["check", "missing.csv", "--isolated"],
    &["check", "--no-such-flag"],
    &["chekc"],
    &["line", "runs.csv", "--id", "id", "--shifted", "ood"],
    &["explain", "split-leak"],
    &["rules"],
    &["--help"],
];
/// Commands whose output has no colour: scripts, pages, and plain lists.
const PLAIN: [&[&str]; 4] = [
    &["completions", "zsh"],
    &["man"],
    &["cache"],
    &["rules", "--output-format", "json"],
];

fn is_coloured(done: &Output) -> bool {
    [&done.stdout, &done.stderr]
        .iter()
        .any(|stream| stream.contains(&0x1b))
}

#[test]
fn colour_is_for_who_asks_for_it_in_every_command() {
    let folder = folder();
    for args in COLOURED {
        let with = |more: &[&'static str], variables: &[(&str, &str)]| {
            let args = [more, args].concat();
            is_coloured(&run(folder.path(), &args, variables))
        };
        assert!(with(&["--color", "always"], &[]), "{args:?}");
        assert!(with(&["--color=always"], &[("NO_COLOR", "1")]), "{args:?}");
        assert!(with(&[], &[("CLICOLOR_FORCE", "1")]), "{args:?}");
        assert!(!with(&[], &[]), "{args:?} into a pipe");
        assert!(
            !with(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]),
            "{args:?}"
        );
        assert!(
            !with(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]),
            "{args:?}"
        );
    }
    for args in PLAIN {
        let args = [&["--color", "always"], args].concat();
        assert!(!is_coloured(&run(folder.path(), &args, &[])), "{args:?}");
    }
}

const CHECK: [&str; 8] = [
    "check",
    "data.csv",
    "--isolated",
    "--label",
    "y",
    "--text",
    "text",
    "--no-probes",
];

#[test]
fn quiet_tells_what_fails_the_run() {
    let folder = folder();
    let with = |more: &[&'static str]| {
        let done = run(folder.path(), &[&CHECK[..], more].concat(), &[]);
        assert!(
            done.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        (
            String::from_utf8(done.stdout).expect("UTF-8"),
            done.status.code(),
        )
    };
    let (told, code) = with(&["-q"]);
    assert!(told.starts_with("  × conflicting-labels"), "{told}");
    assert!(
        !told.contains("duplicate-rows:") && !told.contains("judged"),
        "{told}"
    );
    assert_eq!(code, Some(1));
    let (told, _) = with(&["-q", "--fail-on", "warn"]);
    assert!(
        told.contains("× conflicting-labels") && told.contains("⚠ duplicate-rows"),
        "{told}"
    );
    assert_eq!(
        with(&["-q", "--ignore", "conflicting-labels"]),
        (String::new(), Some(0))
    );
    let (told, _) = with(&["-q", "--output-format", "json"]);
    assert!(
        told.contains("\"duplicate-rows\""),
        "a report for programs is whole"
    );
    let line = run(
        folder.path(),
        &["line", "runs.csv", "--id", "id", "--shifted", "ood", "-q"],
        &[],
    );
    assert_eq!((line.stdout.len(), line.status.code()), (0, Some(0)));
    let missing = run(
        folder.path(),
        &["check", "missing.csv", "--isolated", "-q"],
        &[],
    );
    assert!(!missing.stderr.is_empty() && missing.status.code() == Some(2));
}

#[test]
fn verbose_says_what_the_run_went_by() {
    let folder = folder();
    let config = "[dataset.d]\npath = \"data.csv\"\nlabel = \"y\"\ntext = \"text\"\n";
    fs::write(folder.path().join("trueline.toml"), config).expect("written");
    let with = |args: &[&str]| {
        let done = run(folder.path(), args, &[]);
        String::from_utf8(done.stderr).expect("UTF-8")
    };
    let told = with(&["check", "--no-probes", "-v"]);
    for line in [
        "  configuration    trueline.toml\n",
        "  model            builtin\n",
        "  verdicts         0 of 1 recalled\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    for stage in ["reading data", "embedding rows", "in all"] {
        assert!(told.contains(stage), "{told}");
    }
    let again = with(&["check", "--no-probes", "--verbose"]);
    assert!(
        again.contains("  verdicts         1 of 1 recalled\n") && !again.contains("embedding"),
        "{again}"
    );
    let alone = with(&[
        "check",
        "data.csv",
        "--isolated",
        "--no-cache",
        "--label",
        "y",
        "--no-probes",
        "-v",
    ]);
    assert!(
        alone.contains("configuration    none\n") && alone.contains("cache            none\n"),
        "{alone}"
    );
    assert_eq!(with(&["check", "--no-probes"]), "");
}
