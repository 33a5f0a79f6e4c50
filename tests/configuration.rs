//! Which configuration files a run obeys, and what it says of those that it can't: discovery, pyproject.toml,
//! `extend`, in folders as they are found in the wild.

#[path = "support/program.rs"]
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

#[test]
fn the_nearer_file_wins_key_by_key_and_paths_are_relative_to_their_file() {
    let folder = Folder::new();
    folder.put("org/one.toml", "seed = 1\nignore = [\"personal-data\"]\n[rules.rare-class]\nlevel = \"deny\"\nmin-rows = 3\n");
    folder.put("org/pyproject.toml", "[tool.trueline]\nseed = 2\nprofile = \"quick\"\n[tool.trueline.rules.rare-class]\nmin-rows = 4\n");
    folder.put("shared/data.csv", DATA);
    folder.put("shared/base.toml", &format!("extend = [\"../org/one.toml\", \"../org/pyproject.toml\"]\n{DATASET}exclude = [\"age\"]\ndomain = {{ column = \"job\", train = [\"cook\"] }}\n"));
    folder.put("team/trueline.toml", "extend = \"../shared/base.toml\"\nignore = []\n[dataset.people]\nexclude = []\ndomain = \"job\"\nshifted = \"../data.csv\"\n[dataset.mine]\npath = \"../data.csv\"\nlabel = \"pay\"\n[rules.rare-class]\nlevel = \"warn\"\n");
    let settings = folder.settings("team");
    let lines: Vec<String> = settings
        .lines()
        .filter(|line| !line.contains("# default"))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for line in [
        "# obeyed: trueline.toml, which extends ../shared/base.toml, ../org/pyproject.toml, ../org/one.toml",
        "seed = 2 # ../org/pyproject.toml:2",
        "profile = \"quick\" # ../org/pyproject.toml:3",
        "path = \"../shared/data.csv\" # ../shared/base.toml:3",
        "label = \"pay\" # ../shared/base.toml:4",
        "domain = \"job\" # trueline.toml:5",
        "shifted = \"../data.csv\" # trueline.toml:6",
        "level = \"warn\" # trueline.toml:11",
        "min-rows = 4 # ../org/pyproject.toml:5",
    ] {
        assert!(
            lines.iter().any(|known| known == line),
            "{line}\n{}",
            lines.join("\n")
        );
    }
    // An empty list takes the place of the base's.
    assert!(
        !settings.contains("ignore =") && settings.contains("\nexclude = []"),
        "{settings}"
    );
    let people = settings.find("[dataset.people]");
    assert!(
        people.is_some() && people < settings.find("[dataset.mine]"),
        "{settings}"
    );
    // From elsewhere, the same files are named in full, without a way back in them.
    let done = folder.run(
        "",
        &[
            "check",
            "--config",
            "team/trueline.toml",
            "--select",
            "rare-class",
        ],
    );
    assert_eq!(done.exit, Some(0), "{}", done.err);
    assert!(
        done.out.contains("[org/pyproject.toml:5:12]"),
        "{}",
        done.out
    );
}

/// A verdict is kept by what the limits are, and its report by where they stand now.
#[test]
fn a_limit_that_moves_into_the_base_keeps_its_verdict_and_changes_its_place() {
    let folder = Folder::new();
    let limit = "[rules.rare-class]\nmin-rows = 3\n";
    let args = ["check", "--select", "rare-class"];
    folder.put("base.toml", "");
    folder.put(
        "trueline.toml",
        &format!("extend = \"base.toml\"\n{DATASET}{limit}"),
    );
    let first = folder.run("", &args);
    assert!(
        first.out.contains("[trueline.toml:6:12]") && !first.out.contains("from the cache"),
        "{}",
        first.out
    );
    folder.put("base.toml", limit);
    folder.put(
        "trueline.toml",
        &format!("extend = \"base.toml\"\n{DATASET}"),
    );
    let second = folder.run("", &args);
    assert!(
        second.out.contains("[base.toml:2:12]") && second.out.contains("from the cache"),
        "{}",
        second.out
    );
    // A name like that of the rules' own files is still the user's file.
    folder.put("rules/rare-class.toml", limit);
    folder.put(
        "trueline.toml",
        &format!("extend = \"rules/rare-class.toml\"\n{DATASET}"),
    );
    let third = folder.run(
        "",
        &[
            "check",
            "--select",
            "rare-class",
            "--output-format",
            "agent",
        ],
    );
    assert!(
        third
            .out
            .starts_with("warn rare-class rules/rare-class.toml:2 "),
        "{}",
        third.out
    );
}

