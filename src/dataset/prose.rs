//! Prose: which columns hold free text, and what a row says in them.

use std::collections::HashSet;

use super::{Column, Dataset, Kind, KindAsked};

/// Cells of a column that are looked at, evenly spread.
const SAMPLE: usize = 10_000;
/// Words that a cell of free text holds on average.
const WORDS: f64 = 3.0;
/// So many different cells are no list of categories.
const DIFFERENT: usize = 100;
/// Nor are cells of which this share differs.
const DIFFERENT_SHARE: f64 = 0.5;
/// Characters of a script without blanks that weigh as much as one word.
const CHARACTERS: f64 = 2.0;

impl Dataset {
    /// The described columns that hold free text: several words a cell on average, and at least a
    /// hundred different cells, or half of them different. Codes, categories, numbers, names, dates and
    /// addresses of files are none.
    pub(crate) fn prose_columns(&self) -> Vec<usize> {
        self.described_columns()
            .into_iter()
            .filter(|&at| is_prose(&self.columns[at]))
            .collect()
    }

    /// The row's cells in `columns`, one a line, missing ones left out.
    pub(crate) fn cells(&self, row: usize, columns: &[usize]) -> String {
        let cells: Vec<&str> = columns
            .iter()
            .filter_map(|&at| self.columns[at].text(row))
            .collect();
        cells.join("\n")
    }
}

/// Whether a column holds free text, as the user says or its cells show.
pub(crate) fn is_prose(column: &Column) -> bool {
    match (column.kind, column.asked) {
        (Kind::Text, None) => {}
        (kind, asked) => return kind == Kind::Text && asked == Some(KindAsked::Text),
    }
    let all = column.len();
    let looked_at = all.min(SAMPLE);
    let mut different = HashSet::new();
    let (mut cells, mut words) = (0_usize, 0.0);
    for nth in 0..looked_at {
        if let Some(cell) = column.text(nth * all / looked_at) {
            cells += 1;
            words += words_in(cell);
            different.insert(cell);
        }
    }
    let share = different.len() as f64 / cells.max(1) as f64;
    cells > 0
        && words / cells as f64 >= WORDS
        && (different.len() >= DIFFERENT || share >= DIFFERENT_SHARE)
}

/// The words of a cell that hold a letter, characters of scripts without blanks at half a word each.
fn words_in(cell: &str) -> f64 {
    let unspaced = |c: &char| {
        c.is_alphabetic() && matches!(u32::from(*c), 0x0e00..=0x0eff | 0x1780..=0x17ff | 0x2e80..)
    };
    let characters = cell.chars().filter(unspaced).count() as f64;
    let words = cell
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphabetic))
        .count() as f64;
    words.max(characters / CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    fn prose(cells: &[&str]) -> bool {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        is_prose(&Column::new("x".to_owned(), cells_of(&cells), None))
    }

    #[test]
    fn sentences_are_prose_and_codes_are_not() {
        assert!(prose(&[
            "what a fine film",
            "too long for what it says",
            "see it"
        ]));
        assert!(prose(&[
            "今日はとても良い天気です",
            "映画は長すぎると思いました"
        ]));
        assert!(!prose(&["Exec-managerial", "Sales", "Sales"]));
        assert!(!prose(&["2024-01-01 12:00", "2024-01-02 13:30"]));
        assert!(!prose(&["12 34 56 78", "23 45 67 89"]));
        assert!(!prose(&["", ""]));
    }

    #[test]
    fn a_few_answers_to_choose_from_are_not() {
        let answers = [
            "I agree with this very much",
            "I don't agree with it at all",
        ];
        assert!(!prose(&answers.repeat(20)));
    }
}
