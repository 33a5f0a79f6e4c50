//! Value: one value of an Arrow array as the text of a cell, or as JSON where it holds others.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, IntervalDayTimeType, IntervalMonthDayNanoType, IntervalYearMonthType,
    RunEndIndexType, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, StructArray};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_128;

use super::moment::{clock, day, day_of_millis, days_millis, moment, months_days_nanos, seconds};
use crate::wording::format_hex;

/// Bytes that are no text are written out up to this length.
const WRITTEN: usize = 64;
/// The bytes of a UUID.
const UUID: usize = 16;

/// What a value is, before it is written.
enum Kind {
    Missing,
    Switch(bool),
    Whole(String),
    Real(String),
    Words(String),
    Nested(Value),
}

/// Writes the value in `row` of `array` behind `out`, numbers in the shortest text that reads back as the
/// same number; `false` when it is missing.
pub(super) fn write(array: &dyn Array, row: usize, out: &mut String) -> bool {
    match array.data_type() {
        // What most columns hold goes without a copy.
        DataType::Utf8 if array.is_valid(row) => out.push_str(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 if array.is_valid(row) => {
            out.push_str(array.as_string::<i64>().value(row));
        }
        DataType::Utf8View if array.is_valid(row) => {
            out.push_str(array.as_string_view().value(row));
        }
        _ => match read(array, row) {
            Kind::Missing => return false,
            Kind::Switch(value) => out.push_str(if value { "true" } else { "false" }),
            Kind::Whole(text) | Kind::Real(text) | Kind::Words(text) => out.push_str(&text),
            Kind::Nested(value) => _ = write!(out, "{value}"),
        },
    }
    true
}

/// The value as JSON, so that it reads the same whatever file it comes from.
fn json(array: &dyn Array, row: usize) -> Value {
    match read(array, row) {
        Kind::Missing => Value::Null,
        Kind::Switch(value) => Value::Bool(value),
        Kind::Whole(text) | Kind::Real(text) => text.parse().map_or(Value::Null, Value::Number),
        Kind::Words(text) => Value::String(text),
        Kind::Nested(value) => value,
    }
}

fn read(array: &dyn Array, row: usize) -> Kind {
    if array.is_null(row) {
        return Kind::Missing;
    }
    match array.data_type() {
        DataType::Null => Kind::Missing,
        DataType::Boolean => Kind::Switch(array.as_boolean().value(row)),
        DataType::Int8 => whole::<Int8Type>(array, row),
        DataType::Int16 => whole::<Int16Type>(array, row),
        DataType::Int32 => whole::<Int32Type>(array, row),
        DataType::Int64 => whole::<Int64Type>(array, row),
        DataType::UInt8 => whole::<UInt8Type>(array, row),
        DataType::UInt16 => whole::<UInt16Type>(array, row),
        DataType::UInt32 => whole::<UInt32Type>(array, row),
        DataType::UInt64 => whole::<UInt64Type>(array, row),
        DataType::Float16 => real(native::<Float16Type>(array, row).to_f32()),
        DataType::Float32 => real(native::<Float32Type>(array, row)),
        DataType::Float64 => real(native::<Float64Type>(array, row)),
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => Kind::Words(decimal(array, row)),
        DataType::Date32
        | DataType::Date64
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Timestamp(..)
        | DataType::Duration(_)
        | DataType::Interval(_) => time(array, row),
        DataType::Utf8 => Kind::Words(array.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Kind::Words(array.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Kind::Words(array.as_string_view().value(row).to_owned()),
        DataType::Binary => bytes(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => bytes(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => bytes(array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => fixed_bytes(array.as_fixed_size_binary().value(row)),
        _ => nested(array, row),
    }
}

fn nested(array: &dyn Array, row: usize) -> Kind {
    let list = |items: ArrayRef| {
        let items = items.as_ref();
        Kind::Nested((0..items.len()).map(|row| json(items, row)).collect())
    };
    match array.data_type() {
        DataType::List(_) => list(array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(array.as_list::<i64>().value(row)),
        DataType::ListView(_) => list(array.as_list_view::<i32>().value(row)),
        DataType::LargeListView(_) => list(array.as_list_view::<i64>().value(row)),
        DataType::FixedSizeList(..) => list(array.as_fixed_size_list().value(row)),
        DataType::Struct(_) => Kind::Nested(object(array.as_struct(), row)),
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let entry = |row| object(&entries, row);
            Kind::Nested((0..entries.len()).map(entry).collect())
        }
        DataType::Union(..) => read(array.as_union().value(row).as_ref(), 0),
        DataType::Dictionary(key, _) => match **key {
            DataType::Int8 => entry::<Int8Type>(array, row),
            DataType::Int16 => entry::<Int16Type>(array, row),
            DataType::Int32 => entry::<Int32Type>(array, row),
            DataType::Int64 => entry::<Int64Type>(array, row),
            DataType::UInt8 => entry::<UInt8Type>(array, row),
            DataType::UInt16 => entry::<UInt16Type>(array, row),
            DataType::UInt32 => entry::<UInt32Type>(array, row),
            _ => entry::<UInt64Type>(array, row),
        },
        DataType::RunEndEncoded(ends, _) => match ends.data_type() {
            DataType::Int16 => run::<Int16Type>(array, row),
            DataType::Int32 => run::<Int32Type>(array, row),
            _ => run::<Int64Type>(array, row),
        },
        _ => Kind::Missing,
    }
}

/// The members of a struct as JSON, by name.
pub(super) fn object(array: &StructArray, row: usize) -> Value {
    let names = array.fields().iter().map(|field| field.name().clone());
    let values = array.columns().iter().map(|column| json(column, row));
    Value::Object(names.zip(values).collect::<Map<_, _>>())
}

fn entry<K: ArrowDictionaryKeyType>(array: &dyn Array, row: usize) -> Kind {
    let array = array.as_dictionary::<K>();
    match array.key(row) {
        Some(key) => read(array.values().as_ref(), key),
        None => Kind::Missing,
    }
}

fn run<R: RunEndIndexType>(array: &dyn Array, row: usize) -> Kind {
    match array.as_run_opt::<R>() {
        Some(array) => read(array.values().as_ref(), array.get_physical_index(row)),
        None => Kind::Missing,
    }
}

fn native<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn whole<T: ArrowPrimitiveType<Native: ToString>>(array: &dyn Array, row: usize) -> Kind {
    Kind::Whole(native::<T>(array, row).to_string())
}

fn real(value: impl zmij::Float) -> Kind {
    Kind::Real(zmij::Buffer::new().format(value).to_owned())
}

fn decimal(array: &dyn Array, row: usize) -> String {
    match array.data_type() {
        DataType::Decimal32(..) => array.as_primitive::<Decimal32Type>().value_as_string(row),
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().value_as_string(row),
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        _ => array.as_primitive::<Decimal256Type>().value_as_string(row),
    }
}

fn time(array: &dyn Array, row: usize) -> Kind {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    let short = |value: i32| i64::from(value);
    Kind::Words(match array.data_type() {
        DataType::Date32 => day(short(native::<Date32Type>(array, row))),
        DataType::Date64 => day_of_millis(native::<Date64Type>(array, row)),
        DataType::Time32(Second) => clock(short(native::<Time32SecondType>(array, row)), Second),
        DataType::Time32(unit) => clock(short(native::<Time32MillisecondType>(array, row)), *unit),
        DataType::Time64(Nanosecond) => {
            clock(native::<Time64NanosecondType>(array, row), Nanosecond)
        }
        DataType::Time64(unit) => clock(native::<Time64MicrosecondType>(array, row), *unit),
        DataType::Timestamp(unit, zone) => {
            let value = match unit {
                Second => native::<TimestampSecondType>(array, row),
                Millisecond => native::<TimestampMillisecondType>(array, row),
                Microsecond => native::<TimestampMicrosecondType>(array, row),
                Nanosecond => native::<TimestampNanosecondType>(array, row),
            };
            moment(value, *unit, zone.is_some())
        }
        DataType::Duration(unit) => {
            let value = match unit {
                Second => native::<DurationSecondType>(array, row),
                Millisecond => native::<DurationMillisecondType>(array, row),
                Microsecond => native::<DurationMicrosecondType>(array, row),
                Nanosecond => native::<DurationNanosecondType>(array, row),
            };
            seconds(value, *unit)
        }
        DataType::Interval(IntervalUnit::YearMonth) => {
            format!("P{}M", native::<IntervalYearMonthType>(array, row))
        }
        DataType::Interval(IntervalUnit::DayTime) => {
            days_millis(native::<IntervalDayTimeType>(array, row))
        }
        _ => months_days_nanos(native::<IntervalMonthDayNanoType>(array, row)),
    })
}

/// Bytes as text where they are that; else in hexadecimal digits, and long ones as their length and hash.
fn bytes(bytes: &[u8]) -> Kind {
    Kind::Words(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if bytes.len() <= WRITTEN => format_hex(bytes),
        Err(_) => format!("{} bytes {:032x}", bytes.len(), xxh3_128(bytes)),
    })
}

/// Sixteen bytes as a UUID writes them.
fn fixed_bytes(value: &[u8]) -> Kind {
    if value.len() != UUID {
        return bytes(value);
    }
    let digits = format_hex(value);
    let ends = [0, 8, 12, 16, 20, 32];
    let parts: Vec<&str> = ends.windows(2).map(|at| &digits[at[0]..at[1]]).collect();
    Kind::Words(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        DictionaryArray, Float32Array, Float64Array, Int32Array, ListArray, RunArray, StringArray,
        TimestampSecondArray,
    };
    use arrow_schema::Field;

    use super::*;

    fn texts(array: &dyn Array) -> Vec<Option<String>> {
        let text = |row| {
            let mut text = String::new();
            write(array, row, &mut text).then_some(text)
        };
        (0..array.len()).map(text).collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|&text| Some(text.to_owned())).collect()
    }

    #[test]
    fn numbers_are_written_shortest() {
        let doubles = Float64Array::from(vec![21.0, 0.1, -3.5, 1e300]);
        assert_eq!(texts(&doubles), some(&["21.0", "0.1", "-3.5", "1e+300"]));
        assert_eq!(texts(&Float32Array::from(vec![0.1])), some(&["0.1"]));
    }

    #[test]
    fn instants_have_their_zone_and_local_times_none() {
        let local = TimestampSecondArray::from(vec![0]);
        assert_eq!(texts(&local), some(&["1970-01-01 00:00:00"]));
        let instant = local.with_timezone("Europe/Berlin");
        assert_eq!(texts(&instant), some(&["1970-01-01 00:00:00+00:00"]));
    }

    #[test]
    fn codes_and_runs_are_what_they_stand_for() {
        let codes: DictionaryArray<Int32Type> = [Some("a"), None, Some("b")].into_iter().collect();
        assert_eq!(
            texts(&codes),
            [Some("a".to_owned()), None, Some("b".to_owned())]
        );
        let ends = Int32Array::from(vec![2, 3]);
        let runs = RunArray::try_new(&ends, &StringArray::from(vec!["x", "y"])).unwrap();
        assert_eq!(texts(&runs), some(&["x", "x", "y"]));
    }

    #[test]
    fn nested_values_are_their_json() {
        let numbers: Arc<dyn Array> = Arc::new(Float32Array::from(vec![Some(0.1), None]));
        let words: Arc<dyn Array> = Arc::new(StringArray::from(vec!["x", "y\"z"]));
        let field = |name: &str, array: &Arc<dyn Array>| {
            Arc::new(Field::new(name, array.data_type().clone(), true))
        };
        let structs = StructArray::from(vec![
            (field("a", &numbers), Arc::clone(&numbers)),
            (field("b", &words), words),
        ]);
        assert_eq!(
            texts(&structs),
            some(&[r#"{"a":0.1,"b":"x"}"#, r#"{"a":null,"b":"y\"z"}"#])
        );
        let lists = ListArray::from_iter_primitive::<Int32Type, _, _>([Some([Some(1), None])]);
        assert_eq!(texts(&lists), some(&["[1,null]"]));
    }

    #[test]
    fn bytes_are_text_or_digits_or_a_hash() {
        let said = |value: &[u8]| match bytes(value) {
            Kind::Words(text) => text,
            _ => String::new(),
        };
        assert_eq!(said(b"plain"), "plain");
        assert_eq!(said(&[0xFF, 0x00]), "ff00");
        assert!(said(&[0xFF; 100]).starts_with("100 bytes "));
        let Kind::Words(id) = fixed_bytes(&[0xAB; 16]) else {
            panic!("no text");
        };
        assert_eq!(id, "abababab-abab-abab-abab-abababababab");
    }
}
