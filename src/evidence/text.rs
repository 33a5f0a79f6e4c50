//! Text: what rows say alike, what the model reads of them, and what it can't.

mod leaks;
mod near_rows;
mod repeats;
mod tokens;
mod truncation;
mod wording;
mod words;

pub use leaks::{Leak, Leaked, Sides};
pub use near_rows::{NearRow, NearRows};
pub use repeats::Repeats;
pub use tokens::{RowTokens, Tokens};
pub use truncation::Truncation;
pub use wording::Wording;
