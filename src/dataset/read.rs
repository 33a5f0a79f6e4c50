//! Read: turns one data file of any format into a table of cells, or says why it can't.
//!
//! Only this folder opens data files.

mod columnar;
mod delimited;
mod delimiter;
mod json;
mod look;
mod magic;
mod open;
mod quoting;
mod record;
mod records;

use std::path::Path;

use super::cells::Cells;
use super::{FileFormat, Source, is_stdin};
use crate::error::ReadError;
use delimiter::Delimiter;

pub(crate) use look::{Look, look};
pub(super) use record::Written;

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// Records on lines; the delimiter is known or to be found out.
    Delimited(Delimiter),
    /// An array of objects; objects one after the other are read too.
    Json,
    /// One object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// The file format of Arrow IPC, which is also Feather's second version.
    Arrow,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// What one file holds: columns of equal length, in the file's order.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) names: Vec<String>,
    pub(super) cells: Vec<Cells>,
    pub(super) rows: usize,
    /// The line on which each row begins, where rows begin on lines of their own.
    pub(super) lines: Option<Vec<u64>>,
}

/// A table, and where its rows are written.
#[derive(Debug)]
pub(super) struct ReadTable {
    pub(super) table: Table,
    pub(super) written: Written,
}

/// Reads the whole of `path`, one of the files of `source`. The format is the one that the user says, else
/// that of the file's name; a name that says none leaves it to the first bytes.
///
/// # Errors
/// Whatever is wrong with the file: see [`ReadError`].
pub(super) fn read(path: &Path, source: &Source) -> Result<ReadTable, ReadError> {
    let (bytes, format, packing) = opened(path, source.format)?;
    let written = Written::of(path, format, packing, &bytes);
    let table = match format {
        Format::Parquet => columnar::parquet(path, bytes),
        Format::Arrow => columnar::arrow(path, bytes),
        Format::Delimited(delimiter) => {
            let text = open::text(path, bytes, source.encoding)?;
            delimited::read(path, &text, delimiter, source.header)
        }
        Format::Json => json::array(path, &open::text(path, bytes, source.encoding)?),
        Format::JsonLines => json::lines(path, &open::text(path, bytes, source.encoding)?),
    }?;
    if table.rows == 0 {
        return Err(ReadError::NoRows {
            path: shown(path),
            empty_list: table.names.is_empty(),
        });
    }
    if table.names.is_empty() {
        return Err(ReadError::NoColumns { path: shown(path) });
    }
    Ok(ReadTable { table, written })
}

/// The unpacked bytes of `path`, and how they are written and were packed.
fn opened(path: &Path, said: Option<FileFormat>) -> Result<(Vec<u8>, Format, Packing), ReadError> {
    let (named, named_packing) = Format::of(path);
    let bytes = open::packed(path)?;
    let found = magic::packing(&bytes);
    let free = said.is_some() || named == Format::Delimited(Delimiter::Any);
    let packing = match (found, named_packing) {
        (Some((packing, _)), _) if free => packing,
        (Some((_, how)), Packing::None) => {
            return Err(magic::disguised(path, how, named));
        }
        (_, packing) => packing,
    };
    let bytes = open::unpacked(path, bytes, packing)?;
    let (format, sure) = match said {
        Some(said) => (Format::from(said), true),
        None => (named, named != Format::Delimited(Delimiter::Any)),
    };
    let format = match magic::format(&bytes) {
        Some((found, how)) if sure && found != Some(format) => {
            return Err(magic::disguised(path, how, format));
        }
        Some((Some(found), _)) => found,
        Some((None, how)) => return Err(magic::disguised(path, how, format)),
        None if sure => format,
        None => magic::of_text(&bytes),
    };
    Ok((bytes, format, packing))
}

