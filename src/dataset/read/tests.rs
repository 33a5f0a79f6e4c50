//! Tests of reading: files as they are found, whatever they are called.

use std::io::Write;

use super::super::fixture::Folder;
use super::super::{Column, Kind};
use super::*;
use crate::error::AccessError;

/// A table as columns by name.
fn columns(table: Table) -> Vec<Column> {
    table
        .names
        .into_iter()
        .zip(table.cells)
        .map(|(name, cells)| Column::new(name, cells, None))
        .collect()
}

fn load(path: &Path) -> Result<Table, ReadError> {
    let source = Source {
        header: true,
        ..Source::default()
    };
    Ok(read(path, &source)?.table)
}

fn error(name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    let path = folder.write(name, content);
    load(&path)
        .unwrap_err()
        .to_string()
        .replace(&format!("{}/", folder.path().display()), "")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The same table in every format, plain and packed: text with a quote and a new line, a number as
/// the file writes it, a boolean, a missing cell.
#[test]
fn every_format_reads_the_same_table() {
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a.csv", b"text,n,b\n\"say \"\"so\"\"\nnow\",21.0,true\n plain ,,false\n".to_vec()),
        ("a.tsv", b"text\tn\tb\r\n\"say \"\"so\"\"\nnow\"\t21.0\ttrue\r\nplain\tNaN\tfalse\r\n".to_vec()),
        ("a.data", b"text;n;b\n\"say \"\"so\"\"\nnow\";21.0;true\nplain;;false".to_vec()),
        (
            "a.json",
            br#"[{"text": "say \"so\"\nnow", "n": 21.0, "b": true},
                 {"b": false, "text": "plain"}]"#
                .to_vec(),
        ),
        ("a.jsonl", b"{\"text\":\"say \\\"so\\\"\\nnow\",\"n\":21.0,\"b\":true}\n\n{\"text\":\"plain\",\"n\":null,\"b\":false}\n".to_vec()),
        ("a.parquet", columnar::write_sample("parquet")),
        ("a.feather", columnar::write_sample("arrow")),
    ];
    let folder = Folder::new();
    for (name, bytes) in files {
        let packed = [
            (name.to_owned(), bytes.clone()),
            (format!("{name}.gz"), gzip(&bytes)),
            (
                format!("{name}.zst"),
                zstd::encode_all(bytes.as_slice(), 1).unwrap(),
            ),
        ];
        for (name, bytes) in packed {
            let table =
                load(&folder.write(&name, bytes)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                (table.names.join(" "), table.rows),
                ("text n b".to_owned(), 2),
                "{name}"
            );
            let columns = columns(table);
            let row = |row: usize| {
                columns
                    .iter()
                    .map(|column| column.text(row))
                    .collect::<Vec<_>>()
            };
            assert_eq!(
                row(0),
                [Some("say \"so\"\nnow"), Some("21.0"), Some("true")],
                "{name}"
            );
            assert_eq!(row(1), [Some("plain"), None, Some("false")], "{name}");
            assert_eq!(columns[1].kind, Kind::Number, "{name}");
        }
    }
}

#[test]
fn lines_are_counted_on_from_the_place_before() {
    let text = b"a\nbc\n\nd";
    assert_eq!(lines_of(text, &[0, 2, 3, 6]), [1, 2, 2, 4]);
    for at in 0..text.len() {
        assert_eq!(lines_of(text, &[at]), [line_of(text, at)]);
    }
    assert_eq!(lines_of(text, &[]), [0_u64; 0]);
}

#[test]
fn a_missing_file_names_its_sibling() {
    let folder = Folder::new();
    folder.write("reviews.csv", "a\n1\n");
    let ReadError::Access(AccessError::Missing { help, .. }) =
        load(&folder.path().join("review.csv")).unwrap_err()
    else {
        panic!("read");
    };
    assert!(
        help.starts_with("did you mean ") && help.ends_with("reviews.csv?"),
        "{help}"
    );
}

#[cfg(unix)]
#[test]
fn no_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.write("a.csv", "a\n1\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        eprintln!("not tested: this user may read every file");
        return;
    }
    assert!(matches!(
        load(&path),
        Err(ReadError::Access(AccessError::Denied { .. }))
    ));
}

#[test]
fn what_is_no_table_is_told_apart() {
    let folder = Folder::new();
    assert!(matches!(
        load(folder.path()),
        Err(ReadError::Access(AccessError::Folder { .. }))
    ));
    assert_eq!(error("a.csv", ""), "a.csv is empty");
    assert_eq!(error("a.csv", " \n\r\n"), "a.csv is empty");
    assert_eq!(
        error("a.csv", "text,label\n"),
        "a.csv has columns but no rows"
    );
    assert_eq!(
        error("a.json", "[]"),
        "a.json is an empty list: it holds no rows"
    );
    assert_eq!(
        error("a.json", "[{}, {}]"),
        "the rows of a.json have no columns"
    );
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    assert_eq!(
        error("a.parquet", pointer),
        "a.parquet is a Git LFS pointer, not the data"
    );
    assert_eq!(
        error("a.csv.gz", pointer),
        "a.csv.gz is a Git LFS pointer, not the data"
    );
}

#[test]
fn damaged_files_are_errors_and_no_panics() {
    assert!(error("a.csv.gz", "text,label\n").starts_with("cannot unpack a.csv.gz: "));
    let whole = gzip(b"text,label\na,1\n");
    assert!(error("a.csv.gz", &whole[..whole.len() - 9]).starts_with("cannot unpack a.csv.gz: "));
    assert!(error("a.csv.zst", "text,label\n").starts_with("cannot unpack a.csv.zst: "));
    for (name, format) in [("a.parquet", "parquet"), ("a.arrow", "arrow")] {
        let whole = columnar::write_sample(format);
        for damaged in [&whole[..whole.len() / 2], &whole[..7], b"no such thing"] {
            assert!(error(name, damaged).starts_with(&format!("cannot read {name} as ")));
        }
    }
}
