//! Place: the file and the line that an error about data is about, and what it says where no cell may be shown.

use super::ReadError;

impl ReadError {
    /// `errors` as one; `None` where there are none.
    pub(crate) fn join(mut errors: Vec<Self>) -> Option<Self> {
        match errors.len() {
            0 | 1 => errors.pop(),
            _ => Some(Self::Several { errors }),
        }
    }

    /// The file, as the user wrote it; absent where no single one is to blame.
    pub(crate) fn file(&self) -> Option<&str> {
        match self {
            Self::NoFile { .. } | Self::Roles { .. } | Self::NoLabel(_) | Self::Several { .. } => {
                None
            }
            Self::UnevenFiles { without, .. } => Some(without),
            Self::Access(error) => Some(error.path()),
            Self::Disguised { path, .. }
            | Self::Packed { path, .. }
            | Self::LfsPointer { path }
            | Self::Empty { path }
            | Self::NoRows { path, .. }
            | Self::NoColumns { path }
            | Self::Undecodable { path, .. }
            | Self::Wide { path, .. }
            | Self::Nul { path, .. }
            | Self::NotUtf8 { path, .. }
            | Self::Ragged { path, .. }
            | Self::Quote { path, .. }
            | Self::Delimited { path, .. }
            | Self::TwinColumns { path, .. }
            | Self::Json { path, .. }
            | Self::Columnar { path, .. }
            | Self::TooLarge { path, .. }
            | Self::TooWide { path, .. }
            | Self::Beyond { path, .. }
            | Self::Zeros { path, .. }
            | Self::Skipped { path, .. }
            | Self::OneRow { path }
            | Self::NoLabels { path, .. }
            | Self::OneClass { path, .. }
            | Self::Vectors { path, .. } => Some(path),
        }
    }

    /// The line, where it is known.
    pub(crate) fn line(&self) -> Option<u64> {
        match self {
            Self::Nul { line, .. }
            | Self::Undecodable { line, .. }
            | Self::NotUtf8 { line, .. }
            | Self::Ragged { line, .. }
            | Self::Quote { line, .. }
            | Self::Json { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// The same sentence without what a cell holds; absent where it tells of none.
    pub(crate) fn message_without_values(&self) -> Option<String> {
        match self {
            Self::OneClass { column, path, .. } => Some(format!(
                "every labelled row of {path} has the same label: `{column}` always holds the same value"
            )),
            // A first line that looks like a row may be one.
            Self::TwinColumns {
                path,
                first,
                second,
                ..
            } => Some(format!(
                "{path} has two columns of one name: columns {first} and {second}"
            )),
            // Bytes that read as nothing may be a whole cell of another encoding.
            Self::NotUtf8 {
                path, line, offset, ..
            } => Some(format!(
                "{path} is not UTF-8 in line {line} (byte {offset})"
            )),
            // The parser quotes what it didn't expect: `invalid type: string "...", expected a map`.
            Self::Json {
                path,
                line,
                column,
                cause,
                ..
            } => {
                let said = match cause.rsplit_once("expected ") {
                    Some((_, expected)) => format!("expected {expected}"),
                    None if cause.contains(['"', '`']) => "not what a row may hold".to_owned(),
                    None => return None,
                };
                Some(format!("line {line}, column {column} of {path}: {said}"))
            }
            _ => None,
        }
    }
}
