//! Copy: the cells of one column of a group of rows, as they lie in the file, without those of dropped rows.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_typed_column_reader};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type, Int96Type,
};
use parquet::schema::types::ColumnDescriptor;

use super::super::super::row_state::{NewRow, RowState};
use super::super::source::Trouble;
use super::BATCH;

/// Copies the column `leaf` from one file to another: values as their bytes, and how they are nested.
pub(super) fn copy_column(
    from: ColumnReader,
    to: &mut ColumnWriter,
    (leaf, column): (usize, &ColumnDescriptor),
    states: &[RowState],
) -> Result<(), Trouble> {
    macro_rules! copy {
        ($($reader:ident, $writer:ident, $kind:ty;)*) => {
            match (from, to) {
                $((from @ ColumnReader::$reader(_), ColumnWriter::$writer(to)) => {
                    let from = get_typed_column_reader::<$kind>(from);
                    Copy { from, column, states }.run(to, |_, value| value)
                })*
                (from @ ColumnReader::ByteArrayColumnReader(_), ColumnWriter::ByteArrayColumnWriter(to)) => {
                    let from = get_typed_column_reader::<ByteArrayType>(from);
                    Copy { from, column, states }.run(to, |state, value| match new_text(state, leaf) {
                        Some(text) => ByteArray::from(text.as_bytes().to_vec()),
                        None => value,
                    })
                }
                _ => Err(Trouble::new("a column isn't of the type that the file says")),
            }
        };
    }
    copy! {
        BoolColumnReader, BoolColumnWriter, BoolType;
        Int32ColumnReader, Int32ColumnWriter, Int32Type;
        Int64ColumnReader, Int64ColumnWriter, Int64Type;
        Int96ColumnReader, Int96ColumnWriter, Int96Type;
        FloatColumnReader, FloatColumnWriter, FloatType;
        DoubleColumnReader, DoubleColumnWriter, DoubleType;
        FixedLenByteArrayColumnReader, FixedLenByteArrayColumnWriter, FixedLenByteArrayType;
    }
}

/// The other text that is to stand in this column of a row.
fn new_text(state: &RowState, leaf: usize) -> Option<&str> {
    match state {
        RowState::Changed(NewRow::Texts(texts)) => texts.get(&leaf).map(String::as_str),
        _ => None,
    }
}

/// One column of a group of rows.
struct Copy<'a, T: DataType> {
    from: ColumnReaderImpl<T>,
    column: &'a ColumnDescriptor,
    states: &'a [RowState],
}

/// What was read of some rows: the values that are there, and for each how it is nested.
struct Cells<V> {
    values: Vec<V>,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

impl<T: DataType> Copy<'_, T> {
    fn run(
        mut self,
        to: &mut ColumnWriterImpl<T>,
        change: impl Fn(&RowState, T::T) -> T::T,
    ) -> Result<(), Trouble> {
        let mut reached = 0;
        loop {
            let mut read = Cells {
                values: Vec::new(),
                definitions: Vec::new(),
                repetitions: Vec::new(),
            };
            let (rows, ..) = self.from.read_records(
                BATCH,
                Some(&mut read.definitions),
                Some(&mut read.repetitions),
                &mut read.values,
            )?;
            if rows == 0 {
                break;
            }
            let states = self.states.get(reached..reached + rows);
            let states = states.ok_or_else(|| Trouble::new("it has more rows than it says"))?;
            reached += rows;
            let left = self.choose(read, states, &change);
            let nested = |levels| Some(levels).filter(|levels: &&Vec<i16>| !levels.is_empty());
            to.write_batch(
                &left.values,
                nested(&left.definitions).map(Vec::as_slice),
                nested(&left.repetitions).map(Vec::as_slice),
            )?;
        }
        if reached == self.states.len() {
            Ok(())
        } else {
            Err(Trouble::new("it has fewer rows than it says"))
        }
    }

    /// The cells of rows that aren't dropped, each as `change` has it.
    fn choose(
        &self,
        read: Cells<T::T>,
        states: &[RowState],
        change: impl Fn(&RowState, T::T) -> T::T,
    ) -> Cells<T::T> {
        let most = self.column.max_def_level();
        let mut left = Cells {
            values: Vec::with_capacity(read.values.len()),
            definitions: Vec::with_capacity(read.definitions.len()),
            repetitions: Vec::with_capacity(read.repetitions.len()),
        };
        let mut values = read.values.into_iter();
        // Each level is a value or its absence; without levels each value is one of a row.
        let levels = match read.definitions.len().max(read.repetitions.len()) {
            0 => values.len(),
            levels => levels,
        };
        let mut row = 0;
        for at in 0..levels {
            let repetition = read.repetitions.get(at);
            if at > 0 && repetition.is_none_or(|level| *level == 0) {
                row += 1;
            }
            let definition = read.definitions.get(at);
            let is_there = definition.is_none_or(|level| *level == most);
            let value = if is_there { values.next() } else { None };
            let state = &states[row];
            if *state == RowState::Dropped {
                continue;
            }
            left.definitions.extend(definition);
            left.repetitions.extend(repetition);
            left.values.extend(value.map(|value| change(state, value)));
        }
        left
    }
}
