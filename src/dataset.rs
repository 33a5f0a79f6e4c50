//! Dataset: a table with roles (label, text, domain, split) and the files it was read from.

mod column;

pub use column::{Column, Kind};
