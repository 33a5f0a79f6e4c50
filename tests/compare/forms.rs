//! One table in several forms: another order, another dialect or another format changes nothing.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::made::shuffle;
use crate::{compare, rows};

/// A row of cells of every kind, `None` where one is missing.
type Cells = [Option<String>; 6];

const NAMES: [&str; 6] = ["note", "price", "count", "seen", "code", "label"];

fn table() -> Vec<Cells> {
    (0..120_u32)
        .map(|row| {
            let some = |text: String| (row % 11 != 3).then_some(text);
            [
                some(format!("Note {row}, said \"twice\"; then\na second line")),
                some(format!("{}.{:02}", 1_000 + 7 * row, row % 90 + 10)),
                Some((row % 13).to_string()),
                Some((row % 3 == 0).to_string()),
                Some(format!("{:05}", row * 7)),
                Some(["yes", "no"][row as usize % 2].to_owned()),
            ]
        })
        .collect()
}

/// How a cell is written, by its column.
type Write = fn(usize, &str) -> String;

fn write_text(folder: &Path, name: &str, rows: &[Cells], delimiter: &str, write: Write) {
    let mut text = NAMES.join(delimiter) + "\n";
    for row in rows {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let cell = cell.as_ref().map_or(String::new(), |cell| write(at, cell));
            let is_plain = !cell.contains(['"', '\n', ',', ';', '\t']);
            if is_plain {
                cell
            } else {
                format!("\"{}\"", cell.replace('"', "\"\""))
            }
        });
        text += &(cells.collect::<Vec<_>>().join(delimiter) + "\n");
    }
    fs::write(folder.join(name), text).expect("written");
}

fn write_json(folder: &Path, rows: &[Cells]) {
    let mut lines = String::new();
    let mut all = Vec::new();
    for row in rows {
        let mut object = serde_json::Map::new();
        for (at, cell) in row.iter().enumerate() {
            let value = match cell {
                None => json!(null),
                Some(cell) if at == 1 => json!(cell.parse::<f64>().expect("a number")),
                Some(cell) if at == 2 => json!(cell.parse::<u64>().expect("a number")),
                Some(cell) if at == 3 => json!(cell == "true"),
                Some(cell) => json!(cell),
            };
            object.insert(NAMES[at].to_owned(), value);
        }
        lines += &format!("{}\n", json!(object));
        all.push(json!(object));
    }
    fs::write(folder.join("lines.jsonl"), lines).expect("written");
    fs::write(folder.join("list.json"), json!(all).to_string()).expect("written");
}

#[test]
fn another_order_dialect_or_format_is_no_change() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path();
    let all = table();
    write_text(path, "base.csv", &all, ",", |_, cell| cell.to_owned());
    let other = shuffle(all.clone(), 11);
    write_text(path, "order.csv", &other, ",", |_, cell| cell.to_owned());
    write_text(path, "comma.csv", &all, ";", |at, cell| match at {
        1 => cell.replace('.', ","),
        3 => [cell[..1].to_uppercase(), cell[1..].to_owned()].concat(),
        _ => cell.to_owned(),
    });
    write_text(path, "tabs.tsv", &all, "\t", |at, cell| match at {
        2 => format!("{cell}.0"),
        _ => cell.to_owned(),
    });
    write_json(path, &other);
    let files = [
        "base.csv",
        "order.csv",
        "comma.csv",
        "tabs.tsv",
        "lines.jsonl",
        "list.json",
    ];
    for other in files {
        for [old, new] in [["base.csv", other], [other, "base.csv"]] {
            let report = compare(path, &[old, new, "--label", "label"]);
            assert_eq!(rows(&report), [120, 0, 0, 0, 0, 0], "{old} {new}: {report}");
            assert_eq!(report["changed"], false, "{old} {new}: {report}");
        }
    }
}

#[test]
fn columns_in_another_order_are_no_change() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    write("old.csv", "a,b,c\n1,x,yes\n2,y,no\n3,z,no\n");
    write("new.csv", "c,a,b\nno,2,y\nyes,1,x\nno,3,z\n");
    let report = compare(folder.path(), &["old.csv", "new.csv", "--label", "c"]);
    assert_eq!(report["changed"], false, "{report}");
}

#[test]
fn columns_that_are_gone_or_new_are_told_and_the_others_compared() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    write("old.csv", "id,a,b,c\n1,10,x,yes\n2,20,y,no\n3,30,z,no\n");
    write(
        "new.csv",
        "id,a,d,c\n1,ten,p,yes\n2,20 or so,q,no\n3,many,r,no\n",
    );
    let report = compare(folder.path(), &["old.csv", "new.csv", "--key", "id"]);
    let columns = json!({
        "gone": ["b"],
        "new": ["d"],
        "retyped": [{"column": "a", "from": "numbers", "to": "text"}],
        "excluded": [],
    });
    assert_eq!(report["columns"], columns);
    assert_eq!(rows(&report), [0, 3, 0, 0, 0, 0]);
}
