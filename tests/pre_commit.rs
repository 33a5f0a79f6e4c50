//! The pre-commit hooks, run by pre-commit itself on commits of a repository made for it.
//!
//! `make test` sets up pre-commit and names its folder in TRUELINE_TEST_TOOLS. The hook under test is
//! `trueline-system`, whose trueline is the built one; the others differ in how they install it.

#![cfg(unix)]

#[path = "support/parquet.rs"]
mod parquet;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use parquet::write_parquet;

const CONFIG: &str = r#"
[dataset.reviews]
path = "reviews.csv"
label = "y"
text = "review"

[dataset.notes]
path = "notes.jsonl"
label = "y"
text = "review"

[dataset.calls]
path = "calls.parquet"
label = "y"
text = "review"
"#;

const GOOD: [(&str, &str); 4] = [
    ("lovely song", "ham"),
    ("fine drums", "ham"),
    ("buy this", "spam"),
    ("click here", "spam"),
];

/// One text carries two labels: a finding at deny.
const BAD: [(&str, &str); 4] = [
    ("lovely song", "ham"),
    ("Lovely  song", "spam"),
    ("buy this", "spam"),
    ("click here", "ham"),
];

fn csv(rows: &[(&str, &str)]) -> Vec<u8> {
    let lines = rows.iter().map(|(text, y)| format!("{text},{y}\n"));
    format!("review,y\n{}", lines.collect::<String>()).into_bytes()
}

fn jsonl(rows: &[(&str, &str)]) -> Vec<u8> {
    let line = |(text, y): &(&str, &str)| format!("{{\"review\": \"{text}\", \"y\": \"{y}\"}}\n");
    rows.iter().map(line).collect::<String>().into_bytes()
}

fn parquet(rows: &[(&str, &str)]) -> Vec<u8> {
    let (texts, labels): (Vec<&str>, Vec<&str>) = rows.iter().copied().unzip();
    write_parquet(&[("review", texts), ("y", labels)])
}

/// A repository whose commits the hook judges.
struct Repository {
    folder: tempfile::TempDir,
    tools: PathBuf,
}

impl Repository {
    /// With good data committed; none where pre-commit isn't set up.
    fn new() -> Option<Self> {
        Self::with_hook("trueline-system")
    }

    /// The same with another hook.
    fn with_hook(hook: &str) -> Option<Self> {
        let Some(tools) = env::var_os("TRUELINE_TEST_TOOLS").map(PathBuf::from) else {
            assert!(
                env::var_os("CI").is_none(),
                "TRUELINE_TEST_TOOLS is not set: run the tests with `make test`"
            );
            println!("not run: TRUELINE_TEST_TOOLS is not set; `make test` sets it");
            return None;
        };
        let made = Self {
            folder: tempfile::tempdir().expect("a folder"),
            tools,
        };
        // The hooks stand in a repository of their own, as they do for users.
        let hooks = made.path("hooks");
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
        fs::create_dir_all(&hooks).expect("written");
        fs::copy(manifest, hooks.join(".pre-commit-hooks.yaml")).expect("written");
        made.ran(&hooks, "git", &["init", "-q"]);
        made.ran(&hooks, "git", &["add", "-A"]);
        made.ran(&hooks, "git", &["commit", "-qm", "hooks"]);
        let rev = made.ran(&hooks, "git", &["rev-parse", "HEAD"]);
        let bin = made.path("bin");
        fs::create_dir_all(&bin).expect("written");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_trueline"), bin.join("trueline"))
            .expect("written");
        let work = made.path("work");
        fs::create_dir_all(&work).expect("written");
        made.ran(&work, "git", &["init", "-q"]);
        let config = format!(
            "repos:\n- repo: {}\n  rev: {}\n  hooks: [{{id: {hook}}}]\n",
            hooks.display(),
            rev.trim()
        );
        made.write(".pre-commit-config.yaml", config.as_bytes());
        made.write("trueline.toml", CONFIG.as_bytes());
        made.write("reviews.csv", &csv(&GOOD));
        made.write("notes.jsonl", &jsonl(&GOOD));
        made.write("calls.parquet", &parquet(&GOOD));
        made.ran(&work, "pre-commit", &["install"]);
        Some(made)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.path("work").join(name), content).expect("written");
    }

    fn call(&self, folder: &Path, program: &str, args: &[&str]) -> Output {
        let path = env::var("PATH").unwrap_or_default();
        let tools = self.tools.join("bin");
        let bin = self.path("bin");
        Command::new(program)
            .args(args)
            .current_dir(folder)
            // A hook runs at somebody's desk, where reports show rows.
            .env_remove("CI")
            .env_remove("GITHUB_ACTIONS")
            .env(
                "PATH",
                format!("{}:{}:{path}", bin.display(), tools.display()),
            )
            .env("PRE_COMMIT_HOME", self.path("cache"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .envs([
                ("GIT_AUTHOR_NAME", "a"),
                ("GIT_AUTHOR_EMAIL", "a@b.invalid"),
            ])
            .envs([
                ("GIT_COMMITTER_NAME", "a"),
                ("GIT_COMMITTER_EMAIL", "a@b.invalid"),
            ])
            .output()
            .unwrap_or_else(|cause| panic!("{program}: {cause}"))
    }

    /// What a program prints that must succeed.
    fn ran(&self, folder: &Path, program: &str, args: &[&str]) -> String {
        let done = self.call(folder, program, args);
        let said = said(&done);
        assert!(done.status.success(), "{program} {args:?}: {said}");
        said
    }

    fn add(&self) {
        self.ran(&self.path("work"), "git", &["add", "-A"]);
    }

    /// Commits what is staged: whether the hook let it pass, and what was printed.
    fn commit(&self) -> (bool, String) {
        let done = self.call(&self.path("work"), "git", &["commit", "-m", "data"]);
        (done.status.success(), said(&done))
    }

    fn passes(&self) {
        let (passed, said) = self.commit();
        assert!(passed && said.contains("Passed"), "{said}");
    }

    /// The commit is refused, and `why` stands in what the hook printed.
    fn refused(&self, why: &[&str]) -> String {
        let (passed, said) = self.commit();
        assert!(!passed, "{said}");
        for why in why {
            assert!(said.contains(why), "{why} in {said}");
        }
        said
    }
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

#[test]
fn good_data_is_committed_in_every_format() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.add();
    repository.passes();
}

#[test]
fn bad_data_is_refused_in_every_format_and_only_what_changed_is_judged() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.add();
    repository.passes();
    let files = [
        ("reviews.csv", csv(&BAD), csv(&GOOD), "reviews.csv:3:1"),
        ("notes.jsonl", jsonl(&BAD), jsonl(&GOOD), "notes.jsonl:2:1"),
        ("calls.parquet", parquet(&BAD), parquet(&GOOD), "calls"),
    ];
    for (name, bad, good, place) in files {
        repository.write(name, &bad);
        repository.add();
        let said = repository.refused(&["conflicting-labels", place]);
        for other in ["reviews ·", "notes ·", "calls ·"] {
            let own = name.starts_with(other.trim_end_matches(" ·"));
            assert_eq!(said.contains(other), own, "{other} in {said}");
        }
        repository.write(name, &good);
    }
}

