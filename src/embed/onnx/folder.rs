//! Folder: a model as files that the user keeps, with defaults for those that can have one.

use std::path::{Path, PathBuf};

use fastembed::{
    InitOptionsUserDefined, Pooling, TextEmbedding, TokenizerFiles, UserDefinedEmbeddingModel,
};
use serde_json::{Value, json};

use super::{MAX_TOKENS, with_causes};
use crate::embed::fingerprint::Fingerprint;
use crate::error::EmbedError;

/// Tokens that fill up a batch in one tokenizer or another, the usual first.
const PADS: [&str; 4] = ["[PAD]", "<pad>", "<|endoftext|>", "</s>"];

/// Where a model folder keeps what is needed.
pub(super) struct Files {
    folder: PathBuf,
    graph: PathBuf,
    tokenizer: PathBuf,
}

impl Files {
    /// Looks for the two files that no default can replace, in `folder` and in `folder/onnx`.
    ///
    /// # Errors
    /// When one of them is not there.
    pub(super) fn find(folder: &str) -> Result<Self, EmbedError> {
        let incomplete = |missing| EmbedError::FolderIncomplete {
            folder: folder.to_owned(),
            missing,
        };
        let root = Path::new(folder);
        let either = |name: &str| {
            [root.join(name), root.join("onnx").join(name)]
                .into_iter()
                .find(|path| path.is_file())
        };
        Ok(Self {
            folder: root.to_owned(),
            graph: either("model.onnx").ok_or_else(|| incomplete("model.onnx"))?,
            tokenizer: either("tokenizer.json").ok_or_else(|| incomplete("tokenizer.json"))?,
        })
    }

    /// The fingerprint of the session that [`Self::load`] makes.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub(super) fn fingerprint(&self) -> Result<String, String> {
        let mut fingerprint = file(Fingerprint::new(), &self.graph)?;
        for (_, path) in self.weights()? {
            fingerprint = file(fingerprint, &path)?;
        }
        let files = self.tokenizer_files()?;
        let tokens = token_limit(&files).min(self.sentence_limit()?);
        Ok(finish(fingerprint, &files, &self.pooling()?, tokens))
    }

    /// The session, its fingerprint, and the tokens that it reads of a text.
    ///
    /// # Errors
    /// When a file can't be read, isn't what its name says, or asks for what fastembed can't do.
    pub(super) fn load(&self) -> Result<(TextEmbedding, String, usize), String> {
        let graph = read(&self.graph)?;
        let mut fingerprint = Fingerprint::new().part(&graph);
        let mut weights = Vec::new();
        for (name, path) in self.weights()? {
            let bytes = read(&path)?;
            fingerprint = fingerprint.part(&bytes);
            weights.push((name, bytes));
        }
        let files = self.tokenizer_files()?;
        let pooling = self.pooling()?;
        let tokens = token_limit(&files).min(self.sentence_limit()?);
        let fingerprint = finish(fingerprint, &files, &pooling, tokens);

        let mut model = UserDefinedEmbeddingModel::new(graph, files).with_pooling(pooling);
        for (name, bytes) in weights {
            model = model.with_external_initializer(name, bytes);
        }
        let options = InitOptionsUserDefined::new().with_max_length(tokens);
        let session = TextEmbedding::try_new_from_user_defined(model, options)
            .map_err(|e| with_causes(&e))?;
        Ok((session, fingerprint, tokens))
    }

    /// Files beside the graph that hold its weights: `model.onnx_data`, `model.onnx.data`.
    fn weights(&self) -> Result<Vec<(String, PathBuf)>, String> {
        let beside = self.graph.parent().unwrap_or(&self.folder);
        let mut names: Vec<String> = std::fs::read_dir(beside)
            .map_err(|cause| format!("{}: {cause}", beside.display()))?
            .filter_map(Result::ok)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| {
                name.strip_prefix("model.onnx")
                    .is_some_and(|rest| rest.starts_with("_data") || rest.starts_with(".data"))
            })
            .collect();
        names.sort_unstable();
        Ok(names
            .into_iter()
            .map(|name| (name.clone(), beside.join(name)))
            .collect())
    }

    /// The tokenizer's files, as fastembed wants them: with defaults where one is absent or silent.
    fn tokenizer_files(&self) -> Result<TokenizerFiles, String> {
        let tokenizer = read(&self.tokenizer)?;
        let declared = parse(&self.tokenizer, &tokenizer)?;
        let beside = self.tokenizer.parent().unwrap_or(&self.folder);
        let mut config = optional(&beside.join("tokenizer_config.json"))?.unwrap_or(json!({}));
        if config["model_max_length"].as_f64().is_none() {
            config["model_max_length"] = json!(MAX_TOKENS);
        }
        if config["pad_token"].as_str().is_none() && config["pad_token"]["content"].is_null() {
            config["pad_token"] = json!(pad_token(&declared));
        }
        let or_nothing = |name: &str| {
            let value = optional(&beside.join(name))?.unwrap_or(json!({}));
            Ok::<_, String>(value.to_string().into_bytes())
        };
        Ok(TokenizerFiles {
            tokenizer_file: tokenizer,
            config_file: or_nothing("config.json")?,
            special_tokens_map_file: or_nothing("special_tokens_map.json")?,
            tokenizer_config_file: config.to_string().into_bytes(),
        })
    }

    /// How sentence-transformers makes one vector of a text's tokens: their mean unless it says cls.
    fn pooling(&self) -> Result<Pooling, String> {
        let path = self.folder.join("1_Pooling").join("config.json");
        let config = optional(&path)?.unwrap_or(Value::Null);
        let asks = |mode: &str| {
            config[format!("pooling_mode_{mode}")].as_bool() == Some(true)
                || config["pooling_mode"].as_str() == mode.split('_').next()
        };
        if asks("cls_token") {
            return Ok(Pooling::Cls);
        }
        let other = [
            "max_tokens",
            "mean_sqrt_len_tokens",
            "weightedmean_tokens",
            "lasttoken",
        ];
        match other.into_iter().find(|mode| asks(mode)) {
            Some(mode) if !asks("mean_tokens") => Err(format!(
                "{} asks for the pooling {mode}; only mean and cls can be done",
                path.display()
            )),
            _ => Ok(Pooling::Mean),
        }
    }

    /// The length that the model was trained with, where sentence-transformers wrote it down.
    fn sentence_limit(&self) -> Result<usize, String> {
        let config = optional(&self.folder.join("sentence_bert_config.json"))?;
        let limit = config.and_then(|config| config["max_seq_length"].as_u64());
        Ok(limit.map_or(MAX_TOKENS, as_tokens))
    }
}

