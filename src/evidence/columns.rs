//! Columns: what single columns tell, hide or give away.

mod alone;
mod identifiers;
mod kinds;
mod missing;
mod personal;

pub(crate) use alone::{Alone, Telling};
pub(crate) use identifiers::{Form, Identifier, Identifiers};
pub(crate) use kinds::{CellPlace, ColumnFacts, ColumnKind};
pub(crate) use missing::{ByClass, Missing, MissingCells};
pub(crate) use personal::{Personal, PersonalCells};
