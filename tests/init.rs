//! `trueline init` as a new user calls it: in a fresh folder, with data of many kinds, and then `trueline check`.

#[path = "support/parquet.rs"]
mod parquet;
#[path = "support/program.rs"]
mod program;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

#[path = "support/real_data.rs"]
mod real_data;

use parquet::write_parquet;
use program::trueline;

const WORDS: [&str; 16] = [
    "the", "film", "plot", "never", "quite", "holds", "what", "was", "promised", "long", "before",
    "music", "and", "scenes", "begin", "late",
];

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder can be made"))
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    fn run(&self, args: &[&str]) -> Output {
        trueline(self.0.path(), args)
            .env("TRUELINE_NO_CACHE", "1")
            .output()
            .expect("trueline runs")
    }

    /// What `trueline init` with `args` writes, as one line a key, the comments left out.
    fn init(&self, args: &[&str]) -> String {
        let done = self.run(&[&["init"], args].concat());
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        let page = self.page();
        toml::from_str::<toml::Table>(&page).unwrap_or_else(|error| panic!("{error}\n{page}"));
        let lines = page
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn page(&self) -> String {
        fs::read_to_string(self.0.path().join("trueline.toml")).expect("it was written")
    }

    /// That `trueline check` obeys what was written, without an error.
    fn checked(&self, args: &[&str]) {
        let done = self.run(&[&["check"], args].concat());
        let code = done.status.code();
        assert!(
            code == Some(0) || code == Some(1),
            "{}\n{}",
            said(&done),
            self.page()
        );
        assert!(done.stderr.is_empty(), "{}", said(&done));
    }
}

fn said(done: &Output) -> String {
    format!(
        "exit {:?}\n{}{}",
        done.status.code(),
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    )
}

/// A made-up table: each cell by what it shall be.
struct Made(Xoshiro256PlusPlus);

