//! Message: what the reader of a columnar file is asked, and what it answers, piece by piece.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

/// Most bytes of one message; a batch of rows is far below that.
const MOST: usize = 1 << 31;

/// How a columnar file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Layout {
    /// Apache Parquet.
    Parquet,
    /// Arrow's file format.
    ArrowFile,
    /// Arrow's stream format.
    ArrowStream,
}

/// What is to be read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// How it is written.
    pub(crate) layout: Layout,
    /// The bytes of address space that reading may take, where the system can hold it to that.
    pub(crate) memory: u64,
    /// The most columns that the file may have; of one with more, no cell is read.
    pub(crate) most_columns: usize,
    /// Its columns that are needed.
    pub(crate) wanted: Wanted,
}

/// Which columns are needed: all but some.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    /// Columns that nobody needs: their names, and lists of names with commas between them.
    pub(crate) leave: Vec<String>,
    /// Names of columns that somebody needs all the same.
    pub(crate) keep: Vec<String>,
}

/// A column that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftColumn {
    /// Its name.
    pub(crate) name: String,
    /// Why.
    pub(crate) why: Why,
}

/// Why a column is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Why {
    /// Nobody asked for it.
    Unneeded,
    /// Another one before it has the same name.
    Second,
    /// It holds whole files, as Hugging Face keeps images and sound: no text and no number.
    Files,
    /// The library can't read it, as it says here.
    Unreadable(String),
}

impl Why {
    /// The same in a few words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Unneeded => "nobody needs it".to_owned(),
            Self::Second => "a second column of that name".to_owned(),
            Self::Files => "it holds files, such as images or sound".to_owned(),
            Self::Unreadable(cause) => cause.clone(),
        }
    }
}

/// One piece of what a file holds. Columns count from 0 among those that are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Message {
    /// The columns that are read, by name, and those that are not.
    Columns {
        names: Vec<String>,
        left: Vec<LeftColumn>,
    },
    /// From here on until told otherwise, this column is read; none for all at once.
    Reading(Option<u32>),
    /// The next cells of a column: where each ends in `text`, and whether it is there.
    Texts {
        column: u32,
        ends: Vec<u32>,
        present: Vec<bool>,
        text: String,
    },
    /// The next cells of a column as vectors.
    Vectors {
        column: u32,
        dim: u32,
        values: Vec<f32>,
        present: Vec<bool>,
    },
    /// The next cells of a column are missing.
    Missing { column: u32, rows: u64 },
    /// What was said of this column doesn't count: it comes again, as texts.
    Again(u32),
    /// What was said of this column doesn't count, and nothing more can be said.
    Unreadable { column: u32, why: String },
    /// The file is damaged.
    Fault(Fault),
    /// All columns are told.
    Done,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fault {
    /// The column, where it is known.
    pub(super) column: Option<String>,
    /// What is wrong.
    pub(super) cause: String,
}

/// Why a table isn't read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The file has this fault.
    Fault(Fault),
    /// It holds more than it may.
    TooLarge,
    /// It has more rows than it may.
    TooLong,
    /// It has so many columns, more than it may.
    TooWide(usize),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Message {
    /// Writes it, its length in front.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let bytes = postcard::to_stdvec(self).map_err(io::Error::other)?;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&bytes)
    }

    /// Reads the next one; nothing where the other side has ended.
    pub(super) fn read(input: &mut impl Read) -> Option<Self> {
        let mut length = [0; 4];
        input.read_exact(&mut length).ok()?;
        let length = u32::from_le_bytes(length) as usize;
        if length > MOST {
            return None;
        }
        let mut bytes = vec![0; length];
        input.read_exact(&mut bytes).ok()?;
        postcard::from_bytes(&bytes).ok()
    }
}
