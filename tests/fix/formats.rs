//! Every byte that belongs to no dropped row stays, whatever the file is like.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use super::fix;

/// A row that is empty, one that says something over three lines, and its copy.
const LONG: &str = "\"over three\r\nlines, with a \"\"quote\"\"\r\nin them\"";

fn check_bytes(name: &str, before: &[u8], after: &[u8], args: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join(name);
    fs::write(&input, before).expect("written");
    let output = format!("out-{name}");
    let own = [name, "--output", &output, "--select", "duplicate-rows"];
    let done = fix(folder.path(), &[&own, args].concat());
    assert_eq!(done.exit, 0, "{name}: {}{}", done.stdout, done.stderr);
    let out = fs::read(folder.path().join(&output)).expect("written");
    let left = unpack(name, &out);
    assert_eq!(left, after, "{name}: {}", String::from_utf8_lossy(&left));
    assert_eq!(fs::read(&input).expect("there"), before, "{name}");
    let verify = ["fix", "--verify", &format!("{output}.manifest")];
    let done = super::run(folder.path(), &verify);
    assert_eq!(done.exit, 0, "{name}: {}", done.stdout);
    assert!(
        done.stdout.contains("in the input as it says"),
        "{}",
        done.stdout
    );
}

fn unpack(name: &str, bytes: &[u8]) -> Vec<u8> {
    if Path::new(name).extension().is_some_and(|end| end == "gz") {
        let mut out = Vec::new();
        let mut decoder = flate2::read::MultiGzDecoder::new(bytes);
        decoder.read_to_end(&mut out).expect("gzip");
        return out;
    }
    if Path::new(name).extension().is_some_and(|end| end == "zst") {
        return zstd::decode_all(bytes).expect("zstd");
    }
    bytes.to_vec()
}

#[test]
fn delimited_text_keeps_its_quoting_its_ends_and_its_comments() {
    let rows = |end: &str, copies: &str| {
        format!(
            "# made by hand{end}text,label{end}{LONG},a{end}{end}# half way{end}\"plain\",b{end}{copies}other, c{end}last,b"
        )
    };
    for end in ["\n", "\r\n"] {
        let copies = format!("{LONG},a{end}\"plain\",b{end}");
        let label = ["--label", "label", "--text", "text"];
        check_bytes(
            "a.csv",
            rows(end, &copies).as_bytes(),
            rows(end, "").as_bytes(),
            &label,
        );
    }
}

#[test]
fn the_last_row_may_go_and_the_first() {
    let label = ["--label", "label", "--text", "text"];
    check_bytes(
        "a.tsv",
        b"text\tlabel\nsay \"so\"\ta\nnow\tb\nsay \"so\"\ta",
        b"text\tlabel\nsay \"so\"\ta\nnow\tb\n",
        &label,
    );
    let bare = ["--no-header", "--label", "column_2", "--text", "column_1"];
    check_bytes(
        "b.csv",
        b"\xEF\xBB\xBFone thing,a\nanother thing,b\none thing,a\n",
        b"\xEF\xBB\xBFone thing,a\nanother thing,b\n",
        &bare,
    );
}

#[test]
fn objects_stay_as_they_are_written() {
    check_bytes(
        "a.jsonl",
        b"{\"text\": \"caf\\u00e9\",  \"label\":\"a\"}\n\n{\"label\":\"b\",\"text\":\"tea\"}\n{\"text\":\"caf\xC3\xA9\",\"label\":\"a\"}\n{\"text\":\"x\",\"label\":\"b\"}\n",
        b"{\"text\": \"caf\\u00e9\",  \"label\":\"a\"}\n\n{\"label\":\"b\",\"text\":\"tea\"}\n{\"text\":\"x\",\"label\":\"b\"}\n",
        &["--label", "label", "--text", "text"],
    );
}

#[test]
fn encodings_and_packings_stay() {
    let label = ["--label", "label", "--text", "text"];
    let before = "text,label\ncafé,a\nthé,b\ncafé,a\nmaté,b\n";
    let after = "text,label\ncafé,a\nthé,b\nmaté,b\n";
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| c as u8).collect() };
    let named = [&label[..], &["--encoding", "latin-1"]].concat();
    check_bytes("l.csv", &latin(before), &latin(after), &named);
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide = |text: &str| -> Vec<u8> {
            let text = format!("\u{feff}{text}");
            text.encode_utf16().flat_map(order).collect()
        };
        check_bytes("w.csv", &wide(before), &wide(after), &label);
    }
    // Without a mark, as it is named.
    let bare = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let named = [&label[..], &["--encoding", "utf-16be"]].concat();
    check_bytes("n.csv", &bare(before), &bare(after), &named);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(before.as_bytes()).expect("packed");
    let gzip = gzip.finish().expect("packed");
    check_bytes("a.csv.gz", &gzip, after.as_bytes(), &label);
    let zstd = zstd::encode_all(before.as_bytes(), 1).expect("packed");
    check_bytes("a.csv.zst", &zstd, after.as_bytes(), &label);
}

#[test]
fn objects_of_an_array_stay_as_they_are_written() {
    let label = ["--label", "label", "--text", "text"];
    let copy = r#"{"text":"café thé",  "label":"a"}"#;
    let pretty = "{\n    \"text\": \"tea\",\n    \"label\": \"b\"\n  }";
    let last = r#"{"label": "b", "text": "one more"}"#;
    let array = |rows: &[&str]| format!("[\n  {}\n]\n", rows.join(",\n  "));
    let spread = |rows: &[&str]| format!("{}\n", rows.join("\n"));
    let before = [copy, pretty, copy, last, copy];
    let after = [copy, pretty, last];
    for name in ["a.json", "a.jsonl"] {
        check_bytes(
            name,
            array(&before).as_bytes(),
            array(&after).as_bytes(),
            &label,
        );
        let (before, after) = (spread(&before), spread(&after));
        if name == "a.json" {
            check_bytes(name, before.as_bytes(), after.as_bytes(), &label);
        }
    }
    let tight = format!("[{copy}, {last},{copy}]");
    let left = format!("[{copy}, {last}]");
    check_bytes("t.json", tight.as_bytes(), left.as_bytes(), &label);
    let wide = |text: &str| -> Vec<u8> {
        let text = format!("\u{feff}{text}");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    check_bytes("w.json", &wide(&tight), &wide(&left), &label);
    let packed = zstd::encode_all(tight.as_bytes(), 1).expect("packed");
    check_bytes("a.json.zst", &packed, left.as_bytes(), &label);
}

#[test]
fn rows_that_cannot_be_told_apart_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = "{\"columns\":[\"text\",\"label\"],\"data\":[[\"a b\",1],[\"c d\",2],[\"a b\",1]]}";
    for (name, text) in [
        ("a.json", table),
        ("c.csv", "text,label\ra b,1\rc d,2\ra b,1\r"),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
        let output = format!("out-{name}");
        let args = [
            name, "--label", "label", "--text", "text", "--output", &output,
        ];
        let done = fix(folder.path(), &args);
        assert_eq!(done.exit, 2, "{name}: {}", done.stdout);
        let said = done.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("can't be fixed: its rows can't be told apart to the byte"),
            "{name}: {said}"
        );
        assert!(!folder.path().join(output).exists());
    }
}
