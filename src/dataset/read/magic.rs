//! Magic: what the first bytes of a file say it is, whatever its name says.

use std::path::Path;

use serde_json::Value;

use super::super::format::{Format, Packing, shown};
use crate::error::ReadError;

/// Lines that a sparse format is told by.
const SPARSE_LINES: usize = 50;

/// What something is, as messages say it, and the ending of such files.
pub(super) type How = (&'static str, &'static str);

/// In place of an ending, for what has to be unpacked first.
const PACKED: &str = "packed";
const ARCHIVE: &str = "archive";

/// How `bytes` are packed (RFC 1952, RFC 8878); nothing when they don't begin so.
pub(super) fn packing(bytes: &[u8]) -> Option<(Packing, How)> {
    match bytes {
        [0x1F, 0x8B, 0x08, ..] => Some((Packing::Gzip, ("packed with gzip", ".gz"))),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some((Packing::Zstd, ("packed with zstd", ".zst"))),
        _ => None,
    }
}

/// The binary format of `bytes`, as its own specification begins it; without a format where it is known
/// and not read. Nothing when they may be text.
pub(super) fn format(bytes: &[u8]) -> Option<(Option<Format>, How)> {
    let known: [(&[u8], Option<Format>, How); 11] = [
        (b"PAR1", Some(Format::Parquet), ("Parquet", ".parquet")),
        (b"ARROW1\0", Some(Format::Arrow), ("Arrow", ".arrow")),
        // The mark before each message of a stream.
        (
            b"\xFF\xFF\xFF\xFF",
            Some(Format::Arrow),
            ("Arrow", ".arrow"),
        ),
        (
            b"PK\x03\x04",
            None,
            ("a ZIP archive, such as an Excel workbook", ARCHIVE),
        ),
        (b"\xFD7zXZ\0", None, ("packed with xz", PACKED)),
        (b"\x04\x22\x4D\x18", None, ("packed with lz4", PACKED)),
        (b"7z\xBC\xAF\x27\x1C", None, ("a 7-Zip archive", ARCHIVE)),
        (b"\x80\x04\x95", None, ("a Python pickle", "")),
        (
            b"\xD0\xCF\x11\xE0",
            None,
            ("an old Office document, such as an Excel workbook", ""),
        ),
        (b"SQLite format 3\0", None, ("an SQLite database", "")),
        (b"\x89HDF\r\n", None, ("HDF5", "")),
    ];
    // A block of bzip2 begins with the digits of pi.
    if let [
        b'B',
        b'Z',
        b'h',
        b'1'..=b'9',
        b'1',
        b'A',
        b'Y',
        b'&',
        b'S',
        b'Y',
        ..,
    ] = bytes
    {
        return Some((None, ("packed with bzip2", PACKED)));
    }
    known
        .into_iter()
        .find(|(start, ..)| bytes.starts_with(start))
        .map(|(_, format, how)| (format, how))
}

