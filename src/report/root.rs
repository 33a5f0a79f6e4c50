//! Root: paths as the repository's readers know them, relative to its top folder.

use std::env;
use std::path::{Component, Path, PathBuf, absolute};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What may not stand in the path of a URI (RFC 3986, section 3.3).
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The top folder of the repository that the run stands in.
#[derive(Debug, Clone)]
pub(super) struct Root {
    folder: PathBuf,
}

impl Root {
    /// The nearest folder from the working directory upward that holds `.git`, else the working
    /// directory itself.
    pub(crate) fn here() -> Self {
        let here = env::current_dir().unwrap_or_default();
        let folder = here
            .ancestors()
            .find(|folder| folder.join(".git").exists())
            .unwrap_or(&here)
            .to_owned();
        Self { folder }
    }

    /// `path`, which the user wrote from the working directory, as seen from the root, with `/`
    /// between its parts; a path outside stays absolute.
    pub(crate) fn seen(&self, path: &str) -> String {
        let whole = fold(&absolute(path).unwrap_or_else(|_| PathBuf::from(path)));
        let inside = whole.strip_prefix(&self.folder);
        let seen = inside.unwrap_or(&whole);
        if seen.as_os_str().is_empty() {
            return ".".to_owned();
        }
        let text = seen.to_string_lossy();
        if cfg!(windows) {
            text.replace('\\', "/")
        } else {
            text.into_owned()
        }
    }

    /// The same as a URI reference: relative inside the root, `file://` outside.
    pub(crate) fn uri(&self, path: &str) -> String {
        let seen = self.seen(path);
        let encoded = utf8_percent_encode(&seen, NOT_IN_PATHS).to_string();
        if Path::new(&seen).is_absolute() {
            return format!(
                "file://{}{encoded}",
                if seen.starts_with('/') { "" } else { "/" }
            );
        }
        // `a:b` would read as a scheme.
        match encoded.split('/').next() {
            Some(first) if first.contains(':') => format!("./{encoded}"),
            _ => encoded,
        }
    }
}

/// `path` without `.` and `..`, by its words alone.
fn fold(path: &Path) -> PathBuf {
    let mut folded = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                folded.pop();
            }
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_root() {
        let root = Root {
            folder: env::current_dir().expect("a working directory"),
        };
        assert_eq!(root.seen("data/../a.csv"), "a.csv");
        assert_eq!(root.uri("./data/ä b#1.csv"), "data/%C3%A4%20b%231.csv");
        assert_eq!(root.uri("a:b.csv"), "./a:b.csv");
        assert_eq!(root.uri("/elsewhere/x.csv"), "file:///elsewhere/x.csv");
    }
}
