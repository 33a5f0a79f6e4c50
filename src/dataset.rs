//! Dataset: a table with roles (label, text, domain, split, group) and the files it was read from.

mod cells;
mod column;
mod convention;
mod conventions;
mod decimals;
mod dialect;
mod domains;
mod encoding;
mod file;
#[cfg(test)]
mod fixture;
mod format;
mod groups;
mod label_notes;
mod labels;
mod marks;
mod multilabel;
mod number;
mod part;
mod prose;
mod quantity;
mod read;
mod roles;
mod shape;
mod shards;
mod source;
mod stack;
mod strays;
mod strings;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod training;
mod turns;
mod units;
mod unlabelled;
mod vectors;

pub(crate) use column::{Column, Kind, KindAsked};
pub(crate) use dialect::{Decimal, Delimiter, Dialect, Quote};
pub(crate) use domains::Domains;
pub(crate) use encoding::Encoding;
pub(crate) use file::{DataFile, Portion};
pub(crate) use format::{FileFormat, is_stdin, named_as_data, named_as_parquet};
pub(crate) use labels::Labels;
pub(crate) use number::{canonical, number, order_integers};
pub(crate) use prose::is_prose;
pub(crate) use read::{
    Bounds, HashedPart, LeftColumn, Look, NewCell, NewRow, Obstacle, READER, RowFile, RowState,
    TextFile, Why, allow_readers, assemble_messages, can_be_read_once, find_misfit, look,
    read_lines, read_row_contents, serve_reader,
};
pub(crate) use roles::{DomainRole, Piece, RoleLists, RoleNames, Roles, Text, TextSource, items};
pub(crate) use shape::find_texts;
pub(crate) use shards::{Input, Shards, data_files};
pub(crate) use source::Source;
pub(crate) use text::normalised;
pub(crate) use time::find_time_range;
pub(crate) use units::show_unit;
pub(crate) use unlabelled::Unlabelled;
pub(crate) use vectors::VectorFault;

use xxhash_rust::xxh3::xxh3_128;

use crate::error::{ReadError, visible};
use crate::recognise::{personal, phone};
use crate::wording::list_some;
use roles::check_kinds;
use stack::Stack;
use turns::Speaker;

/// The file in which Hugging Face's datasets tell the names of classes.
const CLASS_NAMES: &str = "dataset_info.json";

/// A table with roles. Rows count from 0 over all files, those of the first file first.
#[derive(Debug, Clone)]
pub(crate) struct Dataset {
    /// The dataset's name in reports.
    pub(crate) name: String,
    /// The files that it was read from; shifted ones last.
    pub(crate) files: Vec<DataFile>,
    /// The tables that the files make, in the order of their rows: each a file, or shards.
    pub(crate) portions: Vec<Portion>,
    /// Every column, in the order of the first file.
    pub(crate) columns: Vec<Column>,
    /// Columns of the files that aren't among them.
    left: Vec<LeftColumn>,
    /// What the columns are for, by name.
    pub(crate) names: RoleNames,
    /// What the columns are for.
    pub(crate) roles: Roles,
    /// The classes, and each row's.
    pub(crate) labels: Labels,
    /// The test sides without labels.
    pub(crate) unlabelled: Vec<Unlabelled>,
    /// Where each row comes from; absent when the dataset is of one piece.
    pub(crate) domains: Option<Domains>,
    /// Who speaks in the conversations that are the text.
    speakers: Vec<Speaker>,
    training: Option<Vec<bool>>,
}

impl Dataset {
    /// Reads every file and gives the columns their roles.
    ///
    /// # Errors
    /// When a file can't be read, when files don't agree in their columns, when roles don't fit them
    /// (every mistake at once), or when the labels can't train anything.
    pub(crate) fn load(source: &Source) -> Result<Self, ReadError> {
        let stack = Stack::read(source)?;
        let mut names = source
            .lists
            .read(&source.roles, &stack.columns, &stack.left);
        if names.label.is_none() && names.embedding.is_none() {
            let texts = names.unlabelled_texts(&stack.columns);
            if let (None, Some(unlabelled)) = (&texts, &source.unlabelled) {
                return Err(ReadError::NoLabel(unlabelled.clone()));
            }
            if let (Some(texts), TextSource::Row) = (texts, &names.text) {
                names.text = TextSource::Columns(texts);
            }
        }
        Self::build(source, stack, names)
    }

