//! Columnar: Parquet and Arrow IPC, whose columns come typed and whose rows have no lines.

use std::io::Cursor;
use std::path::Path;

use polars::prelude::{
    AnyValue, DataFrame, DataType, IpcReader, ParquetReader, PolarsError, SerReader, Series,
    StringChunked,
};
use serde_json::Value;

use super::super::cells::{Cells, CellsBuilder, Vectors};
use super::super::format::shown;
use super::Table;
use crate::error::ReadError;

const ARROW_FILE: &[u8] = b"ARROW1";

/// Reads a Parquet file.
pub(super) fn parquet(path: &Path, bytes: Vec<u8>) -> Result<Table, ReadError> {
    let fail = |cause: &PolarsError| ReadError::Columnar {
        path: shown(path),
        format: "Parquet",
        cause: cause.to_string(),
        help: "check that the file is whole and that it is Parquet",
    };
    let frame = ParquetReader::new(Cursor::new(bytes))
        .finish()
        .map_err(|error| fail(&error))?;
    table(frame).map_err(|error| fail(&error))
}

/// Reads an Arrow IPC file (Feather version 2).
pub(super) fn arrow(path: &Path, bytes: Vec<u8>) -> Result<Table, ReadError> {
    let fail = |cause: String, help| ReadError::Columnar {
        path: shown(path),
        format: "Arrow",
        cause,
        help,
    };
    if !bytes.starts_with(ARROW_FILE) {
        return Err(fail(
            "it doesn't begin as an Arrow file".to_owned(),
            "Arrow's stream format and Feather version 1 are not read: write the table as an Arrow file or as Parquet",
        ));
    }
    let damaged = |error: PolarsError| fail(error.to_string(), "check that the file is whole");
    let frame = IpcReader::new(Cursor::new(bytes))
        .finish()
        .map_err(damaged)?;
    table(frame).map_err(damaged)
}

fn table(frame: DataFrame) -> Result<Table, PolarsError> {
    let rows = frame.height();
    let mut table = Table {
        names: Vec::new(),
        cells: Vec::new(),
        rows,
        lines: None,
    };
    for column in frame.into_columns() {
        table.names.push(column.name().trim().to_owned());
        table.cells.push(cells(&column.take_materialized_series())?);
    }
    Ok(table)
}

/// The column as texts, numbers in the shortest text that reads back as the same number; or as vectors.
fn cells(series: &Series) -> Result<Cells, PolarsError> {
    match series.dtype() {
        DataType::List(inner) | DataType::Array(inner, _) if inner.is_primitive_numeric() => {
            lists(series)
        }
        DataType::List(_) | DataType::Array(..) | DataType::Struct(_) => {
            Ok(Cells::Text(texts(series, |value| {
                json(&value).to_string()
            })?))
        }
        DataType::Datetime(unit, Some(_)) => {
            // An instant is kept as UTC, whichever zone it is to be shown in. Polars would need a table of
            // zones to write it.
            let instants = series.to_physical_repr();
            let plain = instants.cast(&DataType::Datetime(*unit, None))?;
            let text = plain.cast(&DataType::String)?;
            let mut cells = CellsBuilder::new(text.len());
            for cell in text.str()?.iter() {
                cells.push(cell.map(|cell| format!("{cell}+00:00")).as_deref());
            }
            Ok(Cells::Text(cells.finish()))
        }
        _ => match series.cast(&DataType::String) {
            Ok(text) => Ok(Cells::Text(trimmed(text.str()?))),
            Err(_) => Ok(Cells::Text(texts(series, |value| value.to_string())?)),
        },
    }
}

fn trimmed(text: &StringChunked) -> StringChunked {
    let mut cells = CellsBuilder::new(text.len());
    for cell in text.iter() {
        cells.push(cell);
    }
    cells.finish()
}

/// Lists of numbers: vectors where all are of one length, else their JSON text.
fn lists(series: &Series) -> Result<Cells, PolarsError> {
    let lists = series.cast(&DataType::List(Box::new(DataType::Float32)))?;
    let lists = lists.list()?;
    let mut rows = Vec::with_capacity(lists.len());
    for row in 0..lists.len() {
        rows.push(match lists.get_as_series(row) {
            // A null inside a vector is no number.
            Some(list) => Some(
                list.f32()?
                    .iter()
                    .map(|value| value.unwrap_or(f32::NAN))
                    .collect::<Vec<f32>>(),
            ),
            None => None,
        });
    }
    match Vectors::of(rows.into_iter()) {
        Some(vectors) => Ok(Cells::Vectors(vectors)),
        None => Ok(Cells::Text(texts(series, |value| {
            json(&value).to_string()
        })?)),
    }
}

fn texts(
    series: &Series,
    write: impl Fn(AnyValue) -> String,
) -> Result<StringChunked, PolarsError> {
    let mut cells = CellsBuilder::new(series.len());
    for row in 0..series.len() {
        let value = series.get(row)?;
        let text = (!value.is_null()).then(|| write(value));
        cells.push(text.as_deref());
    }
    Ok(cells.finish())
}

