//! Embed: how one dataset was embedded into the cache.

/// How one dataset was embedded into the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EmbedReport {
    /// Its name.
    pub(crate) name: String,
    /// Its rows.
    pub(crate) rows: usize,
    /// Texts that the model read; equal ones count once.
    pub(crate) embedded: usize,
    /// Why nothing was kept, where that is so.
    pub(crate) untouched: Option<&'static str>,
}
