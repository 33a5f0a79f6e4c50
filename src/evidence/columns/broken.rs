//! Broken: cells whose text was damaged on its way: read in the wrong encoding, characters lost, or HTML left in it.

use rayon::prelude::*;

use crate::dataset::Kind;
use crate::evidence::Evidence;
use crate::recognise::markup::find_entity;
use crate::recognise::mojibake::find_misread;

/// What stands where bytes could not be decoded; and the same when its bytes in UTF-8 are read as GBK.
const LOST: [&str; 2] = ["\u{fffd}", "锟斤拷"];

/// What is wrong with a text, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Damage {
    /// Replacement characters: what they stood for is lost.
    Lost,
    /// UTF-8 that was read in another encoding.
    Misread,
    /// HTML entities.
    Entity,
}

/// A cell whose text is damaged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BrokenCell {
    /// What is wrong with it; the gravest.
    pub(crate) damage: Damage,
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// The row.
    pub(crate) row: usize,
    /// The first damage, as it stands, and what was meant where that is known.
    pub(crate) written: (String, Option<String>),
}

/// The damaged cells of all columns of text and of categories.
#[derive(Debug, Clone, Default)]
pub(crate) struct BrokenCells {
    /// By damage, then column, then row.
    pub(crate) cells: Vec<BrokenCell>,
    /// Columns looked at.
    pub(crate) columns: usize,
    /// Rows looked at.
    pub(crate) rows: usize,
}

impl Evidence<'_> {
    /// Which cells hold text that was damaged.
    pub(crate) fn broken_cells(&self) -> &BrokenCells {
        let cells = &self.answers.broken_cells;
        cells.get_or_init(|| self.find_broken_cells())
    }

    pub(in crate::evidence) fn find_broken_cells(&self) -> BrokenCells {
        let dataset = self.dataset;
        let columns = || {
            let all = dataset.columns.iter().enumerate();
            all.filter(|(_, column)| column.kind == Kind::Text)
        };
        let mut cells: Vec<BrokenCell> = columns()
            .flat_map(|(at, column)| {
                let rows = (0..column.len()).into_par_iter();
                let found = rows.filter_map(|row| {
                    let (damage, written, meant) = find_damage(column.text(row)?)?;
                    Some(BrokenCell {
                        damage,
                        column: at,
                        row,
                        written: (written, meant),
                    })
                });
                found.collect::<Vec<BrokenCell>>()
            })
            .collect();
        cells.sort_unstable();
        BrokenCells {
            cells,
            columns: columns().count(),
            rows: dataset.rows(),
        }
    }
}

/// The gravest damage in `text`, as it stands there, and what was meant where that is known.
fn find_damage(text: &str) -> Option<(Damage, String, Option<String>)> {
    let lost = LOST
        .into_iter()
        .find(|lost| !text.is_ascii() && text.contains(lost));
    if let Some(lost) = lost {
        return Some((Damage::Lost, lost.to_owned(), None));
    }
    if let Some((written, meant)) = find_misread(text) {
        return Some((Damage::Misread, written, Some(meant)));
    }
    find_entity(text).map(|entity| (Damage::Entity, entity.to_owned(), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_damage_is_told() {
        let damage = |text: &str| find_damage(text).map(|(damage, ..)| damage);
        assert_eq!(damage("caf\u{fffd} &amp; cafÃ©"), Some(Damage::Lost));
        assert_eq!(damage("锟斤拷"), Some(Damage::Lost));
        assert_eq!(damage("cafÃ© &amp; bar"), Some(Damage::Misread));
        assert_eq!(damage("café &amp; bar"), Some(Damage::Entity));
        assert_eq!(damage("café & bar"), None);
    }
}
