//! Training: which rows a split column, or else the names of files, give to training.

use super::labels::categories;
use super::roles::{mistake, quoted};
use super::{Column, DataFile, Roles};
use crate::error::{Mistake, listed};

/// What a value begins with (case aside) that says that its rows train: `train`, `Training`, `train-clean`.
const TRAIN: &str = "train";

/// For each row whether it is trained on; `None` without a split column, or with one that can't be understood.
pub(super) fn rows(
    roles: &Roles,
    columns: &[Column],
    mistakes: &mut Vec<Mistake>,
) -> Option<Vec<bool>> {
    let column = &columns[roles.split?];
    let (values, of) = categories(column);
    let train: Vec<bool> = values
        .iter()
        .map(|value| value.to_lowercase().starts_with(TRAIN))
        .collect();
    let name = quoted(&column.name);
    let list = listed(values.iter().map(String::as_str));
    if !train.contains(&true) {
        mistakes.push(mistake(
            format!("no row of the split column {name} says `{TRAIN}`"),
            format!("write `{TRAIN}` for the train rows; its values are {list}"),
        ));
        return None;
    }
    if !train.contains(&false) {
        mistakes.push(mistake(
            format!("every row of the split column {name} says `{TRAIN}`"),
            "write another word, for example `test`, for the test rows; or leave split out",
        ));
        return None;
    }
    // A row without a word tests: to train it unasked could leak it.
    Some(
        of.into_iter()
            .map(|value| value.is_some_and(|value| train[value as usize]))
            .collect(),
    )
}

/// For each row whether the name of its file says that it is trained on; `None` where no name says anything.
/// Shifted files have no say: their rows are test rows whatever they are called.
pub(super) fn by_file(files: &[DataFile]) -> Option<Vec<bool>> {
    if !files.iter().any(|file| file.is_test && !file.shifted) {
        return None;
    }
    let rows = |file: &DataFile| vec![!file.is_test; file.rows.len()];
    Some(files.iter().flat_map(rows).collect())
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::super::cells::cells_of;
    use super::*;

    fn split(cells: &[&str]) -> (Option<Vec<bool>>, Vec<String>) {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        let columns = [Column::new("fold".to_owned(), cells_of(&cells), None)];
        let roles = Roles {
            label: None,
            text: Text::Row,
            domain: None,
            split: Some(0),
            group: None,
            entity: None,
            exclude: Vec::new(),
            embedding: None,
        };
        let mut mistakes = Vec::new();
        let rows = rows(&roles, &columns, &mut mistakes);
        (
            rows,
            mistakes
                .into_iter()
                .map(|mistake| mistake.message)
                .collect(),
        )
    }

    #[test]
    fn train_in_any_case_teaches_and_the_rest_examines() {
        assert_eq!(
            split(&["Train", "test", "", "training"]).0,
            Some(vec![true, false, false, true])
        );
    }

    #[test]
    fn a_split_that_says_nothing_is_a_mistake() {
        assert_eq!(
            split(&["a", "b"]),
            (
                None,
                vec!["no row of the split column `fold` says `train`".to_owned()]
            )
        );
        assert_eq!(
            split(&["train", "train"]),
            (
                None,
                vec!["every row of the split column `fold` says `train`".to_owned()]
            )
        );
    }
}