impl Made {
    fn new() -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(7))
    }

    fn span(&mut self, words: usize) -> String {
        let count = self.0.gen_range(words / 2..words * 2);
        let words: Vec<&str> = (0..count)
            .filter_map(|_| WORDS.choose(&mut self.0).copied())
            .collect();
        words.join(" ")
    }

    fn cell(&mut self, row: usize, kind: &str) -> String {
        match kind {
            "row" => row.to_string(),
            "prose" => self.span(12),
            "title" => self.span(5),
            "real" => format!("{:.4}", self.0.r#gen::<f64>() * 100.0),
            "count" => self.0.gen_range(0..60).to_string(),
            "key" => format!("{:032x}", self.0.r#gen::<u128>()),
            "moment" => format!(
                "2024-{:02}-{:02} 10:{:02}:{:02}",
                1 + row % 12,
                1 + row % 28,
                row % 60,
                row / 60 % 60
            ),
            choices => {
                let choices: Vec<&str> = choices.split('|').collect();
                choices
                    .choose(&mut self.0)
                    .map_or(String::new(), |&choice| choice.to_owned())
            }
        }
    }

    /// A delimited text of columns `name: kind`; without names there is no header.
    fn table(&mut self, columns: &[(&str, &str)], rows: usize, delimiter: char) -> String {
        let mut text = String::new();
        let mut line = |cells: Vec<String>| {
            let _ = writeln!(text, "{}", cells.join(&delimiter.to_string()));
        };
        if columns.iter().any(|(name, _)| !name.is_empty()) {
            line(columns.iter().map(|(name, _)| (*name).to_owned()).collect());
        }
        for row in 0..rows {
            line(
                columns
                    .iter()
                    .map(|(_, kind)| self.cell(row, kind))
                    .collect(),
            );
        }
        text
    }

    fn json_lines(&mut self, columns: &[(&str, &str)], rows: usize) -> String {
        let mut text = String::new();
        for row in 0..rows {
            let cells: serde_json::Map<String, serde_json::Value> = columns
                .iter()
                .map(|(name, kind)| {
                    let cell = self.cell(row, kind);
                    let value = serde_json::from_str(&cell).unwrap_or_else(|_| cell.clone().into());
                    ((*name).to_owned(), value)
                })
                .collect();
            let _ = writeln!(text, "{}", serde_json::Value::Object(cells));
        }
        text
    }
}

/// What init writes for a table in `data.csv`, which a check then obeys.
fn guessed(columns: &[(&str, &str)]) -> String {
    guessed_of("data.csv", Made::new().table(columns, 300, ','))
}

fn guessed_of(name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    folder.write(name, content);
    let lines = folder.init(&[name]);
    folder.checked(&["--no-probes"]);
    let head = format!("[dataset.data]\npath = \"{name}\"\n");
    lines
        .strip_prefix(&head)
        .unwrap_or_else(|| panic!("{lines}"))
        .to_owned()
}

#[test]
fn names_and_values_say_what_columns_are_for() {
    assert_eq!(
        guessed(&[("text", "prose"), ("label", "a|b")]),
        "label = \"label\"\ntext = \"text\""
    );
    assert_eq!(
        guessed(&[
            ("premise", "prose"),
            ("hypothesis", "prose"),
            ("gold_label", "yes|no|unclear")
        ]),
        "label = \"gold_label\"\ntext = [\"premise\", \"hypothesis\"]"
    );
    assert_eq!(
        guessed(&[
            ("text", "prose"),
            ("split", "train|train|train|test"),
            ("topic", "sport|art|war")
        ]),
        "label = \"topic\"\ntext = \"text\"\nsplit = \"split\""
    );
    assert_eq!(
        guessed(&[
            ("user_id", "key"),
            ("age", "count"),
            ("visits", "count"),
            ("isActive", "true|false")
        ]),
        "label = \"isActive\"\nexclude = [\"user_id\"]"
    );
    assert_eq!(
        guessed(&[
            ("hospital", "A|B|C"),
            ("sex", "m|f"),
            ("bp", "real"),
            ("outcome", "0|1")
        ]),
        "label = \"outcome\"\ndomain = { column = \"hospital\", train = [\"A\"] }\ngroup = \"sex\""
            .replace("\"A\"", &format!("\"{}\"", most_frequent(&["A", "B", "C"])))
    );
    assert_eq!(
        guessed(&[
            ("", "row"),
            ("text", "prose"),
            ("sentiment", "positive|negative")
        ]),
        "label = \"sentiment\"\ntext = \"text\"\nexclude = [\"column_1\"]"
    );
    assert_eq!(
        guessed(&[
            ("utterance", "title"),
            ("created_at", "moment"),
            ("intent", "buy|sell|ask|leave|greet|thank")
        ]),
        "label = \"intent\"\ntext = \"utterance\"\nexclude = [\"created_at\"]"
    );
}

/// The hospital with the most rows in the table above, told by the same draws.
fn most_frequent(values: &[&str]) -> String {
    let columns = [
        ("hospital", "A|B|C"),
        ("sex", "m|f"),
        ("bp", "real"),
        ("outcome", "0|1"),
    ];
    let table = Made::new().table(&columns, 300, ',');
    let count = |value: &str| table.lines().filter(|line| line.starts_with(value)).count();
    let most = values.iter().copied().max_by_key(|value| count(value));
    most.unwrap_or_default().to_owned()
}

#[test]
fn tables_of_numbers_are_learned_by_their_first_or_last_column() {
    let mut wide = vec![("target", "0|1")];
    let names: Vec<String> = (0..20).map(|nth| format!("f{nth}")).collect();
    wide.extend(names.iter().map(|name| (name.as_str(), "real")));
    assert_eq!(guessed(&wide), "label = \"target\"");
    assert_eq!(
        guessed(&[("length", "real"), ("width", "real"), ("species", "x|y|z")]),
        "label = \"species\""
    );
    assert_eq!(
        guessed(&[("", "real"), ("", "a|b|c"), ("", "count"), ("", "yes|no")]),
        "header = false\nlabel = \"column_4\""
    );
}

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
fn lists_of_one_whole_number_are_classes_and_no_vectors() {
    let mut made = Made::new();
    let lists = [("text", "prose"), ("labels", "[0]|[1]|[2]")];
    assert_eq!(
        guessed_of("data.jsonl", made.json_lines(&lists, 300)),
        "label = \"labels\"\ntext = \"text\""
    );
    // Whole numbers are tokens or counts, and beside them vectors are still found.
    let tokens = [
        ("input_ids", "[101, 7, 102]|[101, 9, 102]"),
        ("emb", "[1, 0, 3]|[0, 2, 1]"),
        ("text", "prose"),
        ("target", "[0]|[1]"),
    ];
    assert_eq!(
        guessed_of("data.jsonl", made.json_lines(&tokens, 300)),
        "label = \"target\"\ntext = \"text\"\nembedding = \"emb\""
    );
}

#[test]
fn a_list_of_several_numbers_that_is_named_like_a_label_is_told() {
    let folder = Folder::new();
    let lists = [("text", "prose"), ("labels", "[0, 1, 0]|[1, 0, 1]")];
    folder.write("data.jsonl", Made::new().json_lines(&lists, 300));
    let lines = folder.init(&["data.jsonl"]);
    assert!(
        lines.contains("label = false") && !lines.contains("embedding"),
        "{lines}"
    );
    let said = folder
        .page()
        .lines()
        .map(|line| line.trim_start_matches("# "))
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        said.contains("labels is named like a label and holds lists of 3 numbers"),
        "{said}"
    );
}

