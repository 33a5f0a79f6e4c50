//! Access: why a file could not be opened, with the remedy.

use std::io;

use miette::Diagnostic;

/// A file that can't be opened. Paths stand as the user wrote them.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum AccessError {
    /// No file at this path.
    #[error("no such file: {path}")]
    Missing {
        /// The path.
        path: String,
        /// What to check, with a sibling of a similar name where there is one.
        #[help]
        help: String,
    },
    /// A link to a file that isn't there.
    #[error("{path} is a link to {target}, which isn't there")]
    #[diagnostic(help("mend the link, or name the file itself"))]
    Dangling {
        /// The path.
        path: String,
        /// Where it leads.
        target: String,
    },
    /// A folder stands at this path.
    #[error("{path} is a folder, not a data file")]
    #[diagnostic(help("name the files inside it: {path}/FILE"))]
    Folder {
        /// The path.
        path: String,
    },
    /// The operating system refuses to open the file.
    #[error("no permission to read {path}")]
    #[diagnostic(help("let the user who runs trueline read it: chmod u+r {path}"))]
    Denied {
        /// The path.
        path: String,
    },
    /// Anything else the operating system says.
    #[error("cannot read {path}: {cause}")]
    #[diagnostic(help("check the disk or mount that it lies on, then run again"))]
    Unreadable {
        /// The path.
        path: String,
        /// What the operating system said.
        cause: io::Error,
    },
    /// A device such as /dev/zero.
    #[error("{path} is a device, not a data file")]
    #[diagnostic(help("name a file, or give the data by standard input: -"))]
    Device {
        /// The path.
        path: String,
    },
}

impl AccessError {
    /// The file.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Missing { path, .. }
            | Self::Dangling { path, .. }
            | Self::Folder { path }
            | Self::Denied { path }
            | Self::Unreadable { path, .. }
            | Self::Device { path } => path,
        }
    }
}