#[test]
fn what_is_staged_is_judged_and_not_what_lies_beside_it() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.add();
    repository.write("reviews.csv", &csv(&BAD));
    repository.passes();
    repository.add();
    // What is bad is staged now, and hidden by good data that isn't.
    repository.write("reviews.csv", &csv(&GOOD));
    repository.refused(&["conflicting-labels"]);
}

#[test]
fn files_of_no_dataset_are_judged_alone_or_let_alone() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.write("package.json", br#"{"name": "x"}"#);
    repository.write("one.csv", b"a,b\n1,2\n");
    repository.write("other.csv", &csv(&BAD));
    repository.add();
    repository.passes();
    repository.write("other.csv", b"a,b\n1,2\n3\n");
    repository.add();
    repository.refused(&["line 3 of other.csv has 1 field where 2 are expected"]);
}

#[test]
fn a_large_file_that_is_only_a_pointer_gets_its_remedy() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    repository.write("calls.parquet", pointer.as_bytes());
    repository.add();
    repository.refused(&["calls.parquet is a Git LFS pointer", "run git lfs pull"]);
}

#[test]
fn a_mistake_in_the_configuration_is_refused() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.add();
    repository.passes();
    repository.write(
        "trueline.toml",
        CONFIG.replace("\"review\"", "\"revue\"").as_bytes(),
    );
    repository.add();
    repository.refused(&["no column `revue` in reviews.csv", "did you mean `review`"]);
}

#[test]
fn the_manifest_is_valid_and_its_hooks_differ_only_in_how_they_install() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let work = repository.path("work");
    let name = manifest.display().to_string();
    repository.ran(&work, "pre-commit", &["validate-manifest", &name]);
    let text = fs::read_to_string(manifest).expect("readable");
    let lines = |start: &str| -> Vec<String> {
        let found = text
            .lines()
            .map(|line| line.trim_start_matches("- ").trim());
        found
            .filter(|line| line.starts_with(start))
            .map(str::to_owned)
            .collect()
    };
    let ids = ["trueline", "trueline-src", "trueline-system"];
    let ids = ids.map(|id| format!("id: {id}"));
    let fixing = ids.clone().map(|id| id.replace("trueline", "trueline-fix"));
    assert_eq!(lines("id:"), [ids, fixing].concat());
    let languages = ["language: python", "language: rust", "language: system"];
    assert_eq!(lines("language:"), [languages, languages].concat());
    let twice =
        |check: &str, fix: &str| [vec![check.to_owned(); 3], vec![fix.to_owned(); 3]].concat();
    assert_eq!(
        lines("entry:"),
        twice(
            "entry: trueline check --changed",
            "entry: trueline fix --changed --in-place"
        )
    );
    assert_eq!(
        lines("args:"),
        twice("args: [--no-probes]", "args: [--exit-zero]")
    );
}

#[test]
fn the_hook_that_fixes_takes_copies_out_and_stops_the_commit() {
    let Some(repository) = Repository::with_hook("trueline-fix-system") else {
        return;
    };
    repository.add();
    repository.passes();
    let copies = [&GOOD[..], &GOOD[..1]].concat();
    repository.write("reviews.csv", &csv(&copies));
    repository.add();
    repository.refused(&[
        "files were modified by this hook",
        "duplicate-rows: 1 row dropped",
    ]);
    let left = fs::read(repository.path("work").join("reviews.csv")).expect("there");
    assert_eq!(left, csv(&GOOD));
    // As it was before: only the manifest is new, and it is no data.
    repository.add();
    let (passed, said) = repository.commit();
    assert!(passed, "{said}");
}
