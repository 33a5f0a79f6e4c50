//! Dataset: a table with roles (label, text, domain, split) and the files it was read from.

mod column;
mod source;

pub use column::{Column, Kind};
pub use source::{DomainRole, Encoding, RoleNames, Source, TextSource};
