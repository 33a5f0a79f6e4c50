//! Overrule: cells that the user says are missing.

use super::super::cells::{Cells, CellsBuilder};
use super::Table;

/// Makes the cells that are one of `na` missing.
pub(super) fn overrule(table: &mut Table, na: &[String]) {
    if na.is_empty() {
        return;
    }
    for cells in &mut table.cells {
        let Cells::Text(text) = cells else { continue };
        let mut overruled = CellsBuilder::new(text.len());
        for cell in text.iter() {
            overruled.push(cell.filter(|cell| !na.iter().any(|na| na.trim() == *cell)));
        }
        *cells = Cells::Text(overruled.finish());
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::cells_of;
    use super::*;

    #[test]
    fn what_the_user_says_is_missing() {
        let mut table = Table {
            names: vec!["x".to_owned()],
            cells: vec![cells_of(&[Some("-999"), Some("3,5"), Some("-99")])],
            rows: 3,
            lines: None,
        };
        overrule(&mut table, &["-999 ".to_owned()]);
        let Cells::Text(text) = &table.cells[0] else {
            panic!("vectors");
        };
        let cells: Vec<Option<&str>> = text.iter().collect();
        assert_eq!(cells, [None, Some("3,5"), Some("-99")]);
    }
}
