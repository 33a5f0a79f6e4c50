//! JSON: the schema `trueline/1`. Same input, seed and version: same bytes.

mod check;
mod failure;
mod outcome;
mod runs;
mod text;

pub(super) use check::column;
pub(super) use failure::failure;
pub(super) use outcome::{outcome, verdict};
pub(super) use text::{escape, write, write_line};

/// The schema's name; it changes when a field changes its meaning or goes.
pub(super) const SCHEMA: &str = "trueline/1";

/// Speaks JSON.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json;
