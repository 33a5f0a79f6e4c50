//! Columns: those that the user named for a table of results, each mistake about them kept.

use super::RunsSource;
use crate::dataset::{Column, Dataset, Kind};
use crate::error::{Mistake, listed, meant, visible};

/// The columns that were named.
pub(super) struct Columns<'a> {
    pub(super) id: &'a Column,
    pub(super) balanced_id: Option<&'a Column>,
    /// Accuracy and balanced accuracy under each shift.
    pub(super) shifted: Vec<(&'a Column, Option<&'a Column>)>,
    pub(super) model: Option<&'a Column>,
    pub(super) family: Option<&'a Column>,
}

/// The table, and what is wrong with what was named of it.
pub(super) struct Reader<'a> {
    pub(super) table: &'a Dataset,
    pub(super) source: &'a RunsSource,
    pub(super) mistakes: Vec<Mistake>,
}

impl<'a> Reader<'a> {
    fn find(&self, name: &str) -> Option<&'a Column> {
        self.table.columns.iter().find(|column| column.name == name)
    }

    fn column(&mut self, name: &str, flag: &str) -> Option<&'a Column> {
        let found = self.find(name);
        if found.is_none() {
            let names = || self.table.columns.iter().map(|column| column.name.as_str());
            let list = format!("the columns are {}", listed(names()));
            let help = match meant(name, names()) {
                Some(other) => format!("did you mean `{}`? {list}", visible(other)),
                None => list,
            };
            self.mistakes.push(
                Mistake::new(format!("{flag}: no column `{}`", visible(name))).with_help(help),
            );
        }
        found
    }

    /// A column of accuracies; `rows` are those that count.
    fn accuracies(&mut self, name: &str, flag: &str, rows: &[usize]) -> Option<&'a Column> {
        let column = self.column(name, flag)?;
        let shown = visible(name);
        if column.kind != Kind::Number {
            let odd = rows
                .iter()
                .filter_map(|&row| Some((row, column.text(row)?)))
                .find(|(_, cell)| cell.parse::<f64>().is_err());
            let told = Mistake::new(format!("{flag}: the column `{shown}` holds no accuracies"));
            self.mistakes.push(match odd {
                Some((row, cell)) => {
                    let help = |what: &str| {
                        let place = self.place(row);
                        format!("{place} holds {what}; leave a cell empty where there is no result")
                    };
                    let cell: String = cell.chars().take(40).collect();
                    let cell = format!("`{}`", visible(&cell));
                    let bare = told.clone().with_help(help("no number"));
                    told.with_help(help(&cell)).or_without_values(bare)
                }
                None => told.with_help("no cell of it holds a number"),
            });
            return None;
        }
        let whole = self.source.unit.whole();
        let outside = rows
            .iter()
            .filter_map(|&row| Some((row, column.number(row)?)))
            .find(|&(_, value)| !(0.0..=whole).contains(&value));
        if let Some((row, value)) = outside {
            let help = if whole == 1.0 && (0.0..=100.0).contains(&value) {
                "if they are written in percent, add --scale percent"
            } else {
                "accuracies lie from 0 to 1, or from 0 to 100 with --scale percent"
            };
            let told = |what: &str| {
                let place = self.place(row);
                Mistake::new(format!(
                    "{flag}: {place} of `{shown}` holds {what} no accuracy from 0 to {whole}"
                ))
                .with_help(help)
            };
            let mistake =
                told(&format!("{value}, which is")).or_without_values(told("a number that is"));
            self.mistakes.push(mistake);
            return None;
        }
        Some(column)
    }

    fn place(&self, row: usize) -> String {
        let (path, line, nth) = self.table.place(row);
        let place = line.map_or(format!("row {nth}"), |line| format!("line {line}"));
        if self.table.files.len() == 1 {
            place
        } else {
            format!("{place} of {}", visible(&path))
        }
    }

    /// The rows that `--where` leaves.
    pub(super) fn kept(&mut self) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.table.rows()).collect();
        for condition in &self.source.only {
            let halves = condition
                .match_indices('=')
                .map(|(at, _)| (&condition[..at], &condition[at + 1..]));
            // A column's name may hold the sign itself.
            let Some((name, value)) = halves
                .clone()
                .find(|(name, _)| self.find(name).is_some())
                .or_else(|| halves.clone().next())
            else {
                self.mistakes.push(
                    Mistake::new(format!("--where: `{}` names no value", visible(condition)))
                        .with_help("write --where COLUMN=VALUE"),
                );
                continue;
            };
            let Some(column) = self.column(name, "--where") else {
                continue;
            };
            kept.retain(|&row| column.category(row).as_deref() == Some(value));
            if kept.is_empty() {
                let mut values: Vec<String> = (0..self.table.rows())
                    .filter_map(|row| column.category(row))
                    .collect();
                values.sort_unstable();
                values.dedup();
                let told = Mistake::new(format!(
                    "--where: no row is left by `{}`",
                    visible(condition)
                ));
                let name = visible(name);
                let bare = told.clone().with_help(format!(
                    "no row that the others leave holds this value in `{name}`"
                ));
                let values = listed(values.iter().map(String::as_str));
                let help = format!("the values of `{name}` are {values}");
                self.mistakes
                    .push(told.with_help(help).or_without_values(bare));
                break;
            }
        }
        kept
    }

    /// The columns that were named, where each is there and holds what it should.
    pub(super) fn columns(&mut self, kept: &[usize]) -> Option<Columns<'a>> {
        let source = self.source;
        let id = self.accuracies(&source.id, "--id", kept);
        let shifted: Vec<_> = source
            .shifted
            .iter()
            .map(|name| self.accuracies(name, "--shifted", kept))
            .collect();
        let balanced_id = source
            .balanced_id
            .as_ref()
            .map(|name| self.accuracies(name, "--balanced-id", kept));
        let balanced: Vec<_> = source
            .balanced_shifted
            .iter()
            .map(|name| self.accuracies(name, "--balanced-shifted", kept))
            .collect();
        if balanced_id.is_some() && balanced.len() != shifted.len() {
            self.mistakes.push(
                Mistake::new(format!(
                    "{} of --shifted, {} of --balanced-shifted",
                    shifted.len(),
                    balanced.len()
                ))
                .with_help(
                    "name one column of balanced accuracies for each shift, in the same order",
                ),
            );
        }
        let mut named =
            |name: &Option<String>, flag| name.as_ref().and_then(|name| self.column(name, flag));
        let (model, family) = (
            named(&source.model, "--model"),
            named(&source.family, "--family"),
        );
        let shifted = shifted
            .into_iter()
            .enumerate()
            .map(|(at, column)| Some((column?, balanced.get(at).copied().flatten())))
            .collect::<Option<Vec<_>>>()?;
        Some(Columns {
            id: id?,
            balanced_id: balanced_id.flatten(),
            shifted,
            model,
            family,
        })
    }
}
