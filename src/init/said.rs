//! Said: what the command line says of how the files are written, for those who read them and for the page.

use toml::Value as Toml;

use crate::dataset::{Dialect, Source};
use crate::error::Mistake;
use crate::plan::settings::dataset::{
    COMMENT, DECIMAL, DELIMITER, ENCODING, HEADER, INPUT_FORMAT, NA, QUOTE, SKIP_ROWS,
};
use crate::policy::{Form, Key, Keys, Statements, Value};

/// The settings that may be said, in the order of the page.
pub(crate) const READING: Keys = &[
    &INPUT_FORMAT.key,
    &HEADER.key,
    &ENCODING.key,
    &DELIMITER.key,
    &QUOTE.key,
    &COMMENT.key,
    &SKIP_ROWS.key,
    &NA.key,
    &DECIMAL.key,
];

/// Words that stand for nothing.
pub(super) fn find_mistakes(said: &Statements) -> Vec<Mistake> {
    let words = said.iter().filter_map(|(key, statement)| match key.form {
        Form::Word(vocabulary) => Some((vocabulary, statement.value.texts())),
        _ => None,
    });
    words
        .flat_map(|(vocabulary, texts)| {
            texts
                .iter()
                .filter_map(move |word| vocabulary.refuses(word))
        })
        .collect()
}

/// A source without files of which this is said.
pub(super) fn source(said: &Statements) -> Source {
    Source {
        format: said.value(&INPUT_FORMAT).flatten(),
        header: said.value(&HEADER).unwrap_or(true),
        encoding: said.value(&ENCODING).flatten(),
        dialect: Dialect {
            delimiter: said.value(&DELIMITER).flatten(),
            quote: said.value(&QUOTE).flatten(),
            comment: said.value(&COMMENT).flatten(),
            skip_rows: said.value(&SKIP_ROWS).unwrap_or_default(),
            na: said.value(&NA).flatten().unwrap_or_default(),
            decimal: said.value(&DECIMAL).flatten(),
        },
        ..Source::default()
    }
}

/// What is said, key by key, as trueline.toml writes it.
pub(super) fn entries(said: &Statements) -> Vec<(&'static Key, Toml)> {
    let entries = READING.iter().filter_map(|key| {
        let value = match &said.get(key)?.value {
            Value::Text(text) => Toml::String(text.clone()),
            Value::Texts(texts) => Toml::Array(texts.iter().cloned().map(Toml::String).collect()),
            Value::Whole(number) => Toml::Integer(i64::try_from(*number).ok()?),
            Value::Switch(is) => Toml::Boolean(*is),
            _ => return None,
        };
        Some((*key, value))
    });
    entries.collect()
}
