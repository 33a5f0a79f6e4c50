//! Repository: files as they were at a revision, written out of the Git repository that keeps them.

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use git2::{
    ErrorCode, FileMode, ObjectType, Repository, Tree, TreeEntry, TreeWalkMode, TreeWalkResult,
};

use crate::dataset::named_as_data;
use crate::error::CompareError;

/// Files beside data that say how it is read.
const BESIDE: [&str; 3] = ["trueline.toml", "pyproject.toml", "dataset_info.json"];

/// How a pointer of Git LFS begins.
const LFS: &[u8] = b"version https://git-lfs.github.com/spec/";

/// What was written out of a repository.
#[derive(Debug)]
pub(super) struct Checkout {
    /// The file or the folder.
    pub(super) path: PathBuf,
    /// Where it stands in the working tree, whether it is there or not.
    pub(super) working: PathBuf,
    /// The folder that stands for the top of the repository.
    top: PathBuf,
    revision: String,
}

impl Checkout {
    /// How the file that was written to `path` is called: `git:HEAD:data.csv`.
    pub(super) fn name(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.top) {
            Ok(inside) => PathBuf::from(format!("git:{}:{}", self.revision, slashes(inside))),
            Err(_) => path.to_owned(),
        }
    }
}

/// Writes `named`, a file or the data of a folder, as it was at `revision`, under the folder `into`. The path counts
/// from the current folder where it is `from_here`, else from the top of the repository.
pub(super) fn check_out(
    revision: &str,
    named: &Path,
    from_here: bool,
    into: &Path,
) -> Result<Checkout, CompareError> {
    let here = env::current_dir().unwrap_or_default();
    let absolute = resolve(&here.join(named));
    let near = if from_here { existing(&absolute) } else { here };
    let near = match near.parent() {
        Some(folder) if !near.is_dir() => folder.to_owned(),
        _ => near,
    };
    let repository = Repository::discover(&near).map_err(|cause| {
        let folder = near.display().to_string();
        if cause.code() == ErrorCode::NotFound {
            let version = format!("git:{revision}");
            CompareError::NoRepository { folder, version }
        } else {
            CompareError::ClosedRepository { folder, cause }
        }
    })?;
    let inside = if from_here {
        inside(&repository, &absolute)?
    } else {
        resolve(named)
    };
    let tree = find_tree(&repository, revision)?;
    let path = into.join(&inside);
    let wrote: Result<(), Fault> = if inside.as_os_str().is_empty() {
        write_folder(&repository, &tree, &path)
    } else {
        let entry = find_entry(&tree, &inside, revision)?;
        match entry.kind() {
            Some(ObjectType::Tree) => match repository.find_tree(entry.id()) {
                Ok(tree) => write_folder(&repository, &tree, &path),
                Err(cause) => Err(cause.into()),
            },
            _ => write_entry(&repository, &entry, &path),
        }
    };
    wrote.map_err(|fault| fault.describe(revision, &inside, into))?;
    Ok(Checkout {
        path,
        working: top(&repository).join(&inside),
        top: into.to_owned(),
        revision: revision.to_owned(),
    })
}

/// The files at a revision.
fn find_tree<'a>(repository: &'a Repository, revision: &str) -> Result<Tree<'a>, CompareError> {
    let object = repository.revparse_single(revision);
    let tree = object.and_then(|object| object.peel_to_commit()?.tree());
    tree.map_err(|cause| CompareError::NoRevision {
        repository: top(repository).display().to_string(),
        revision: revision.to_owned(),
        cause,
    })
}

/// The file or folder `inside` a tree.
fn find_entry(
    tree: &Tree,
    inside: &Path,
    revision: &str,
) -> Result<TreeEntry<'static>, CompareError> {
    let shown = slashes(inside);
    let pointer = PathBuf::from(format!("{shown}.dvc"));
    if let Ok(entry) = tree.get_path(inside) {
        if inside.extension().is_some_and(|end| end == "dvc") {
            return Err(kept_by_dvc(
                &shown,
                shown.trim_end_matches(".dvc"),
                revision,
            ));
        }
        return Ok(entry);
    }
    if tree.get_path(&pointer).is_ok() {
        return Err(kept_by_dvc(&slashes(&pointer), &shown, revision));
    }
    Err(CompareError::NotInRevision {
        path: shown,
        revision: revision.to_owned(),
        help: "a file that is new has no earlier version: `trueline check` judges it by itself; if it had another name \
               then, write git:REVISION:PATH"
            .to_owned(),
    })
}

