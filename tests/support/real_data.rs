//! Real data: the folder that `TRUELINE_TEST_DATA` names. It isn't part of the repository.
//!
//! Without the variable, a test that needs the data says that it was left out, and passes. With it, a file that is
//! missing is a failure.

use std::path::{Path, PathBuf};

/// A file or folder of the real data (an empty name: the folder itself); `None`, with a notice, where no data is named.
///
/// # Panics
/// Where the data is named and doesn't hold it.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("TRUELINE_TEST_DATA").filter(|value| !value.is_empty())
    else {
        eprintln!("left out: TRUELINE_TEST_DATA names no folder of real data");
        return None;
    };
    let path = Path::new(&folder).join(name);
    assert!(
        path.exists(),
        "TRUELINE_TEST_DATA has no {}",
        path.display()
    );
    Some(path)
}
