//! Look: how a file is written, for who describes a dataset that nobody has described yet.

use std::path::{Path, PathBuf};

use super::super::encoding::Encoding;
use super::super::format::{Format, shown};
use super::super::source::Source;
use super::bounds::Bounds;
use super::header::{HeaderGuess, guess};
use super::layout::Layout;
use super::{decode, line_of, open_data, read};
use crate::error::ReadError;

/// How a file is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Look {
    /// Its encoding: UTF-8 where it is that, else what its bytes suggest.
    pub(crate) encoding: Encoding,
    /// The line of the first byte that isn't UTF-8, where no mark says what the encoding is.
    pub(crate) not_utf8: Option<u64>,
    /// Whether nothing in it is beyond ASCII.
    pub(crate) is_ascii: bool,
    /// Whether it begins with a header; absent for formats that name their columns in another way.
    pub(crate) header: Option<HeaderGuess>,
    /// The names of its columns, or `column_1`, `column_2`, ...
    pub(crate) names: Vec<String>,
}

/// Looks at the file at `path`, of which `said` says how it is written; what it leaves open is looked for.
///
/// # Errors
/// What is wrong with the file; bytes that aren't UTF-8 only where most others beyond ASCII are.
pub(crate) fn look(path: &Path, said: &Source) -> Result<Look, ReadError> {
    let (bytes, found, _) = open_data(path, said.format, Bounds::default())?;
    let mut look = Look {
        encoding: Encoding::Utf8,
        not_utf8: None,
        is_ascii: true,
        header: None,
        names: Vec::new(),
    };
    if !matches!(found, Format::Parquet | Format::Arrow) {
        let invalid = std::str::from_utf8(&bytes).err();
        let line = invalid.map(|error| line_of(&bytes, error.valid_up_to()));
        look.is_ascii = bytes.is_ascii();
        let decoded = decode::decode_boldly(path, bytes, said.encoding)?;
        look.encoding = decoded.encoding;
        look.not_utf8 = line.filter(|_| decoded.decision.is_unusual);
        if let Format::Delimited(hint) = found {
            let layout = Layout::of(path, &decoded.text, hint, &said.dialect, said.header)?;
            let looks = guess(&layout.first_records());
            let header = HeaderGuess {
                is: said.header && looks.is,
                ..looks
            };
            look.names = if header.is {
                layout.names
            } else {
                (1..=layout.fields)
                    .map(|at| format!("column_{at}"))
                    .collect()
            };
            look.header = Some(header);
            return Ok(look);
        }
    }
    let source = Source {
        name: shown(path),
        paths: vec![PathBuf::from(path)],
        encoding: Some(look.encoding),
        ..said.clone()
    };
    look.names = read(path, &source)?.table.names;
    Ok(look)
}
