//! Policy: trueline.toml as written, every value with the sentence that set it.

mod limit;

pub use limit::{Limit, Limits, Sentence};
