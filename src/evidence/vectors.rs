//! Vectors: the rows as the model sees them, how they lie, and which can't be used.

mod broken;
mod embedded;
mod geometry;
mod hubs;
mod nearest;
mod rank;
mod transformed;

pub(crate) use broken::BrokenVectors;
pub(super) use embedded::REFERENCE;
pub(crate) use embedded::{Embedded, Shared};
pub(crate) use geometry::{Geometry, Map, MapPoint, PairCosines, Spectrum};
pub(crate) use hubs::Hubs;
pub(crate) use nearest::{FEWEST, Nearest};
pub(crate) use rank::Rank;
pub(super) use transformed::Transformed;
