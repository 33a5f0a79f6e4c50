//! Which datasets are read, and which columns play which role in them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dataset::{DomainRole, Encoding, RoleNames, Source, TextSource};
use crate::error::Mistake;
use crate::policy::{DatasetPolicy, Policy, TextPolicy, Written};
use crate::rules::judges_waivers;

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
                "name a file (`trueline check FILE --label COLUMN`), or declare a {}",
                policy.place_of("dataset.NAME")
            )));
        }
        return all(policy, request, domain.as_ref(), (catalogue, rules), ledger);
    }
    let mut source = match policy
        .datasets
        .iter()
        .find(|written| holds(policy, written, &request.paths))
    {
        Some(written) => declared(policy, written, request, ledger),
        None => bare(request, ledger),
    };
    source.paths.clone_from(&request.paths);
    overlay(&mut source, request, domain.as_ref());
    if needs_label(catalogue, rules) && source.roles.label.is_none() && !policy.unread {
        ledger.add(no_label(&source.name, catalogue, "add --label COLUMN"));
    }
    vec![source]
}

/// Every dataset that trueline.toml declares, judged by the `rules` of the catalogue.
pub(super) fn all(
    policy: &Policy,
    request: &Request,
    domain: Option<&DomainRole>,
    (catalogue, rules): (&[Entry], &[PlannedRule]),
    ledger: &mut Ledger,
) -> Vec<Source> {
    let needs_label = needs_label(catalogue, rules);
    let mut sources = Vec::new();
    for written in &policy.datasets {
        let mut source = declared(policy, written, request, ledger);
        overlay(&mut source, request, domain);
        // A label of the wrong type is told already.
        if needs_label && source.roles.label.is_none() && !written.says_label && !policy.unread {
            let mistake = no_label(&source.name, catalogue, "add `label = \"COLUMN\"`");
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
        match free.len() {
            1 => "1 rule judges".to_owned(),
            several => format!("{several} rules judge"),
        },
        free[free.len().saturating_sub(EXAMPLES)..].join(",")
    ))
}

/// Checks the words of a file about its datasets.
pub(super) fn read_words(policy: &Policy, ledger: &mut Ledger) {
    for written in &policy.datasets {
        let encoding = written.encoding.as_ref();
        ledger.choose("encoding", None, encoding, &ENCODINGS, Encoding::Utf8);
    }
}

/// Whether the dataset that the file declares holds all the files given.
fn holds(policy: &Policy, written: &DatasetPolicy, given: &[PathBuf]) -> bool {
    let declared: Vec<PathBuf> = written
        .paths
        .iter()
        .map(|path| resolved(&policy.path(path)))
        .collect();
    given.iter().all(|path| declared.contains(&resolved(path)))
}

/// A path that can't be resolved is compared as it is written; reading it will say what is wrong.
pub(super) fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A dataset that only the command line describes.
fn bare(request: &Request, ledger: &mut Ledger) -> Source {
    let name = request.paths.first().map_or(String::new(), |path| {
        path.file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned()
    });
    Source {
        name,
        paths: Vec::new(),
        shifted: Vec::new(),
        header: true,
        encoding: ledger.choose(
            "encoding",
            request.encoding.as_deref(),
            None,
            &ENCODINGS,
            Encoding::Utf8,
        ),
        roles: RoleNames::default(),
    }
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
    let files =
        |written: &[Written<String>]| written.iter().map(|each| policy.path(each)).collect();
    Source {
        name: written.name.value.clone(),
        paths: files(&written.paths),
        shifted: files(written.shifted.as_deref().unwrap_or_default()),
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
                teaches: values(&domain.train),
            }),
            split: value(&written.split),
            group: value(&written.group),
            exclude: values(written.exclude.as_deref().unwrap_or_default()),
            embedding: value(&written.embedding),
        },
    }
}

/// Puts what the command line says over what the file says.
fn overlay(source: &mut Source, request: &Request, domain: Option<&DomainRole>) {
    if !request.shifted.is_empty() {
        source.shifted.clone_from(&request.shifted);
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
        roles.exclude.clone_from(&request.exclude);
    }
    if let Some(domain) = domain {
        roles.domain = Some(domain.clone());
    }
}

/// `COLUMN` or `COLUMN=VALUE,VALUE`.
fn domain(written: &str, ledger: &mut Ledger) -> Option<DomainRole> {
    let (column, values) = written.split_once('=').unwrap_or((written, ""));
    let column = column.trim();
    if column.is_empty() {
        ledger.add(
            Mistake::new(format!("`--domain {written}` names no column"))
                .with_help("write --domain COLUMN, or --domain COLUMN=VALUE,VALUE for the values whose rows teach"),
        );
        return None;
    }
    let teaches = values
        .split(',')
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect();
    Some(DomainRole {
        column: column.to_owned(),
        teaches,
    })
}
