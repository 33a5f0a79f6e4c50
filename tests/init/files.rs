//! What `trueline init` makes of files: their formats, their names, how they stand to each other, and what is there
//! already.

use crate::folder::{Folder, said};
use crate::made::{Made, guessed_of};
use crate::parquet::write_parquet;

#[test]
fn other_languages_and_formats_are_read() {
    let mut made = Made::new();
    let german = [
        ("Nr", "row"),
        ("Kommentar", "prose"),
        ("Bundesland", "Hessen|Hessen|Berlin"),
        ("Klasse", "Lob|Kritik"),
    ];
    assert_eq!(
        guessed_of("data.csv", made.table(&german, 300, ';')),
        "label = \"Klasse\"\ntext = \"Kommentar\"\ndomain = { column = \"Bundesland\", train = [\"Hessen\"] }\nexclude = [\"Nr\"]"
    );
    let french = made.table(&[("texte", "prose"), ("classe", "bon|mauvais")], 300, '\t')
        + "\u{e9}t\u{e9} \u{e0} la mer avec eux\tbon\n";
    let latin: Vec<u8> = french.chars().map(|c| c as u8).collect();
    assert_eq!(
        guessed_of("data.tsv", latin),
        "encoding = \"windows-1252\"\nlabel = \"classe\"\ntext = \"texte\""
    );
    let reviews = [
        ("title", "title"),
        ("body", "prose"),
        ("stars", "1|2|3|4|5"),
    ];
    assert_eq!(
        guessed_of("data.jsonl", made.json_lines(&reviews, 300)),
        "label = \"stars\"\ntext = [\"title\", \"body\"]"
    );
    let vectors = [
        ("id", "key"),
        ("vec", "[0.5, 1.5, 0.25]|[1.0, 0.5, 0.75]|[0.1, 0.2, 0.4]"),
        ("text", "prose"),
        ("label", "a|b"),
    ];
    assert_eq!(
        guessed_of("data.jsonl", made.json_lines(&vectors, 300)),
        "label = \"label\"\ntext = \"text\"\nexclude = [\"id\"]\nembedding = \"vec\""
    );
}

#[test]
fn parquet_is_read() {
    let mut made = Made::new();
    let mut cells = |kind: &str| -> Vec<String> {
        let rows = 0..300;
        rows.map(|row| made.cell(row, kind)).collect()
    };
    let columns = [("review", cells("prose")), ("sentiment", cells("pos|neg"))];
    assert_eq!(
        guessed_of("data.parquet", write_parquet(&columns)),
        "label = \"sentiment\"\ntext = \"review\""
    );
}

#[test]
fn files_stand_to_each_other_as_their_names_say() {
    let columns = [("text", "prose"), ("label", "a|b")];
    let written = |names: &[&str], args: &[&str]| {
        let folder = Folder::new();
        let mut made = Made::new();
        for name in names {
            folder.write(name, made.table(&columns, 100, ','));
        }
        let lines = folder.init(args);
        folder.checked(&["--no-probes"]);
        lines.lines().nth(1).unwrap_or_default().to_owned()
    };
    let shards = ["s/data-00000-of-00002.csv", "s/data-00001-of-00002.csv"];
    assert_eq!(written(&shards, &["s"]), "path = \"s\"");
    assert_eq!(written(&shards, &shards), "path = \"s/data-*-of-*.csv\"");
    assert_eq!(written(&["train.csv", "test.csv"], &[]), "path = \"*.csv\"");
    assert_eq!(
        written(&["york.csv", "bath.csv"], &[]),
        "path = [\"bath.csv\", \"york.csv\"]"
    );
}

#[test]
fn tables_that_differ_are_datasets_of_their_own() {
    let folder = Folder::new();
    let mut made = Made::new();
    folder.write(
        "train.csv",
        made.table(
            &[("id", "row"), ("text", "prose"), ("target", "0|1")],
            100,
            ',',
        ),
    );
    folder.write(
        "test.csv",
        made.table(&[("id", "row"), ("text", "prose")], 100, ','),
    );
    let lines = folder.init(&[]);
    assert!(
        lines.contains("[dataset.test]\npath = \"test.csv\"\nlabel = false"),
        "{lines}"
    );
    assert!(
        lines.contains("[dataset.train]\npath = \"train.csv\"\nlabel = \"target\""),
        "{lines}"
    );
    folder.checked(&["--no-probes"]);
}

