//! Near: what is the same or nearly the same, by its text, by its vector or by its number.

pub(crate) mod birthday;
pub(crate) mod groups;
pub(crate) mod hubness;
pub(crate) mod near_texts;
pub(crate) mod nearest;
pub(crate) mod numbers;
pub(crate) mod parity;
pub(crate) mod shingles;
pub(crate) mod signatures;
pub(crate) mod surprisal;