#[test]
fn counts_and_what_decides_the_label_are_no_domain() {
    let counts = [
        ("rude_language", "0|0|1|2|3"),
        ("comment", "prose"),
        ("class", "0|1"),
    ];
    let guessed = guessed(&counts);
    assert!(!guessed.contains("domain"), "{guessed}");
    // One country for each class.
    let mut table = String::from("text,country,label\n");
    let mut made = Made::new();
    for row in 0..300 {
        let (country, label) = [("FR", "wine"), ("DE", "beer"), ("UK", "beer")][row % 3];
        let _ = writeln!(table, "{},{country},{label}", made.cell(row, "prose"));
    }
    assert_eq!(
        guessed_of("data.csv", table),
        "label = \"label\"\ntext = \"text\""
    );
}

#[test]
fn what_became_of_somebody_is_learned_before_a_class_among_the_features() {
    for event in ["survived", "enrolled"] {
        let columns = [
            (event, "0|1"),
            ("sex", "male|female"),
            ("fare", "real"),
            ("class", "First|Second|Third"),
            ("alone", "True|False"),
        ];
        let guessed = guessed(&columns);
        assert!(
            guessed.contains(&format!("label = \"{event}\"")),
            "{guessed}"
        );
    }
    let last = [("insured", "0|1"), ("size", "real"), ("class", "a|b|c")];
    assert_eq!(guessed(&last), "label = \"class\"");
}

#[test]
fn without_a_plausible_label_there_is_none_and_the_page_says_so() {
    for columns in [
        &[
            ("id", "row"),
            ("created_at", "moment"),
            ("message", "prose"),
        ][..],
        &[("temperature", "real"), ("pressure", "real")],
        &[("text", "prose"), ("label", "1")],
        &[("rooms", "count"), ("area", "real"), ("target", "real")],
    ] {
        let lines = guessed(columns);
        assert!(lines.starts_with("label = false"), "{columns:?}: {lines}");
    }
    let folder = Folder::new();
    folder.write(
        "data.csv",
        Made::new().table(&[("area", "real"), ("target", "real")], 300, ','),
    );
    folder.init(&[]);
    let page = folder.page();
    assert!(
        page.contains("# target is named like a label and holds 300 different values"),
        "{page}"
    );
}

