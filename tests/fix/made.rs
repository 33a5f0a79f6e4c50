//! Made datasets with faults of every kind: `fix` leaves none of them, `fix` twice is `fix` once, and what stays is as
//! it was.

use std::fs;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{fix, found, read_manifest, run};

/// Datasets that are made.
const DATASETS: u64 = 24;
/// The rules whose fixes are tried.
const RULES: &str = "duplicate-rows,empty-text,split-leak,near-duplicate-rows,conflicting-labels,label-spellings,\
                     personal-data,broken-text";

/// One made table: its text, and the arguments that describe it.
struct Made {
    name: &'static str,
    text: String,
}

/// A sentence that no other draw makes by chance.
fn sentence(random: &mut Xoshiro256PlusPlus) -> String {
    let words = random.gen_range(12..24);
    let words: Vec<String> = (0..words)
        .map(|_| format!("w{}", random.gen_range(0..4_000)))
        .collect();
    words.join(" ")
}

fn make(seed: u64) -> Made {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut said: Vec<(String, &str)> = Vec::new();
    let mut rows = Vec::new();
    for row in 0..random.gen_range(60..160) {
        let label = ["good", "bad", "good", "bad", "Good", "BAD "][random.gen_range(0..6)];
        let fresh = (sentence(&mut random), label);
        let (text, label) = match random.gen_range(0..10) {
            0 => (String::new(), fresh.1),
            // A copy, at times in capitals, at times with another label.
            1 | 2 if !said.is_empty() => {
                let (text, label) = said[random.gen_range(0..said.len())].clone();
                match random.gen_range(0..4) {
                    0 => (text.to_uppercase(), label),
                    1 => (text, if label == "good" { "bad" } else { "good" }),
                    _ => (text, label),
                }
            }
            // Nearly a copy.
            3 if !said.is_empty() => {
                let (text, label) = said[random.gen_range(0..said.len())].clone();
                (format!("{text} indeed"), label)
            }
            4 => (format!("{}\nand \"more\"", fresh.0), fresh.1),
            5 => match random.gen_range(0..3) {
                0 => (format!("{}, says a{row}@example.org", fresh.0), fresh.1),
                1 => (format!("+44 20 7946 0958 {}", fresh.0), fresh.1),
                _ => (format!("cafÃ© {} itâ€™s", fresh.0), fresh.1),
            },
            _ => fresh,
        };
        said.push((text.clone(), label));
        let split = if random.gen_bool(0.7) {
            "train"
        } else {
            "test"
        };
        rows.push((row, text, label, split));
    }
    let (name, mut text) = match seed % 3 {
        0 => ("a.jsonl", String::new()),
        1 => ("a.csv", "id,text,label,split\n".to_owned()),
        _ => ("a.json", "[\n".to_owned()),
    };
    for (row, says, label, split) in rows {
        text.push_str(&if name == "a.csv" {
            format!(
                "{},\"{}\",{label},{split}\n",
                row % 3,
                says.replace('"', "\"\"")
            )
        } else {
            let row =
                serde_json::json!({"id": row % 3, "text": says, "label": label, "split": split});
            let comma = if name == "a.json" { "," } else { "" };
            format!("{row}{comma}\n")
        });
    }
    if name == "a.json" {
        text.truncate(text.len() - 2);
        text.push_str("\n]\n");
    }
    Made { name, text }
}

/// The pieces of a text that end a row: each record of the tables made here, without what separates them in an array.
fn records(made: &Made, text: &str) -> Vec<String> {
    let mut records: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.split_inclusive('\n') {
        if made.name == "a.json" {
            let object = line.trim_end().trim_end_matches(',');
            if object.starts_with('{') {
                records.push(object.to_owned());
            }
            continue;
        }
        let quotes = line.matches('"').count() % 2 == 1 && made.name == "a.csv";
        match records.last_mut() {
            Some(last) if open => last.push_str(line),
            _ => records.push(line.to_owned()),
        }
        open ^= quotes;
    }
    records
}

#[test]
fn nothing_is_left_and_what_stays_is_as_it_was() {
    for seed in 0..DATASETS {
        let made = make(seed);
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(made.name), &made.text).expect("written");
        let (once, twice) = (
            format!("once-{}", made.name),
            format!("twice-{}", made.name),
        );
        let roles = ["--label", "label", "--text", "text", "--split", "split"];
        let rules = ["--select", RULES, "--unsafe-fixes"];
        let before = found(folder.path(), RULES, &[&[made.name], &roles[..]].concat());
        assert!(before.len() > 2, "seed {seed}: {before:?}");
        let own = [made.name, "--output", &once];
        let done = fix(folder.path(), &[&own, &roles[..], &rules].concat());
        assert_eq!(done.exit, 0, "seed {seed}: {}{}", done.stdout, done.stderr);
        // `check` finds none of what was fixed.
        let left = found(
            folder.path(),
            RULES,
            &[&[once.as_str()], &roles[..]].concat(),
        );
        assert_eq!(left, [""; 0], "seed {seed}");
        // Twice is once.
        let own = [once.as_str(), "--output", &twice];
        let again = fix(folder.path(), &[&own, &roles[..], &rules].concat());
        assert_eq!(again.exit, 0, "seed {seed}");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("written");
        assert_eq!(read(&once), read(&twice), "seed {seed}");
        // The rows that nothing was done to stay as they were, in their order.
        let (_, rows) = read_manifest(&folder.path().join(format!("{once}.manifest")));
        assert!(!rows.is_empty(), "seed {seed}: nothing to fix");
        let header = usize::from(made.name == "a.csv");
        let mut expected: Vec<Option<String>> =
            records(&made, &made.text).into_iter().map(Some).collect();
        let mut gone = Vec::new();
        for row in &rows {
            let at = row["row"].as_u64().expect("a number") as usize - 1 + header;
            expected[at] = None;
            if row["action"] == "drop" {
                gone.push(at);
            }
        }
        gone.sort_unstable();
        for at in gone.into_iter().rev() {
            expected.remove(at);
        }
        let left = records(&made, &read(&once));
        assert_eq!(left.len(), expected.len(), "seed {seed}");
        for (left, expected) in left.iter().zip(&expected) {
            assert!(
                expected.as_ref().is_none_or(|expected| expected == left),
                "seed {seed}: {left}"
            );
        }
        let verify = ["fix", "--verify", &format!("{once}.manifest")];
        let verified = run(folder.path(), &verify);
        assert_eq!(verified.exit, 0, "seed {seed}: {}", verified.stdout);
    }
}