#[test]
fn odd_names_are_written_so_that_they_are_read_again() {
    let folder = Folder::new();
    let table = "say \"so\",\"a\\b\u{1b}[31m\",label\n1,2,0\n2,2,1\n3,1,0\n4,2,1\n".replacen(
        "say \"so\"",
        "\"say \"\"so\"\"\"",
        1,
    );
    folder.write("my [data] #1.csv", table);
    let lines = folder.init(&[]);
    assert!(lines.starts_with("[dataset.\"my [data] #1\"]"), "{lines}");
    folder.checked(&["--no-probes"]);
}

#[test]
fn nothing_is_replaced_without_being_asked_to() {
    let folder = Folder::new();
    folder.write("data.csv", "text,label\na,0\nb,1\nc,0\nd,1\n");
    folder.write("trueline.toml", "seed = 1\n");
    let refused = folder.run(&["init", "data.csv"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(
        said(&refused).contains("trueline.toml is there already"),
        "{}",
        said(&refused)
    );
    assert_eq!(folder.page(), "seed = 1\n");
    let printed = folder.run(&["init", "data.csv", "--output", "-"]);
    assert!(
        said(&printed).contains("label = \"label\""),
        "{}",
        said(&printed)
    );
    assert_eq!(folder.page(), "seed = 1\n");
    let inside = folder.run(&["init", "data.csv", "--output", "sub/trueline.toml"]);
    assert_eq!(
        inside.status.code(),
        Some(2),
        "there is no folder sub: {}",
        said(&inside)
    );
    folder.write("sub/x", "");
    assert_eq!(
        folder
            .run(&["init", "data.csv", "--output", "sub/trueline.toml"])
            .status
            .code(),
        Some(0)
    );
    let elsewhere = folder.run(&["check", "--config", "sub/trueline.toml", "--no-probes"]);
    assert_eq!(elsewhere.status.code(), Some(0), "{}", said(&elsewhere));
    folder.init(&["data.csv", "--force"]);
    folder.checked(&["--no-probes"]);
}

#[test]
fn one_file_that_cannot_be_read_hides_no_other() {
    let folder = Folder::new();
    let mut made = Made::new();
    let columns = [("text", "prose"), ("label", "a|b")];
    folder.write("good.csv", made.table(&columns, 100, ','));
    folder.write("empty.csv", "");
    folder.write("torn.parquet", "PAR1 and then nothing");
    let done = folder.run(&["init"]);
    let told = said(&done);
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(
        told.contains("empty.csv") && told.contains("torn.parquet"),
        "{told}"
    );
    let page = folder.page();
    assert!(
        page.contains("path = \"good.csv\"") && !page.contains("torn"),
        "{page}"
    );
    let nothing = Folder::new();
    nothing.write("empty.csv", "");
    let done = nothing.run(&["init"]);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    assert!(!nothing.path().join("trueline.toml").exists());
}

#[test]
fn an_encoding_that_is_said_is_believed() {
    let folder = Folder::new();
    let table = Made::new().table(&[("text", "prose"), ("label", "a|b")], 100, ',');
    let greek: Vec<u8> = [table.as_bytes(), b"\xe1\xe2\xe3,a\n"].concat();
    folder.write("data.csv", greek);
    let lines = folder.init(&["data.csv", "--encoding", "windows-1253"]);
    assert!(lines.contains("encoding = \"windows-1253\""), "{lines}");
    folder.checked(&["--no-probes"]);
}

#[test]
fn files_in_two_encodings_are_two_datasets_and_each_is_named_rightly() {
    let folder = Folder::new();
    let mut made = Made::new();
    let columns = [("text", "prose"), ("label", "a|b")];
    let utf8 = made.table(&columns, 100, ',') + "ein schöner Tag,a\n";
    let latin: Vec<u8> = (made.table(&columns, 100, ',') + "\u{e9}t\u{e9} \u{e0} la mer,b\n")
        .chars()
        .map(|c| c as u8)
        .collect();
    folder.write("train.csv", utf8);
    folder.write("test.csv", latin);
    folder.init(&[]);
    let page = folder.page();
    let (test, train) = page.split_once("[dataset.train]").expect("two datasets");
    assert!(test.contains("encoding = \"windows-1252\""), "{page}");
    assert!(!train.contains("encoding"), "{page}");
    folder.checked(&["--no-probes"]);
}

#[test]
fn of_domains_the_file_that_is_not_utf8_is_named() {
    let folder = Folder::new();
    let mut made = Made::new();
    let columns = [("text", "prose"), ("label", "a|b")];
    folder.write("a-other.csv", made.table(&columns, 100, ','));
    let latin: Vec<u8> = (made.table(&columns, 100, ',') + "\u{e9}t\u{e9} \u{e0} la mer,b\n")
        .chars()
        .map(|c| c as u8)
        .collect();
    folder.write("b-train-a.csv", latin);
    folder.init(&["a-other.csv", "b-train-a.csv"]);
    let page = folder.page().replace("\n# ", " ");
    assert!(page.contains("of b-train-a.csv isn't UTF-8"), "{page}");
}

#[test]
fn what_is_said_of_the_reading_is_written_down_and_obeyed() {
    // As tables of the UCI repository are: a title, no header, remarks between the rows, missing cells as -99.
    let rows = |between: &str| {
        let rows = (0..300).map(|row| {
            let class = if row % 3 == 0 { "benign" } else { "malign" };
            let size = if row % 50 == 7 { -99 } else { row * 7 % 31 };
            format!("{size}{between}{}{between}{class}\n", row * 5 % 17)
        });
        let mut rows: Vec<String> = rows.collect();
        rows.insert(100, "%% half way\n".to_owned());
        format!("measured by hand\nin two places\n{}", rows.concat())
    };
    let folder = Folder::new();
    folder.write("data.csv", rows(","));
    let said = [
        "data.csv",
        "--no-header",
        "--skip-rows",
        "2",
        "--comment",
        "%%",
        "--na=-99",
    ];
    assert_eq!(
        folder.init(&said),
        "[dataset.data]\npath = \"data.csv\"\nheader = false\ncomment = \"%%\"\nskip-rows = 2\nna = [\"-99\"]\n\
         label = \"column_3\""
    );
    assert!(
        folder.page().contains("# 300 rows, 3 columns."),
        "{}",
        folder.page()
    );
    folder.checked(&["--no-probes"]);
    let folder = Folder::new();
    folder.write("data.txt", rows("!"));
    let written = folder.init(&[
        "data.txt",
        "--no-header",
        "--skip-rows=2",
        "--comment=%%",
        "--delimiter=!",
        "--quote=none",
        "--encoding=latin-1",
        "--input-format=csv",
        "--decimal=.",
        "--na=-99",
    ]);
    for line in [
        "input-format = \"csv\"",
        "encoding = \"latin-1\"",
        "delimiter = \"!\"",
        "quote = \"none\"",
        "decimal = \".\"",
    ] {
        assert!(
            written.lines().any(|written| written == line),
            "{line}: {written}"
        );
    }
    folder.checked(&["--no-probes"]);
}

#[test]
fn words_that_stand_for_nothing_are_refused() {
    let folder = Folder::new();
    folder.write("data.csv", "a,b\n1,2\n3,4\n");
    let done = folder.run(&[
        "init",
        "data.csv",
        "--encoding",
        "latin-9",
        "--delimiter",
        "commas",
    ]);
    let said = said(&done);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(
        said.contains("latin-9") && said.contains("commas"),
        "{said}"
    );
    assert!(!folder.path().join("trueline.toml").exists());
}
