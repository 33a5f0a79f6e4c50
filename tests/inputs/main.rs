//! What a path may be: a file, standard input, a folder or a pattern of shards; and what is said of those that
//! aren't what they seem.

mod folder;
mod forms;
mod odd;
mod shards;

#[path = "../support/parquet.rs"]
mod parquet;
#[path = "../support/program.rs"]
mod program;