    /// Reads every file and gives the columns no role that `source` doesn't name: for who guesses the roles.
    ///
    /// # Errors
    /// As [`Dataset::load`].
    pub(crate) fn load_as_named(source: &Source) -> Result<Self, ReadError> {
        let stack = Stack::read(source)?;
        let names = source
            .lists
            .read(&source.roles, &stack.columns, &stack.left);
        Self::build(source, stack, names)
    }

    fn build(source: &Source, stack: Stack, names: RoleNames) -> Result<Self, ReadError> {
        let Stack {
            files,
            portions,
            mut columns,
            left,
        } = stack;
        let mut mistakes = Vec::new();
        let mut roles = Roles::resolve(&names, (&columns, &left), &files[0].path, &mut mistakes);
        check_kinds(
            &source.columns,
            (&columns, &left),
            &files[0].path,
            &mut mistakes,
        );
        let domains = Domains::of(&names, &roles, &columns, &portions, &mut mistakes);
        let training = if names.split.is_some() {
            training::rows(&roles, &columns, &mut mistakes)
        } else {
            training::by_file(&files)
        };
        if !mistakes.is_empty() {
            return Err(ReadError::Roles {
                name: source.name.clone(),
                mistakes,
            });
        }
        if let Some(at) = roles.embedding {
            reread_as_vectors(&mut columns, at);
        }
        let speakers = roles.split_speakers(&mut columns);
        let mut labels = read_labels(source, &roles, &columns, &files[0].path)?;
        let unlabelled = unlabelled::find(&mut labels, domains.as_ref(), training.as_deref());
        if let ([only], Some(at), false) =
            (labels.classes.as_slice(), roles.label, source.only_embeds)
        {
            return Err(ReadError::OneClass {
                column: visible(&columns[at].name),
                class: visible(only),
                path: files[0].path.clone(),
            });
        }
        Ok(Self {
            name: source.name.clone(),
            files,
            portions,
            columns,
            left,
            names,
            roles,
            labels,
            unlabelled,
            domains,
            speakers,
            training,
        })
    }

    /// The number of rows in all files.
    pub(crate) fn rows(&self) -> usize {
        self.files.last().map_or(0, |file| file.rows.end)
    }

    /// Where `row` stands: its file as the user wrote it, the line on which it begins (from 1, where the
    /// format has lines), and its position among the rows of that file (from 1).
    pub(crate) fn place(&self, row: usize) -> (String, Option<u64>, u64) {
        let file = self.file_of(row);
        let nth = row - file.rows.start;
        let line = file.lines.as_ref().map(|lines| lines[nth]);
        (file.path.clone(), line, nth as u64 + 1)
    }

    /// The row at such a place: `nth` (from 1) among those of the file `path`.
    pub(crate) fn row_at(&self, path: &str, nth: u64) -> Option<usize> {
        let file = self.files.iter().find(|file| file.path == path)?;
        Some(file.rows.start + usize::try_from(nth).ok()?.checked_sub(1)?)
    }

    /// The row's own text, read again from its file and cut after 2,000 characters, with placeholders for what
    /// belongs to somebody; `None` for formats without lines, and when the file has gone.
    pub(crate) fn excerpt(&self, row: usize) -> Option<String> {
        let file = self.file_of(row);
        file.excerpt(row - file.rows.start, self.names_phones())
    }

    /// The text of `row`, with placeholders for what belongs to somebody.
    pub(crate) fn harmless_text(&self, row: usize) -> String {
        personal::hide(&self.text(row), self.names_phones())
    }

    /// Whether a column is called after phone numbers.
    fn names_phones(&self) -> bool {
        self.columns
            .iter()
            .any(|column| phone::says_so(&column.name))
    }

    /// A hash of all cells of `row`, the same wherever the row stands: its fingerprint in reports.
    ///
    /// 128-bit XXH3 of column names and cells in the order of the columns.
    pub(crate) fn key(&self, row: usize) -> u128 {
        let mut content = Vec::new();
        for column in &self.columns {
            content.extend_from_slice(column.name.as_bytes());
            // Separators that no text holds keep `a|bc` and `ab|c` apart.
            content.push(0xFF);
            content.extend_from_slice(column.text(row).unwrap_or_default().as_bytes());
            content.push(0xFE);
        }
        xxh3_128(&content)
    }

