//! Parquet: rows go and texts are mended; schema, metadata, packing and every other value stay.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow_array::{ArrayRef, RecordBatch, StringArray, StructArray};
use arrow_schema::{DataType, Field};

use super::parquet::write_parquet;
use super::{fix, found, read_manifest, run};

const RULES: &str = "duplicate-rows,empty-text,label-spellings,personal-data,broken-text";
const ROLES: [&str; 4] = ["--label", "label", "--text", "text"];

/// Python with pyarrow; absent where the tests aren't set up for it.
fn python() -> Option<PathBuf> {
    let Some(python) = env::var_os("TRUELINE_TEST_PYTHON") else {
        assert!(
            env::var_os("CI").is_none(),
            "TRUELINE_TEST_PYTHON is not set: run the tests with `make test`"
        );
        println!("not run: TRUELINE_TEST_PYTHON is not set; `make test` sets it");
        return None;
    };
    Some(Path::new(&python).join("bin/python"))
}

/// What `parquet.py` beside this file says.
fn call(python: &Path, args: &[&Path]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fix/parquet.py");
    let done = Command::new(python).arg(script).args(args).output();
    let done = done.expect("python runs");
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{args:?}: {stderr}");
    String::from_utf8(done.stdout).expect("UTF-8")
}

#[test]
fn what_another_library_wrote_stays_as_it_was() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    call(&python, &[Path::new("make"), folder.path()]);
    let path = |name: &str| folder.path().join(name);
    for name in ["plain", "snappy", "zstd", "hive", "delta"] {
        let (input, once, twice) = (
            format!("{name}.parquet"),
            format!("{name}-once.parquet"),
            format!("{name}-twice.parquet"),
        );
        let rules = ["--unsafe-fixes", "--select", RULES];
        let fix_to = |input: &str, output: &str| {
            let own = [input, "--output", output];
            let done = fix(folder.path(), &[&own, &ROLES[..], &rules].concat());
            assert_eq!(done.exit, 0, "{name}: {}{}", done.stdout, done.stderr);
            done.stdout
        };
        let said = fix_to(&input, &once);
        assert!(said.contains("120 rows, 114 left"), "{name}: {said}");
        let manifest = format!("{once}.manifest");
        let mended = call(
            &python,
            &[
                Path::new("compare"),
                &path(&input),
                &path(&once),
                &path(&manifest),
            ],
        );
        for cell in [
            "40 label 'good'",
            "41 label 'bad'",
            "60 text '  write to [email] now \\nword",
        ] {
            assert!(mended.contains(cell), "{name}: {cell}: {mended}");
        }
        assert!(mended.contains(" café crème'"), "{name}: {mended}");
        let left = found(
            folder.path(),
            RULES,
            &[&[once.as_str()], &ROLES[..]].concat(),
        );
        assert_eq!(left, [""; 0], "{name}");
        fix_to(&once, &twice);
        let read = |name: &str| fs::read(path(name)).expect("written");
        assert!(read(&once) == read(&twice), "{name}: twice isn't once");
        let verified = run(folder.path(), &["fix", "--verify", &manifest]);
        assert_eq!(verified.exit, 0, "{name}: {}", verified.stdout);
        assert!(
            verified.stdout.contains("of it stand in the input"),
            "{}",
            verified.stdout
        );
    }
}

/// Five rows, of which the fourth is the second and the last has an address in it.
fn small() -> Vec<u8> {
    let texts = [
        "one thing",
        "another thing",
        "a third",
        "another thing",
        " ask c@example.org ",
    ];
    let labels = ["a", "b", "a", "b", "a"];
    write_parquet(&[("text", texts.to_vec()), ("label", labels.to_vec())])
}

#[test]
fn a_diff_goes_row_by_row() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.parquet"), small()).expect("written");
    let own = ["a.parquet", "--diff", "--unsafe-fixes"];
    let done = fix(folder.path(), &[&own, &ROLES[..]].concat());
    assert_eq!(done.exit, 1, "{}", done.stderr);
    assert_eq!(
        done.stdout,
        "--- a.parquet\n+++ a.parquet\n\
         @@ row 4 @@\n-{\"text\":\"another thing\",\"label\":\"b\"}\n\
         @@ row 5 @@\n-{\"text\":\" ask c@example.org \"}\n+{\"text\":\" ask [email] \"}\n"
    );
    assert_eq!(
        fs::read(folder.path().join("a.parquet")).expect("there"),
        small()
    );
}

