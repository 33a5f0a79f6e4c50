//! What is read of the files of the real data and of small ones.

use std::path::Path;

use super::fixture::{Folder, headless, labelled, real};
use super::*;

const YOUTUBE: [&str; 5] = [
    "Youtube01-Psy.csv",
    "Youtube02-KatyPerry.csv",
    "Youtube03-LMFAO.csv",
    "Youtube04-Eminem.csv",
    "Youtube05-Shakira.csv",
];

fn youtube(folder: &Path) -> Source {
    let mut source = labelled(&folder.join(YOUTUBE[0]), "label");
    source.paths = YOUTUBE.iter().map(|name| folder.join(name)).collect();
    source.roles.text = TextSource::Columns(vec!["CONTENT".to_owned()]);
    source
}

#[test]
fn a_row_is_found_in_its_file_again() {
    let folder = Folder::new();
    let a = folder.write("a.csv", "text,label\n\"two\nlines\",1\n\nlast,0");
    let b = folder.write("b.csv", "label,text\n1,third\n");
    let mut source = labelled(&a, "label");
    source.paths.push(b.clone());
    let dataset = Dataset::load(&source).unwrap();
    let shown = |path: &Path| path.display().to_string();
    assert_eq!(dataset.place(0), (shown(&a), Some(2), 1));
    assert_eq!(dataset.place(1), (shown(&a), Some(5), 2));
    assert_eq!(dataset.place(2), (shown(&b), Some(2), 1));
    assert_eq!(dataset.excerpt(0).as_deref(), Some("\"two\nlines\",1"));
    assert_eq!(dataset.excerpt(1).as_deref(), Some("last,0"));
    assert_eq!(dataset.text(2), "The text is third.");
}

#[test]
fn a_long_record_is_cut() {
    let folder = Folder::new();
    let path = folder.write(
        "a.csv",
        format!("text,label\n{},1\nb,0\n", "é".repeat(500_000)),
    );
    let dataset = Dataset::load(&labelled(&path, "label")).unwrap();
    assert_eq!(dataset.columns[0].text(0).map(str::len), Some(1_000_000));
    assert_eq!(
        dataset.excerpt(0).map(|text| text.chars().count()),
        Some(2_001)
    );
}

