//! Near: what is the same or nearly the same, by its text, by its vector or by its number.

pub mod birthday;
pub mod groups;
pub mod hubness;
pub mod near_texts;
pub mod nearest;
pub(crate) mod numbers;
pub mod parity;
pub mod shingles;
pub mod surprisal;
