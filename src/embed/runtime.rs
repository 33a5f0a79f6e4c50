//! Runtime: finds the ONNX Runtime library on this machine and loads it, before anything asks for it.
//!
//! `ort` panics when it has to look for the library itself and finds none, so it is never left to
//! look: a library is checked and loaded here, through the one call that returns an error instead.

mod places;
mod sound;

use std::path::{Path, PathBuf};

use crate::error::EmbedError;
use places::Places;

/// Loads ONNX Runtime; later calls cost nothing, because a process holds one library for good.
///
/// # Errors
/// When `ORT_DYLIB_PATH` names something unusable, or when no place holds a usable library.
pub(super) fn load() -> Result<(), EmbedError> {
    load_from(&Places::of_this_process())
}

fn load_from(places: &Places) -> Result<(), EmbedError> {
    if let Some(path) = &places.named {
        return load_library(path).map_err(|cause| EmbedError::BadRuntime {
            path: path.clone(),
            cause,
            minor: ort::MINOR_VERSION,
        });
    }
    let mut unusable = Vec::new();
    for path in places.libraries() {
        match load_library(&path) {
            Ok(()) => return Ok(()),
            Err(cause) => unusable.push((path, cause)),
        }
    }
    Err(EmbedError::NoRuntime {
        help: remedy(&places.folders(), &unusable),
    })
}

/// Opens one file as ONNX Runtime.
fn load_library(path: &Path) -> Result<(), String> {
    sound::check(path)?;
    let path = std::path::absolute(path).map_err(|cause| cause.to_string())?;
    // A library that exports the right names and answers them wrongly can still make ort panic.
    let loaded = std::panic::catch_unwind(|| ort::init_from(&path).map(|_environment| ()));
    match loaded {
        Ok(Ok(())) => Ok(()),
        Ok(Err(cause)) => Err(in_plain_words(&cause)),
        Err(_) => Err("it does not answer as ONNX Runtime does".to_owned()),
    }
}

fn in_plain_words(cause: &ort::LoadDynamicError) -> String {
    match cause {
        ort::LoadDynamicError::Dlopen { error, .. } => {
            format!("the system cannot load it ({error})")
        }
        ort::LoadDynamicError::MissingApi { .. } => {
            "it does not export OrtGetApiBase, so it is another library".to_owned()
        }
        ort::LoadDynamicError::InvalidVersionString => "it does not tell its version".to_owned(),
        ort::LoadDynamicError::BadVersion { version_str, .. } => format!(
            "it is version {version_str}, and 1.{}.0 or later is needed",
            ort::MINOR_VERSION
        ),
    }
}

fn remedy(looked: &[PathBuf], unusable: &[(PathBuf, String)]) -> String {
    let mut lines = vec![format!(
        "run `pip install onnxruntime` (1.{} or later) in the active Python environment, or set \
         ORT_DYLIB_PATH to the library's file; the built-in model (model = \"builtin\") needs neither",
        ort::MINOR_VERSION
    )];
    lines.extend(
        unusable
            .iter()
            .map(|(path, cause)| format!("found but not usable: {}: {cause}", path.display())),
    );
    lines.push("looked in:".to_owned());
    lines.extend(
        looked
            .iter()
            .map(|folder| format!("  {}", folder.display())),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(places: &Places) -> EmbedError {
        load_from(places).expect_err("there is nothing to load")
    }

    #[test]
    fn where_there_is_no_library_the_remedy_and_the_places_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let EmbedError::NoRuntime { help } = refused(&Places::only(folder.path())) else {
            panic!("another error");
        };
        assert!(help.contains("pip install onnxruntime"), "{help}");
        assert!(help.contains("ORT_DYLIB_PATH"), "{help}");
        assert!(
            help.contains(&folder.path().display().to_string()),
            "{help}"
        );
    }

    #[test]
    fn a_corrupt_library_on_the_way_is_told_and_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(Places::LIBRARY);
        std::fs::write(&path, "version https://git-lfs.github.com/spec/v1\n").expect("a file");
        let EmbedError::NoRuntime { help } = refused(&Places::only(folder.path())) else {
            panic!("another error");
        };
        assert!(help.contains("found but not usable"), "{help}");
        assert!(help.contains("is not a shared library"), "{help}");
    }

    #[test]
    fn the_named_library_is_not_replaced_by_another() {
        let mut places = Places::of_this_process();
        places.named = Some(PathBuf::from("no/such/library.so"));
        assert!(matches!(refused(&places), EmbedError::BadRuntime { .. }));
    }
}
