//! trueline: lint the dataset before you train on it.

pub mod cli;
pub mod dataset;
pub mod diagnostic;
pub mod embed;
pub mod error;
pub mod evidence;
pub mod measure;
pub mod plan;
pub mod policy;
pub mod probe;
pub mod report;
pub mod rules;
pub mod split;
