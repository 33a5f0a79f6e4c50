//! Which configuration files a run obeys, and what it says of those that it can't: discovery and pyproject.toml, in
//! folders as they are found in the wild.

mod extend;

#[path = "../support/program.rs"]
mod program;

use std::fs;

use program::trueline;

const DATASET: &str = "[dataset.people]\npath = \"data.csv\"\nlabel = \"pay\"\n";
const DATA: &str = "age,job,pay\n20,cook,low\n21,clerk,high\n22,guard,low\n23,cook,high\n";

struct Folder(tempfile::TempDir);

struct Done {
    exit: Option<i32>,
    out: String,
    err: String,
}

impl Folder {
    /// A folder with a table of four people in it.
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        folder.put("data.csv", DATA);
        folder
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a path has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// What trueline says, called in the folder `here` of this one; this one's path as `<here>`.
    fn run(&self, here: &str, args: &[&str]) -> Done {
        let done = trueline(&self.0.path().join(here), args)
            .env("COLUMNS", "140")
            .env("TRUELINE_CACHE_DIR", self.0.path().join("cache"))
            .output()
            .expect("trueline runs");
        let whole = fs::canonicalize(self.0.path()).expect("the folder is there");
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(&whole.display().to_string(), "<here>")
        };
        Done {
            exit: done.status.code(),
            out: text(&done.stdout),
            err: text(&done.stderr),
        }
    }

    /// The settings that trueline shows in `here`.
    fn settings(&self, here: &str) -> String {
        let done = self.run(here, &["check", "--show-settings"]);
        assert_eq!(done.exit, Some(0), "{}", done.err);
        done.out
    }
}

/// The file that is obeyed, and the seed with its origin.
fn obeyed(settings: &str) -> (&str, String) {
    let after = |start: &str| {
        let line = settings.lines().find_map(|line| line.strip_prefix(start));
        line.unwrap_or_else(|| panic!("{start} in\n{settings}"))
    };
    let seed: Vec<&str> = after("seed = ").split_whitespace().collect();
    (after("# obeyed: "), seed.join(" "))
}

#[test]
fn the_nearest_folder_wins_and_its_first_name() {
    let folder = Folder::new();
    let settings = |here: &str| folder.settings(here);
    assert_eq!(obeyed(&settings("")).1, "0 # default");
    folder.put("pyproject.toml", "[tool.trueline]\nseed = 1\n");
    folder.put(
        "a/b/pyproject.toml",
        "[project]\nname = \"trueline\"\n[tool.ruff]\n",
    );
    // The one without a table of ours is passed over.
    let far = settings("a/b");
    assert_eq!(
        obeyed(&far),
        (
            "<here>/pyproject.toml",
            "1 # <here>/pyproject.toml:2".to_owned()
        )
    );
    folder.put("trueline.toml", "seed = 2\n");
    let both = settings("");
    assert_eq!(
        obeyed(&both),
        (
            "trueline.toml (beside it, and not read: pyproject.toml)",
            "2 # trueline.toml:1".to_owned()
        )
    );
    folder.put(".trueline.toml", "\nseed = 3\n");
    let three = settings("");
    assert_eq!(obeyed(&three).1, "3 # .trueline.toml:2");
    assert!(
        obeyed(&three)
            .0
            .ends_with("(beside it, and not read: trueline.toml, pyproject.toml)")
    );
    // An empty file is one, too: nothing of what stands above it counts.
    folder.put("a/trueline.toml", "");
    let empty = settings("a/b");
    assert_eq!(
        obeyed(&empty),
        ("<here>/a/trueline.toml", "0 # default".to_owned())
    );
    folder.put("a/b/pyproject.toml", "[tool.trueline]\n");
    assert_eq!(obeyed(&settings("a/b")).0, "pyproject.toml");
    let isolated = folder.run("a/b", &["check", "--show-settings", "--isolated"]);
    assert!(
        isolated.out.contains("# obeyed: none\n"),
        "{}",
        isolated.out
    );
}

#[test]
fn a_folder_is_checked_by_the_file_that_it_would_obey() {
    let folder = Folder::new();
    folder.put(
        "sub/pyproject.toml",
        &format!(
            "[tool.trueline]\nselect = \"rare-class\"\n{}",
            DATASET.replace("[dataset", "[tool.trueline.dataset")
        ),
    );
    folder.put("sub/data.csv", DATA);
    let done = folder.run("", &["check", "sub"]);
    assert_eq!(done.exit, Some(0), "{}", done.err);
    assert!(
        done.out.contains("judged 1 rule on 4 rows of people"),
        "{}",
        done.out
    );
}

