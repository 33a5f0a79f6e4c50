//! Table: the user's results read from their file, every mistake about them told at once.

use std::path::Path;

use super::columns::{Columns, Reader};
use super::{Named, Runs, RunsSource, ShiftRuns, constant};
use crate::dataset::{Column, Dataset, Source};
use crate::error::{ConfigError, Error};
use crate::measure::line::Run;

impl Runs {
    /// Reads the table and marks the collapsed runs.
    ///
    /// # Errors
    /// A file that can't be read; or every mistake at once: columns that aren't there or hold no
    /// accuracies, and rows that nothing is left of.
    pub(crate) fn read(source: &RunsSource) -> Result<Self, Error> {
        let table = Dataset::load(&Source {
            name: source
                .paths
                .first()
                .map_or(String::new(), |path| file_name(path)),
            paths: source.paths.clone(),
            header: source.header,
            ..Source::default()
        })?;
        let mut reader = Reader {
            table: &table,
            source,
            mistakes: Vec::new(),
        };
        let mut kept = reader.kept();
        if kept.is_empty() {
            // A mistake already; the columns are looked at all the same.
            kept = (0..table.rows()).collect();
        }
        let columns = reader.columns(&kept);
        match columns {
            Some(columns) if reader.mistakes.is_empty() => Ok(reader.runs(&kept, &columns)),
            _ => Err(Error::Config(ConfigError {
                mistakes: reader.mistakes,
            })),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl Reader<'_> {
    fn runs(&self, kept: &[usize], columns: &Columns) -> Runs {
        let mut families: Vec<String> = kept.iter().map(|&row| family(columns, row)).collect();
        families.sort_unstable();
        families.dedup();
        let shifts = columns
            .shifted
            .iter()
            .map(|&(shifted, balanced)| self.shift(kept, columns, shifted, balanced, &families))
            .collect();
        Runs {
            paths: self
                .table
                .files
                .iter()
                .map(|file| file.path.clone())
                .collect(),
            rows: self.table.rows(),
            kept: kept.len(),
            families,
            shifts,
        }
    }

    fn shift(
        &self,
        kept: &[usize],
        columns: &Columns,
        shifted: &Column,
        shifted_balanced: Option<&Column>,
        families: &[String],
    ) -> ShiftRuns {
        let whole = self.source.unit.whole();
        let share = |column: &Column, row: usize| column.number(row).map(|value| value / whole);
        let balanced = columns.balanced_id.zip(shifted_balanced);
        let (mut runs, mut named, mut digits) = (Vec::new(), Vec::new(), 0);
        for &row in kept {
            let (Some(id), Some(accuracy)) = (share(columns.id, row), share(shifted, row)) else {
                continue;
            };
            let both = balanced.map(|(id, shifted)| (share(id, row), share(shifted, row)));
            if both.is_some_and(|(id, shifted)| id.is_none() || shifted.is_none()) {
                continue;
            }
            if let Some((id, shifted)) = balanced {
                for cell in [id.text(row), shifted.text(row)].into_iter().flatten() {
                    digits = digits.max(decimals(cell) + if whole > 1.0 { 2 } else { 0 });
                }
            }
            let (_, line, nth) = self.table.place(row);
            named.push(Named {
                name: columns
                    .model
                    .and_then(|column| column.text(row).map(str::to_owned)),
                line: line.unwrap_or(nth),
            });
            runs.push(Run {
                family: families.binary_search(&family(columns, row)).unwrap_or(0) as u32,
                configuration: None,
                id,
                shifted: accuracy,
                id_balanced: both.and_then(|pair| pair.0),
                shifted_balanced: both.and_then(|pair| pair.1),
                collapsed: false,
                constant: None,
            });
        }
        let recognised = constant::mark(&mut runs, balanced.map(|_| digits), self.source.classes);
        ShiftRuns {
            name: shifted.name.clone(),
            missing: kept.len() - runs.len(),
            constants: constant::points(&runs),
            runs,
            named,
            recognised,
        }
    }
}

fn family(columns: &Columns, row: usize) -> String {
    columns
        .family
        .and_then(|column| column.category(row))
        .unwrap_or_default()
}

/// Digits after the point of a number as written; many where it has an exponent.
fn decimals(cell: &str) -> u32 {
    if cell.contains(['e', 'E']) {
        return 9;
    }
    cell.split_once('.')
        .map_or(0, |(_, digits)| digits.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs::{AccuracyUnit, Recognised};

    fn source(folder: &tempfile::TempDir, text: &str) -> RunsSource {
        let path = folder.path().join("runs.csv");
        std::fs::write(&path, text).expect("the folder can be written");
        RunsSource {
            paths: vec![path],
            header: true,
            id: "id".to_owned(),
            shifted: vec!["ood".to_owned()],
            ..RunsSource::default()
        }
    }

    const TABLE: &str = "name,kind,id,ood,bid,bood\n\
        a,svm,0.6,0.4,0.5,0.5\n\
        b,svm,0.8,0.7,0.79,0.69\n\
        c,tree,,0.7,0.79,0.69\n\
        d,tree,0.7,0.6,NaN,0.6\n";

    #[test]
    fn runs_are_read_with_their_names_and_missing_cells_are_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut source = source(&folder, TABLE);
        source.model = Some("name".to_owned());
        source.family = Some("kind".to_owned());
        let runs = Runs::read(&source).expect("a sound table");
        assert_eq!((runs.rows, runs.kept), (4, 4));
        assert_eq!(runs.families, ["svm", "tree"]);
        let shift = &runs.shifts[0];
        assert_eq!((shift.runs.len(), shift.missing), (3, 1));
        assert_eq!(shift.named[2].name.as_deref(), Some("d"));
        assert_eq!(shift.named[2].line, 5);
        assert_eq!(shift.runs[2].family, 1);
        source.balanced_id = Some("bid".to_owned());
        source.balanced_shifted = vec!["bood".to_owned()];
        let runs = Runs::read(&source).expect("a sound table");
        let shift = &runs.shifts[0];
        assert_eq!((shift.runs.len(), shift.missing), (2, 2));
        assert_eq!(shift.recognised, Recognised::Balanced { classes: 2 });
        assert!(shift.runs[0].collapsed && !shift.runs[1].collapsed);
    }

    #[test]
    fn where_keeps_rows_and_percent_is_a_unit() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut source = source(&folder, "k=1,id,ood\nx,60,40\ny,70,50\n");
        source.unit = AccuracyUnit::Percent;
        source.only = vec!["k=1=y".to_owned()];
        let runs = Runs::read(&source).expect("a sound table");
        assert_eq!((runs.rows, runs.kept), (2, 1));
        assert_eq!(
            (runs.shifts[0].runs[0].id, runs.shifts[0].runs[0].shifted),
            (0.7, 0.5)
        );
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut source = source(&folder, "name,id,ood\na,86.5,x\nb,80,0.5\n");
        source.family = Some("nam".to_owned());
        source.only = vec!["nothing".to_owned()];
        let Err(Error::Config(mistakes)) = Runs::read(&source) else {
            panic!("read")
        };
        let told: Vec<&str> = mistakes
            .mistakes
            .iter()
            .map(|mistake| mistake.message.as_str())
            .collect();
        assert_eq!(
            told,
            [
                "--where: `nothing` names no value",
                "--id: line 2 of `id` holds 86.5, which is no accuracy from 0 to 1",
                "--shifted: the column `ood` holds no accuracies",
                "--family: no column `nam`",
            ]
        );
    }
}
