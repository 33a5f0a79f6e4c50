//! Files with vectors that other programs put into the cache: used where they fit, told where they don't.

use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use arrow_array::types::Float32Type;
use arrow_array::{Array, FixedSizeBinaryArray, FixedSizeListArray, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use trueline::testing::{Vectors, hash_row as key};

/// A cache in which the model `test:1` has one vector of three numbers, and that model's folder.
fn cache() -> (tempfile::TempDir, Vectors, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Vectors::at(folder.path());
    cache.add(&[key("first")], &[0.5; 3], 3);
    let models = fs::read_dir(folder.path().join("trueline-2/vectors")).expect("written");
    let model = models.flatten().next().expect("one model").path();
    (folder, cache, model)
}

/// Writes vectors as another program might: nullable columns, a column of its own before them, several
/// row groups, dictionaries.
fn fill(path: &Path, metadata: &[(&str, &str)], texts: &[&str], vectors: &[Option<[f32; 3]>]) {
    let hashes = texts.iter().map(|text| key(text).to_be_bytes());
    let hashes = FixedSizeBinaryArray::try_from_iter(hashes).expect("equally long");
    let lists = vectors
        .iter()
        .map(|vector| vector.map(|vector| vector.map(Some)));
    let lists = FixedSizeListArray::from_iter_primitive::<Float32Type, _, _>(lists, 3);
    let severity = Int64Array::from_iter_values(0..texts.len() as i64);
    let schema = Arc::new(Schema::new(vec![
        Field::new("severity", DataType::Int64, true),
        Field::new("row_hash", hashes.data_type().clone(), true),
        Field::new("vector", lists.data_type().clone(), true),
    ]));
    let batch = RecordBatch::try_new(
        schema.clone(),
        vec![Arc::new(severity), Arc::new(hashes), Arc::new(lists)],
    )
    .expect("equally many rows");
    let metadata = metadata
        .iter()
        .map(|&(key, value)| KeyValue::new(key.to_owned(), value.to_owned()))
        .collect();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(2))
        .set_key_value_metadata(Some(metadata))
        .build();
    let file = File::create(path).expect("the folder can be written");
    let mut writer = ArrowWriter::try_new(file, schema, Some(properties)).expect("a schema");
    writer.write(&batch).expect("written");
    writer.close().expect("written");
}

const METADATA: [(&str, &str); 3] = [
    ("trueline.schema", "1"),
    ("trueline.fingerprint", "test:1"),
    ("trueline.transform", "none"),
];

#[test]
fn vectors_of_another_program_are_used() {
    let (_folder, cache, model) = cache();
    let vectors = [
        Some([1.0, 2.0, 3.0]),
        None,
        Some([4.0, 5.0, 6.0]),
        Some([7.0; 3]),
    ];
    let texts = ["a", "no vector", "b", "a"];
    fill(&model.join("filled.parquet"), &METADATA, &texts, &vectors);
    let asked = ["b", "first", "no vector", "a", "unknown"].map(key);
    let known = cache.find(&asked, 3);
    assert_eq!(
        known,
        [
            Some(vec![4.0, 5.0, 6.0]),
            Some(vec![0.5; 3]),
            None,
            // The first of two counts.
            Some(vec![1.0, 2.0, 3.0]),
            None
        ]
    );
    assert_eq!(cache.warnings(), Vec::<String>::new());
    assert_eq!(cache.models(), [("test".to_owned(), 5)]);
}

#[test]
fn a_file_that_does_not_fit_is_told_passed_over_and_left_where_it_is() {
    let changed = |key: &str, value: &'static str| {
        METADATA.map(|(known, old)| (known, if known == key { value } else { old }))
    };
    let vector = [Some([9.0; 3])];
    let cases: [(&[(&str, &str)], &str); 4] = [
        (
            &changed("trueline.schema", "2"),
            "its trueline.schema is 2, not 1",
        ),
        (
            &changed("trueline.fingerprint", "test:2"),
            "its trueline.fingerprint is test:2, not test:1",
        ),
        (
            &changed("trueline.transform", "whitened"),
            "its trueline.transform is whitened, not none",
        ),
        (&[], "its metadata has no trueline.schema"),
    ];
    for (metadata, why) in cases {
        let (_folder, cache, model) = cache();
        let path = model.join("filled.parquet");
        fill(&path, metadata, &["a"], &vector);
        let known = cache.find(&["a", "first"].map(key), 3);
        assert_eq!(known, [None, Some(vec![0.5; 3])], "{why}");
        let expected = format!("vectors in {} aren't used: {why}", path.display());
        assert_eq!(cache.warnings(), [expected]);
        assert!(path.exists());
    }
    let (_folder, cache, model) = cache();
    for (name, content) in [
        ("empty.parquet", &b""[..]),
        ("text.parquet", b"PAR1 no, just text PAR1"),
    ] {
        fs::write(model.join(name), content).expect("written");
    }
    let known = cache.find(&["a", "first"].map(key), 3);
    assert_eq!(known, [None, Some(vec![0.5; 3])]);
    let told = cache.warnings();
    assert!(
        told.len() == 1 && told[0].ends_with(", and 1 more"),
        "{told:?}"
    );
    assert!(model.join("empty.parquet").exists() && model.join("text.parquet").exists());
}

#[test]
fn folding_leaves_files_of_other_programs_as_they_are() {
    let (_folder, cache, model) = cache();
    let path = model.join("filled.parquet");
    fill(
        &path,
        &METADATA,
        &["a", "b"],
        &[Some([1.0; 3]), Some([2.0; 3])],
    );
    let before = fs::read(&path).expect("readable");
    for text in ["c", "d"] {
        cache.add(&[key(text)], &[3.0; 3], 3);
    }
    assert_eq!(fs::read(&path).expect("still there"), before);
    assert_eq!(fs::read_dir(&model).expect("listed").count(), 2);
    let known = cache.find(&["a", "b", "c", "d", "first"].map(key), 3);
    assert!(known.iter().all(Option::is_some));
}

/// The program that docs/vectors.md shows.
fn example() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/vectors.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let code = page
        .split("```python\n")
        .nth(1)
        .expect("it shows a program");
    code.split("```").next().expect("it ends").to_owned()
}

#[test]
fn the_program_in_the_documentation_fills_the_cache() {
    let Some(python) = env::var_os("TRUELINE_TEST_PYTHON") else {
        assert!(
            env::var_os("CI").is_none(),
            "TRUELINE_TEST_PYTHON is not set: run the tests with `make test`"
        );
        println!("not run: TRUELINE_TEST_PYTHON is not set; `make test` sets it");
        return;
    };
    let (_folder, cache, model) = cache();
    let mut program = Command::new(Path::new(&python).join("bin/python"))
        .args(["-c", &example()])
        .arg(&model)
        .stdin(Stdio::piped())
        .spawn()
        .expect("python runs");
    let rows = "{\"text\": \"größer\", \"vector\": [1, 0.25, -3]}\n{\"text\": \"a\", \"vector\": [4, 5, 6]}\n";
    let mut input = program.stdin.take().expect("piped");
    input.write_all(rows.as_bytes()).expect("it reads");
    drop(input);
    assert!(program.wait().expect("it ends").success());
    let known = cache.find(&["a", "größer", "first"].map(key), 3);
    assert_eq!(cache.warnings(), Vec::<String>::new());
    assert!(known.iter().all(Option::is_some));
    let known: Vec<f32> = known.into_iter().flatten().flatten().collect();
    assert_eq!(known, [4.0, 5.0, 6.0, 1.0, 0.25, -3.0, 0.5, 0.5, 0.5]);
}
