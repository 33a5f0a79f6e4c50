//! Catalogue: fastembed's text models, by any of the names that people give them.

use std::path::PathBuf;

use fastembed::{
    EmbeddingModel, ModelInfo, QuantizationMode, TextEmbedding, TextInitOptions, TokenizerFiles,
};

use super::{folder, hub, with_causes};
use crate::embed::fingerprint::Fingerprint;
use crate::error::EmbedError;

/// Where all names stand.
const LIST: &str = "https://docs.rs/fastembed/7.5.0/fastembed/enum.EmbeddingModel.html";

/// What fastembed reads of a model beside the graph, all four or none.
const TOKENIZER_FILES: [&str; 4] = [
    "tokenizer.json",
    "config.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
];

/// Names less alike than this (normalised Damerau-Levenshtein, in \[0, 1\]) are no slip of each other.
const ALIKE: f64 = 0.6;
/// Names that a message shows.
const NEAR: usize = 3;

/// One model of the catalogue.
#[derive(Debug)]
pub(super) struct Entry(ModelInfo<EmbeddingModel>);

/// The model of this name: its name in fastembed (`AllMiniLML6V2`), a hub id
/// (`sentence-transformers/all-MiniLM-L6-v2`), or the last part of one. Case, dots and dashes don't
/// count. Of models that share an id, the one that isn't quantized is meant.
///
/// # Errors
/// When there is none; with the names that come near.
pub(super) fn find(name: &str) -> Result<Entry, EmbedError> {
    let wanted = [key(name), key(short(name))];
    let models = TextEmbedding::list_supported_models();
    let by = |same: &dyn Fn(&ModelInfo<EmbeddingModel>) -> bool| {
        let found = models.iter().filter(|model| same(model));
        found
            .min_by_key(|model| is_quantized(&model.model))
            .cloned()
    };
    by(&|model| wanted.contains(&key(&model.model.to_string())))
        .or_else(|| by(&|model| key(&model.model_code) == wanted[0]))
        .or_else(|| by(&|model| key(short(&model.model_code)) == wanted[1]))
        .map(Entry)
        .ok_or_else(|| unknown(name, &models))
}

