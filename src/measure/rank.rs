//! Rank: along how many directions vectors vary, how alike their directions are, and how they lie in a plane.

pub(crate) mod cosines;
pub(crate) mod effective_rank;
pub(crate) mod neighbourhood;
pub(crate) mod principal;
pub(crate) mod shared;
