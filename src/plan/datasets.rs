//! Which datasets are read, and which columns play which role in them.

use std::path::{Path, PathBuf};

use crate::dataset::{
    DomainRole, Encoding, FileFormat, Input, RoleLists, RoleNames, Source, TextSource, is_stdin,
    items,
};
use crate::error::Mistake;
use crate::policy::{DatasetPolicy, Policy, TextPolicy, Written};
use crate::rules::judges_waivers;
use crate::wording::plural;

use super::inputs::{Inputs, repeats, resolved};
use super::{Entry, Ledger, PlannedRule, Request};

pub(super) const ENCODINGS: [(&str, Encoding); 3] = [
    ("utf-8", Encoding::Utf8),
    ("latin-1", Encoding::Latin1),
    ("utf8", Encoding::Utf8),
];

/// Rules that are named where a label is missing.
const EXAMPLES: usize = 3;

/// The datasets of the run: the files given, as one dataset, or else all that trueline.toml declares.
pub(super) fn planned(
    policy: &Policy,
    request: &Request,
    catalogue: &[Entry],
    rules: &[PlannedRule],
    ledger: &mut Ledger,
) -> Vec<Source> {
    let domain = request
        .domain
        .as_ref()
        .and_then(|written| domain(written, ledger));
    if request.paths.is_empty() {
        if policy.datasets.is_empty() && !policy.unread && !request.shows_settings {
            ledger.add(Mistake::new("there is nothing to check").with_help(format!(
                "name a file (`trueline check FILE --label COLUMN`), or declare a {}: `trueline init` writes one",
                policy.place_of("dataset.NAME")
            )));
        }
        return all(policy, request, domain.as_ref(), (catalogue, rules), ledger);
    }
    let inside = inside(policy, &request.paths);
    if !inside.is_empty() {
        return each(
            &inside,
            policy,
            request,
            domain.as_ref(),
            (catalogue, rules),
            ledger,
        );
    }
    let before = ledger.mistakes.len();
    let given = Inputs::given(&request.paths, ledger);
    let written = policy
        .datasets
        .iter()
        .find(|written| holds(policy, written, &given.paths))
        .filter(|_| ledger.mistakes.len() == before);
    let mut source = match written {
        Some(written) => declared(policy, written, request, ledger),
        None => bare(request, ledger),
    };
    // All files of a dataset, however they are named, are that dataset as it is declared.
    if source.paths.is_empty() || given.paths.len() < source.paths.len() {
        source.paths = given.paths;
        source.shards.extend(given.shards);
    }
    overlay(&mut source, request, domain.as_ref(), ledger);
    repeats(&source, None, policy, ledger);
    if needs_label(catalogue, rules)
        && source.roles.label.is_none()
        && !policy.unread
        && !written.is_some_and(|written| written.unlabelled)
        // A pattern that matches nothing is told by itself: its name may be all that is wrong.
        && ledger.mistakes.len() == before
    {
        ledger.add(no_label(&source.name, catalogue, "add --label COLUMN"));
    }
    vec![source]
}

/// The datasets of trueline.toml whose files all lie in the folders given.
fn inside<'a>(policy: &'a Policy, given: &[PathBuf]) -> Vec<&'a DatasetPolicy> {
    if !given.iter().all(|path| path.is_dir()) {
        return Vec::new();
    }
    let folders: Vec<PathBuf> = given.iter().map(|path| resolved(path)).collect();
    let lies = |written: &&DatasetPolicy| {
        let files = files(policy, written);
        let known = |file: &PathBuf| folders.iter().any(|folder| file.starts_with(folder));
        !files.is_empty() && files.iter().all(known)
    };
    policy.datasets.iter().filter(lies).collect()
}

/// Every dataset that trueline.toml declares, judged by the `rules` of the catalogue.
pub(super) fn all(
    policy: &Policy,
    request: &Request,
    domain: Option<&DomainRole>,
    (catalogue, rules): (&[Entry], &[PlannedRule]),
    ledger: &mut Ledger,
) -> Vec<Source> {
    let every: Vec<&DatasetPolicy> = policy.datasets.iter().collect();
    each(&every, policy, request, domain, (catalogue, rules), ledger)
}