/// The letters and digits of a name, in lower case.
fn key(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A hub id without its owner and without what only tells the file format.
fn short(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    let format = name.len().saturating_sub("-onnx".len());
    match name.get(format..) {
        Some(end) if end.eq_ignore_ascii_case("-onnx") => &name[..format],
        _ => name,
    }
}

fn is_quantized(model: &EmbeddingModel) -> bool {
    let name = model.to_string();
    name.ends_with('Q') || name.ends_with("Q4")
}

fn unknown(name: &str, models: &[ModelInfo<EmbeddingModel>]) -> EmbedError {
    let wanted = key(short(name));
    let mut near: Vec<(f64, String)> = models
        .iter()
        .map(|model| {
            let own = model.model.to_string();
            let likeness = [key(&own), key(short(&model.model_code))]
                .iter()
                .map(|key| strsim::normalized_damerau_levenshtein(key, &wanted))
                .fold(0.0, f64::max);
            (likeness, own)
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let alike = near
        .iter()
        .take_while(|(likeness, _)| *likeness >= ALIKE)
        .count();
    let names = |count: usize, between: &str| {
        let names: Vec<&str> = near
            .iter()
            .take(count)
            .map(|(_, own)| own.as_str())
            .collect();
        names.join(between)
    };
    let (question, nearest) = match alike {
        0 => (
            String::new(),
            format!(", of which {} come nearest", names(NEAR, ", ")),
        ),
        _ => (
            format!(
                "did you mean {}? Otherwise: ",
                names(alike.min(NEAR), " or ")
            ),
            String::new(),
        ),
    };
    EmbedError::UnknownModel {
        name: name.to_owned(),
        help: format!(
            "{question}\"builtin\", a folder with model.onnx and tokenizer.json, or one of \
             the {} names in {LIST}{nearest}",
            models.len()
        ),
    }
}

impl Entry {
    /// Whether the model's numbers depend on the whole batch: dynamic quantization takes the range
    /// of its activations from all texts that are read together.
    pub(super) fn scales_by_batch(&self) -> bool {
        TextEmbedding::get_quantization_mode(&self.0.model) == QuantizationMode::Dynamic
    }

    /// The model's files in the cache, fetched first where they are not there.
    ///
    /// # Errors
    /// When a file isn't in the cache and `offline` forbids to fetch it, or fetching fails.
    pub(super) fn fetch(&self, name: &str, offline: bool) -> Result<Vec<PathBuf>, EmbedError> {
        hub::Repository::of(&self.0.model_code).files(name, &self.files(), offline)
    }

    /// The graph and its weights, then the tokenizer's files.
    fn files(&self) -> Vec<&str> {
        let model = &self.0;
        std::iter::once(&model.model_file)
            .chain(&model.additional_files)
            .map(String::as_str)
            .chain(TOKENIZER_FILES)
            .collect()
    }

    /// The fingerprint of the session that [`Self::load`] makes, and the tokens that it reads of a text.
    ///
    /// # Errors
    /// When a file can't be read.
    pub(super) fn fingerprint(&self, files: &[PathBuf]) -> Result<(String, usize), String> {
        let (graph, [tokenizer, config, special, tokenizer_config]) = files
            .split_last_chunk()
            .ok_or("its list of files is incomplete")?;
        let texts = TokenizerFiles {
            tokenizer_file: folder::read(tokenizer)?,
            config_file: folder::read(config)?,
            special_tokens_map_file: folder::read(special)?,
            tokenizer_config_file: folder::read(tokenizer_config)?,
        };
        let mut fingerprint = Fingerprint::new();
        for path in graph {
            fingerprint = folder::file(fingerprint, path)?;
        }
        let tokens = folder::token_limit(&texts);
        let pooling = TextEmbedding::get_default_pooling_method(&self.0.model).unwrap_or_default();
        Ok((
            folder::finish(fingerprint, &texts, &pooling, tokens),
            tokens,
        ))
    }

    /// The session, its fingerprint, and the tokens that it reads of a text.
    ///
    /// # Errors
    /// When a file can't be read, or isn't what its name says.
    pub(super) fn load(&self, files: &[PathBuf]) -> Result<(TextEmbedding, String, usize), String> {
        let (fingerprint, tokens) = self.fingerprint(files)?;
        let options = TextInitOptions::new(self.0.model.clone())
            .with_cache_dir(hub::cache())
            .with_show_download_progress(false)
            .with_max_length(tokens);
        let session = TextEmbedding::try_new(options).map_err(|e| with_causes(&e))?;
        Ok((session, fingerprint, tokens))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> String {
        find(name).map_or_else(|error| error.to_string(), |entry| entry.0.model.to_string())
    }

    fn advice(name: &str) -> String {
        match find(name) {
            Err(EmbedError::UnknownModel { help, .. }) => help,
            other => panic!("expected an unknown model, not {other:?}"),
        }
    }

    #[test]
    fn a_model_answers_to_each_of_its_names() {
        for name in [
            "AllMiniLML6V2",
            "allminilml6v2",
            "all-MiniLM-L6-v2",
            "all-minilm-l6-v2",
            "sentence-transformers/all-MiniLM-L6-v2",
            "Qdrant/all-MiniLM-L6-v2-onnx",
        ] {
            assert_eq!(found(name), "AllMiniLML6V2", "{name}");
        }
    }

    #[test]
    fn the_ids_of_the_original_models_are_understood() {
        for (name, model) in [
            ("BAAI/bge-small-en-v1.5", "BGESmallENV15"),
            ("BAAI/bge-m3", "BGEM3"),
            ("nomic-ai/nomic-embed-text-v1.5", "NomicEmbedTextV15"),
            (
                "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
                "ParaphraseMLMiniLML12V2",
            ),
            ("sentence-transformers/all-MiniLM-L12-v2", "AllMiniLML12V2"),
            ("intfloat/multilingual-e5-large", "MultilingualE5Large"),
            ("google/embeddinggemma-300m", "EmbeddingGemma300M"),
            (
                "Snowflake/snowflake-arctic-embed-m-long",
                "SnowflakeArcticEmbedMLong",
            ),
        ] {
            assert_eq!(found(name), model, "{name}");
        }
    }

    #[test]
    fn every_model_answers_to_its_own_name_and_an_id_never_means_a_quantized_one_by_chance() {
        let models = TextEmbedding::list_supported_models();
        for model in &models {
            assert_eq!(found(&model.model.to_string()), model.model.to_string());
            let by_id = find(&model.model_code).expect("its id is known").0.model;
            let says_so = model.model_code.ends_with("-Q");
            assert_eq!(is_quantized(&by_id), says_so, "{}", model.model_code);
        }
    }

    #[test]
    fn a_misspelt_name_gets_a_question() {
        let help = advice("all-MiniLM-L6-v3");
        assert!(help.contains("did you mean AllMiniLML6V2"), "{help}");
        assert!(help.contains(LIST), "{help}");
    }

    #[test]
    fn a_name_near_nothing_gets_no_question() {
        let help = advice("gpt");
        assert!(!help.contains("did you mean"), "{help}");
        assert!(help.contains("builtin"), "{help}");
        assert!(help.contains("come nearest"), "{help}");
    }

    #[test]
    fn a_dynamically_quantized_model_reads_one_text_at_a_time() {
        assert!(find("AllMiniLML6V2Q").expect("known").scales_by_batch());
        assert!(!find("AllMiniLML6V2").expect("known").scales_by_batch());
    }
}
