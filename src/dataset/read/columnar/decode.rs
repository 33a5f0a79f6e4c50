//! Decode: reads a columnar file to its end and tells it piece by piece; what goes wrong gets a column's name.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Fields};

use super::super::super::roles::take_items;
use super::arrow_ipc::ArrowIpc;
use super::lists;
use super::message::{Fault, Layout, LeftColumn, Message, Request, Why};
use super::parquet_file::ParquetFile;
use super::source::{Batches, Source, Trouble};
use super::value::write;

/// Most rows that are told at once.
const ROWS: usize = 16_384;

/// Takes what is told.
pub(super) type Send<'a> = &'a mut dyn FnMut(Message) -> io::Result<()>;

/// Why decoding ended early.
enum Stop {
    /// Nobody listens any more.
    Gone(io::Error),
    /// The file, or what is read of it, has this fault.
    Trouble(Trouble),
}

/// A column that is read: its position in the file, and that among those that are read.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    nth: u32,
}

/// What is to be told, as what it is so far.
struct Decoder<'a, 'b> {
    source: &'a dyn Source,
    send: Send<'b>,
    /// Columns that turned out to be no vectors after some of it was told.
    again: Vec<Place>,
    /// Columns of which vectors were told, and their length.
    dims: HashMap<u32, usize>,
    /// Columns of lists that are told as texts.
    texts: HashSet<u32>,
}

/// Reads the file at its beginning and tells what it holds; ends with [`Message::Done`] or [`Message::Fault`].
///
/// # Errors
/// When nobody listens any more.
pub(super) fn decode(file: File, request: &Request, send: Send) -> io::Result<()> {
    let source = match guard(|| open(file, request.layout)) {
        Ok(source) => source,
        Err(trouble) => return send(fault(None, trouble)),
    };
    let fields = source.fields().clone();
    let (columns, left) = choose(&fields, request);
    let names = columns.iter().map(|&at| name(&fields, at)).collect();
    send(Message::Columns { names, left })?;
    if fields.len() > request.most_columns {
        return Ok(());
    }
    let mut decoder = Decoder {
        source: source.as_ref(),
        send,
        again: Vec::new(),
        dims: HashMap::new(),
        texts: HashSet::new(),
    };
    match decoder.read_all(&columns) {
        Err(Stop::Gone(error)) => Err(error),
        Err(Stop::Trouble(trouble)) => (decoder.send)(fault(None, trouble)),
        Ok(Some(fault)) => (decoder.send)(Message::Fault(fault)),
        Ok(None) => (decoder.send)(Message::Done),
    }
}

/// Opens the file.
fn open(file: File, layout: Layout) -> Result<Box<dyn Source>, Trouble> {
    Ok(match layout {
        Layout::Parquet => Box::new(ParquetFile::open(file)?),
        Layout::ArrowFile | Layout::ArrowStream => Box::new(ArrowIpc::open(file, layout)?),
    })
}

/// The columns to read, and those that are left: what nobody needs, second ones of a name, and files.
fn choose(fields: &Fields, request: &Request) -> (Vec<usize>, Vec<LeftColumn>) {
    let all: HashSet<String> = (0..fields.len()).map(|at| name(fields, at)).collect();
    // A column's name may itself hold a comma.
    let lists = request.wanted.leave.iter();
    let unneeded: HashSet<String> = lists
        .flat_map(|list| take_items(list, &|name| all.contains(name)))
        .collect();
    let mut seen = HashSet::new();
    let (mut columns, mut left) = (Vec::new(), Vec::new());
    for at in 0..fields.len() {
        let name = name(fields, at);
        let why = if !seen.insert(name.clone()) {
            Why::Second
        } else if unneeded.contains(&name) && !request.wanted.keep.contains(&name) {
            Why::Unneeded
        } else if holds_files(fields[at].data_type()) {
            Why::Files
        } else {
            columns.push(at);
            continue;
        };
        left.push(LeftColumn { name, why });
    }
    (columns, left)
}

