//! Which baseline a run is held against, or writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::baseline::Baseline;
use crate::error::Mistake;
use crate::policy::Policy;

use super::mistakes::Mistakes;
use super::settings::BASELINE;
use super::{Request, Resolved};

/// The file that is written where none is named.
const FILE: &str = "trueline-baseline.json";

/// The baseline of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BaselinePlan {
    /// Its file.
    pub(crate) path: PathBuf,
    /// What it holds so far.
    pub(crate) known: Baseline,
    /// Whether the run writes it anew, in place of being held against it.
    pub(crate) writes: bool,
    /// Whether later runs find it without a flag.
    pub(crate) configured: bool,
}

/// The baseline that the command line names, else the file; none for a run that judges nothing.
pub(super) fn plan_baseline(
    policy: &Policy,
    request: &Request,
    settings: &Resolved,
    mistakes: &mut Mistakes,
) -> Option<BaselinePlan> {
    if request.only_embeds {
        return None;
    }
    let said = policy.settings.get(&BASELINE.key);
    let written = said.and_then(|said| said.items().pop());
    let path = path(policy, request, settings)?;
    let by_file = written.as_ref().map(|written| policy.path(written));
    let configured = by_file.as_ref() == Some(&path);
    let by_flag = request.settings.has(&BASELINE.key);
    let known = match read(&path, request.write_baseline) {
        Ok(known) => known,
        Err(mistake) => {
            match &written {
                // A mistake inside the file has a place of its own.
                Some(written) if !by_flag && mistake.at.is_none() => {
                    mistakes.add_at(written, mistake);
                }
                _ => mistakes.add(mistake),
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
pub(super) fn path(policy: &Policy, request: &Request, settings: &Resolved) -> Option<PathBuf> {
    let nearest = policy.files.first();
    let folder = nearest.map(|file| file.folder.as_path());
    let standard = || {
        request
            .write_baseline
            .then(|| folder.unwrap_or(Path::new("")).join(FILE))
    };
    settings.get(&BASELINE).or_else(standard)
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
