//! Write: where curated data goes, with its manifest, each file whole or not at all.

use std::collections::HashSet;
use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Fixed;
use super::digest::{digest, digest_file};
use super::draft::DraftFile;
use super::manifest::{FileLine, Head, SCHEMA, write_manifest};
use super::target::{Target, folders, manifest_beside, one_file};
use crate::dataset::{Source, is_stdin};
use crate::error::{Error, FixError};
use crate::unfinished::{self, Folder, parent_of};

/// One file that is written.
struct NewFile {
    path: PathBuf,
    bytes: Vec<u8>,
    /// Those of the file that it is made of.
    permissions: Option<Permissions>,
    line: FileLine,
}

impl Fixed {
    /// Writes what is left to `target`, the manifest first: no row is gone before it is written down. In place nothing is
    /// written where nothing changed.
    ///
    /// # Errors
    /// An output that is there already, files that changed meanwhile, and what can't be written.
    pub(crate) fn write(&mut self, target: &Target) -> Result<(), Error> {
        let (manifest, shown) = match target {
            Target::Output(output) => (manifest_beside(output), output.display().to_string()),
            // Nothing is written there before all is done: see `render`.
            Target::Stdout => return Ok(()),
            Target::InPlace if self.records.is_empty() => return Ok(()),
            Target::InPlace => {
                let whole = whole_path(&self.source);
                (manifest_beside(&whole), whole.display().to_string())
            }
        };
        let files = self.new_files(target)?;
        let lines = files.iter().map(|file| file.line.clone()).collect();
        let text = write_manifest(self, lines)?;
        let permissions = common_permissions(&files);
        match target {
            Target::Stdout => {}
            Target::Output(output) => {
                target.refuse_existing()?;
                write_file(&manifest, text.as_bytes(), permissions)?;
                self.write_output(output, &files).inspect_err(|_| {
                    // A manifest of what isn't there would keep the next run from its output.
                    let _ = fs::remove_file(&manifest);
                })?;
            }
            Target::InPlace => {
                let mut earlier = read_earlier(&manifest)?;
                earlier.push_str(&text);
                write_file(&manifest, earlier.as_bytes(), permissions)?;
                for file in &files {
                    if file.line.input_sha256 != file.line.output_sha256 {
                        replace(&file.path, &file.bytes)?;
                    }
                }
            }
        }
        self.report.output = Some(shown);
        self.report.manifest = Some(manifest.display().to_string());
        Ok(())
    }

    /// The bytes of the one file of the dataset, as fixing leaves it.
    ///
    /// # Errors
    /// A file that changed meanwhile or can't be written, and several of them.
    pub(crate) fn render(&mut self) -> Result<Vec<u8>, Error> {
        self.report.output = Some("standard output".to_owned());
        let mut files = self.new_files(&Target::Stdout)?;
        match (files.pop(), files.is_empty()) {
            (Some(only), true) => Ok(only.bytes),
            _ => Err(Error::Fix(FixError::SeveralFiles)),
        }
    }

    /// Every file as it is to be written.
    fn new_files(&self, target: &Target) -> Result<Vec<NewFile>, Error> {
        let paths: Vec<&PathBuf> = self
            .source
            .paths
            .iter()
            .chain(&self.source.shifted)
            .collect();
        let several = one_file(&self.source).is_none();
        let mut taken = HashSet::new();
        let mut files = Vec::new();
        for (nth, &path) in paths.iter().enumerate() {
            if is_stdin(path) {
                return Err(Error::Fix(FixError::Stdin));
            }
            let to = match target {
                Target::InPlace | Target::Stdout => path.clone(),
                Target::Output(output) if several => output.join(self.inner_path(path)),
                Target::Output(output) => output.clone(),
            };
            if !taken.insert(to.clone()) {
                let path = to.display().to_string();
                return Err(Error::Fix(FixError::SameName { path }));
            }
            let draft = self.draft.as_ref().map(|draft| &draft.files[nth]);
            files.push(new_file(path, to, draft)?);
        }
        Ok(files)
    }

    /// Where a file stands in the folder of curated files: as in the folder of shards that it is from, else by its name.
    fn inner_path(&self, path: &Path) -> PathBuf {
        let inner = folders(&self.source).find_map(|folder| path.strip_prefix(folder).ok());
        inner.map_or_else(
            || PathBuf::from(path.file_name().unwrap_or_default()),
            Path::to_owned,
        )
    }