    /// A hash of all that the file says in `row`, but in the columns `besides`: cells as they are written, also those
    /// that count as missing among numbers, and vectors. `None` where some of it isn't known.
    pub(crate) fn whole_key(&self, row: usize, besides: &[usize]) -> Option<u128> {
        if !self.left.is_empty() {
            return None;
        }
        let mut content = Vec::new();
        let columns = self.columns.iter().enumerate();
        for (_, column) in columns.filter(|(at, _)| !besides.contains(at)) {
            // Of a list that is no vector only its length is known.
            if column.odd(row).is_some() {
                return None;
            }
            // Separators that no text holds, as above; a vector's values are of one number in all rows.
            content.push(0xFF);
            if let Some(cell) = column.written(row) {
                content.extend_from_slice(cell.as_bytes());
            }
            if let Some(vector) = column.vector(row) {
                content.push(0xFE);
                content.extend(
                    vector
                        .iter()
                        .flat_map(|value| value.to_bits().to_le_bytes()),
                );
            }
        }
        Some(xxh3_128(&content))
    }

    /// A hash of what `row` says, white space and case aside, and with `labelled` of its label: the same
    /// for every copy of it, whatever its other cells hold.
    pub(crate) fn text_key(&self, row: usize, labelled: bool) -> u128 {
        let mut content = normalised(&self.text(row)).into_bytes();
        if labelled && let Some(class) = self.labels.of.get(row).copied().flatten() {
            // A separator that no text holds.
            content.push(0xFF);
            content.extend_from_slice(self.labels.classes[class as usize].as_bytes());
        }
        xxh3_128(&content)
    }

    /// For each row whether the split column, or else the name of its file, says that it is trained on; `None`
    /// where neither says anything.
    pub(crate) fn train_rows(&self) -> Option<&[bool]> {
        self.training.as_deref()
    }

    /// What a reader has to know of how the files were read, each with the files that it is about.
    pub(crate) fn notes(&self) -> Vec<String> {
        const FILES: usize = 2;
        let mut notes: Vec<(String, Vec<&str>)> = Vec::new();
        for file in &self.files {
            for decision in file.decisions.iter().filter(|known| known.is_unusual) {
                let line = decision.line();
                match notes.iter_mut().find(|(known, _)| *known == line) {
                    Some((_, files)) => files.push(&file.path),
                    None => notes.push((line, vec![&file.path])),
                }
            }
        }
        let with_files =
            |(line, files): (String, Vec<&str>)| format!("{}: {line}", list_some(&files, FILES));
        let mut notes: Vec<String> = notes.into_iter().map(with_files).collect();
        notes.extend(self.left_out());
        notes.extend(self.describe_several_labels());
        notes.extend(self.describe_label_marks());
        notes.extend(self.describe_label_numbers());
        notes.extend(self.describe_label_files());
        notes.extend(self.describe_words());
        notes
    }

    /// Columns that are nearly numbers, and are taken for words; of classes, domains and the like each is a name.
    fn describe_words(&self) -> impl Iterator<Item = String> {
        let roles = &self.roles;
        let names = [roles.label, roles.domain, roles.split, roles.group];
        let columns = self.columns.iter().enumerate();
        columns
            .filter(move |(at, _)| !names.contains(&Some(*at)))
            .filter_map(|(_, column)| column.describe_units().or_else(|| column.describe_strays()))
    }

    /// Columns of the files that aren't read though they might be needed, each with the reason.
    pub(crate) fn left_out(&self) -> Vec<String> {
        let left = self.left.iter().filter(|left| left.why != Why::Unneeded);
        let lines = left.map(|left| {
            let (name, why) = (visible(&left.name), visible(&left.why.words()));
            format!("left out: column `{name}` ({why})")
        });
        lines.collect()
    }

    /// The name of `domain`.
    pub(crate) fn domain_name(&self, domain: Option<u32>) -> Option<&str> {
        let names = &self.domains.as_ref()?.names;
        names.get(domain? as usize).map(String::as_str)
    }

    fn file_of(&self, row: usize) -> &DataFile {
        &self.files[self.file_at(row)]
    }

    /// Which of the files `row` is in.
    pub(crate) fn file_at(&self, row: usize) -> usize {
        self.files.partition_point(|file| file.rows.end <= row)
    }
}

/// The classes, and each row's: at least two where something is learned from them.
fn read_labels(
    source: &Source,
    roles: &Roles,
    columns: &[Column],
    path: &str,
) -> Result<Labels, ReadError> {
    let (label, rows) = (roles.label.map(|at| &columns[at]), columns[0].len());
    if source.only_embeds {
        return Ok(Labels::read(label, rows));
    }
    Labels::of(label, rows, path)
}

/// Reads the column at `at` again, as vectors.
fn reread_as_vectors(columns: &mut Vec<Column>, at: usize) {
    let column = columns.swap_remove(at);
    columns.push(column.reread_as_vectors());
    let last = columns.len() - 1;
    columns.swap(at, last);
}