/// The tokens that a model reads of a text: what its tokenizer and its positions allow, and never
/// more than [`MAX_TOKENS`].
pub(super) fn token_limit(files: &TokenizerFiles) -> usize {
    let of = |bytes: &[u8], key: &str| {
        let value: Value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
        // Often 1e30, which says "no limit" and fits no integer.
        value[key].as_f64().map_or(MAX_TOKENS, |limit| {
            if limit >= MAX_TOKENS as f64 {
                MAX_TOKENS
            } else {
                as_tokens(limit as u64)
            }
        })
    };
    of(&files.tokenizer_config_file, "model_max_length")
        .min(of(&files.config_file, "max_position_embeddings"))
}

/// Adds a file to a fingerprint.
pub(super) fn file(fingerprint: Fingerprint, path: &Path) -> Result<Fingerprint, String> {
    fingerprint
        .file(path)
        .map_err(|cause| format!("{}: {cause}", path.display()))
}

/// Adds the tokenizer and the settings to the fingerprint of a graph.
pub(super) fn finish(
    graph: Fingerprint,
    files: &TokenizerFiles,
    pooling: &Pooling,
    tokens: usize,
) -> String {
    graph
        .part(&files.tokenizer_file)
        .part(format!("{pooling:?} {tokens}").as_bytes())
        .finish("onnx")
}

/// Room for the two special tokens and one of the text at least.
fn as_tokens(limit: u64) -> usize {
    usize::try_from(limit)
        .unwrap_or(MAX_TOKENS)
        .clamp(3, MAX_TOKENS)
}