#[test]
fn a_diff_of_an_array_shows_objects() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "[{\"text\": \"one\",\n \"label\": 1}, {\"text\": \"two\", \"label\": 2},\n{\"text\": \"one\", \"label\": 1},\n\
                {\"text\": \"c@example.org\",\n \"label\": 2}]";
    fs::write(folder.path().join("a.json"), text).expect("written");
    let own = ["a.json", "--diff", "--unsafe-fixes"];
    let done = fix(folder.path(), &[&own, &ROLES[..]].concat());
    assert_eq!(done.exit, 1, "{}", done.stderr);
    assert_eq!(
        done.stdout,
        "--- a.json\n+++ a.json\n\
         @@ row 3 @@\n-{\"text\": \"one\", \"label\": 1}\n\
         @@ row 4 @@\n-{\"text\": \"c@example.org\",\n- \"label\": 2}\n+{\"text\": \"[email]\",\n+ \"label\": 2}\n"
    );
}

#[test]
fn in_place_and_over_shards_rows_are_numbered() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("made");
    fs::write(data.join("1.parquet"), small()).expect("written");
    // Packed once more, and with a row of the first.
    let second = write_parquet(&[
        ("text", vec!["another thing", "a fourth"]),
        ("label", vec!["b", "b"]),
    ]);
    let second = zstd::encode_all(second.as_slice(), 1).expect("packed");
    fs::write(data.join("2.parquet.zst"), &second).expect("written");
    let rule = ["--select", "duplicate-rows"];
    let args = [&["data", "--output", "out"], &ROLES[..], &rule].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("7 rows, 5 left"), "{}", done.stdout);
    let (head, rows) = read_manifest(&folder.path().join("out.manifest"));
    assert_eq!(head["files"][1]["output"], "out/2.parquet.zst");
    assert_eq!(head["files"][1]["left"], 1);
    assert_eq!(
        (&rows[1]["row"], &rows[1]["lines"]),
        (&1.into(), &serde_json::Value::Null)
    );
    assert_eq!(rows[1]["kept"]["row"], 2);
    let verified = run(folder.path(), &["fix", "--verify", "out.manifest"]);
    assert_eq!(verified.exit, 0, "{}", verified.stdout);
    let manifest = folder.path().join("out.manifest");
    let text = fs::read_to_string(&manifest).expect("there");
    fs::write(
        &manifest,
        text.replace("\"row\":4,\"content", "\"row\":3,\"content"),
    )
    .expect("written");
    let verified = run(folder.path(), &["fix", "--verify", "out.manifest"]);
    assert!(
        verified
            .stdout
            .contains("row 3 of data/1.parquet isn't the row that the manifest tells of"),
        "{}",
        verified.stdout
    );
    let args = [&["data", "--in-place"], &ROLES[..], &rule].concat();
    for left in ["7 rows, 5 left", "5 rows, all of them left"] {
        let done = fix(folder.path(), &args);
        assert_eq!(done.exit, 0, "{}", done.stderr);
        assert!(done.stdout.contains(left), "{}", done.stdout);
    }
}

#[test]
fn what_is_no_text_stays_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let roles = [
        "--label",
        "label",
        "--text",
        "text",
        "--unsafe-fixes",
        "--select",
        "personal-data",
    ];
    let nested = nested();
    fs::write(folder.path().join("a.parquet"), &nested).expect("written");
    let own = ["a.parquet", "--output", "b.parquet"];
    let done = fix(folder.path(), &[&own, &roles[..]].concat());
    assert_eq!(done.exit, 1, "{}{}", done.stdout, done.stderr);
    let said = done.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("column meta in 1 row (row 2 of a.parquet): the cell holds a list, an object or the like"),
        "{said}"
    );
    assert_eq!(
        fs::read(folder.path().join("b.parquet")).expect("written"),
        nested
    );
}

/// A table with an address inside of an object of its second row.
fn nested() -> Vec<u8> {
    let array =
        |texts: [&'static str; 4]| -> ArrayRef { Arc::new(StringArray::from(texts.to_vec())) };
    let by = array(["nobody", "c@example.org", "nobody", "she"]);
    let field = Arc::new(Field::new("by", DataType::Utf8, true));
    let meta: ArrayRef = Arc::new(StructArray::from(vec![(field, by)]));
    let texts = array(["one thing", "another", "a third", "more"]);
    let columns = [
        ("text", texts),
        ("label", array(["a", "b", "a", "b"])),
        ("meta", meta),
    ];
    let table = RecordBatch::try_from_iter(columns).expect("columns of one height");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, table.schema(), None).expect("a vector");
    writer.write(&table).expect("a vector can be written");
    writer.close().expect("a vector can be written");
    bytes
}
