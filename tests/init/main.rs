//! `trueline init` as a new user calls it: in a fresh folder, with data of many kinds, and then `trueline check`.

mod columns;
mod files;
mod folder;
mod made;
mod real;

#[path = "../support/parquet.rs"]
mod parquet;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/real_data.rs"]
mod real_data;
