//! Which baseline a run is held against, or writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::baseline::Baseline;
use crate::error::Mistake;
use crate::policy::Policy;

use super::{Ledger, Request};

/// The file that is written where none is named.
const FILE: &str = "trueline-baseline.json";

/// The baseline of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselinePlan {
    /// Its file.
    pub path: PathBuf,
    /// What it holds so far.
    pub known: Baseline,
    /// Whether the run writes it anew, in place of being held against it.
    pub writes: bool,
    /// Whether later runs find it without being told.
    pub configured: bool,
}

/// The baseline that the command line names, else the file; none for a run that judges nothing.
pub(super) fn planned(
    policy: &Policy,
    request: &Request,
    ledger: &mut Ledger,
) -> Option<BaselinePlan> {
    if request.only_embeds {
        return None;
    }
    let by_file = policy.baseline.as_ref().map(|written| policy.path(written));
    let configured = by_file.is_some()
        && request
            .baseline
            .as_ref()
            .is_none_or(|flag| by_file.as_ref() == Some(flag));
    let path = path(policy, request)?;
    let known = match read(&path, request.write_baseline) {
        Ok(known) => known,
        Err(mistake) => {
            match policy.baseline.as_ref() {
                // A mistake inside the file has a place of its own.
                Some(written) if request.baseline.is_none() && mistake.at.is_none() => {
                    ledger.add_at(written, mistake);
                }
                _ => ledger.add(mistake),
            }
            return None;
        }
    };
    Some(BaselinePlan {
        path,
        known,
        writes: request.write_baseline,
        configured,
    })
}

/// Its file.
pub(super) fn path(policy: &Policy, request: &Request) -> Option<PathBuf> {
    let by_file = policy.baseline.as_ref();
    let by_file = by_file.map(|written| policy.path(written));
    let nearest = policy.files.first();
    let folder = nearest.map(|file| file.folder.as_path());
    let standard = || {
        request
            .write_baseline
            .then(|| folder.unwrap_or(Path::new("")).join(FILE))
    };
    request.baseline.clone().or(by_file).or_else(standard)
}

/// What the file at `path` holds. One that is to be written anew may be missing or damaged, but not
/// something else.
fn read(path: &Path, writes: bool) -> Result<Baseline, Mistake> {
    let file = path.display().to_string();
    let bytes =
        match fs::read(path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && writes => {
                return Ok(Baseline::default());
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                return Err(Mistake::new(format!("there is no baseline {file}")).with_help(
                "add --write-baseline once to record today's findings in it, or check the path",
            ));
            }
            Err(cause) => {
                return Err(
                    Mistake::new(format!("cannot read the baseline {file}: {cause}"))
                        .with_help("check that it is a file which may be read"),
                );
            }
        };
    let text = String::from_utf8_lossy(&bytes);
    match Baseline::parse(&file, &text) {
        Err(_) if writes && Baseline::was_one(&text) => Ok(Baseline::default()),
        parsed => parsed,
    }
}
