//! Where curated data goes: names that fit it, standard output, and who may read it.

use std::fs;

use super::{fix, run};

const ROLES: [&str; 4] = ["--label", "label", "--text", "text"];
const BEFORE: &str = "text,label\none thing,a\nanother thing,b\none thing,a\n";
const AFTER: &str = "text,label\none thing,a\nanother thing,b\n";

#[test]
fn an_output_that_is_not_what_its_name_says_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed = zstd::encode_all(BEFORE.as_bytes(), 1).expect("packed");
    fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
    fs::write(folder.path().join("a.csv.zst"), &packed).expect("written");
    fs::write(folder.path().join("data"), BEFORE.replace(',', "\t")).expect("written");
    for (input, output, fits) in [
        ("a.csv", "out.csv.gz", "out.csv"),
        ("a.csv", "out.parquet", "out.csv"),
        ("a.csv", "out.tsv", "out.csv"),
        ("a.csv", "out.jsonl.zst", "out.csv"),
        ("a.csv.zst", "out.csv", "out.csv.zst"),
        ("data", "out.csv", "out.tsv"),
    ] {
        let args = [&[input, "--output", output], &ROLES[..]].concat();
        let done = fix(folder.path(), &args);
        assert_eq!(done.exit, 2, "{input} {output}: {}", done.stdout);
        let said = done.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("wouldn't be what its name says"), "{said}");
        assert!(said.contains(&format!("name it {fits}:")), "{said}");
        assert!(!folder.path().join(output).exists());
        let args = [&[input, "--output", fits], &ROLES[..]].concat();
        assert_eq!(fix(folder.path(), &args).exit, 0, "{input} {fits}");
        fs::remove_file(folder.path().join(fits)).expect("written");
        fs::remove_file(folder.path().join(format!("{fits}.manifest"))).expect("written");
    }
}

#[test]
fn a_folder_is_not_named_as_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("data")).expect("made");
    for name in ["data/1.csv", "data/2.csv"] {
        fs::write(folder.path().join(name), BEFORE).expect("written");
    }
    let done = fix(
        folder.path(),
        &[&["data", "--output", "out.csv"], &ROLES[..]].concat(),
    );
    assert_eq!(done.exit, 2, "{}", done.stdout);
    assert!(
        done.stderr.contains("is named as a data file"),
        "{}",
        done.stderr
    );
    let done = fix(
        folder.path(),
        &[&["data", "--output", "-"], &ROLES[..]].concat(),
    );
    assert_eq!((done.exit, done.stdout.as_str()), (2, ""));
    assert!(
        done.stderr.contains("standard output takes one file"),
        "{}",
        done.stderr
    );
}

#[test]
fn standard_output_takes_the_data_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    for text in [BEFORE, AFTER] {
        fs::write(folder.path().join("a.csv"), text).expect("written");
        let done = fix(
            folder.path(),
            &[&["a.csv", "--output", "-"], &ROLES[..]].concat(),
        );
        assert_eq!(done.exit, 0, "{}", done.stderr);
        assert_eq!(done.stdout, AFTER);
        assert!(
            done.stderr.contains("without a manifest"),
            "{}",
            done.stderr
        );
        assert_eq!(
            fs::read_to_string(folder.path().join("a.csv")).expect("there"),
            text
        );
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn who_may_read_the_data_may_read_what_is_made_of_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let set = |name: &str, mode| {
        let path = folder.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
    };
    let mode = |name: &str| {
        let found = fs::metadata(folder.path().join(name)).expect("written");
        found.permissions().mode() & 0o777
    };
    for (input, output) in [(0o600, "a.csv"), (0o664, "b.csv")] {
        fs::write(folder.path().join("data.csv"), BEFORE).expect("written");
        set("data.csv", input);
        let args = [&["data.csv", "--output", output], &ROLES[..]].concat();
        assert_eq!(fix(folder.path(), &args).exit, 0);
        assert_eq!(
            (mode(output), mode(&format!("{output}.manifest"))),
            (input, input)
        );
    }
    fs::create_dir(folder.path().join("data")).expect("made");
    fs::write(folder.path().join("data/1.csv"), BEFORE).expect("written");
    fs::write(
        folder.path().join("data/2.csv"),
        "text,label\na third,a\na fourth,b\n",
    )
    .expect("written");
    for (name, wanted) in [
        ("data", 0o750),
        ("data/1.csv", 0o640),
        ("data/2.csv", 0o604),
    ] {
        set(name, wanted);
    }
    let args = [&["data", "--output", "out"], &ROLES[..]].concat();
    assert_eq!(fix(folder.path(), &args).exit, 0);
    assert_eq!(
        (mode("out"), mode("out/1.csv"), mode("out/2.csv")),
        (0o750, 0o640, 0o604)
    );
    assert_eq!(mode("out.manifest"), 0o600);
}