/// The tokenizer's own word for padding.
fn pad_token(tokenizer: &Value) -> &str {
    let added = tokenizer["added_tokens"].as_array();
    let knows = |pad: &&str| {
        added.is_some_and(|tokens| tokens.iter().any(|token| token["content"] == **pad))
    };
    tokenizer["padding"]["pad_token"]
        .as_str()
        .or_else(|| PADS.into_iter().find(knows))
        .unwrap_or(PADS[0])
}

/// The bytes of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|cause| format!("{}: {cause}", path.display()))
}

/// The JSON in a file, or nothing where there is no file.
fn optional(path: &Path) -> Result<Option<Value>, String> {
    if path.is_file() {
        parse(path, &read(path)?).map(Some)
    } else {
        Ok(None)
    }
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(bytes).map_err(|cause| format!("{}: {cause}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENIZER: &str = r#"{"added_tokens": [{"id": 1, "content": "<pad>"}], "padding": null}"#;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        folder
    }

    fn find(folder: &tempfile::TempDir) -> Result<Files, EmbedError> {
        Files::find(&folder.path().display().to_string())
    }

    #[test]
    fn a_missing_graph_and_a_missing_tokenizer_are_named() {
        for (there, missing) in [
            ("tokenizer.json", "model.onnx"),
            ("model.onnx", "tokenizer.json"),
        ] {
            let told = match find(&folder(&[(there, "{}")])) {
                Err(EmbedError::FolderIncomplete { missing, .. }) => missing,
                _ => "nothing",
            };
            assert_eq!(told, missing);
        }
    }

    #[test]
    fn the_graph_may_stand_in_the_folder_onnx() {
        let folder = folder(&[("onnx/model.onnx", ""), ("tokenizer.json", TOKENIZER)]);
        let files = find(&folder).expect("both are there");
        assert!(files.graph.ends_with("onnx/model.onnx"));
    }

    #[test]
    fn absent_configuration_gets_defaults() {
        let folder = folder(&[("model.onnx", ""), ("tokenizer.json", TOKENIZER)]);
        let files = find(&folder)
            .expect("complete")
            .tokenizer_files()
            .expect("readable");
        let config: Value = serde_json::from_slice(&files.tokenizer_config_file).expect("JSON");
        assert_eq!(config["pad_token"], "<pad>");
        assert_eq!(config["model_max_length"], MAX_TOKENS);
        assert_eq!(token_limit(&files), MAX_TOKENS);
    }

    #[test]
    fn the_smallest_limit_counts_and_a_limitless_one_does_not() {
        let files = |most: &str, positions: &str| TokenizerFiles {
            tokenizer_file: Vec::new(),
            config_file: format!(r#"{{"max_position_embeddings": {positions}}}"#).into_bytes(),
            special_tokens_map_file: Vec::new(),
            tokenizer_config_file: format!(r#"{{"model_max_length": {most}}}"#).into_bytes(),
        };
        assert_eq!(token_limit(&files("256", "512")), 256);
        assert_eq!(token_limit(&files("512", "77")), 77);
        let limitless = "1000000000000000019884624838656";
        assert_eq!(token_limit(&files(limitless, "8192")), MAX_TOKENS);
    }

    #[test]
    fn pooling_is_the_mean_unless_the_folder_says_cls() {
        let pooling = |config: &[(&str, &str)]| {
            let both = [("model.onnx", ""), ("tokenizer.json", TOKENIZER)];
            find(&folder(&[&both, config].concat()))
                .expect("complete")
                .pooling()
        };
        let said = |config| pooling(&[("1_Pooling/config.json", config)]);
        assert_eq!(pooling(&[]), Ok(Pooling::Mean));
        assert_eq!(
            said(r#"{"pooling_mode_mean_tokens": true}"#),
            Ok(Pooling::Mean)
        );
        assert_eq!(
            said(r#"{"pooling_mode_cls_token": true}"#),
            Ok(Pooling::Cls)
        );
        let told = said(r#"{"pooling_mode_lasttoken": true}"#).expect_err("cannot be done");
        assert!(told.contains("lasttoken"), "{told}");
    }

    #[test]
    fn broken_json_names_its_file() {
        let folder = folder(&[
            ("model.onnx", ""),
            ("tokenizer.json", TOKENIZER),
            ("config.json", "{"),
        ]);
        let told = find(&folder).expect("complete").tokenizer_files();
        assert!(told.is_err_and(|told| told.contains("config.json")));
    }
}
