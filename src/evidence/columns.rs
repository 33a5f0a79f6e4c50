//! Columns: what single columns tell, hide or give away.

mod alone;
mod identifiers;
mod missing;
mod personal;

pub use alone::{Alone, Telling};
pub use identifiers::{Form, Identifier, Identifiers};
pub use missing::{ByClass, Missing, MissingCells};
pub use personal::{Personal, PersonalCell, PersonalCells};
