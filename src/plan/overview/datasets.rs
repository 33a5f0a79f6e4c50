//! A dataset's settings: its files and roles.

use std::path::{Path, PathBuf};

use super::super::Request;
use super::super::datasets::ENCODINGS;
use super::{Block, Origin, Value, first, origin, said};
use crate::dataset::{DomainRole, FileFormat, Source, TextSource};
use crate::policy::{DatasetPolicy, Policy, Span, TextPolicy};

/// The table of `source`.
pub(super) fn block(source: &Source, policy: &Policy, request: &Request) -> Block {
    let mut block = Block::headed(["dataset", &source.name]);
    let written = policy
        .datasets
        .iter()
        .find(|written| written.name.value == source.name);
    files(&mut block, source, written, request);
    roles(&mut block, source, written, request);
    let header = written.and_then(|written| said(written.header.as_ref()));
    let flag = request.no_header.then_some("--no-header");
    block.put("header", Value::Flag(source.header), origin(flag, header));
    if let Some((word, _)) = FileFormat::WORDS
        .iter()
        .find(|(_, format)| Some(*format) == source.format)
    {
        let format = written.and_then(|written| said(written.format.as_ref()));
        let flag = request.input_format.as_ref().map(|_| "--input-format");
        block.put("input-format", Value::text(word), origin(flag, format));
    }
    let word = ENCODINGS
        .iter()
        .find(|(_, encoding)| *encoding == source.encoding);
    let encoding = written.and_then(|written| said(written.encoding.as_ref()));
    let flag = request.encoding.as_ref().map(|_| "--encoding");
    block.put(
        "encoding",
        Value::text(word.map_or("", |(word, _)| word)),
        origin(flag, encoding),
    );
    block
}

fn files(block: &mut Block, source: &Source, written: Option<&DatasetPolicy>, request: &Request) {
    let named = |paths: &[PathBuf]| {
        let mut names: Vec<String> = paths
            .iter()
            .map(|path| as_named(path, source).to_string_lossy().into_owned())
            .collect();
        names.dedup();
        Value::texts(names)
    };
    // Files that changed choose among the datasets; those of the dataset are the file's.
    let given = !request.paths.is_empty() && !request.changed;
    block.put(
        "path",
        named(&source.paths),
        origin(
            given.then_some("the command line"),
            written.and_then(|written| first(Some(&written.paths))),
        ),
    );
    if !source.shifted.is_empty() {
        let shifted = written.and_then(|written| written.shifted.as_deref());
        let flag = (!request.shifted.is_empty()).then_some("--shifted");
        block.put(
            "shifted",
            named(&source.shifted),
            origin(flag, first(shifted)),
        );
    }
}

/// The folder or the pattern that stands for a file, or the file itself.
fn as_named<'a>(file: &'a Path, source: &'a Source) -> &'a Path {
    let shards = source
        .shards
        .iter()
        .find(|shards| shards.files.iter().any(|shard| shard == file));
    shards.map_or(file, |shards| &shards.path)
}

fn roles(block: &mut Block, source: &Source, written: Option<&DatasetPolicy>, request: &Request) {
    let roles = &source.roles;
    let column = |block: &mut Block, key: &'static str, value: Option<&String>, by: Origin| {
        if let Some(value) = value {
            block.put(key, Value::text(value), by);
        }
    };
    let flag = |given: bool, flag| given.then_some(flag);
    let label = written.and_then(|written| said(written.label.as_ref()));
    let by = origin(flag(request.label.is_some(), "--label"), label);
    column(block, "label", roles.label.as_ref(), by);
    if let (Some(written), None) = (written, &roles.label)
        && written.unlabelled
    {
        block.put(
            "label",
            Value::Flag(false),
            origin(None, said(Some(&written.name))),
        );
    }
    if let Some(text) = text(&roles.text) {
        let said = written.and_then(|written| said_text(written.text.as_ref()));
        let flag = match &request.template {
            Some(_) => Some("--template"),
            None => flag(!request.text.is_empty(), "--text"),
        };
        block.put("text", text, origin(flag, said));
    }
    if let Some(role) = &roles.domain {
        let said = written
            .and_then(|written| written.domain.as_ref())
            .and_then(|domain| said(Some(&domain.column)));
        let flag = flag(request.domain.is_some(), "--domain");
        block.put("domain", domain(role), origin(flag, said));
    }
    let split = written.and_then(|written| said(written.split.as_ref()));
    let by = origin(flag(request.split.is_some(), "--split"), split);
    column(block, "split", roles.split.as_ref(), by);
    let group = written.and_then(|written| said(written.group.as_ref()));
    let by = origin(flag(request.group.is_some(), "--group"), group);
    column(block, "group", roles.group.as_ref(), by);
    if !roles.exclude.is_empty() {
        let exclude = written.and_then(|written| written.exclude.as_deref());
        let flag = flag(!request.exclude.is_empty(), "--exclude");
        let by = origin(flag, first(exclude));
        block.put("exclude", Value::texts(roles.exclude.clone()), by);
    }
    let embedding = written.and_then(|written| said(written.embedding.as_ref()));
    let by = origin(flag(request.embedding.is_some(), "--embedding"), embedding);
    column(block, "embedding", roles.embedding.as_ref(), by);
}

fn said_text(text: Option<&TextPolicy>) -> Option<&Span> {
    match text? {
        TextPolicy::Columns(columns) => first(Some(columns)),
        TextPolicy::Template(template) => said(Some(template)),
    }
}

/// What a row's text is made of; absent for the whole row, which no value says.
fn text(source: &TextSource) -> Option<Value> {
    match source {
        TextSource::Row => None,
        TextSource::Columns(columns) => Some(Value::texts(columns.clone())),
        TextSource::Template(template) => {
            Some(Value::Table(vec![("template", Value::text(template))]))
        }
    }
}

fn domain(role: &DomainRole) -> Value {
    if role.train.is_empty() {
        return Value::text(&role.column);
    }
    Value::Table(vec![
        ("column", Value::text(&role.column)),
        ("train", Value::Texts(role.train.clone())),
    ])
}
