//! Embed: how one dataset was embedded into the cache.

/// How one dataset was embedded into the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedReport {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: usize,
    /// Texts that the model read; equal ones count once.
    pub embedded: usize,
    /// Why nothing was kept, where that is so.
    pub untouched: Option<&'static str>,
}