/// These `datasets` of trueline.toml.
fn each(
    datasets: &[&DatasetPolicy],
    policy: &Policy,
    request: &Request,
    domain: Option<&DomainRole>,
    (catalogue, rules): (&[Entry], &[PlannedRule]),
    ledger: &mut Ledger,
) -> Vec<Source> {
    let needs_label = needs_label(catalogue, rules);
    let mut sources = Vec::new();
    for written in datasets {
        let mut source = declared(policy, written, request, ledger);
        overlay(&mut source, request, domain, ledger);
        repeats(&source, Some(written), policy, ledger);
        // A label of the wrong type is told already.
        if needs_label
            && source.roles.label.is_none()
            && !written.says_label
            && !written.unlabelled
            && !policy.unread
        {
            let mistake = no_label(
                &source.name,
                catalogue,
                "add `label = \"COLUMN\"`, or `label = false` if it has none",
            );
            ledger.add_at(&written.name, mistake);
        }
        sources.push(source);
    }
    sources
}

fn needs_label(catalogue: &[Entry], rules: &[PlannedRule]) -> bool {
    rules.iter().any(|rule| {
        catalogue
            .iter()
            .any(|entry| entry.needs_label && entry.words.name == rule.name)
    })
}

fn no_label(name: &str, catalogue: &[Entry], remedy: &str) -> Mistake {
    let free: Vec<&str> = catalogue
        .iter()
        .filter(|entry| !entry.needs_label && !judges_waivers(entry.words.name))
        .map(|entry| entry.words.name)
        .collect();
    Mistake::new(format!("no label is named for {name}")).with_help(format!(
        "{remedy}; {} without a label: choose some, for example --select {}",
        plural(free.len(), "rule judges", "rules judge"),
        free[free.len().saturating_sub(EXAMPLES)..].join(",")
    ))
}

/// Checks the words of a file about its datasets.
pub(super) fn read_words(policy: &Policy, ledger: &mut Ledger) {
    for written in &policy.datasets {
        let encoding = written.encoding.as_ref();
        ledger.choose("encoding", None, encoding, &ENCODINGS, Encoding::Utf8);
        let words = FileFormat::WORDS;
        ledger.choose(
            "input format",
            None,
            written.format.as_ref(),
            &words,
            FileFormat::Csv,
        );
    }
}

/// Whether the dataset that the file declares holds all the files given.
fn holds(policy: &Policy, written: &DatasetPolicy, given: &[PathBuf]) -> bool {
    let declared = files(policy, written);
    !given.is_empty() && given.iter().all(|path| declared.contains(&resolved(path)))
}

/// The files that train of a dataset that the file declares. What is wrong with their names is told
/// elsewhere.
fn files(policy: &Policy, written: &DatasetPolicy) -> Vec<PathBuf> {
    let inputs = written.paths.iter().map(|path| policy.path(path));
    inputs
        .flat_map(|path| match Input::of(&path) {
            Ok(input) => input.files().iter().map(|file| resolved(file)).collect(),
            Err(_) => vec![resolved(&path)],
        })
        .collect()
}

/// A dataset that only the command line describes.
fn bare(request: &Request, ledger: &mut Ledger) -> Source {
    Source {
        name: request
            .paths
            .first()
            .map_or(String::new(), |path| named(path)),
        header: true,
        encoding: ledger.choose(
            "encoding",
            request.encoding.as_deref(),
            None,
            &ENCODINGS,
            Encoding::Utf8,
        ),
        format: format(request, None, ledger),
        ..Source::default()
    }
}

/// What a dataset is called whose first path is `path`: a file by its name, a folder by its own, wherever
/// it stands.
fn named(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    let name = match path.file_name() {
        Some(name) => name.to_owned(),
        None => resolved(path)
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_owned(),
    };
    name.to_string_lossy().into_owned()
}