#[test]
fn findings_and_mistakes_point_into_pyproject() {
    let folder = Folder::new();
    let pyproject = "\u{feff}[project]\r\nname = \"people\"\r\n\r\n[tool.trueline.dataset.people]\r\n\
                     path = \"data.csv\"\r\nlabel = \"pay\"\r\n[tool.trueline.rules.rare-class]\r\nmin-rows = 3\r\n";
    folder.put("pyproject.toml", pyproject);
    let done = folder.run("", &["check", "--select", "rare-class"]);
    assert_eq!(done.exit, Some(0), "{}", done.err);
    assert!(done.out.contains("[pyproject.toml:8:12]"), "{}", done.out);
    let done = folder.run(
        "",
        &[
            "check",
            "--select",
            "rare-class",
            "--output-format",
            "agent",
            "--config",
            "pyproject.toml",
        ],
    );
    assert!(
        done.out.starts_with("warn rare-class pyproject.toml:8 "),
        "{}",
        done.out
    );

    folder.put(
        "pyproject.toml",
        &pyproject
            .replace("label", "lable")
            .replace("min-rows", "min-row"),
    );
    let done = folder.run("", &["check"]);
    assert_eq!(done.exit, Some(2));
    for place in [
        "[pyproject.toml:6:1]",
        "did you mean `label`?",
        "[pyproject.toml:8:1]",
        "did you mean `min-rows`?",
    ] {
        assert!(done.err.contains(place), "{place}\n{}", done.err);
    }
    // What is broken elsewhere is reported, too; what is ours is still read.
    folder.put(
        "pyproject.toml",
        &format!(
            "[project]\nname =\n{}",
            &pyproject[3..].replace("[project]\r\nname = \"people\"\r\n", "")
        ),
    );
    let done = folder.run("", &["check"]);
    assert_eq!(done.exit, Some(2));
    assert!(done.err.contains("[pyproject.toml:2:"), "{}", done.err);

    folder.put("pyproject.toml", "[tool]\ntrueline = 3\n");
    let done = folder.run("", &["check"]);
    assert!(
        done.err
            .contains("`trueline` must be a table: [tool.trueline], not a whole number"),
        "{}",
        done.err
    );
    folder.put("pyproject.toml", "[tool.trueline]\n");
    let done = folder.run("", &["check"]);
    assert!(
        done.err
            .contains("declare a [tool.trueline.dataset.NAME] in pyproject.toml"),
        "{}",
        done.err
    );
}

#[cfg(unix)]
#[test]
fn links_count_where_they_stand() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let at = |name: &str| folder.0.path().join(name);
    folder.put("shared/real.toml", &format!("seed = 4\n{DATASET}"));
    folder.put("team/data.csv", DATA);
    symlink("../shared/real.toml", at("team/trueline.toml")).expect("a link can be made");
    let settings = folder.settings("team");
    assert_eq!(
        obeyed(&settings),
        ("trueline.toml", "4 # trueline.toml:1".to_owned())
    );
    assert!(settings.contains("path = \"data.csv\""), "{settings}");
    // Through a link to a folder, `..` leads out of its target.
    fs::create_dir_all(at("far/deep")).expect("a folder can be made");
    folder.put("far/base.toml", "seed = 5\n");
    symlink(at("far/deep"), at("team/link")).expect("a link can be made");
    folder.put("far/deep/trueline.toml", "extend = \"../base.toml\"\n");
    let done = folder.run(
        "team",
        &["check", "--show-settings", "--config", "link/trueline.toml"],
    );
    assert_eq!(
        obeyed(&done.out).1,
        "5 # link/../base.toml:1",
        "{}",
        done.err
    );
    // A circle through a link is one.
    folder.put(
        "far/deep/trueline.toml",
        "extend = \"../../team/link/trueline.toml\"\n",
    );
    let done = folder.run("team", &["check", "--config", "link/trueline.toml"]);
    assert!(
        done.err.contains("this file extends itself"),
        "{}",
        done.err
    );
    // A link that leads nowhere is reported, and not passed over.
    symlink("nowhere.toml", at("far/trueline.toml")).expect("a link can be made");
    let done = folder.run("far", &["check", "--show-settings"]);
    assert_eq!(done.exit, Some(2));
    assert!(
        done.err
            .contains("cannot read the configuration file trueline.toml"),
        "{}",
        done.err
    );
}

/// The same file obeyed from below: names are whole, and nothing else differs.
#[test]
fn a_run_from_below_says_the_same() {
    let folder = Folder::new();
    folder.put(
        "trueline.toml",
        &format!("extend = \"base.toml\"\n{DATASET}"),
    );
    folder.put(
        "base.toml",
        "[rules.rare-class]\nmin-rows = 3\nlevel = \"deny\"\n",
    );
    fs::create_dir_all(folder.0.path().join("a/b")).expect("folders can be made");
    let done = folder.run("a/b", &["check", "--select", "rare-class"]);
    assert_eq!(done.exit, Some(1), "{}", done.err);
    assert!(done.out.contains("[<here>/base.toml:2:12]"), "{}", done.out);
}

#[test]
fn a_rule_that_is_not_to_be_fixed_has_to_be_one() {
    let folder = Folder::new();
    let config = format!("[fix]\nunfixable = [\"conflicting-label\"]\n{DATASET}");
    folder.put("trueline.toml", &config);
    let done = folder.run(".", &["check", "--no-probes"]);
    assert_eq!(done.exit, Some(2), "{}", done.out);
    assert!(
        done.err.contains("did you mean `conflicting-labels`"),
        "{}",
        done.err
    );
    folder.put("trueline.toml", DATASET);
    let args = ["fix", "--diff", "--unfixable", "conflicting-label"];
    let done = folder.run(".", &args);
    assert_eq!(done.exit, Some(2), "{}", done.out);
}
