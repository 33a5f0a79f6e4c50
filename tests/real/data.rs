//! The real datasets: where they are, and how tests want them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::real_data;

/// Eight states, a row a person.
pub(crate) const ACS: &str = "acs-income/acs-income-8-states.csv";

/// The folder of real data, or `None` with a notice.
pub(crate) fn folder() -> Option<PathBuf> {
    real_data::find("")
}

/// The exported MiniLM, as `make test` sets it up, beside a Python environment with ONNX Runtime.
pub(crate) fn minilm() -> Option<String> {
    let named = |name| std::env::var(name).ok();
    let found = named("TRUELINE_TEST_MINILM").filter(|_| named("TRUELINE_TEST_PYTHON").is_some());
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI needs the exported transformer; run make test"
        );
        eprintln!("left out: no exported transformer; make test sets one up");
    }
    found
}

/// A file of `folder`, as an argument.
pub(crate) fn path(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

/// The comments under five videos.
pub(crate) fn youtube(data: &Path) -> Vec<String> {
    [
        "01-Psy",
        "02-KatyPerry",
        "03-LMFAO",
        "04-Eminem",
        "05-Shakira",
    ]
    .iter()
    .map(|file| path(data, &format!("youtube-spam/Youtube{file}.csv")))
    .collect()
}

/// trec's questions, each with its label, in the order of the file.
pub(crate) fn questions(data: &Path) -> Vec<(String, String)> {
    let bytes = fs::read(data.join("trec/train.txt")).expect("trec is there");
    bytes
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            let line: String = line.iter().map(|&byte| char::from(byte)).collect();
            let (label, question) = line.split_once(':').expect("LABEL:text");
            (label.to_owned(), question.trim().to_owned())
        })
        .collect()
}

/// Questions as a table of two columns, in the folder `into`.
pub(crate) fn question_table(rows: &[(String, String)], into: &Path) -> String {
    let path = into.join("trec.csv");
    let mut table = csv::Writer::from_path(&path).expect("the sandbox can be written");
    table.write_record(["label", "question"]).expect("a record");
    for (label, question) in rows {
        table.write_record([label, question]).expect("a record");
    }
    table.flush().expect("the sandbox can be written");
    path.display().to_string()
}

/// trec as a table, in the folder `into`.
pub(crate) fn trec(data: &Path, into: &Path) -> String {
    question_table(&questions(data), into)
}

/// The four hospitals with labels in words, in the folder `into`; those of `inverted` the other way round.
pub(crate) fn hospitals(data: &Path, into: &Path, inverted: Option<&str>) -> Vec<String> {
    ["cleveland", "hungarian", "switzerland", "va"]
        .iter()
        .map(|site| {
            let text =
                fs::read_to_string(data.join(format!("heart-by-site/processed.{site}.data")))
                    .expect("heart");
            let ill = |line: &str| {
                let (rest, last) = line.rsplit_once(',').expect("fields");
                let healthy = (last.trim() == "0") != (inverted == Some(*site));
                format!("{rest},{}\n", if healthy { "healthy" } else { "ill" })
            };
            let file = into.join(format!("{site}.csv"));
            fs::write(&file, text.lines().map(ill).collect::<String>())
                .expect("the sandbox can be written");
            file.display().to_string()
        })
        .collect()
}
