//! Text: what rows say alike, what the model reads of them, and what it can't.

mod copies;
mod empty;
mod language;
mod leaks;
mod near_cover;
mod near_rows;
mod repeats;
mod tokens;
mod truncation;
mod wording;
mod words;

pub(crate) use empty::{ColumnTexts, Texts};
pub(crate) use language::Language;
pub(crate) use leaks::{Leak, Leaked, Sides};
pub(crate) use near_rows::{NearRow, NearRows};
pub(crate) use repeats::Repeats;
pub(crate) use tokens::{RowTokens, Tokens};
pub(crate) use truncation::Truncation;
pub(crate) use wording::Wording;