    /// Writes the file, or the folder of files, at `output`.
    fn write_output(&self, output: &Path, files: &[NewFile]) -> Result<(), Error> {
        if let [only] = files
            && only.path == output
        {
            return write_file(output, &only.bytes, only.permissions.clone());
        }
        let fail = |cause| file_error(output, cause);
        let parent = parent_of(output);
        fs::create_dir_all(parent).map_err(fail)?;
        let folder = Folder::new(Some(parent)).map_err(fail)?;
        for file in files {
            let inner = file.path.strip_prefix(output).unwrap_or(&file.path);
            let to = folder.path().join(inner);
            fs::create_dir_all(parent_of(&to)).map_err(fail)?;
            File::create(&to)
                .and_then(|mut to| {
                    set_permissions(&to, file.permissions.clone())?;
                    fill(&mut to, &file.bytes)
                })
                .map_err(fail)?;
        }
        // A folder that is its owner's alone has curated data that is, too.
        let named = folders(&self.source).next();
        if let Some(found) = named.and_then(|named| fs::metadata(named).ok())
            && cfg!(unix)
        {
            fs::set_permissions(folder.path(), found.permissions()).map_err(fail)?;
        }
        folder.persist(output).map_err(fail)
    }
}

/// The file at `path` as it is written to `to`.
fn new_file(path: &Path, to: PathBuf, draft: Option<&DraftFile>) -> Result<NewFile, Error> {
    let input_sha256 = digest_file(path)?;
    if draft.is_some_and(|draft| draft.digest != input_sha256) {
        let path = path.display().to_string();
        return Err(Error::Fix(FixError::Changed { path }));
    }
    let bytes = match draft.filter(|draft| draft.is_edited()) {
        Some(draft) => draft.render()?,
        None => fs::read(path).map_err(|cause| file_error(path, cause))?,
    };
    let found = fs::metadata(path).map_err(|cause| file_error(path, cause))?;
    let counts = draft.map(|draft| FileLine::count(&draft.states));
    let line = FileLine {
        input: path.display().to_string(),
        input_sha256,
        output: to.display().to_string(),
        output_sha256: digest(&[&bytes]),
        encoding: draft
            .and_then(|draft| draft.data.encoding())
            .map(|encoding| encoding.word().to_owned()),
        hashed: draft.map(|draft| draft.data.hashed_part().word().to_owned()),
        rows: counts.map(|(rows, _)| rows),
        left: counts.map(|(_, left)| left),
    };
    Ok(NewFile {
        path: to,
        bytes,
        permissions: Some(found.permissions()),
        line,
    })
}

/// The runs that the manifest at `path` tells of; nothing where there is none yet.
///
/// # Errors
/// When it can't be read, or is something else.
fn read_earlier(path: &Path) -> Result<String, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(String::new()),
        Err(cause) => return Err(file_error(path, cause)),
    };
    let head = text.lines().next().map(serde_json::from_str::<Head>);
    if head.is_some_and(|head| head.is_ok_and(|head| head.schema == SCHEMA)) {
        return Ok(text);
    }
    let path = path.display().to_string();
    Err(Error::Fix(FixError::NoManifest { path }))
}

/// The file, or the folder of shards, that stands for all files of `source`: the first.
fn whole_path(source: &Source) -> PathBuf {
    let shards = source.shards.first().map(|shards| shards.path.clone());
    shards
        .filter(|path| path.is_dir())
        .or_else(|| source.paths.first().cloned())
        .unwrap_or_default()
}

/// Puts `bytes` in the place of the data file at `path`, through links, with the permissions that it has.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let path = fs::canonicalize(path).map_err(|cause| file_error(path, cause))?;
    let found = fs::metadata(&path).map_err(|cause| file_error(&path, cause))?;
    write_file(&path, bytes, Some(found.permissions()))
}

/// Writes a file whole or not at all: with these permissions, or those of any new file.
pub(super) fn write_file(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> Result<(), Error> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    if permissions.is_none() {
        // A temporary file is its owner's alone; curated data is as open as any new file.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let written = fs::create_dir_all(parent_of(path)).and_then(|()| {
        unfinished::write(path, &builder, |file| {
            // What a new file is made with, the process may narrow; these are to be the same.
            set_permissions(file, permissions)?;
            fill(file, bytes)
        })
    });
    written.map_err(|cause| file_error(path, cause))
}

/// Gives `file` these permissions; elsewhere than on Unix there are none that would tell who may read it.
fn set_permissions(file: &File, permissions: Option<Permissions>) -> std::io::Result<()> {
    match permissions.filter(|_| cfg!(unix)) {
        Some(permissions) => file.set_permissions(permissions),
        None => Ok(()),
    }
}

/// What is allowed of each of `files`: a manifest tells of all of them.
#[cfg(unix)]
fn common_permissions(files: &[NewFile]) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let modes = files
        .iter()
        .filter_map(|file| Some(file.permissions.as_ref()?.mode()));
    let common = modes.reduce(|common, mode| common & mode)?;
    // Its owner goes on writing it.
    Some(Permissions::from_mode(common | 0o600))
}

#[cfg(not(unix))]
fn common_permissions(_: &[NewFile]) -> Option<Permissions> {
    None
}

/// Writes `bytes` to the disk itself, before the file takes the place of another one.
fn fill(file: &mut File, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

fn file_error(path: &Path, cause: std::io::Error) -> Error {
    Error::Fix(FixError::File {
        path: path.display().to_string(),
        cause,
    })
}
