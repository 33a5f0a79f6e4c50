//! Schema: the JSON Schema of the configuration, made of the reader's own keys and the catalogue's words, for
//! editors that help while it is written.

use serde_json::{Map, Value, json};

use super::settings::TOP;
use crate::diagnostic::Level;
use crate::policy::{Form, Key, Keys, SIGNS};
use crate::rules::words::{LimitWords, RuleWords};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of a trueline.toml.
pub(crate) fn schema(catalogue: &[RuleWords]) -> Value {
    let mut schema = json!({ "$schema": DRAFT });
    merge(&mut schema, settings(catalogue));
    schema
}

/// The JSON Schema of a pyproject.toml, which says nothing about the tables of others.
pub(crate) fn pyproject(catalogue: &[RuleWords]) -> Value {
    let tool = json!({ "type": "object", "properties": { "trueline": settings(catalogue) } });
    json!({
        "$schema": DRAFT,
        "title": "pyproject.toml with [tool.trueline]",
        "type": "object",
        "properties": { "tool": tool },
    })
}

fn settings(catalogue: &[RuleWords]) -> Value {
    let table = table(TOP, catalogue, &[]);
    let mut schema = json!({
        "title": "trueline.toml",
        "description": "Datasets, rules and settings of trueline, the linter for training data. The same keys \
                        stand in pyproject.toml under [tool.trueline].",
    });
    merge(&mut schema, table);
    // A file that builds on another may leave the path to that.
    schema["if"] = json!({ "not": { "required": ["extend"] } });
    schema["then"] = json!({
        "properties": { "dataset": { "additionalProperties": { "required": ["path"] } } }
    });
    schema
}

/// A table that holds these keys and no other, and those of them that have to be there.
pub(crate) fn table(keys: Keys, catalogue: &[RuleWords], needs: &[&str]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key, catalogue)))
        .collect();
    let mut table = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !needs.is_empty() {
        table["required"] = json!(needs);
    }
    table
}

fn property(key: &Key, catalogue: &[RuleWords]) -> Value {
    let mut about = key.about.to_owned();
    if matches!(key.form, Form::Path | Form::NameOrFolder) {
        about.push_str(" A path is relative to this file.");
    }
    if let Some(default) = key.default_in_words() {
        about.push_str(&format!(" Default: {default}."));
    }
    let mut property = json!({ "title": key.name, "description": about });
    merge(&mut property, value(key.form, catalogue));
    property
}

fn value(form: Form, catalogue: &[RuleWords]) -> Value {
    match form {
        Form::Text | Form::Path | Form::NameOrFolder => text(),
        Form::TextOrFalse => json!({ "anyOf": [text(), { "const": false }] }),
        Form::Texts | Form::Paths | Form::Bases => one_or_list(&text(), 0),
        Form::Files => one_or_list(&text(), 1),
        Form::Word(vocabulary) if vocabulary.or_sign => json!({
            "anyOf": [{ "type": "string", "pattern": format!("^{SIGNS}$") }, word(&(vocabulary.words)())]
        }),
        Form::Word(vocabulary) => word(&(vocabulary.words)()),
        Form::WordList(vocabulary) => one_or_list(&word(&(vocabulary.words)()), 0),
        Form::Words(vocabulary) => json!({
            "type": "object",
            "additionalProperties": word(&(vocabulary.words)()),
        }),
        Form::Rule => word(&names(catalogue)),
        Form::RuleNames => one_or_list(&word(&names(catalogue)), 0),
        Form::Switch => json!({ "type": "boolean" }),
        Form::Whole(from) => json!({ "type": "integer", "minimum": from, "maximum": u64::MAX }),
        Form::TextOrTable(keys, _) => {
            json!({ "anyOf": [text(), table(keys, catalogue, &first(keys))] })
        }
        Form::TextsOrTable(keys, _) => {
            let table = table(keys, catalogue, &first(keys));
            json!({ "anyOf": [text(), list(&text(), 1), table] })
        }
        Form::Table(keys) => table(keys, catalogue, &[]),
        Form::Datasets(keys) => json!({
            "type": "object",
            "additionalProperties": table(keys, catalogue, &[]),
        }),
        // Editors hold a day of TOML for a text of this format.
        Form::Date => json!({ "type": "string", "format": "date" }),
        Form::Waivers(keys, needs) => list(&table(keys, catalogue, needs), 0),
        Form::Rules => rules(catalogue),
    }
}

/// The key that has to be there.
fn first(keys: Keys) -> Vec<&'static str> {
    keys.iter().take(1).map(|key| key.name).collect()
}

/// A text that says something.
fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn list(item: &Value, least: usize) -> Value {
    json!({ "type": "array", "items": item, "minItems": least })
}

fn one_or_list(item: &Value, least: usize) -> Value {
    json!({ "anyOf": [item, list(item, least)] })
}

fn word(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn names(catalogue: &[RuleWords]) -> Vec<&'static str> {
    catalogue.iter().map(|words| words.name).collect()
}

fn rules(catalogue: &[RuleWords]) -> Value {
    let rules: Map<String, Value> = catalogue
        .iter()
        .map(|words| (words.name.to_owned(), rule(words)))
        .collect();
    json!({ "type": "object", "properties": rules, "additionalProperties": false })
}

fn rule(words: &RuleWords) -> Value {
    let level = json!({
        "title": "level",
        "description": "What a finding weighs: deny fails the run, warn is shown, allow is not judged.",
        "type": "string",
        "enum": Level::WORDS,
        "default": words.level.word(),
    });
    let limits = words.meanings.iter().filter_map(|meaning| {
        let default = words.limits.value(&meaning.key)?;
        Some((meaning.key.clone(), limit(meaning, default)))
    });
    let properties: Map<String, Value> = std::iter::once(("level".to_owned(), level))
        .chain(limits)
        .collect();
    json!({
        "title": words.name,
        "description": format!("{}.\n\n{}", words.title, words.what),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn limit(meaning: &LimitWords, default: f64) -> Value {
    let counted = meaning.unit.is_whole();
    let mut limit = json!({
        "title": meaning.key,
        "description": format!("{} It is {}.", meaning.meaning, meaning.unit.range()),
        "type": if counted { "integer" } else { "number" },
        "minimum": 0,
    });
    if let Some(most) = meaning.unit.most() {
        limit["maximum"] = json!(most);
    }
    limit["default"] = if counted {
        json!(default as u64)
    } else {
        json!(default)
    };
    limit
}

/// Adds the entries of `more` to `object`.
fn merge(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}