#[test]
fn a_doubtful_label_names_the_runner_up() {
    let folder = Folder::new();
    let columns = [("smoker", "0|1"), ("weight", "real"), ("owner", "0|1")];
    folder.write("data.csv", Made::new().table(&columns, 300, ','));
    assert!(folder.init(&[]).ends_with("label = \"owner\""));
    let page = folder.page().replace("\n# ", " ");
    assert!(page.contains("Also possible: smoker"), "{page}");
    assert!(
        folder
            .page()
            .contains("A guess by its values and its place"),
        "{}",
        folder.page()
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

/// A fresh folder with copies of these files.
fn fresh(name: &str, ends: &str) -> Option<Folder> {
    let folder = Folder::new();
    for entry in fs::read_dir(real_data::find(name)?)
        .expect("it can be listed")
        .flatten()
    {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(ends) {
            folder.write(&file, fs::read(entry.path()).expect("it can be read"));
        }
    }
    Some(folder)
}

#[test]
fn the_first_attempt_works_on_acs_income() {
    let Some(folder) = fresh("acs-income", "8-states.csv") else {
        return;
    };
    let lines = folder.init(&["acs-income-8-states.csv"]);
    for line in [
        "label = \"PINCP\"",
        "domain = { column = \"STATE\", train = [\"CA\"] }",
        "exclude = [\"index\"]",
    ] {
        assert!(lines.contains(line), "{line}:\n{lines}");
    }
    folder.checked(&["--profile", "quick"]);
}

#[test]
fn the_first_attempt_works_on_adult() {
    let Some(folder) = fresh("adult", "train.csv") else {
        return;
    };
    let lines = folder.init(&["adult-train.csv"]);
    assert!(
        lines.ends_with("header = false\nlabel = \"column_15\""),
        "{lines}"
    );
    folder.checked(&["--profile", "quick"]);
}

#[test]
fn the_first_attempt_works_on_youtube_spam() {
    let Some(folder) = fresh("youtube-spam", ".csv") else {
        return;
    };
    let lines = folder.init(&[]);
    assert!(
        lines.contains("\"Youtube01-Psy.csv\", \"Youtube02-KatyPerry.csv\""),
        "{lines}"
    );
    assert!(
        lines.contains("label = \"label\"\ntext = \"CONTENT\""),
        "{lines}"
    );
    folder.checked(&["--profile", "quick"]);
}

#[test]
fn the_first_attempt_explains_trec_and_the_command_makes_a_table_of_it() {
    let Some(folder) = fresh("trec", "train.txt") else {
        return;
    };
    let lines = folder.init(&["train.txt"]);
    assert!(
        lines.ends_with(
            "header = false\nencoding = \"windows-1252\"\nlabel = false\ntext = \"column_1\""
        ),
        "{lines}"
    );
    folder.checked(&["--profile", "quick"]);
    let page = folder.page();
    let command = page
        .lines()
        .find_map(|line| line.strip_prefix("#   "))
        .unwrap_or_else(|| panic!("no command:\n{page}"));
    assert!(
        command.contains("trueline init train.tsv --force"),
        "{command}"
    );
    if cfg!(unix) {
        let trueline = Path::new(env!("CARGO_BIN_EXE_trueline"));
        let found = std::env::join_paths(trueline.parent().map(Path::to_owned).into_iter().chain(
            std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()),
        ));
        let done = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder.0.path())
            .env("PATH", found.expect("folders without a colon"))
            .output()
            .expect("a shell runs");
        assert!(done.status.success(), "{}", said(&done));
        let page = folder.page();
        for line in [
            "path = \"train.tsv\"",
            "header = false",
            "label = \"column_1\"",
            "text = \"column_2\"",
        ] {
            assert!(page.contains(line), "{line}:\n{page}");
        }
        folder.checked(&["--no-probes"]);
    }
}

#[test]
fn questions_with_their_answers_have_no_label() {
    let folder = Folder::new();
    let mut rows = "id,question,answer,topic_note\n".to_owned();
    for row in 0..40 {
        writeln!(
            rows,
            "{row},what is in room {row} today,a lamp and {row} chairs,n{row}"
        )
        .unwrap();
    }
    folder.write("tune.csv", rows);
    assert_eq!(
        folder.init(&["tune.csv"]),
        "[dataset.tune]\npath = \"tune.csv\"\nlabel = false\ntext = [\"question\", \"answer\"]\n\
         exclude = [\"id\", \"topic_note\"]"
    );
    folder.checked(&["--select", "empty-text,rare-class"]);
}