/// Whether cells are files: their bytes beside their path, as Hugging Face's `Image` and `Audio` are written.
fn holds_files(data_type: &DataType) -> bool {
    let DataType::Struct(parts) = data_type else {
        return false;
    };
    let part = |name| parts.find(name).map(|(_, field)| field.data_type());
    let bytes = matches!(
        part("bytes"),
        Some(DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
    );
    bytes && part("path").is_some()
}

fn name(fields: &Fields, at: usize) -> String {
    fields[at].name().trim().to_owned()
}

fn fault(column: Option<String>, trouble: Trouble) -> Message {
    Message::Fault(Fault {
        column,
        cause: trouble.cause,
    })
}

impl Decoder<'_, '_> {
    fn read_all(&mut self, columns: &[usize]) -> Result<Option<Fault>, Stop> {
        for group in self.source.groups(columns) {
            let places: Vec<Place> = group
                .iter()
                .filter_map(|&at| {
                    let nth = columns.binary_search(&at).ok()? as u32;
                    Some(Place { at, nth })
                })
                .collect();
            if let Some(fault) = self.read_group(&places)? {
                return Ok(Some(fault));
            }
            for place in std::mem::take(&mut self.again) {
                self.texts.insert(place.nth);
                (self.send)(Message::Again(place.nth)).map_err(Stop::Gone)?;
                if let Some(fault) = self.read_group(&[place])? {
                    return Ok(Some(fault));
                }
            }
        }
        Ok(None)
    }

    /// Reads columns together; what is wrong with one of them is told of that one.
    fn read_group(&mut self, places: &[Place]) -> Result<Option<Fault>, Stop> {
        let alone = (places.len() == 1).then(|| places[0].nth);
        (self.send)(Message::Reading(alone)).map_err(Stop::Gone)?;
        match (self.read_together(places), places) {
            (Err(Stop::Trouble(trouble)), &[Place { at, nth }]) => {
                if trouble.unsupported {
                    let why = trouble.cause;
                    let message = Message::Unreadable { column: nth, why };
                    (self.send)(message).map_err(Stop::Gone)?;
                    return Ok(None);
                }
                Ok(Some(Fault {
                    column: Some(name(self.source.fields(), at)),
                    cause: trouble.cause,
                }))
            }
            (Err(Stop::Trouble(trouble)), _) => Ok(Some(self.find_fault(places, trouble))),
            (read, _) => read.map(|()| None),
        }
    }

    /// The column that is to blame for `trouble`, found by reading each alone.
    fn find_fault(&self, places: &[Place], trouble: Trouble) -> Fault {
        for &Place { at, .. } in places {
            let mut batches = guard(|| self.source.batches(&[at]));
            let failed = loop {
                match &mut batches {
                    Err(trouble) => break Some(std::mem::take(&mut trouble.cause)),
                    Ok(batches) => match guard(|| batches.next().transpose()) {
                        Ok(Some(_)) => {}
                        Ok(None) => break None,
                        Err(trouble) => break Some(trouble.cause),
                    },
                }
            };
            if let Some(cause) = failed {
                // What every column suffers from is the fault of none.
                let first = places.first().is_some_and(|place| place.at == at);
                let column =
                    (!first || cause != trouble.cause).then(|| name(self.source.fields(), at));
                return Fault { column, cause };
            }
        }
        Fault {
            column: None,
            cause: trouble.cause,
        }
    }

    fn read_together(&mut self, places: &[Place]) -> Result<(), Stop> {
        let columns: Vec<usize> = places.iter().map(|place| place.at).collect();
        let mut batches = guard(|| self.source.batches(&columns)).map_err(Stop::Trouble)?;
        while let Some(batch) = next(&mut batches).map_err(Stop::Trouble)? {
            for start in (0..batch.num_rows()).step_by(ROWS) {
                let rows = batch.slice(start, ROWS.min(batch.num_rows() - start));
                for (&place, column) in places.iter().zip(rows.columns()) {
                    self.tell(place, column)?;
                }
            }
        }
        Ok(())
    }

    fn tell(&mut self, place: Place, column: &ArrayRef) -> Result<(), Stop> {
        if self.again.iter().any(|again| again.nth == place.nth) {
            return Ok(());
        }
        let nth = place.nth;
        if lists::are_numbers(column.data_type()) && !self.texts.contains(&nth) {
            let batch = guard(|| Ok(lists::vectors(column))).map_err(Stop::Trouble)?;
            let known = self.dims.get(&nth).copied();
            match batch.filter(|batch| batch.dim == 0 || known.is_none_or(|dim| dim == batch.dim)) {
                Some(batch) => return self.tell_vectors(nth, batch),
                None if known.is_some() => {
                    self.again.push(place);
                    return Ok(());
                }
                None => _ = self.texts.insert(nth),
            }
        }
        let message = guard(|| texts(nth, column)).map_err(Stop::Trouble)?;
        (self.send)(message).map_err(Stop::Gone)
    }

    fn tell_vectors(&mut self, column: u32, batch: lists::Batch) -> Result<(), Stop> {
        let message = if batch.dim == 0 {
            Message::Missing {
                column,
                rows: batch.present.len() as u64,
            }
        } else {
            self.dims.insert(column, batch.dim);
            Message::Vectors {
                column,
                dim: batch.dim as u32,
                values: batch.values,
                present: batch.present,
            }
        };
        (self.send)(message).map_err(Stop::Gone)
    }
}

fn texts(nth: u32, column: &ArrayRef) -> Result<Message, Trouble> {
    let rows = column.len();
    if *column.data_type() == DataType::Null {
        return Ok(Message::Missing {
            column: nth,
            rows: rows as u64,
        });
    }
    let (mut ends, mut present) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut text = String::new();
    for row in 0..rows {
        present.push(write(column.as_ref(), row, &mut text));
        let end = u32::try_from(text.len());
        ends.push(end.map_err(|_| Trouble::new("a few rows of it hold more than 4 GB"))?);
    }
    Ok(Message::Texts {
        column: nth,
        ends,
        present,
        text,
    })
}

fn next(batches: &mut Batches) -> Result<Option<RecordBatch>, Trouble> {
    guard(|| batches.next().transpose())
}

/// Runs a part of a library that may panic on damaged bytes.
pub(super) fn guard<T>(read: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|cause| Err(Trouble::new(panic_message(cause))))
}

/// What a panic says.
fn panic_message(cause: Box<dyn Any + std::marker::Send>) -> String {
    let said = match cause.downcast::<String>() {
        Ok(said) => *said,
        Err(cause) => cause
            .downcast_ref::<&str>()
            .map_or_else(|| "no reason".to_owned(), |said| (*said).to_owned()),
    };
    format!("its bytes make no sense to the reader: {said}")
}
