//! Class names: what Hugging Face's dataset_info.json, beside a file, calls the numbers in its columns.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::super::CLASS_NAMES;
use super::super::cells::{Cells, CellsBuilder};
use super::super::dialect::Decision;
use super::super::format::{is_stdin, shown};
use super::{Table, json};
use crate::error::{AccessError, ReadError, visible};
use crate::wording::list_some;

const CLASS: &str = "ClassLabel";
/// What stands for a missing label.
const MISSING: &str = "-1";
/// Names of classes that a decision shows.
const SHOWN: usize = 4;
const HELP: &str =
    "it stands beside the data, and names its classes: fetch it again, or move it away";

#[derive(Deserialize)]
struct Info {
    features: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "_type")]
    of: String,
    #[serde(default)]
    names: Vec<String>,
}

/// Writes names in place of numbers in the columns of `table` that the file beside `path` tells of. A column
/// with anything else than the numbers of its classes stays as it is.
///
/// # Errors
/// That the file beside it can't be read, or is no JSON.
pub(super) fn write_class_names(
    path: &Path,
    table: &mut Table,
) -> Result<Vec<Decision>, ReadError> {
    let Some(info) = read_info(path)? else {
        return Ok(Vec::new());
    };
    let mut decisions = Vec::new();
    for (name, cells) in table.names.iter().zip(&mut table.cells) {
        let feature = info.features.get(name).cloned();
        let feature = feature.and_then(|value| serde_json::from_value::<Feature>(value).ok());
        if let (Some(feature), Cells::Text(text)) = (feature, &*cells)
            && feature.of == CLASS
            && let Some(named) = rename(text.iter(), &feature.names)
        {
            *cells = named;
            decisions.push(Decision::unusual(
                "class names",
                format!(
                    "`{}` is {}",
                    visible(name),
                    visible(&list_some(&feature.names, SHOWN))
                ),
                format!("{CLASS_NAMES} beside the file names the numbers in it"),
            ));
        }
    }
    Ok(decisions)
}

/// What the file beside `path` says, where there is one and it describes features.
fn read_info(path: &Path) -> Result<Option<Info>, ReadError> {
    if is_stdin(path) {
        return Ok(None);
    }
    let beside = path.with_file_name(CLASS_NAMES);
    let text = match fs::read_to_string(&beside) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => {
            let path = shown(&beside);
            return Err(AccessError::Unreadable { path, cause }.into());
        }
    };
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| json::describe_misread(&beside, &text, 0, 1, &error, HELP))?;
    Ok(serde_json::from_value(value).ok())
}

fn rename<'a>(
    cells: impl ExactSizeIterator<Item = Option<&'a str>>,
    names: &[String],
) -> Option<Cells> {
    let mut named = CellsBuilder::new(cells.len());
    for cell in cells {
        let name = match cell {
            None | Some(MISSING) => None,
            Some(cell) => Some(names.get(cell.parse::<usize>().ok()?)?.as_str()),
        };
        named.push(name);
    }
    Some(Cells::Text(named.finish()))
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::cells_of;
    use super::super::super::fixture::Folder;
    use super::*;

    fn texts(cells: &[&str], names: &[&str]) -> Option<Vec<Option<String>>> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let Cells::Text(text) = rename(cells.iter().map(|&cell| Some(cell)), &names)? else {
            return None;
        };
        Some(text.iter().map(|cell| cell.map(str::to_owned)).collect())
    }

    #[test]
    fn numbers_get_the_names_of_their_classes() {
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(
            texts(&["1", "0", "-1"], &["neg", "pos"]),
            Some(vec![some("pos"), some("neg"), None])
        );
        assert_eq!(texts(&["1", "2"], &["neg", "pos"]), None);
        assert_eq!(texts(&["pos"], &["neg", "pos"]), None);
    }

    fn read(info: &str) -> Result<(Table, Vec<Decision>), ReadError> {
        let folder = Folder::new();
        folder.write(CLASS_NAMES, info);
        let mut table = Table {
            names: vec!["y".to_owned()],
            cells: vec![cells_of(&[Some("1"), Some("0")])],
            rows: 2,
            lines: None,
        };
        let path = folder.path().join("a.parquet");
        let decisions = write_class_names(&path, &mut table)?;
        Ok((table, decisions))
    }

    #[test]
    fn whose_names_are_written_is_told() {
        let info = r#"{"features": {"y": {"_type": "ClassLabel", "names": ["neg", "pos"]}}}"#;
        let (table, decisions) = read(info).expect("sound");
        let Cells::Text(cells) = &table.cells[0] else {
            panic!("vectors")
        };
        assert_eq!(cells.get(0), Some("pos"));
        assert!(decisions[0].is_unusual);
        assert!(
            decisions[0]
                .line()
                .starts_with("class names: `y` is neg and pos: ")
        );
        let (_, none) = read(r#"{"features": null}"#).expect("another program's");
        assert_eq!(none, []);
    }

    #[test]
    fn a_broken_file_of_class_names_is_an_error() {
        let error = read("{\"features\": ").expect_err("broken").to_string();
        assert!(error.contains(CLASS_NAMES), "{error}");
    }
}