/// The format of text that no name tells of: JSON where it begins as an object or as an array of them.
pub(super) fn of_text(bytes: &[u8]) -> Format {
    let text = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let object = |line: &[u8]| matches!(serde_json::from_slice(line), Ok(Value::Object(_)));
    match text {
        [b'{', ..] if object(first) => Format::JsonLines,
        [b'{', rest @ ..] if rest.trim_ascii_start().starts_with(b"\"") => Format::Json,
        [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Format::Json,
        [b'[', rest @ ..] if rest.trim_ascii() == b"]" => Format::Json,
        _ => Format::Delimited(None),
    }
}

/// A format of lines that is known by its text, and not read as a table.
pub(super) fn foreign_text(path: &Path, text: &str) -> Option<ReadError> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let begins = |line: &str, word: &str| {
        line.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let is_arff = lines
        .clone()
        .find(|line| !line.starts_with('%'))
        .is_some_and(|line| begins(line, "@relation"))
        && lines.clone().any(|line| begins(line, "@data"));
    let is_libsvm = lines.clone().next().is_some_and(is_sparse)
        && lines
            .by_ref()
            .take(SPARSE_LINES)
            .all(|line| is_sparse(line) || !line.contains(' '));
    let (is, help) = if is_arff {
        (
            "ARFF, the format of Weka, which trueline doesn't read",
            "save the table as CSV, JSONL or Parquet, for example with pandas and scipy.io.arff.loadarff",
        )
    } else if is_libsvm {
        (
            "in the sparse format of LIBSVM (LABEL INDEX:VALUE ...), which trueline doesn't read",
            "save the table as CSV, JSONL or Parquet, for example with sklearn.datasets.load_svmlight_file",
        )
    } else if is_page(text) {
        (
            "a web page (HTML) or XML, not a table",
            "see whether the download went wrong; a table on a page can be saved as CSV, for example with \
             pandas.read_html",
        )
    } else {
        return None;
    };
    let path = shown(path);
    Some(ReadError::Disguised {
        message: format!("{path} is {is}"),
        path,
        help: help.to_owned(),
    })
}

/// Whether `text` begins as a web page does.
fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).collect();
    let start = start.to_lowercase();
    ["<!doctype html", "<html", "<table", "<?xml"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

/// Whether a line is a label and then numbers, each with its place: `+1 3:0.5 7:1`.
fn is_sparse(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default();
    let mut cells = line.split_whitespace();
    let label = cells.next().unwrap_or_default();
    let is_place = |cell: &str| {
        cell.split_once(':').is_some_and(|(place, value)| {
            (place == "qid" || place.parse::<u64>().is_ok()) && value.parse::<f64>().is_ok()
        })
    };
    let labels = label.split(',').all(|label| label.parse::<f64>().is_ok());
    let mut places = 0;
    let all = cells.all(|cell| {
        places += 1;
        is_place(cell)
    });
    labels && all && places > 0
}

/// The error about a file that is something else than its name, or the user, says.
pub(super) fn describe_disguise(path: &Path, (is, ending): How, said: Format) -> ReadError {
    let word = said.word();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let packing = [".gz", ".zst"].into_iter().find(|end| name.ends_with(end));
    let bare = name
        .strip_suffix(packing.unwrap_or_default())
        .unwrap_or(&name);
    let stem = bare.strip_suffix(&format!(".{word}")).unwrap_or(bare);
    let path = shown(path);
    let (message, help) = match ending {
        "" => (
            format!("{path} is {is}, not {}", word.to_uppercase()),
            "save the table as CSV, JSONL or Parquet".to_owned(),
        ),
        PACKED => (
            format!("{path} is {is}, which trueline doesn't unpack"),
            "unpack it first, or pack it with gzip or zstd".to_owned(),
        ),
        ARCHIVE => (
            format!("{path} is {is}, not {}", word.to_uppercase()),
            "unpack it first; of a workbook, save the table as CSV".to_owned(),
        ),
        ".gz" | ".zst" => (
            format!("{path} is {is}, which its name doesn't say"),
            format!("name it {name}{ending}, or say what is inside: --input-format {word}"),
        ),
        _ => (
            format!("{path} is {is}, not {}", word.to_uppercase()),
            format!(
                "name it {stem}{ending}{}, or say what it is: --input-format {}",
                packing.unwrap_or_default(),
                &ending[1..]
            ),
        ),
    };
    ReadError::Disguised {
        path,
        message,
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_to_be_unpacked_first_is_told_so() {
        for (bytes, said) in [
            (
                &b"BZh91AY&SY"[..],
                "a.csv is packed with bzip2, which trueline doesn't unpack",
            ),
            (
                b"\xFD7zXZ\0\0\x04",
                "a.csv is packed with xz, which trueline doesn't unpack",
            ),
            (b"7z\xBC\xAF\x27\x1C\0", "a.csv is a 7-Zip archive, not CSV"),
        ] {
            let (format, how) = format(bytes).unwrap();
            assert!(format.is_none());
            let error = describe_disguise(Path::new("a.csv"), how, Format::Delimited(None));
            assert_eq!(error.to_string(), said);
        }
    }

    #[test]
    fn text_without_a_name_is_told_by_how_it_begins() {
        let of = |text: &str| of_text(text.as_bytes()).word();
        assert_eq!(of("\u{feff}{\"a\": 1}\n{\"a\": 2}\n"), "jsonl");
        assert_eq!(of("{\n  \"a\": 1\n}\n"), "json");
        assert_eq!(of("\n[\n{\"a\": 1}]"), "json");
        assert_eq!(of("[]"), "json");
        assert_eq!(of("[x],y\n1,2\n"), "csv");
        assert_eq!(of("{x} likes it\tpos\n"), "csv");
    }

    #[test]
    fn formats_of_lines_are_told_by_their_names() {
        let told =
            |text: &str| foreign_text(Path::new("a.txt"), text).map(|error| error.to_string());
        let arff = "% made by Weka\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n1,2\n";
        assert_eq!(
            told(arff).unwrap(),
            "a.txt is ARFF, the format of Weka, which trueline doesn't read"
        );
        let sparse = "+1 1:0.5 7:1\n-1 2:0.25 # a remark\n+1 qid:3 9:1e-3\n";
        assert!(told(sparse).unwrap().contains("LIBSVM"));
        let page = "\n<!DOCTYPE html><html><body>404</body></html>\n";
        assert_eq!(
            told(page).unwrap(),
            "a.txt is a web page (HTML) or XML, not a table"
        );
        assert_eq!(told("<b>good</b>,pos\n<i>bad</i>,neg\n"), None);
        assert_eq!(told("1 12:30 13:45\n2 late\n"), None);
        assert_eq!(told("@data,b\n1,2\n"), None);
    }
}
