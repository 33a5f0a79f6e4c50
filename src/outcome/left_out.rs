//! Left out: a file that changed, and why it isn't judged.

/// A file that changed and isn't judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// The file, as the user wrote it.
    pub(crate) path: String,
    /// Why not, in a few words.
    pub(crate) why: &'static str,
}
