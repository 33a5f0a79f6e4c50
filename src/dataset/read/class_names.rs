//! Class names: what Hugging Face's dataset_info.json, beside a file, calls the numbers in its columns.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::super::cells::{Cells, CellsBuilder};
use super::Table;

const CLASS: &str = "ClassLabel";
/// What stands for a missing label.
const MISSING: &str = "-1";

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
pub(super) fn write_class_names(path: &Path, table: &mut Table) {
    let Some(info) = info(path) else { return };
    for (name, cells) in table.names.iter().zip(&mut table.cells) {
        let feature = info.features.get(name).cloned();
        let feature = feature.and_then(|value| serde_json::from_value::<Feature>(value).ok());
        if let (Some(feature), Cells::Text(text)) = (feature, &*cells)
            && feature.of == CLASS
            && let Some(named) = rename(text.iter(), &feature.names)
        {
            *cells = named;
        }
    }
}

fn info(path: &Path) -> Option<Info> {
    let text = fs::read_to_string(path.with_file_name(super::super::CLASS_NAMES)).ok()?;
    serde_json::from_str(&text).ok()
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
}
