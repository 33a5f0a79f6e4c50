//! Columns: what single columns tell, hide or give away.

mod alone;
mod broken;
mod entities;
mod identifiers;
mod kinds;
mod missing;
mod personal;
mod sentinels;
mod spellings;
mod unseen;

pub(crate) use alone::{Alone, Telling};
pub(crate) use broken::{BrokenCell, BrokenCells, Damage};
pub(crate) use entities::{EntitySide, SharedEntities};
pub(crate) use identifiers::{Form, Identifier, Identifiers};
pub(crate) use kinds::{CellPlace, ColumnFacts, ColumnKind};
pub(crate) use missing::{ByClass, Missing, MissingCells};
pub(crate) use personal::{Personal, PersonalCells};
pub(crate) use sentinels::{SentinelCells, find_sentinels};
pub(crate) use spellings::Spelled;
pub(crate) use unseen::Unseen;
