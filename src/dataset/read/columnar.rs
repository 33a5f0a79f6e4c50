//! Columnar: Parquet and Arrow IPC, whose columns come typed and whose rows have no lines.
//!
//! The libraries that read them may panic, abort or run away on damaged bytes. So a process of its own
//! reads the file, within limits, and tells this one cell by cell.

mod arrow_ipc;
mod assembly;
mod decode;
mod lists;
mod message;
mod moment;
mod parquet_file;
mod process;
mod rows;
mod source;
mod value;
mod worker;

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;

use super::super::format::{Format, Packing, shown};
use super::Table;
use super::bounds::Bounds;
use super::record::can_be_read_again;
use crate::error::{AccessError, ReadError};
use assembly::{Assembled, Assembly, Most};
use message::{Fault, Layout, Message, Refusal, Request};
use process::Process;

pub(crate) use message::{LeftColumn, Wanted, Why};
pub(crate) use process::{READER, allow_readers};
pub(crate) use rows::ParquetRows;
pub(crate) use worker::serve_reader;

/// How Arrow's file format begins; what else is Arrow is a stream.
const ARROW_FILE: &[u8] = b"ARROW1";
/// Address space that reading takes by itself, and what it may take for each byte of the file.
const MEMORY: u64 = 1_200_000_000;
const MEMORY_A_BYTE: u64 = 4;
/// A table, and the columns that were left out of it.
pub(super) type Read = (Table, Vec<LeftColumn>);

/// Reads a Parquet file, an Arrow file (Feather version 2) or a stream of Arrow.
pub(super) fn read(
    path: &Path,
    (bytes, packing): (Vec<u8>, Packing),
    format: Format,
    wanted: Wanted,
    bounds: Bounds,
) -> Result<Read, ReadError> {
    let layout = match format {
        Format::Parquet => Layout::Parquet,
        _ if bytes.starts_with(ARROW_FILE) => Layout::ArrowFile,
        _ => Layout::ArrowStream,
    };
    let length = bytes.len() as u64;
    let request = Request {
        layout,
        memory: memory(length, bounds),
        most_columns: bounds.columns(),
        wanted,
    };
    let most = Most {
        bytes: bounds.most_unpacked(length),
        rows: bounds.rows(),
        columns: bounds.columns(),
    };
    // What is written plainly in a file needs no second one.
    let file = if packing == Packing::None && can_be_read_again(path) {
        File::open(path)
    } else {
        lay_down(&bytes)
    };
    drop(bytes);
    let file = file.map_err(|cause| AccessError::Unreadable {
        path: shown(path),
        cause,
    })?;
    match assemble(&file, &request, most) {
        Ok(read) => {
            let table = Table {
                names: read.names,
                cells: read.cells,
                rows: read.rows,
                lines: None,
            };
            Ok((table, read.left))
        }
        Err(Refusal::Fault(fault)) => Err(describe_damage(path, layout, fault)),
        Err(Refusal::TooLarge) => Err(Bounds::too_large(path, most.bytes)),
        Err(Refusal::TooLong) => Err(bounds.too_long(path)),
        Err(Refusal::TooWide(columns)) => Err(bounds.too_wide(path, columns)),
    }
}

fn describe_damage(path: &Path, layout: Layout, fault: Fault) -> ReadError {
    ReadError::Columnar {
        path: shown(path),
        format: match layout {
            Layout::Parquet => "Parquet",
            Layout::ArrowFile | Layout::ArrowStream => "Arrow",
        },
        cause: match fault.column {
            Some(column) => format!("the column `{column}`: {}", fault.cause),
            None => fault.cause,
        },
        help: match layout {
            Layout::Parquet => "check that the file is whole and that it is Parquet",
            Layout::ArrowFile | Layout::ArrowStream => "check that the file is whole",
        },
    }
}

/// Takes `bytes` for what the process that reads files tells, as far as they can be.
pub(crate) fn assemble_messages(bytes: &[u8]) {
    let mut assembly = Assembly::new(Most {
        bytes: 1 << 20,
        rows: 1 << 16,
        columns: 64,
    });
    let mut bytes = bytes;
    while let Some(message) = Message::read(&mut bytes) {
        if assembly.take(message).is_err() {
            return;
        }
    }
    // What it made of them is nobody's to judge.
    let _ = assembly.finish();
}

/// The address space that reading a file of `length` bytes may take: who lets it unpack to more lets it take twice that,
/// for a batch of rows stands there packed and unpacked.
fn memory(length: u64, bounds: Bounds) -> u64 {
    let asked = bounds.user_bound().unwrap_or_default();
    let data = MEMORY_A_BYTE
        .saturating_mul(length)
        .max(asked.saturating_mul(2));
    MEMORY.saturating_add(data)
}

/// The bytes in a file that nobody else sees.
fn lay_down(bytes: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}

fn assemble(file: &File, request: &Request, most: Most) -> Result<Assembled, Refusal> {
    let mut assembly = Assembly::new(most);
    match Process::start(file, request) {
        Some(Ok(mut process)) => {
            if !process.listen(|message| assembly.take(message))? {
                let cause = process.explain(request);
                return Err(Fault::new(assembly.reading(), cause).into());
            }
        }
        Some(Err(error)) => {
            let cause = format!("no process can be started to read it: {error}");
            return Err(Fault::new(None, cause).into());
        }
        None => {
            let file = file.try_clone();
            let file = file.map_err(|error| Fault::new(None, error.to_string()))?;
            let mut refusal = None;
            // Who has heard of a fault listens no more.
            _ = decode::decode(file, request, &mut |message| {
                assembly.take(message).map_err(|found| {
                    refusal = Some(found);
                    io::ErrorKind::BrokenPipe.into()
                })
            });
            if let Some(refusal) = refusal {
                return Err(refusal);
            }
        }
    }
    Ok(assembly.finish()?)
}

/// The table of the tests in `read`, in `parquet` or `arrow`.
#[cfg(test)]
pub(super) fn write_sample(format: &str) -> Vec<u8> {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};

    let columns: [(&str, ArrayRef); 3] = [
        (
            "text",
            Arc::new(StringArray::from(vec!["say \"so\"\nnow", " plain "])),
        ),
        ("n", Arc::new(Float64Array::from(vec![Some(21.0), None]))),
        ("b", Arc::new(BooleanArray::from(vec![true, false]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    if format == "parquet" {
        let mut writer =
            parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    } else {
        let mut writer =
            ::arrow_ipc::writer::FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lets_a_file_unpack_to_more_lets_its_reading_take_more() {
        let usual = Bounds::default();
        assert_eq!(memory(100, usual), MEMORY + 400);
        let raised = |megabytes| Bounds {
            unpacked_mb: Some(megabytes),
            ..usual
        };
        assert_eq!(memory(100, raised(3_000)), MEMORY + 6_000_000_000);
        assert_eq!(memory(1_000_000_000, raised(1)), MEMORY + 4_000_000_000);
        assert_eq!(memory(100, raised(u64::MAX)), u64::MAX);
    }
}
