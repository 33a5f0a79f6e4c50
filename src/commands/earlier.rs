//! Earlier: reports of an earlier run, which go before a run begins: what stands at their places is of this run or of none.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;
use crate::outcome::Format;
use crate::unfinished::Place;

/// Bytes within which a report names the program that wrote it.
const HEAD: u64 = 4096;
/// What reports begin with: JSON and its lines, SARIF, HTML, JUnit. The others are texts as anybody may write them.
const MARKS: [&[&str]; 5] = [
    &["\"schema\": \"trueline/1\""],
    &["\"schema\":\"trueline/1\""],
    &["sarif", "\"name\": \"trueline\""],
    &["<meta name=\"generator\" content=\"trueline "],
    &["<testsuites name=\"trueline\""],
];

/// Removes what stands where reports will be written, and tells their places.
///
/// # Errors
/// A place where nothing can be written.
pub(super) fn clear(
    formats: &[(Format, Option<PathBuf>)],
) -> Result<Vec<(Format, Option<Place>)>, Arc<Error>> {
    let clear = |(format, path): &(Format, Option<PathBuf>)| {
        let place = path
            .as_deref()
            .map(|path| Place::clear(path).map_err(|cause| Arc::new(Error::write(path, cause))));
        Ok((*format, place.transpose()?))
    };
    formats.iter().map(clear).collect()
}

/// Removes the reports at the places that `written` names (`FORMAT=PATH`), of a run that can't begin. Nothing is known of
/// what such a run would read, so that only what a trueline wrote goes, and none of the `data`.
pub(super) fn forget(written: &[String], data: &[PathBuf]) {
    let paths = written
        .iter()
        .filter_map(|written| written.split_once('='))
        .filter(|(word, _)| Format::of(word).is_some());
    let data: Vec<PathBuf> = data
        .iter()
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect();
    for (_, path) in paths {
        let Ok(file) = fs::canonicalize(path) else {
            continue;
        };
        let inside = |data: &PathBuf| file.starts_with(data);
        if !data.iter().any(inside) && is_report(&file) {
            // What can't be removed can't be helped: the mistake is told all the same.
            let _ = fs::remove_file(&file);
        }
    }
}

/// Whether the file at `path` begins as a report does: a baseline or a page of somebody's that names trueline is none.
fn is_report(path: &Path) -> bool {
    let mut head = Vec::new();
    let is_read = path.is_file()
        && File::open(path)
            .and_then(|file| file.take(HEAD).read_to_end(&mut head))
            .is_ok();
    let head = String::from_utf8_lossy(&head);
    is_read
        && MARKS
            .iter()
            .any(|marks| marks.iter().all(|mark| head.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reports_that_are_no_data_are_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let names = ["report", "foreign", "baseline", "data"];
        fs::write(at("report"), "{\"schema\": \"trueline/1\"}").expect("written");
        fs::write(at("foreign"), "{\"schema\": \"other/1\"}").expect("written");
        fs::write(at("baseline"), "{\"schema\": \"trueline-baseline/1\"}").expect("written");
        fs::write(at("data"), "text,label\ntrueline,1\n").expect("written");
        let written = names.map(|name| format!("json={}", at(name).display()));
        forget(&written, &[at("data")]);
        assert_eq!(
            names.map(|name| at(name).exists()),
            [false, true, true, true]
        );
        // A folder of data holds whatever stands in it.
        fs::write(at("report"), "{\"schema\": \"trueline/1\"}").expect("written");
        forget(&written, &[folder.path().to_owned()]);
        assert!(at("report").exists());
    }
}
