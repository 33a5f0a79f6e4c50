//! Made-up tables, and what `trueline init` guesses of them.

use std::fmt::Write;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::folder::Folder;

const WORDS: [&str; 16] = [
    "the", "film", "plot", "never", "quite", "holds", "what", "was", "promised", "long", "before",
    "music", "and", "scenes", "begin", "late",
];

/// A made-up table: each cell by what it shall be.
pub(crate) struct Made(Xoshiro256PlusPlus);

impl Made {
    pub(crate) fn new() -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(7))
    }

    fn span(&mut self, words: usize) -> String {
        let count = self.0.gen_range(words / 2..words * 2);
        let words: Vec<&str> = (0..count)
            .filter_map(|_| WORDS.choose(&mut self.0).copied())
            .collect();
        words.join(" ")
    }

    pub(crate) fn cell(&mut self, row: usize, kind: &str) -> String {
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
    pub(crate) fn table(
        &mut self,
        columns: &[(&str, &str)],
        rows: usize,
        delimiter: char,
    ) -> String {
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

    pub(crate) fn json_lines(&mut self, columns: &[(&str, &str)], rows: usize) -> String {
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
pub(crate) fn guessed(columns: &[(&str, &str)]) -> String {
    guessed_of("data.csv", Made::new().table(columns, 300, ','))
}

pub(crate) fn guessed_of(name: &str, content: impl AsRef<[u8]>) -> String {
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
