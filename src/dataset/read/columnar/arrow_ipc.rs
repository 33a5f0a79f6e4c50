//! Arrow IPC: Arrow's file format, which is also Feather's second version, and its stream format.

use std::fs::File;
use std::io::{BufReader, Seek};

use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{Fields, SchemaRef};

use super::message::Layout;
use super::source::{Batches, Source, Trouble};

/// An Arrow file, or a stream in a file.
pub(super) struct ArrowIpc {
    file: File,
    layout: Layout,
    schema: SchemaRef,
}

impl ArrowIpc {
    /// Reads the columns of `file`.
    pub(super) fn open(file: File, layout: Layout) -> Result<Self, Trouble> {
        let mut start = file.try_clone()?;
        start.rewind()?;
        let schema = match layout {
            Layout::ArrowStream => StreamReader::try_new_buffered(start, None)?.schema(),
            _ => FileReader::try_new_buffered(start, None)?.schema(),
        };
        Ok(Self {
            file,
            layout,
            schema,
        })
    }
}

impl Source for ArrowIpc {
    fn fields(&self) -> &Fields {
        self.schema.fields()
    }

    /// Rows lie together: every pass reads the whole file.
    fn groups(&self, columns: &[usize]) -> Vec<Vec<usize>> {
        vec![columns.to_vec()]
    }

    fn batches(&self, columns: &[usize]) -> Result<Batches, Trouble> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        let (file, columns) = (BufReader::new(file), Some(columns.to_vec()));
        if matches!(self.layout, Layout::ArrowStream) {
            let batches = StreamReader::try_new(file, columns)?;
            return Ok(Box::new(batches.map(|batch| batch.map_err(Trouble::from))));
        }
        let batches = FileReader::try_new(file, columns)?;
        Ok(Box::new(batches.map(|batch| batch.map_err(Trouble::from))))
    }
}
