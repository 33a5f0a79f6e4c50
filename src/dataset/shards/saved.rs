//! Saved: the folder that Hugging Face's `save_to_disk` writes for a dictionary of datasets, a folder for each split.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::Mistake;

/// What tells such a folder from others.
const DICTIONARY: &str = "dataset_dict.json";
/// What stands beside the files of a split.
const STATE: &str = "state.json";

#[derive(Deserialize)]
struct Dictionary {
    splits: Vec<String>,
}

#[derive(Deserialize)]
struct State {
    #[serde(rename = "_data_files")]
    files: Vec<DataFile>,
}

#[derive(Deserialize)]
struct DataFile {
    filename: String,
}

/// The files of every split in `folder`; nothing where it isn't such a folder.
///
/// # Errors
/// When it is one, but not whole.
pub(super) fn saved_files(folder: &Path) -> Option<Result<Vec<PathBuf>, Mistake>> {
    let path = folder.join(DICTIONARY);
    path.is_file().then(|| {
        let dictionary: Dictionary = read(&path)?;
        let mut files = Vec::new();
        for split in dictionary.splits {
            let folder = folder.join(split);
            let state: State = read(&folder.join(STATE))?;
            files.extend(state.files.iter().map(|file| folder.join(&file.filename)));
        }
        files.sort();
        Ok(files)
    })
}

fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Mistake> {
    let broken = |cause: String| {
        Mistake::new(format!("cannot read {}: {cause}", path.display())).with_help(
            "save the dataset again with save_to_disk, or name the files inside of the folder",
        )
    };
    let text = fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Folder;
    use super::*;

    #[test]
    fn every_split_gives_its_files() {
        let folder = Folder::new();
        folder.write("s/dataset_dict.json", r#"{"splits": ["train", "test"]}"#);
        let state = r#"{"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}"#;
        folder.write("s/train/state.json", state);
        folder.write("s/test/state.json", state);
        let path = folder.path().join("s");
        let files = saved_files(&path).unwrap().unwrap_or_default();
        let expected =
            ["test", "train"].map(|split| path.join(split).join("data-00000-of-00001.arrow"));
        assert_eq!(files, expected);
        assert!(saved_files(folder.path()).is_none());
    }

    #[test]
    fn a_split_that_is_not_there_is_a_mistake() {
        let folder = Folder::new();
        folder.write("dataset_dict.json", r#"{"splits": ["train"]}"#);
        let mistake = saved_files(folder.path()).unwrap().unwrap_err();
        assert!(
            mistake.message.contains("state.json"),
            "{}",
            mistake.message
        );
    }
}