fn kept_by_dvc(pointer: &str, data: &str, revision: &str) -> CompareError {
    CompareError::DvcPointer {
        path: format!("git:{revision}:{pointer}"),
        help: format!(
            "fetch that version and compare with it: dvc get --rev {revision} . {data} -o base/{data}"
        ),
    }
}

/// Writes every data file below `tree`, and what says how it is read.
fn write_folder(repository: &Repository, tree: &Tree, path: &Path) -> Result<(), Fault> {
    fs::create_dir_all(path)?;
    let mut wrote = Ok(());
    let walked = tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let Some(name) = entry.name() else {
            return TreeWalkResult::Ok;
        };
        let is_data = named_as_data(Path::new(name)) || BESIDE.contains(&name);
        let inside = Path::new(folder).join(name);
        // A repository may be anybody's: no name in it leads out of the folder.
        let is_plain = inside
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_data || !is_plain || !is_file(entry) {
            return TreeWalkResult::Ok;
        }
        wrote = write_entry(repository, entry, &path.join(inside));
        if wrote.is_err() {
            TreeWalkResult::Abort
        } else {
            TreeWalkResult::Ok
        }
    });
    match walked {
        // The walk is stopped by an error of its own.
        Err(cause) if wrote.is_ok() && cause.code() != ErrorCode::User => Err(cause.into()),
        _ => wrote,
    }
}

fn write_entry(repository: &Repository, entry: &TreeEntry, path: &Path) -> Result<(), Fault> {
    if !is_file(entry) {
        let cause = "it is a link or a submodule: name the file that it leads to";
        return Err(Fault::Other(cause.to_owned()));
    }
    let blob = repository.find_blob(entry.id())?;
    if blob.content().starts_with(LFS) {
        return Err(Fault::Pointer(path.to_owned()));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, blob.content())?)
}

/// Whether an entry is a file, and neither a folder nor a link nor another repository.
fn is_file(entry: &TreeEntry) -> bool {
    entry.kind() == Some(ObjectType::Blob) && entry.filemode() != i32::from(FileMode::Link)
}

/// Why a file couldn't be written out.
enum Fault {
    /// It is a pointer, which would have been written to this place.
    Pointer(PathBuf),
    /// What the system or the library said.
    Other(String),
}

impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Self {
        Self::Other(cause.to_string())
    }
}

impl From<git2::Error> for Fault {
    fn from(cause: git2::Error) -> Self {
        Self::Other(cause.to_string())
    }
}

impl Fault {
    /// The error to report, of what is `inside` the repository and was to be written under the folder `into`.
    fn describe(self, revision: &str, inside: &Path, into: &Path) -> CompareError {
        match self {
            Self::Pointer(path) => {
                let inside = slashes(path.strip_prefix(into).unwrap_or(inside));
                CompareError::LfsPointer {
                    path: format!("git:{revision}:{inside}"),
                    revision: revision.to_owned(),
                    inside,
                }
            }
            Self::Other(cause) => CompareError::Unreadable {
                path: format!("git:{revision}:{}", slashes(inside)),
                cause,
            },
        }
    }
}

/// The folder that the repository is in.
fn top(repository: &Repository) -> &Path {
    repository.workdir().unwrap_or_else(|| repository.path())
}

/// The path of a file from the top of the repository.
fn inside(repository: &Repository, absolute: &Path) -> Result<PathBuf, CompareError> {
    let top = top(repository);
    let canonical = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = existing(absolute);
    let rest = absolute.strip_prefix(&folder).unwrap_or(Path::new(""));
    // A link inside of the repository is what the repository keeps, so that only folders are resolved.
    let (folder, rest) = match (folder.file_name(), folder.parent()) {
        (Some(name), Some(parent)) if !folder.is_dir() => (parent, Path::new(name).join(rest)),
        _ => (folder.as_path(), rest.to_owned()),
    };
    let outside = || CompareError::Outside {
        path: absolute.display().to_string(),
        repository: top.display().to_string(),
    };
    let folder = canonical(folder);
    let folder = folder.strip_prefix(canonical(top)).map_err(|_| outside())?;
    Ok(resolve(&folder.join(rest)))
}

/// The nearest file or folder at or above `path` that is there.
fn existing(path: &Path) -> PathBuf {
    let mut near = path;
    while fs::symlink_metadata(near).is_err() {
        match near.parent() {
            Some(parent) => near = parent,
            None => break,
        }
    }
    near.to_owned()
}

/// `path` without `.` and `..`, and without what would lead above its top.
fn resolve(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    resolved
}

/// A path as Git writes it.
fn slashes(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
