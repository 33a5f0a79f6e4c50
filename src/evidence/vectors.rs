//! Vectors: the rows as the model sees them, how they lie, and which can't be used.

mod broken;
mod embedded;
mod geometry;
mod hubs;
mod nearest;
mod rank;

pub use broken::BrokenVectors;
pub(super) use embedded::REFERENCE;
pub use embedded::{Embedded, Shared};
pub(crate) use geometry::{Geometry, Map, MapPoint, PairCosines, Spectrum};
pub use hubs::Hubs;
pub use nearest::{FEWEST, NEIGHBOURS, Nearest};
pub use rank::Rank;
