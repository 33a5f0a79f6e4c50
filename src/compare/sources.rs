//! Sources: how the files of two versions are read, and which columns have a role in both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::CompareRequest;
use super::columns::Named;
use super::version::Located;
use miette::Diagnostic;

use crate::dataset::{Dataset, RoleLists, RoleNames, Source, TextSource};
use crate::error::{CompareError, Error, ReadError};
use crate::plan::{Plan, Request};
use crate::rules;
use crate::wording::list_some;

/// Names of datasets that are told where there are too many.
const NAMES: usize = 5;

/// What is known of the files of two versions.
pub(super) struct Sources {
    base: Source,
    candidate: Source,
    /// What the configuration says of the version that it knows: the candidate, unless it knows the base alone.
    leader: Source,
    /// Whether that is the base.
    base_leads: bool,
}

impl Sources {
    /// What the configuration and the flags say of both versions.
    ///
    /// # Errors
    /// Mistakes in either, and versions that are several datasets.
    pub(super) fn plan(asked: &CompareRequest, [old, new]: &[Located; 2]) -> Result<Self, Error> {
        let (base, knows_base) = plan_one(asked, old, &asked.base)?;
        let (candidate, knows_candidate) = plan_one(asked, new, &asked.candidate)?;
        let base_leads = knows_base && !knows_candidate;
        let leader = if base_leads { &base } else { &candidate }.clone();
        let needs = list_mentions(&leader);
        let read = |source: Source, located: &Located, is_known: bool, leads: bool| {
            let follows = Some(&leader).filter(|_| !is_known);
            let mut source = prepare(source, follows);
            source.needs.clone_from(&needs);
            if leads {
                source.roles.exclude.clone_from(&leader.roles.exclude);
                source.lists.exclude.clone_from(&leader.lists.exclude);
                source.columns.clone_from(&leader.columns);
            }
            if located.is_checkout() {
                rename(&mut source, located);
            }
            source
        };
        Ok(Self {
            base: read(base, old, knows_base, base_leads),
            candidate: read(candidate, new, knows_candidate, !base_leads),
            leader,
            base_leads,
        })
    }

    /// Reads both versions.
    ///
    /// # Errors
    /// When one of them can't be read.
    pub(super) fn read(&self) -> Result<[Dataset; 2], Error> {
        let read = |source| Dataset::load_as_named(source).map_err(|error| explain(error, source));
        Ok([read(&self.base)?, read(&self.candidate)?])
    }

    /// The columns that have a role, once both versions were read.
    pub(super) fn named(&self, old: &Dataset, new: &Dataset) -> Named {
        let roles = &self.leader.roles;
        let read = if self.base_leads { old } else { new };
        Named {
            label: roles.label.clone(),
            domain: roles.domain.as_ref().map(|role| role.column.clone()),
            split: roles.split.clone(),
            key: self.leader.key.clone(),
            exclude: read.names.exclude.clone(),
        }
    }
}

/// Why a version can't be read, by the names of the files themselves.
fn explain(error: ReadError, source: &Source) -> Error {
    if source.stand_ins.is_empty() {
        return Error::Read(error);
    }
    // What a cell holds is left out, since nobody is asked here whether it may be shown.
    let tell = |error: &ReadError| {
        let text = error.message_without_values();
        text.unwrap_or_else(|| error.to_string())
    };
    let mut message = match &error {
        ReadError::Several { errors } => errors.iter().map(tell).collect::<Vec<_>>().join("; "),
        error => tell(error),
    };
    for (name, path) in &source.stand_ins {
        message = message.replace(&path.display().to_string(), &name.display().to_string());
    }
    let help = error.help().map(|help| help.to_string());
    Error::Compare(CompareError::Unread { message, help })
}

/// What the configuration and the flags say of a version, and whether the configuration knows it.
fn plan_one(
    asked: &CompareRequest,
    located: &Located,
    written: &Path,
) -> Result<(Source, bool), Error> {
    let is_file = located.path.is_file();
    // What trueline.toml says of a file, it says of its earlier versions.
    let path = located.working.as_ref().filter(|_| is_file);
    let request = Request {
        paths: vec![path.unwrap_or(&located.path).clone()],
        ..asked.request.clone()
    };
    let words = rules::words();
    let plan = Plan::start(asked.config.clone(), asked.isolated, request, &words)?;
    let mut sources = plan.datasets;
    if sources.len() > 1 {
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        return Err(Error::Compare(CompareError::SeveralDatasets {
            version: written.display().to_string(),
            count: names.len(),
            names: list_some(&names, NAMES),
        }));
    }
    let mut source = sources.swap_remove(0);
    // Of a dataset in several files one was named: the others are no part of this version.
    if is_file {
        source.paths = vec![located.path.clone()];
        source.shifted.clear();
        source.shards.clear();
    }
    let is_known = plan.declared.contains_key(&source.name);
    Ok((source, is_known))
}

/// Every column that a role names, also in a path into nested data.
fn list_mentions(source: &Source) -> Vec<String> {
    let roles = &source.roles;
    let single = [
        &roles.label,
        &roles.split,
        &roles.group,
        &roles.entity,
        &roles.embedding,
        &source.key,
    ];
    let mut names: Vec<String> = single.into_iter().flatten().cloned().collect();
    names.extend(roles.domain.as_ref().map(|role| role.column.clone()));
    if let TextSource::Columns(columns) = &roles.text {
        names.extend(columns.iter().cloned());
    }
    names
}

/// The source of a version, read without its roles: it may have one class, no row that trains, or lack a column that
/// the other has. What nothing says of its files is as in the version that it `follows`.
fn prepare(source: Source, follows: Option<&Source>) -> Source {
    let mut prepared = Source {
        roles: RoleNames::default(),
        lists: RoleLists::default(),
        columns: BTreeMap::new(),
        unlabelled: None,
        key: None,
        ..source
    };
    let Some(like) = follows else { return prepared };
    prepared.header = like.header;
    prepared.bounds = like.bounds;
    prepared.dialect.na.clone_from(&like.dialect.na);
    let ending = |source: &Source| {
        let first = source.paths.first()?;
        Some(first.extension()?.to_ascii_lowercase())
    };
    if ending(&prepared) == ending(like) {
        prepared.format = like.format;
        prepared.encoding = like.encoding;
        prepared.dialect = like.dialect.clone();
    }
    prepared
}

/// Calls the files of a version by what they are in the repository, and reads them where they were written.
fn rename(source: &mut Source, located: &Located) {
    let mut stand_ins = std::mem::take(&mut source.stand_ins);
    let mut call = |path: &mut PathBuf| {
        let name = located.name(path);
        stand_ins.insert(name.clone(), std::mem::replace(path, name));
    };
    let paths = source.paths.iter_mut().chain(&mut source.shifted);
    paths.for_each(&mut call);
    for shards in &mut source.shards {
        let files = shards.files.iter_mut().chain(&mut shards.test);
        for path in files {
            *path = located.name(path);
        }
        shards.path = located.name(&shards.path);
    }
    source.stand_ins = stand_ins;
}