impl Format {
    /// The format that the name of `path` says, and how it is packed.
    fn of(path: &Path) -> (Self, Packing) {
        if is_stdin(path) {
            return (Self::Delimited(Delimiter::Any), Packing::None);
        }
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let (name, packing) = [(".gz", Packing::Gzip), (".zst", Packing::Zstd)]
            .into_iter()
            .find_map(|(end, packing)| Some((name.strip_suffix(end)?, packing)))
            .unwrap_or((&name, Packing::None));
        let format = match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("csv") => Self::Delimited(Delimiter::Comma),
            Some("tsv" | "tab") => Self::Delimited(Delimiter::Known(b'\t')),
            Some("json") => Self::Json,
            Some("jsonl" | "ndjson") => Self::JsonLines,
            Some("parquet" | "pq") => Self::Parquet,
            Some("arrow" | "feather" | "ipc") => Self::Arrow,
            _ => Self::Delimited(Delimiter::Any),
        };
        (format, packing)
    }

    /// The word that messages have for it.
    fn word(self) -> &'static str {
        match self {
            Self::Delimited(Delimiter::Known(b'\t')) => "tsv",
            Self::Delimited(_) => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }
}

impl From<FileFormat> for Format {
    fn from(said: FileFormat) -> Self {
        match said {
            FileFormat::Csv => Self::Delimited(Delimiter::Comma),
            FileFormat::Tsv => Self::Delimited(Delimiter::Known(b'\t')),
            FileFormat::Json => Self::Json,
            FileFormat::JsonLines => Self::JsonLines,
            FileFormat::Parquet => Self::Parquet,
            FileFormat::Arrow => Self::Arrow,
        }
    }
}

/// Whether the name of `path` says a data format, packed or not.
pub(crate) fn named_as_data(path: &Path) -> bool {
    Format::of(path).0 != Format::Delimited(Delimiter::Any)
}

/// The word for the format that the name of `path` says: `csv`, `tsv`, `json`, `jsonl`, `parquet` or `arrow`.
pub(super) fn format_word(path: &Path) -> &'static str {
    Format::of(path).0.word()
}

/// A path as messages show it.
pub(super) fn shown(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    path.display().to_string()
}

/// The line (from 1) on which the byte at `offset` stands.
fn line_of(bytes: &[u8], offset: usize) -> u64 {
    1 + newlines(&bytes[..offset])
}

#[expect(
    clippy::naive_bytecount,
    reason = "each file is counted once: no place for one more crate"
)]
fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::fixture::Folder;
    use super::super::{Column, Kind};
    use super::*;

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

    #[test]
    fn the_end_of_the_name_says_format_and_packing() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(
            of("a/b.CSV.GZ"),
            (Format::Delimited(Delimiter::Comma), Packing::Gzip)
        );
        assert_eq!(
            of("b.tsv"),
            (Format::Delimited(Delimiter::Known(b'\t')), Packing::None)
        );
        assert_eq!(of("b.jsonl.zst"), (Format::JsonLines, Packing::Zstd));
        assert_eq!(of("b.json"), (Format::Json, Packing::None));
        assert_eq!(of("b.feather"), (Format::Arrow, Packing::None));
        assert_eq!(of("b.parquet"), (Format::Parquet, Packing::None));
        assert_eq!(
            of("processed.va.data"),
            (Format::Delimited(Delimiter::Any), Packing::None)
        );
        assert_eq!(of("b"), (Format::Delimited(Delimiter::Any), Packing::None));
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
            ("a.parquet", columnar::written("parquet")),
            ("a.feather", columnar::written("arrow")),
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
                let table = load(&folder.write(&name, bytes))
                    .unwrap_or_else(|error| panic!("{name}: {error}"));
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
    fn a_missing_file_names_its_sibling() {
        let folder = Folder::new();
        folder.write("reviews.csv", "a\n1\n");
        let ReadError::Missing { help, .. } = load(&folder.path().join("review.csv")).unwrap_err()
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
        assert!(matches!(load(&path), Err(ReadError::Denied { .. })));
    }

    #[test]
    fn what_is_no_table_is_told_apart() {
        let folder = Folder::new();
        assert!(matches!(load(folder.path()), Err(ReadError::Folder { .. })));
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
        assert!(
            error("a.csv.gz", &whole[..whole.len() - 9]).starts_with("cannot unpack a.csv.gz: ")
        );
        assert!(error("a.csv.zst", "text,label\n").starts_with("cannot unpack a.csv.zst: "));
        for (name, format) in [("a.parquet", "parquet"), ("a.arrow", "arrow")] {
            let whole = columnar::written(format);
            for damaged in [&whole[..whole.len() / 2], &whole[..7], b"no such thing"] {
                assert!(error(name, damaged).starts_with(&format!("cannot read {name} as ")));
            }
        }
    }
}
