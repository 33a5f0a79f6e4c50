//! Groups: the values of the group column, and each row's.

use super::Dataset;
use super::labels::categories;

/// The groups that a column divides the rows into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Groups {
    /// The column's name.
    pub(crate) column: String,
    /// The groups' names: in the order of numbers if all are numbers, else of text.
    pub(crate) names: Vec<String>,
    /// Each row's group; `None` where the cell is missing.
    pub(crate) of: Vec<Option<u32>>,
}

impl Dataset {
    /// The groups of the group column; `None` where none is named.
    ///
    /// The column stays part of the row: a column such as `sex` usually is a feature too, and whoever
    /// trains on it wants to know what models make of it. Excluded, it still tells the groups.
    pub(crate) fn groups(&self) -> Option<Groups> {
        let column = &self.columns[self.roles.group?];
        let (names, of) = categories(column);
        Some(Groups {
            column: column.name.clone(),
            names,
            of,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, labelled};
    use super::*;

    const TABLE: &str = "age,sex,label\n39,f,1\n40,,0\n41,m,1\n42,f,0\n";

    #[test]
    fn a_group_column_divides_the_rows_and_stays_part_of_them() {
        let folder = Folder::new();
        let mut source = labelled(&folder.write("a.csv", TABLE), "label");
        source.roles.group = Some("sex".to_owned());
        let dataset = Dataset::load(&source).unwrap();
        let groups = dataset.groups().unwrap();
        assert_eq!(groups.names, ["f", "m"]);
        assert_eq!(groups.of, [Some(0), None, Some(1), Some(0)]);
        assert_eq!(dataset.text(0), "The age is 39. The sex is f.");
    }

    #[test]
    fn an_excluded_group_column_still_tells_the_groups() {
        let folder = Folder::new();
        let mut source = labelled(&folder.write("a.csv", TABLE), "label");
        source.roles.group = Some("sex".to_owned());
        source.roles.exclude = vec!["sex".to_owned()];
        let dataset = Dataset::load(&source).unwrap();
        assert_eq!(dataset.text(0), "The age is 39.");
        assert_eq!(dataset.groups().map(|groups| groups.names.len()), Some(2));
    }
}
