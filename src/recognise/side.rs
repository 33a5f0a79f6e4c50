//! Side: whether the name of a file or folder says that its rows train, or that they test.

/// What says it of train rows, as a word of its own.
const TRAIN: [&str; 3] = ["train", "training", "trn"];
/// And of test rows.
const TEST: [&str; 10] = [
    "test",
    "tests",
    "tst",
    "testing",
    "validation",
    "valid",
    "val",
    "dev",
    "eval",
    "holdout",
];

/// Whether a word in `name` says that rows train.
pub(crate) fn names_train(name: &str) -> bool {
    has_word(name, &TRAIN)
}

/// Whether a word in `name` says that rows test.
pub(crate) fn names_test(name: &str) -> bool {
    has_word(name, &TEST)
}

fn has_word(name: &str, known: &[&str]) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| known.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_a_word_of_its_own() {
        for name in ["test.csv", "acs-val.parquet", "HOLDOUT", "my_tst.jsonl"] {
            assert!(names_test(name) && !names_train(name), "{name}");
        }
        assert!(names_train("train-00000-of-00002.parquet"));
        for name in ["contest.csv", "latest.csv", "trainer.csv", "values.csv", ""] {
            assert!(!names_test(name) && !names_train(name), "{name}");
        }
    }
}