/// A dataset as the file describes it.
fn declared(
    policy: &Policy,
    written: &DatasetPolicy,
    request: &Request,
    ledger: &mut Ledger,
) -> Source {
    let value =
        |written: &Option<Written<String>>| written.as_ref().map(|written| written.value.clone());
    let values = |written: &[Written<String>]| {
        written
            .iter()
            .map(|each| each.value.clone())
            .collect::<Vec<_>>()
    };
    let mut inputs = Inputs::declared(&written.paths, policy, ledger);
    let shifted = Inputs::declared(
        written.shifted.as_deref().unwrap_or_default(),
        policy,
        ledger,
    );
    inputs.shards.extend(shifted.shards);
    Source {
        name: written.name.value.clone(),
        paths: inputs.paths,
        shifted: shifted.paths,
        shards: inputs.shards,
        format: format(request, written.format.as_ref(), ledger),
        header: written.header.as_ref().is_none_or(|header| header.value),
        encoding: ledger.choose(
            "encoding",
            request.encoding.as_deref(),
            written.encoding.as_ref(),
            &ENCODINGS,
            Encoding::Utf8,
        ),
        roles: RoleNames {
            label: value(&written.label),
            text: match &written.text {
                None => TextSource::Row,
                Some(TextPolicy::Columns(columns)) => TextSource::Columns(values(columns)),
                Some(TextPolicy::Template(template)) => {
                    TextSource::Template(template.value.clone())
                }
            },
            domain: written.domain.as_ref().map(|domain| DomainRole {
                column: domain.column.value.clone(),
                train: values(&domain.train),
            }),
            split: value(&written.split),
            group: value(&written.group),
            exclude: values(written.exclude.as_deref().unwrap_or_default()),
            embedding: value(&written.embedding),
        },
        lists: RoleLists::default(),
    }
}

/// The format that the command line, else the file, says the data has.
fn format(
    request: &Request,
    written: Option<&Written<String>>,
    ledger: &mut Ledger,
) -> Option<FileFormat> {
    let words = FileFormat::WORDS.map(|(word, format)| (word, Some(format)));
    let flag = request.input_format.as_deref();
    ledger.choose("input format", flag, written, &words, None)
}

/// Puts what the command line says over what the file says.
fn overlay(
    source: &mut Source,
    request: &Request,
    domain: Option<&DomainRole>,
    ledger: &mut Ledger,
) {
    if !request.shifted.is_empty() {
        let shifted = Inputs::given(&request.shifted, ledger);
        source.shifted = shifted.paths;
        source.shards.extend(shifted.shards);
    }
    source.header &= !request.no_header;
    let roles = &mut source.roles;
    for (role, flag) in [
        (&mut roles.label, &request.label),
        (&mut roles.split, &request.split),
        (&mut roles.group, &request.group),
        (&mut roles.embedding, &request.embedding),
    ] {
        if flag.is_some() {
            role.clone_from(flag);
        }
    }
    if let Some(template) = &request.template {
        roles.text = TextSource::Template(template.clone());
    } else if !request.text.is_empty() {
        roles.text = TextSource::Columns(request.text.clone());
    }
    if !request.exclude.is_empty() {
        roles.exclude = request
            .exclude
            .iter()
            .flat_map(|list| items(list))
            .collect();
        source.lists.exclude.clone_from(&request.exclude);
    }
    if let Some(domain) = domain {
        roles.domain = Some(domain.clone());
        source.lists.domain.clone_from(&request.domain);
    }
}

/// `COLUMN` or `COLUMN=VALUE,VALUE`.
fn domain(written: &str, ledger: &mut Ledger) -> Option<DomainRole> {
    let role = DomainRole::parse(written);
    if role.column.is_empty() {
        ledger.add(
            Mistake::new(format!("`--domain {written}` names no column"))
                .with_help("write --domain COLUMN, or --domain COLUMN=VALUE,VALUE for the values whose rows are trained on"),
        );
        return None;
    }
    Some(role)
}
