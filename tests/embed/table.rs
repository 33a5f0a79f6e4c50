//! A table of vectors as any reader of Parquet finds it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

pub(crate) struct Table {
    batches: Vec<RecordBatch>,
    pub(crate) metadata: BTreeMap<String, String>,
}

pub(crate) fn read(path: &Path) -> Table {
    let file = File::open(path).expect("written");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let metadata = builder.metadata().file_metadata().key_value_metadata();
    let metadata = metadata.into_iter().flatten();
    let metadata = metadata
        .filter_map(|entry| Some((entry.key.clone(), entry.value.clone()?)))
        .collect();
    let batches = builder.build().expect("Parquet");
    Table {
        batches: batches.map(|batch| batch.expect("whole")).collect(),
        metadata,
    }
}

impl Table {
    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn columns(&self, name: &str) -> impl Iterator<Item = &dyn Array> {
        let column = move |batch: &'_ RecordBatch| batch.schema().index_of(name).expect("there");
        self.batches
            .iter()
            .map(move |batch| batch.column(column(batch)).as_ref())
    }

    pub(crate) fn text(&self, name: &str) -> Vec<Option<String>> {
        let cells = self.columns(name).flat_map(|column| {
            let cells = column.as_string::<i32>().iter();
            cells
                .map(|cell| cell.map(str::to_owned))
                .collect::<Vec<_>>()
        });
        cells.collect()
    }

    pub(crate) fn numbers(&self, name: &str) -> Vec<u64> {
        let cells = self
            .columns(name)
            .flat_map(|column| column.as_primitive::<UInt64Type>().values().to_vec());
        cells.collect()
    }

    pub(crate) fn hashes(&self) -> Vec<Option<Vec<u8>>> {
        let cells = self.columns("row_hash").flat_map(|column| {
            let cells = column.as_fixed_size_binary().iter();
            cells
                .map(|cell| cell.map(<[u8]>::to_vec))
                .collect::<Vec<_>>()
        });
        cells.collect()
    }

    pub(crate) fn vectors(&self) -> Vec<Vec<f32>> {
        let vectors = self.columns("vector").flat_map(|column| {
            let lists = column.as_fixed_size_list();
            let vectors = (0..lists.len()).map(|row| {
                let vector = lists.value(row);
                vector.as_primitive::<Float32Type>().values().to_vec()
            });
            vectors.collect::<Vec<_>>()
        });
        vectors.collect()
    }
}