#[test]
fn a_manifest_is_held_against_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
    let args = [&["a.csv", "--output", "out.csv"], &ROLES[..]].concat();
    assert_eq!(fix(folder.path(), &args).exit, 0);
    let manifest = folder.path().join("out.csv.manifest");
    let text = fs::read_to_string(&manifest).expect("there");
    let verify = |text: &str| {
        fs::write(&manifest, text).expect("written");
        run(folder.path(), &["fix", "--verify", "out.csv.manifest"])
    };
    let sound = verify(&text);
    assert_eq!(sound.exit, 0);
    assert!(
        sound
            .stdout
            .contains("1 row of it stands in the input as it says"),
        "{}",
        sound.stdout
    );
    let row = text.lines().nth(1).expect("a row");
    let whole_row = format!("{row}\n");
    for (old, new, said) in [
        (
            "\"row\":3,\"content",
            "\"row\":300,\"content",
            "out.csv.manifest:2: there is no row 300 in a.csv, which has 3 rows",
        ),
        (
            "\"lines\":[4,4]",
            "\"lines\":[400,400]",
            "out.csv.manifest:2: there is no line 400 in a.csv",
        ),
        (
            "\"lines\":[4,4]",
            "\"lines\":[4,3]",
            "out.csv.manifest:2: there is no line 3 in a.csv",
        ),
        (
            "{\"file\":\"a.csv\",\"lines\"",
            "{\"file\":\"b.csv\",\"lines\"",
            "out.csv.manifest:2: the head doesn't name b.csv",
        ),
        (
            "\"line\":2,\"row\":1",
            "\"line\":2,\"row\":77",
            "out.csv.manifest:2: there is no row 77 in a.csv, which stayed",
        ),
        (
            "\"action\":\"drop\"",
            "\"action\":\"keep\"",
            "out.csv.manifest:2: `keep` is no action",
        ),
        (
            &whole_row,
            "",
            "out.csv.manifest:1: a.csv: 3 rows, 2 left, but 0 rows are told of as dropped",
        ),
    ] {
        assert!(text.contains(old), "{old}: {text}");
        let done = verify(&text.replace(old, new));
        let is_said = done.stdout.contains(said);
        assert!(
            is_said && done.exit == 1,
            "{said}: {}{}",
            done.stdout,
            done.stderr
        );
    }
    let head: serde_json::Value =
        serde_json::from_str(text.lines().next().expect("a head")).expect("JSON");
    let mut bare = head.clone();
    bare["files"] = serde_json::json!([]);
    let done = verify(&format!("{bare}\n"));
    assert_eq!(done.exit, 1);
    assert!(
        done.stdout.contains("the head names no file"),
        "{}",
        done.stdout
    );
    for (text, said) in [
        (String::new(), "it is empty"),
        (format!("{row}\n"), "it doesn't begin with its head"),
        (
            "{\"schema\":\"trueline-fix/1\"}\n".to_owned(),
            "line 1 lacks what a head holds",
        ),
    ] {
        let done = verify(&text);
        assert_eq!(done.exit, 2, "{said}");
        assert!(done.stderr.contains(said), "{said}: {}", done.stderr);
    }
    fs::remove_file(folder.path().join("a.csv")).expect("there");
    let done = verify(&text);
    assert_eq!(done.exit, 0);
    assert!(
        done.stdout
            .contains("the input isn't there any more, so 1 row of it can't be compared"),
        "{}",
        done.stdout
    );
}
