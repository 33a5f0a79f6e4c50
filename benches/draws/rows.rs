//! Rows: a delimited file or JSON lines, and random subsets of its rows.

use std::fs;
use std::path::Path;

use rand::SeedableRng;
use rand::seq::index;
use rand_xoshiro::Xoshiro256PlusPlus;

/// The text of a file that holds some of the rows.
pub(crate) struct Drawn {
    /// What its name ends in.
    pub(crate) extension: &'static str,
    /// What it holds.
    pub(crate) text: Vec<u8>,
}

/// The records of a file.
pub(crate) struct Rows {
    extension: &'static str,
    /// The header line of a delimited file.
    header: Vec<u8>,
    records: Vec<Vec<u8>>,
}

impl Rows {
    /// Reads CSV, TSV (by the file's ending) or JSON lines; delimited files have a header line.
    pub(crate) fn read(file: &str) -> Self {
        let ending = Path::new(file)
            .extension()
            .and_then(|ending| ending.to_str());
        match ending {
            Some("jsonl") => Self::lines(file),
            Some("tsv") => Self::delimited(file, b'\t', "tsv"),
            Some("csv") => Self::delimited(file, b',', "csv"),
            _ => panic!("{file}: a .csv, .tsv or .jsonl is wanted"),
        }
    }

    fn lines(file: &str) -> Self {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        Self {
            extension: "jsonl",
            header: Vec::new(),
            records: lines.map(|line| format!("{line}\n").into_bytes()).collect(),
        }
    }

    fn delimited(file: &str, delimiter: u8, extension: &'static str) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .from_path(file);
        let mut reader = reader.unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut records = reader.byte_records().map(|record| {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(delimiter)
                .from_writer(Vec::new());
            let record = record.unwrap_or_else(|error| panic!("{file}: {error}"));
            writer
                .write_byte_record(&record)
                .expect("memory can be written");
            writer.into_inner().expect("memory can be written")
        });
        Self {
            extension,
            header: records.next().unwrap_or_default(),
            records: records.collect(),
        }
    }

    /// `size` of the rows, in their order, drawn without replacement; none where there are fewer.
    pub(crate) fn draw(&self, size: usize, seed: u64) -> Option<Drawn> {
        if size > self.records.len() {
            return None;
        }
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut chosen = index::sample(&mut rng, self.records.len(), size).into_vec();
        chosen.sort_unstable();
        let mut text = self.header.clone();
        for at in chosen {
            text.extend(&self.records[at]);
        }
        Some(Drawn {
            extension: self.extension,
            text,
        })
    }
}
