//! `extend`: files that build on others, and what is said where they can't.

use std::fs;

use super::{DATA, DATASET, Folder};

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
