//! Contents: what a cache holds, how much room that takes, and how room is made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Cache, file, vector_file, vectors, verdicts};

/// A file that is still being written after so long was left by a run that was killed.
const FORGOTTEN: Duration = Duration::from_secs(3600);

/// What a cache holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Contents {
    /// The vectors, model by model.
    pub(crate) models: Vec<ModelContents>,
    /// Verdicts.
    pub(crate) verdicts: usize,
    /// Their bytes.
    pub(crate) verdict_bytes: u64,
}

/// The kept vectors of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ModelContents {
    /// What people call it.
    pub(crate) name: String,
    /// Its fingerprint and the version of trueline, as its folder is called.
    pub(crate) fingerprint: String,
    /// Vectors.
    pub(crate) vectors: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// What was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cleaned {
    /// Files.
    pub(crate) files: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// One file of ours.
struct Entry {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
    unfinished: bool,
}

impl Cache {
    /// What it holds.
    ///
    /// # Errors
    /// When its folders can't be listed; a folder that isn't there holds nothing.
    pub(crate) fn contents(&self) -> io::Result<Contents> {
        let mut models = Vec::new();
        for folder in folders(&self.vectors_folder())? {
            let mut model = ModelContents {
                name: String::new(),
                fingerprint: folder
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                vectors: 0,
                bytes: 0,
            };
            for path in vectors::list_files(&folder)? {
                model.bytes += fs::metadata(&path).map_or(0, |file| file.len());
                // A damaged one holds nothing; the next run that reads it says so.
                if let Ok((rows, name)) = vector_file::describe(&path) {
                    model.vectors += rows;
                    if model.name.is_empty() {
                        model.name = name.unwrap_or_default();
                    }
                }
            }
            if model.vectors > 0 {
                models.push(model);
            }
        }
        let verdicts: Vec<Entry> = entries(&self.verdicts_folder())?
            .into_iter()
            .filter(|entry| !entry.unfinished)
            .collect();
        Ok(Contents {
            models,
            verdicts: verdicts.len(),
            verdict_bytes: verdicts.iter().map(|entry| entry.bytes).sum(),
        })
    }

    /// Removes what wasn't of use for `older_than`, or everything.
    ///
    /// # Errors
    /// When a folder can't be listed or a file can't be removed.
    pub(crate) fn clean(&self, older_than: Option<Duration>) -> io::Result<Cleaned> {
        let mut cleaned = Cleaned::default();
        for entry in self.entries()? {
            if older_than.is_none_or(|limit| file::age(entry.used) >= limit) {
                cleaned.remove(&entry)?;
            }
        }
        for folder in folders(&self.vectors_folder())? {
            if vectors::list_files(&folder)?.is_empty() {
                let _ = fs::remove_dir(folder);
            }
        }
        Ok(cleaned)
    }

    /// After a run: when it has grown beyond its bound, removes what was of use longest ago until a
    /// tenth of it is free. Files that killed runs left go too.
    pub(crate) fn settle(&self) {
        if !self.state().grown {
            return;
        }
        // A run that only looks after the room that it took has nothing to tell of it.
        let _ = self.shrink();
    }

    fn shrink(&self) -> io::Result<Cleaned> {
        let mut cleaned = Cleaned::default();
        let (unfinished, mut entries): (Vec<Entry>, Vec<Entry>) = self
            .entries()?
            .into_iter()
            .partition(|entry| entry.unfinished);
        for entry in unfinished {
            if file::age(entry.used) >= FORGOTTEN {
                cleaned.remove(&entry)?;
            }
        }
        let mut bytes: u64 = entries.iter().map(|entry| entry.bytes).sum();
        if bytes > self.most {
            entries.sort_by(|a, b| (a.used, &a.path).cmp(&(b.used, &b.path)));
            for entry in entries {
                if bytes <= self.most - self.most / 10 {
                    break;
                }
                cleaned.remove(&entry)?;
                bytes -= entry.bytes;
            }
        }
        Ok(cleaned)
    }

    fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut all = entries(&self.verdicts_folder())?;
        for folder in folders(&self.vectors_folder())? {
            all.extend(entries(&folder)?);
        }
        Ok(all)
    }
}

impl Cleaned {
    fn remove(&mut self, entry: &Entry) -> io::Result<()> {
        match fs::remove_file(&entry.path) {
            // Another run was quicker.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(cause) => Err(cause),
            Ok(()) => {
                self.files += 1;
                self.bytes += entry.bytes;
                Ok(())
            }
        }
    }
}

