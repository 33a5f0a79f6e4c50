//! Properties: how a Parquet file is to be written, so that it is as another one was.

use parquet::basic::Encoding;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};

use super::super::super::row_state::{NewRow, RowState};

/// Encodings that a writer is told by name; the others it chooses by itself.
const CHOSEN: [Encoding; 4] = [
    Encoding::DELTA_BINARY_PACKED,
    Encoding::DELTA_LENGTH_BYTE_ARRAY,
    Encoding::DELTA_BYTE_ARRAY,
    Encoding::BYTE_STREAM_SPLIT,
];

/// What the file of `metadata` says of itself, and how each of its columns is packed, for one that holds its rows as they
/// are in `states`.
pub(super) fn write_properties(
    metadata: &ParquetMetaData,
    states: &[RowState],
) -> WriterProperties {
    let said = metadata.file_metadata().key_value_metadata().cloned();
    let mut builder = WriterProperties::builder().set_key_value_metadata(said);
    let groups = metadata.row_groups();
    let Some(first) = groups.first() else {
        return builder.build();
    };
    for (leaf, column) in first.columns().iter().enumerate() {
        let chunks = groups.iter().map(|group| group.column(leaf));
        builder = set_column(builder, column, chunks);
    }
    let order = first.sorting_columns();
    let is_common = groups.iter().all(|group| group.sorting_columns() == order);
    let is_ordered = |leaf: usize| {
        order.is_some_and(|order| order.iter().any(|by| by.column_idx as usize == leaf))
    };
    // Rows that go leave the others in their order; another text may not stand where it should.
    let stays = !states.iter().any(|state| match state {
        RowState::Changed(NewRow::Texts(texts)) => texts.keys().any(|leaf| is_ordered(*leaf)),
        _ => false,
    });
    if is_common && stays {
        builder = builder.set_sorting_columns(order.cloned());
    }
    builder.build()
}

/// How one column is packed and encoded, and whether it has a filter.
fn set_column<'a>(
    builder: WriterPropertiesBuilder,
    column: &ColumnChunkMetaData,
    chunks: impl Iterator<Item = &'a ColumnChunkMetaData> + Clone,
) -> WriterPropertiesBuilder {
    let path = column.column_path();
    let has_dictionary = chunks
        .clone()
        .any(|chunk| chunk.dictionary_page_offset().is_some());
    let mut builder = builder
        .set_column_compression(path.clone(), column.compression())
        .set_column_dictionary_enabled(path.clone(), has_dictionary);
    let mut encodings = chunks.clone().flat_map(ColumnChunkMetaData::encodings);
    if let Some(encoding) = encodings.find(|encoding| CHOSEN.contains(encoding)) {
        builder = builder.set_column_encoding(path.clone(), encoding);
    }
    let has_filter = |chunk: &ColumnChunkMetaData| chunk.bloom_filter_offset().is_some();
    if chunks.clone().any(has_filter) {
        let values = chunks.map(|chunk| chunk.num_values().max(1) as u64).max();
        builder = builder
            .set_column_bloom_filter_enabled(path.clone(), true)
            .set_column_bloom_filter_max_ndv(path.clone(), values.unwrap_or(1));
    }
    builder
}
