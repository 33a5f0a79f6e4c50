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
        done.stdout.contains("found in the input"),
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
fn rows_without_lines_of_their_own_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = "[{\"text\":\"a b\",\"label\":1},{\"text\":\"c d\",\"label\":2},{\"text\":\"a b\",\"label\":1}]";
    for (name, text) in [
        ("a.json", rows),
        ("b.jsonl", rows),
        ("c.csv", "text,label\ra b,1\rc d,2\ra b,1\r"),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
        let output = format!("out-{name}");
        let args = [
            name, "--label", "label", "--text", "text", "--output", &output,
        ];
        let done = fix(folder.path(), &args);
        assert_eq!(done.exit, 2, "{name}: {}", done.stdout);
        assert!(
            done.stderr
                .contains("can't be fixed: its rows don't stand on lines of their own"),
            "{name}: {}",
            done.stderr
        );
        assert!(!folder.path().join(output).exists());
    }
}
