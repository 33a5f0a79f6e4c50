//! Rank: along how many directions vectors vary, how alike their directions are, and how they lie in a plane.

pub mod cosines;
pub mod effective_rank;
pub mod neighbourhood;
pub mod principal;
pub(crate) mod shared;