#[test]
fn several_mistakes_are_told_at_once() {
    let folder = Folder::new();
    let path = folder.write("data.csv", "text,label,site\na,1,CA\nb,0,SD\n");
    let mut source = labelled(&path, "lable");
    source.roles.domain = Some(DomainRole {
        column: "site".to_owned(),
        train: vec!["CAL".to_owned()],
    });
    source.roles.exclude = vec!["id".to_owned()];
    let Err(ReadError::Roles { mistakes, .. }) = Dataset::load(&source) else {
        panic!("loaded")
    };
    let told: Vec<(&str, &str)> = mistakes
        .iter()
        .map(|mistake| {
            (
                mistake.message.as_str(),
                mistake.help.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    let missing = |name: &str| format!("no column `{name}` in {}", path.display());
    assert_eq!(
        told,
        [
            (
                missing("lable").as_str(),
                "did you mean `label`? the columns are text, label and site"
            ),
            (
                missing("id").as_str(),
                "the columns are text, label and site"
            ),
            (
                "no row has `CAL` in the domain column `site`",
                "did you mean `CA`? its values are CA and SD"
            ),
        ]
    );
}

#[test]
fn youtube_spam_is_read_with_its_quoted_lines() {
    let Some(folder) = real("youtube-spam") else {
        return;
    };
    let dataset = Dataset::load(&youtube(&folder)).unwrap();
    let rows: Vec<usize> = dataset.files.iter().map(|file| file.rows.len()).collect();
    assert_eq!(
        (rows, dataset.rows()),
        (vec![350, 350, 438, 448, 370], 1_956)
    );
    let domains = dataset.domains.as_ref().unwrap();
    assert_eq!(
        domains.names,
        YOUTUBE.map(|name| name.trim_end_matches(".csv"))
    );
    assert_eq!(
        (domains.train.as_slice(), domains.by_file),
        ([0].as_slice(), true)
    );
    assert_eq!(dataset.labels.classes, ["0", "1"]);
    // Every line number leads to the line that begins with the row's own key.
    for file in &dataset.files {
        let text = std::fs::read_to_string(&file.path).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        for row in file.rows.clone() {
            let line = dataset.place(row).1.unwrap() as usize;
            let key = dataset.columns[0].text(row).unwrap();
            assert!(
                lines[line - 1].starts_with(key),
                "{} line {line}",
                file.path
            );
        }
    }
    // Comments of several lines push the rows below them down.
    let (_, last_line, last_row) = dataset.place(dataset.files[3].rows.end - 1);
    assert!(last_line.unwrap() > last_row + 1);
}

#[test]
fn youtube_spam_repeats_what_is_known_to_repeat() {
    let Some(folder) = real("youtube-spam") else {
        return;
    };
    let mut source = youtube(&folder);
    source.paths = vec![folder.join(YOUTUBE[2])];
    let dataset = Dataset::load(&source).unwrap();
    let repeats = |key: fn(&str) -> String| {
        let distinct: std::collections::HashSet<String> = (0..dataset.rows())
            .map(|row| key(&dataset.text(row)))
            .collect();
        dataset.rows() - distinct.len()
    };
    assert_eq!((repeats(str::to_owned), repeats(normalised)), (98, 102));
}

#[test]
fn adult_is_read_without_a_header() {
    let Some(folder) = real("adult") else { return };
    let dataset = Dataset::load(&headless(&folder.join("adult-train.csv"), "column_15")).unwrap();
    assert_eq!((dataset.rows(), dataset.columns.len()), (32_561, 15));
    assert_eq!(dataset.labels.classes, ["<=50K", ">50K"]);
    let kind = |at: usize| dataset.columns[at - 1].kind;
    assert_eq!(
        (kind(1), kind(2), kind(13), kind(14)),
        (Kind::Number, Kind::Text, Kind::Number, Kind::Text)
    );
    assert!(
        dataset
            .text(0)
            .starts_with("The column_1 is 39. The column_2 is State-gov.")
    );
    assert_eq!(dataset.place(0).1, Some(1));
}

#[test]
fn heart_is_read_with_its_missing_cells() {
    let Some(folder) = real("heart-by-site") else {
        return;
    };
    let sites = ["cleveland", "hungarian", "switzerland", "va"];
    let mut source = headless(Path::new(""), "column_14");
    source.paths = sites
        .iter()
        .map(|site| folder.join(format!("processed.{site}.data")))
        .collect();
    let dataset = Dataset::load(&source).unwrap();
    let rows: Vec<usize> = dataset.files.iter().map(|file| file.rows.len()).collect();
    assert_eq!(rows, [303, 294, 123, 200]);
    assert!(
        dataset
            .columns
            .iter()
            .all(|column| column.kind == Kind::Number)
    );
    assert_eq!(
        dataset.domains.as_ref().unwrap().names[1],
        "processed.hungarian"
    );
    // Line 1 of the second file ends in `0,NaN,NaN,NaN,0`.
    assert!(dataset.columns[10].text(303).is_none());
    assert_eq!(dataset.labels.classes, ["0", "1", "2", "3", "4"]);
}

#[test]
fn cad_imdb_keeps_the_quotes_of_its_texts() {
    let Some(folder) = real("cad-imdb") else {
        return;
    };
    let mut source = labelled(&folder.join("orig-train.tsv"), "Sentiment");
    source.paths.push(folder.join("new-train.tsv"));
    source.roles.text = TextSource::Template("{Text}".to_owned());
    let dataset = Dataset::load(&source).unwrap();
    assert_eq!(
        dataset
            .files
            .iter()
            .map(|file| file.rows.len())
            .collect::<Vec<_>>(),
        [1_707, 1_707]
    );
    let quoting = (0..dataset.rows())
        .find(|&row| dataset.text(row).contains("all-time worst"))
        .unwrap();
    assert!(dataset.text(quoting).starts_with(
        "This movie is so bad, it can only be compared to the all-time worst \"comedy\": Police"
    ));
}

#[test]
fn trec_is_refused_as_utf_8_and_read_as_latin_1() {
    let Some(folder) = real("trec") else { return };
    let path = folder.join("train.txt");
    let error = Dataset::load(&headless(&path, "column_1")).unwrap_err();
    let bytes = std::fs::read(&path).unwrap();
    let offset = std::str::from_utf8(&bytes).unwrap_err().valid_up_to();
    let line = bytes[..offset].split(|&byte| byte == b'\n').count();
    let ReadError::NotUtf8 {
        offset: told,
        line: told_line,
        ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!((*told, *told_line), (offset, line as u64));
    // Its `LABEL:text` as two columns, as a user would convert it.
    let split: Vec<u8> = bytes
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .flat_map(|line| {
            let mut line = line.to_vec();
            if let Some(colon) = line.iter().position(|&byte| byte == b':') {
                line[colon] = b'\t';
            }
            line.push(b'\n');
            line
        })
        .collect();
    let copy = Folder::new();
    let mut source = headless(&copy.write("trec.tsv", split), "column_1");
    source.encoding = Some(Encoding::Windows1252);
    let dataset = Dataset::load(&source).unwrap();
    assert_eq!((dataset.rows(), dataset.labels.classes.len()), (4_965, 6));
    let row = line - 1;
    assert!(!dataset.text(row).is_ascii());
    assert!(
        dataset
            .excerpt(row)
            .unwrap()
            .ends_with(dataset.columns[1].text(row).unwrap())
    );
}

#[test]
fn acs_is_divided_by_its_states() {
    let Some(folder) = real("acs-income") else {
        return;
    };
    let mut source = labelled(&folder.join("acs-income-8-states.csv"), "PINCP");
    source.roles.domain = Some(DomainRole {
        column: "STATE".to_owned(),
        train: vec!["CA".to_owned()],
    });
    source.roles.exclude = vec!["index".to_owned()];
    let dataset = Dataset::load(&source).unwrap();
    assert_eq!(dataset.rows(), 32_370);
    let domains = dataset.domains.as_ref().unwrap();
    assert_eq!(
        domains.names,
        ["CA", "MA", "MS", "ND", "NY", "PR", "SD", "TX"]
    );
    assert_eq!(domains.train, [0]);
    assert_eq!(dataset.feature_columns().len(), 10);
    assert!(dataset.text(0).contains("The SCHL is 18.0."));
    assert!(!dataset.text(0).contains("STATE") && !dataset.text(0).contains("83829"));
}

#[test]
fn marks_among_labels_stay_classes_and_are_told() {
    let folder = Folder::new();
    let rows = ["pos", "neg", "?", "n/a", "?"].map(|label| format!("a text,{label}\n"));
    let path = folder.write("a.csv", format!("text,label\n{}", rows.concat()));
    let mut source = labelled(&path, "label");
    let dataset = Dataset::load(&source).unwrap();
    assert_eq!(dataset.labels.classes.len(), 4);
    assert_eq!(
        dataset.notes(),
        [
            "label label: `?` in 2 and `n/a` in 1 rows are classes as any other; where no label is known there, say so: \
             --na '?' --na n/a"
        ]
    );
    source.dialect.na = vec!["?".to_owned(), "n/a".to_owned()];
    let dataset = Dataset::load(&source).unwrap();
    assert_eq!((dataset.labels.missing, dataset.notes().len()), (3, 0));
}

#[test]
fn numbers_in_several_units_are_told() {
    let folder = Folder::new();
    let rows = (1..20).map(|row| format!("{row}.5 {},a{}\n", ["kg", "lb"][row % 2], row % 2));
    let path = folder.write(
        "a.csv",
        format!("weight,label\n{}", rows.collect::<String>()),
    );
    let notes = Dataset::load(&labelled(&path, "label")).unwrap().notes();
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0].starts_with("column weight: its numbers are in several units"),
        "{notes:?}"
    );
}

#[test]
fn spellings_of_one_number_are_one_class_and_told() {
    let folder = Folder::new();
    let load = |labels: &[&str]| {
        let rows: String = labels
            .iter()
            .map(|label| format!("a text,{label}\n"))
            .collect();
        let path = folder.write("a.csv", format!("text,label\n{rows}"));
        Dataset::load(&labelled(&path, "label")).unwrap()
    };
    let dataset = load(&["1", "0", "1.0", "0"]);
    assert_eq!(dataset.labels.classes, ["0", "1"]);
    assert_eq!(
        dataset.notes(),
        ["label label: `1` and `1.0` are one number, and one class"]
    );
    assert!(load(&["1", "0", "1", "0"]).notes().is_empty());
}

#[test]
fn shards_with_other_classes_are_told_and_one_class_a_shard_is_not() {
    let load = |other: [&str; 2]| {
        let folder = Folder::new();
        let one = folder.write("parts/a.csv", "text,label\none,yes\ntwo,no\n");
        let [a, b] = other;
        let rows = format!("text,label\nthree,{a}\nfour,{b}\n");
        let files = vec![one, folder.write("parts/b.csv", rows)];
        let source = Source {
            paths: files.clone(),
            shards: vec![Shards {
                path: folder.path().join("parts"),
                files,
                test: Vec::new(),
            }],
            ..labelled(Path::new(""), "label")
        };
        let dataset = Dataset::load(&source).unwrap();
        dataset
            .notes()
            .join("; ")
            .replace(&format!("{}/", folder.path().display()), "")
    };
    assert_eq!(
        load(["1", "0"]),
        "label label: `no` and `yes` in parts/a.csv and `0` and `1` in parts/b.csv: the two files have no class in common"
    );
    assert_eq!(load(["yes", "maybe"]), "");
    assert_eq!(load(["maybe", "maybe"]), "");
}
