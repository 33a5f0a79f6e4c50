//! Why rows could not be turned into vectors, with the remedy.

use std::path::PathBuf;

/// A model that could not be found, loaded or run.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum EmbedError {
    /// The name is no folder, not the built-in model, and not in fastembed's catalogue.
    #[error("no model is called {name}")]
    UnknownModel {
        /// The name as the user wrote it.
        name: String,
        /// Names that come near it, and where all of them stand.
        #[help]
        help: String,
    },
    /// The name reads like a path, and no folder is there.
    #[error("no such model folder: {path}")]
    #[diagnostic(help(
        "name a folder that holds model.onnx and tokenizer.json; paths are looked up from the \
         folder where trueline runs"
    ))]
    NoFolder {
        /// The path as the user wrote it.
        path: String,
    },
    /// The folder lacks a file that no default can replace.
    #[error("the model folder {folder} has no {missing}")]
    #[diagnostic(help(
        "a model folder holds model.onnx (or onnx/model.onnx) and tokenizer.json; an exporter such \
         as optimum-cli writes both"
    ))]
    FolderIncomplete {
        /// The folder as the user wrote it.
        folder: String,
        /// The file, or the two places where it may stand.
        missing: &'static str,
    },
    /// A catalogue model is not in the cache, and the network is not to be touched.
    #[error("offline, and the model {model} is not in the cache {}: {missing} is not there", .cache.display())]
    #[diagnostic(help(
        "run once without --offline and without HF_HUB_OFFLINE to fetch it, point \
         FASTEMBED_CACHE_DIR at a cache that has it, or use the built-in model (model = \"builtin\")"
    ))]
    NotCached {
        /// The model as the user named it.
        model: String,
        /// The folder looked in.
        cache: PathBuf,
        /// The first file that is not there.
        missing: String,
    },
    /// A catalogue model could not be fetched.
    #[error("cannot fetch {file} of the model {model} from {endpoint}: {cause}")]
    #[diagnostic(help(
        "check the network and HF_ENDPOINT, point FASTEMBED_CACHE_DIR at a cache that has the \
         model, or use the built-in model (model = \"builtin\"), which needs no network"
    ))]
    Fetch {
        /// The model as the user named it.
        model: String,
        /// The file that was being fetched.
        file: String,
        /// The address it was asked from.
        endpoint: String,
        /// What went wrong.
        cause: String,
    },
    /// No usable ONNX Runtime on this machine.
    #[error("a transformer model needs the ONNX Runtime library, and none was found")]
    NoRuntime {
        /// The remedy, the places looked in and the libraries found unusable there.
        #[help]
        help: String,
    },
    /// The library that `ORT_DYLIB_PATH` names cannot be used.
    #[error("ORT_DYLIB_PATH names {}, which is no usable ONNX Runtime: {cause}", .path.display())]
    #[diagnostic(help(
        "let it name a libonnxruntime of version 1.{minor} or later (libonnxruntime.so, \
         libonnxruntime.dylib or onnxruntime.dll), or unset it and run: pip install onnxruntime"
    ))]
    BadRuntime {
        /// The file it names.
        path: PathBuf,
        /// Why it cannot be used.
        cause: String,
        /// The smallest minor version that works.
        minor: u32,
    },
    /// The files of a model are there but are not what they should be.
    #[error("cannot load the model {model}: {cause}")]
    #[diagnostic(help(
        "the model needs inputs input_ids and attention_mask (token_type_ids if it has any), an \
         output per token or per text, and a tokenizer.json of Hugging Face tokenizers"
    ))]
    Load {
        /// The model's name or folder.
        model: String,
        /// What could not be read, or what the model's runtime said.
        cause: String,
    },
    /// The model failed on these rows.
    #[error("the model {model} failed: {cause}")]
    Run {
        /// The model's name or folder.
        model: String,
        /// What the model's runtime said.
        cause: String,
    },
}