/// A nested value as JSON, so that it reads the same whatever file it comes from.
fn json(value: &AnyValue) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(value) => Value::Bool(*value),
        AnyValue::List(items) | AnyValue::Array(items, _) => {
            items.iter().map(|item| json(&item)).collect()
        }
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => object(value),
        _ if value.is_float() => value.extract::<f64>().map_or(Value::Null, Value::from),
        _ => {
            let text = value.str_value();
            let number = value
                .is_integer()
                .then(|| text.parse().ok().map(Value::Number))
                .flatten();
            number.unwrap_or_else(|| Value::String(text.into_owned()))
        }
    }
}

fn object(value: &AnyValue) -> Value {
    match value.clone().into_static() {
        AnyValue::StructOwned(fields) => fields
            .1
            .iter()
            .zip(&fields.0)
            .map(|(field, value)| (field.name().to_string(), json(value)))
            .collect(),
        _ => Value::Null,
    }
}

/// The table of the tests in `read`, in `parquet` or `arrow`.
#[cfg(test)]
pub(super) fn written(format: &str) -> Vec<u8> {
    use polars::prelude::{IpcWriter, ParquetWriter, SerWriter, df};
    let mut frame = df!(
        "text" => ["say \"so\"\nnow", " plain "],
        "n" => [Some(21.0), None],
        "b" => [true, false],
    )
    .unwrap();
    let mut bytes = Vec::new();
    if format == "parquet" {
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    } else {
        IpcWriter::new(&mut bytes).finish(&mut frame).unwrap();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoSeries, NamedFrom, TimeUnit, df};

    use super::super::super::{Column, Kind};
    use super::*;

    fn column(series: &Series) -> Column {
        Column::new("x".to_owned(), cells(series).unwrap(), None)
    }

    fn texts(series: &Series) -> Vec<Option<String>> {
        let column = column(series);
        (0..column.len())
            .map(|row| column.text(row).map(str::to_owned))
            .collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|&text| Some(text.to_owned())).collect()
    }

    #[test]
    fn numbers_are_written_shortest() {
        let series = |values: &[f64]| Series::new("x".into(), values);
        assert_eq!(
            texts(&series(&[21.0, 0.1, -3.5])),
            some(&["21.0", "0.1", "-3.5"])
        );
        assert_eq!(texts(&Series::new("x".into(), [0.1_f32])), some(&["0.1"]));
        assert_eq!(
            texts(&Series::new("x".into(), [i64::MAX])),
            some(&["9223372036854775807"])
        );
        let odd = column(&series(&[1.0, f64::NAN, 1e300, 1e-300]));
        assert_eq!(
            (odd.kind, odd.text(1), odd.number(2)),
            (Kind::Number, None, Some(1e300))
        );
        assert_eq!(column(&series(&[1.0, f64::INFINITY])).kind, Kind::Number);
    }

    #[test]
    fn dates_are_text() {
        let days = Series::new("x".into(), [0_i32, 20_000])
            .cast(&DataType::Date)
            .unwrap();
        assert_eq!(texts(&days), some(&["1970-01-01", "2024-10-04"]));
        let moments = Series::new("x".into(), [0_i64])
            .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
            .unwrap();
        assert!(
            texts(&moments)[0]
                .as_ref()
                .unwrap()
                .starts_with("1970-01-01 00:00:00")
        );
        let spans = Series::new("x".into(), [1_500_i64])
            .cast(&DataType::Duration(TimeUnit::Milliseconds))
            .unwrap();
        assert_eq!(column(&spans).kind, Kind::Text);
    }

    #[test]
    fn lists_of_one_length_are_vectors() {
        let list = |values: &[f64]| Series::new("".into(), values);
        let series = Series::new("x".into(), [list(&[1.0, 2.0]), list(&[3.0, 4.0])]);
        let array = series
            .cast(&DataType::Array(Box::new(DataType::Float32), 2))
            .unwrap();
        for series in [series, array] {
            let column = column(&series);
            assert_eq!(
                (column.kind, column.vector(1)),
                (Kind::Vector { dim: 2 }, Some([3.0, 4.0].as_slice()))
            );
        }
        let uneven = Series::new("x".into(), [list(&[1.0, 2.0]), list(&[3.0])]);
        assert_eq!(texts(&uneven), some(&["[1.0,2.0]", "[3.0]"]));
    }

    #[test]
    fn nested_values_are_their_json() {
        let frame = df!("a" => [1_i64, 2], "b" => ["x", "y\"z"]).unwrap();
        let series = frame.into_struct("s".into()).into_series();
        assert_eq!(
            texts(&series),
            some(&[r#"{"a":1,"b":"x"}"#, r#"{"a":2,"b":"y\"z"}"#])
        );
        let words = Series::new("x".into(), [Series::new("".into(), ["a", "b"])]);
        assert_eq!(texts(&words), some(&[r#"["a","b"]"#]));
    }
}