#[test]
fn a_change_of_any_file_that_is_obeyed_concerns_every_dataset() {
    let folder = Folder::new();
    folder.put("base.toml", "seed = 1\n");
    folder.put(
        "trueline.toml",
        &format!("extend = \"base.toml\"\n{DATASET}"),
    );
    folder.put("pyproject.toml", "[tool.trueline]\nseed = 5\n");
    let judged = |file: &str| {
        let done = folder.run(
            "",
            &[
                "check",
                "--changed",
                "--no-probes",
                file,
                "--output-format",
                "json",
            ],
        );
        assert_eq!(done.exit, Some(0), "{}", done.err);
        let report: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
        report["datasets"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(
        ["trueline.toml", "base.toml", "data.csv"].map(judged),
        [1, 1, 1]
    );
    // Beside trueline.toml, this one isn't obeyed.
    assert_eq!(judged("pyproject.toml"), 0);
}

#[test]
fn every_mistake_of_every_file_is_reported_at_once() {
    let folder = Folder::new();
    folder.put("org.toml", "sede = 1\nprofile = \"fast\"\n");
    folder.put("base.toml", "extend = [\"org.toml\", \"gone.toml\"]\nprofile = \"slow\"\n[dataset.people]\nencoding = \"utf-9\"\n[rules.rare-class]\nlevel = \"denny\"\nmin-rows = 0.5\n");
    folder.put("trueline.toml", "extend = \"base.toml\"\nprofile = \"quick\"\nignore = \"rare-clas\"\n[dataset.people]\nencoding = \"utf-8\"\n[rules.rare-class]\nlevel = \"warn\"\nmin-rows = 2\n");
    let done = folder.run("", &["check", "--seed", "1", "--fail-on", "always"]);
    assert_eq!(done.exit, Some(2));
    let places: Vec<&str> = done
        .err
        .lines()
        .filter(|line| line.contains("╭─[") || line.starts_with("  ×"))
        .map(str::trim)
        .collect();
    // The nearest file first; what a nearer file takes the place of is reported as well. A dataset's path
    // may stand in the file that is gone.
    assert_eq!(
        places,
        [
            "× unknown rule `rare-clas`",
            "╭─[trueline.toml:3:10]",
            "× there is no file gone.toml",
            "╭─[base.toml:1:23]",
            "× unknown profile `slow`",
            "╭─[base.toml:2:11]",
            "× unknown encoding `utf-9`",
            "╭─[base.toml:4:12]",
            "× unknown level `denny`",
            "╭─[base.toml:6:9]",
            "× `min-rows` must be a whole number of rows from 0 on",
            "╭─[base.toml:7:12]",
            "× unknown key `sede`",
            "╭─[org.toml:1:1]",
            "× unknown profile `fast`",
            "╭─[org.toml:2:11]",
            "× unknown level `always`",
        ],
        "{}",
        done.err
    );
    assert!(
        done.err
            .trim_end()
            .ends_with("9 mistakes in the configuration"),
        "{}",
        done.err
    );
}

#[test]
fn a_dataset_without_a_path_in_any_file_is_reported_where_it_is_declared() {
    let folder = Folder::new();
    folder.put("base.toml", "[dataset.people]\nlabel = \"pay\"\n");
    folder.put("trueline.toml", "extend = \"base.toml\"\n");
    let done = folder.run("", &["check"]);
    assert_eq!(done.exit, Some(2));
    assert!(
        done.err.contains("the dataset `people` has no path")
            && done.err.contains("[base.toml:1:10]"),
        "{}",
        done.err
    );
    folder.put(
        "trueline.toml",
        "extend = \"base.toml\"\nselect = \"rare-class\"\n[dataset.people]\npath = \"data.csv\"\n",
    );
    assert_eq!(folder.run("", &["check"]).exit, Some(0));
}

#[test]
fn a_long_chain_is_followed_and_an_endless_one_is_refused() {
    let folder = Folder::new();
    let chain = |length: usize| {
        for at in 0..length {
            // Each names the next twice: that takes no longer.
            let next = format!("extend = [\"f{0}.toml\", \"./f{0}.toml\"]\n", at + 1);
            folder.put(&format!("f{at}.toml"), &next);
        }
        folder.put(&format!("f{length}.toml"), "seed = 77\n");
        folder.run("", &["check", "--show-settings", "--config", "f0.toml"])
    };
    let done = chain(45);
    assert_eq!(done.exit, Some(0), "{}", done.err);
    assert!(
        done.out
            .lines()
            .any(|line| line.starts_with("seed = 77 ") && line.ends_with("# f45.toml:1")),
        "{}",
        done.out
    );
    let done = chain(300);
    assert_eq!(done.exit, Some(2));
    assert!(
        done.err.contains("more than 50 files extend each other")
            && done.err.contains("[f49.toml:1:"),
        "{}",
        done.err
    );
}

#[test]
fn what_cannot_be_extended_is_reported_at_the_place_that_says_so() {
    let folder = Folder::new();
    folder.put("base.toml", "");
    folder.put("folder/pyproject.toml", "[tool.trueline]\n");
    folder.put("other/pyproject.toml", "[project]\n");
    fs::write(folder.0.path().join("latin.toml"), b"# caf\xe9\n").expect("written");
    for (written, said, remedy) in [
        (
            "\"trueline.toml\"",
            "this file extends itself",
            "name another file",
        ),
        (
            "\"./x/../trueline.toml\"",
            "there is no file ./x/../trueline.toml",
            "there is no folder",
        ),
        (
            "\"bsae.toml\"",
            "there is no file bsae.toml",
            "did you mean `base.toml`?",
        ),
        (
            "\"folder\"",
            "folder is a folder",
            "name the file in it: folder/pyproject.toml",
        ),
        (
            "\"other\"",
            "other is a folder",
            "there is no configuration of trueline in it",
        ),
        (
            "\"other/pyproject.toml\"",
            "other/pyproject.toml has no [tool.trueline]",
            "add that table",
        ),
        (
            "\"latin.toml\"",
            "latin.toml isn't UTF-8",
            "save it as UTF-8",
        ),
        ("\"\"", "`extend` is empty", ""),
        (
            "[\"base.toml\", 3]",
            "`extend` must be a text in quotes or a list of them",
            "",
        ),
    ] {
        folder.put("trueline.toml", &format!("# First.\nextend = {written}\n"));
        let done = folder.run("", &["check"]);
        assert_eq!(done.exit, Some(2), "{written}");
        assert!(
            done.err.contains(said) && done.err.contains(remedy),
            "{written}\n{}",
            done.err
        );
        assert!(
            done.err.contains("[trueline.toml:2:"),
            "{written}\n{}",
            done.err
        );
        // What is absent may stand in the file that can't be read.
        assert!(
            !done.err.contains("nothing to check"),
            "{written}\n{}",
            done.err
        );
    }
    folder.put("trueline.toml", "extend = \"base.toml\"\n");
    folder.put("base.toml", "extend = \"trueline.toml\"\n");
    let done = folder.run("", &["check"]);
    assert!(
        done.err
            .contains("trueline.toml extends base.toml, which extends trueline.toml"),
        "{}",
        done.err
    );
    assert!(done.err.contains("[base.toml:1:10]"), "{}", done.err);
}

#[test]
fn a_file_that_is_named_and_cannot_be_read_is_reported() {
    let folder = Folder::new();
    folder.put("pyproject.toml", "[project]\n");
    folder.put("sub/trueline.toml", "");
    for (named, said) in [
        ("pyproject.toml", "pyproject.toml has no [tool.trueline]"),
        ("gone.toml", "cannot read the configuration file gone.toml"),
        ("sub", "name the file in it: sub/trueline.toml"),
    ] {
        let done = folder.run("", &["check", "--config", named, "--show-settings"]);
        assert_eq!((done.exit, done.out.as_str()), (Some(2), ""));
        assert!(done.err.contains(said), "{named}\n{}", done.err);
    }
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
