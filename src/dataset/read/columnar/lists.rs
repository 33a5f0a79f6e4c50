//! Lists: those of numbers as vectors, where all are of one length.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, OffsetSizeTrait};
use arrow_schema::DataType;

/// The vectors of a batch of rows.
pub(super) struct Batch {
    /// The length of each; 0 where no row has one.
    pub(super) dim: usize,
    /// Row-major values; those of a missing row are 0.
    pub(super) values: Vec<f32>,
    /// Whether each row has a vector.
    pub(super) present: Vec<bool>,
}

/// Whether values of this type are lists of numbers.
pub(super) fn are_numbers(of: &DataType) -> bool {
    let (DataType::List(item)
    | DataType::LargeList(item)
    | DataType::ListView(item)
    | DataType::LargeListView(item)
    | DataType::FixedSizeList(item, _)) = of
    else {
        return false;
    };
    item.data_type().is_integer() || item.data_type().is_floating()
}

/// The lists of `array` as vectors of one length; `None` where their lengths differ or are 0.
pub(super) fn vectors(array: &dyn Array) -> Option<Batch> {
    match array.data_type() {
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            gather(array, lists.values(), |row| {
                between(lists.value_offsets(), row)
            })
        }
        DataType::LargeList(_) => {
            let lists = array.as_list::<i64>();
            gather(array, lists.values(), |row| {
                between(lists.value_offsets(), row)
            })
        }
        DataType::ListView(_) => {
            let lists = array.as_list_view::<i32>();
            gather(array, lists.values(), |row| {
                (
                    lists.value_offset(row) as usize,
                    lists.value_size(row) as usize,
                )
            })
        }
        DataType::LargeListView(_) => {
            let lists = array.as_list_view::<i64>();
            gather(array, lists.values(), |row| {
                (
                    lists.value_offset(row) as usize,
                    lists.value_size(row) as usize,
                )
            })
        }
        DataType::FixedSizeList(_, dim) => {
            let lists = array.as_fixed_size_list();
            let dim = usize::try_from(*dim).ok()?;
            gather(array, lists.values(), |row| {
                (lists.value_offset_at(row), dim)
            })
        }
        _ => None,
    }
}

/// Where the list in `row` begins, and its length.
fn between<O: OffsetSizeTrait>(offsets: &[O], row: usize) -> (usize, usize) {
    let (start, end) = (offsets[row].as_usize(), offsets[row + 1].as_usize());
    (start, end - start)
}

/// The lists at `place` in `items`, where they are of one length.
fn gather(
    array: &dyn Array,
    items: &dyn Array,
    place: impl Fn(usize) -> (usize, usize),
) -> Option<Batch> {
    let mut dim = None;
    let (mut first, mut last) = (usize::MAX, 0);
    for row in (0..array.len()).filter(|&row| array.is_valid(row)) {
        let (start, length) = place(row);
        // A list of one number is that number, and keeps its digits as text.
        if length < 2 || dim.is_some_and(|dim| dim != length) {
            return None;
        }
        dim = Some(length);
        (first, last) = (first.min(start), last.max(start + length));
    }
    let dim = dim.unwrap_or_default();
    // A slice of rows keeps the items of all: only its own are read.
    let first = first.min(last);
    let numbers = floats(&items.slice(first, last - first))?;
    let mut batch = Batch {
        dim,
        values: Vec::with_capacity(dim * array.len()),
        present: Vec::with_capacity(array.len()),
    };
    for row in 0..array.len() {
        let present = array.is_valid(row);
        batch.present.push(present);
        if present {
            let (start, length) = place(row);
            let start = start - first;
            batch.values.extend(numbers.get(start..start + length)?);
        } else {
            batch.values.resize(batch.values.len() + dim, 0.0);
        }
    }
    Some(batch)
}

/// Every number as a float; a null inside a vector is no number.
fn floats(items: &dyn Array) -> Option<Vec<f32>> {
    Some(match items.data_type() {
        DataType::Float16 => of::<Float16Type>(items, f32::from),
        DataType::Float32 => of::<Float32Type>(items, |value| value),
        DataType::Float64 => of::<Float64Type>(items, |value| value as f32),
        DataType::Int8 => of::<Int8Type>(items, f32::from),
        DataType::Int16 => of::<Int16Type>(items, f32::from),
        DataType::Int32 => of::<Int32Type>(items, |value| value as f32),
        DataType::Int64 => of::<Int64Type>(items, |value| value as f32),
        DataType::UInt8 => of::<UInt8Type>(items, f32::from),
        DataType::UInt16 => of::<UInt16Type>(items, f32::from),
        DataType::UInt32 => of::<UInt32Type>(items, |value| value as f32),
        DataType::UInt64 => of::<UInt64Type>(items, |value| value as f32),
        _ => return None,
    })
}

fn of<T: ArrowPrimitiveType>(items: &dyn Array, float: impl Fn(T::Native) -> f32) -> Vec<f32> {
    let items = items.as_primitive::<T>().iter();
    items.map(|item| item.map_or(f32::NAN, &float)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ListArray, ListViewArray, PrimitiveArray};

    use super::*;

    #[test]
    fn a_slice_holds_its_own_vectors() {
        let lists = [Some([1, 2]), Some([3, 4]), None, Some([5, 6]), None];
        let lists = lists.map(|list| list.map(|list| list.map(Some)));
        let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(lists);
        let read = |start, length| {
            let batch = vectors(&lists.slice(start, length)).expect("of one length");
            (batch.dim, batch.values, batch.present)
        };
        let middle = vec![3.0, 4.0, 0.0, 0.0, 5.0, 6.0];
        assert_eq!(read(1, 3), (2, middle, vec![true, false, true]));
        assert_eq!(read(4, 1), (0, vec![], vec![false]));
        assert_eq!(read(0, 0), (0, vec![], vec![]));
    }

    #[test]
    fn views_need_no_order() {
        let items: PrimitiveArray<Int32Type> = (0..6).collect();
        let field = arrow_schema::Field::new_list_field(DataType::Int32, true);
        let views = ListViewArray::new(
            Arc::new(field),
            vec![4, 1].into(),
            vec![2, 2].into(),
            Arc::new(items),
            None,
        );
        assert_eq!(
            vectors(&views).expect("of one length").values,
            [4.0, 5.0, 1.0, 2.0]
        );
    }
}