fn list(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.collect(),
    }
}

/// The folders in `folder`, in the order of their names.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = list(folder)?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    Ok(folders)
}

/// The files in `folder` that the cache wrote; whatever else stands there isn't ours.
fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in list(folder)? {
        let path = entry.path();
        let unfinished = entry
            .file_name()
            .to_string_lossy()
            .starts_with(file::UNFINISHED);
        let kept = path
            .extension()
            .is_some_and(|end| end == vector_file::END || end == verdicts::END);
        if !kept && !unfinished {
            continue;
        }
        // One that has just gone takes no room.
        if let Ok(metadata) = entry.metadata()
            && metadata.is_file()
        {
            entries.push(Entry {
                path,
                bytes: metadata.len(),
                used: metadata.modified()?,
                unfinished,
            });
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(most: u64) -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().to_owned(), most);
        (folder, cache)
    }

    fn age_file(path: &Path, seconds: u64) {
        let file = fs::File::options().write(true).open(path).expect("there");
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds))
            .expect("ours");
    }

    #[test]
    fn contents_are_told_by_model() {
        let (_folder, cache) = cache(u64::MAX);
        assert_eq!(
            cache.contents().expect("nothing there"),
            Contents::default()
        );
        cache
            .vectors("onnx:1", "MiniLM")
            .add(&[1, 2, 3], &[0.5; 6], 2);
        cache.keep(1, &"a verdict");
        let contents = cache.contents().expect("listed");
        let model = &contents.models[0];
        assert_eq!(
            (model.name.as_str(), model.vectors, contents.verdicts),
            ("MiniLM", 3, 1)
        );
        assert!(model.fingerprint.starts_with("onnx-1-") && model.bytes > 0);
    }

    #[test]
    fn cleaning_removes_what_is_ours_and_old_enough_and_nothing_else() {
        let (folder, cache) = cache(u64::MAX);
        fs::write(folder.path().join("mine.txt"), "mine").expect("written");
        cache.vectors("onnx:1", "m").add(&[1], &[0.5], 1);
        cache.keep(1, &"old");
        cache.keep(2, &"new");
        let foreign = cache.verdicts_folder().join("notes.txt");
        fs::write(&foreign, "mine").expect("written");
        let old = cache
            .verdicts_folder()
            .join(format!("{:032x}.{}", 1, verdicts::END));
        age_file(&old, 100);
        let limit = Some(Duration::from_secs(60));
        assert_eq!(cache.clean(limit).expect("cleaned").files, 1);
        assert_eq!(
            (cache.recall::<String>(1), cache.recall::<String>(2)),
            (None, Some("new".to_owned()))
        );
        assert_eq!(cache.clean(None).expect("cleaned").files, 2);
        assert_eq!(cache.contents().expect("listed"), Contents::default());
        assert!(foreign.exists() && folder.path().join("mine.txt").exists());
    }

    #[test]
    fn beyond_its_bound_what_was_used_longest_ago_goes() {
        let (_folder, cache) = cache(1);
        let path = |key: u128| {
            cache
                .verdicts_folder()
                .join(format!("{key:032x}.{}", verdicts::END))
        };
        for key in 0..10 {
            cache.keep(key, &"a".repeat(1000));
            age_file(&path(key), 1000 - key as u64);
        }
        // Asking makes it new again.
        cache.recall::<String>(0);
        let each = fs::metadata(path(0)).expect("there").len();
        let bounded = Cache::new(cache.folder().to_owned(), each * 9);
        bounded.keep(10, &"a".repeat(1000));
        bounded.settle();
        let left: Vec<u128> = (0..11).filter(|&key| path(key).exists()).collect();
        assert_eq!(left, [0, 4, 5, 6, 7, 8, 9, 10]);
    }

    #[test]
    fn what_killed_runs_left_goes_after_an_hour() {
        let (_folder, cache) = cache(u64::MAX);
        cache.keep(1, &"a");
        let left = |name: &str| {
            cache
                .verdicts_folder()
                .join(format!("{}{name}", file::UNFINISHED))
        };
        for name in ["old", "new"] {
            fs::write(left(name), "half").expect("written");
        }
        age_file(&left("old"), 7200);
        cache.settle();
        assert_eq!((left("old").exists(), left("new").exists()), (false, true));
    }
}
