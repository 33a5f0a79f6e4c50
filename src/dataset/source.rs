//! Source: what the user says about one dataset: its files, how they are written, and the roles of columns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::dialect::Dialect;
use super::encoding::Encoding;
use super::format::{FileFormat, is_stdin};
use super::read::Bounds;
use super::roles::places;
use super::{KindAsked, RoleLists, RoleNames, Shards, TextSource};
use crate::error::Mistake;

/// What the user says about one dataset.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Source {
    /// The dataset's name in reports.
    pub(crate) name: String,
    /// The files, in the order of their rows; `-` is standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// Files whose rows are shifted: each is a domain of its own that never trains.
    pub(crate) shifted: Vec<PathBuf>,
    /// The tables that are written over several of these files; any other file is a table by itself.
    pub(crate) shards: Vec<Shards>,
    /// How the files are written; absent leaves it to their names.
    pub(crate) format: Option<FileFormat>,
    /// Whether delimited files begin with a header line.
    pub(crate) header: bool,
    /// What columns are to be taken for, by name, whatever their cells look like.
    pub(crate) columns: BTreeMap<String, KindAsked>,
    /// How text files are encoded; absent leaves it to their bytes.
    pub(crate) encoding: Option<Encoding>,
    /// How the cells of text files are written.
    pub(crate) dialect: Dialect,
    /// What a file may hold, where the user says so.
    pub(crate) bounds: Bounds,
    /// What the columns are for.
    pub(crate) roles: RoleNames,
    /// The column by which a row is known again in another version of the data.
    pub(crate) key: Option<String>,
    /// Columns, or paths into them, that are needed beside those of the roles.
    #[serde(skip)]
    pub(crate) needs: Vec<String>,
    /// What is wrong where neither the user nor the shape of the data says what is learned; absent where the
    /// user says it, or where nothing that runs needs a label.
    #[serde(skip)]
    pub(crate) unlabelled: Option<Mistake>,
    /// Whether nothing is learned from the rows, so that one row, one class or none will do.
    #[serde(skip)]
    pub(crate) only_embeds: bool,
    /// Files that are read in place of others, as though they were those.
    #[serde(skip)]
    pub(crate) stand_ins: BTreeMap<PathBuf, PathBuf>,
    /// Lists of the command line that say the same of some roles, and that only the columns can take apart.
    pub(crate) lists: RoleLists,
}

impl Source {
    /// Every name that a role says, and each place in a template: columns, or paths into them.
    pub(super) fn mentions(&self) -> Vec<&str> {
        let roles = &self.roles;
        let single = [
            &roles.label,
            &roles.split,
            &roles.group,
            &roles.entity,
            &roles.embedding,
        ];
        let mut names: Vec<&str> = single.into_iter().flatten().map(String::as_str).collect();
        match &roles.text {
            TextSource::Row => {}
            TextSource::Columns(columns) => names.extend(columns.iter().map(String::as_str)),
            TextSource::Template(template) => names.extend(places(template)),
        }
        names.extend(roles.domain.iter().map(|domain| domain.column.as_str()));
        names.extend(roles.exclude.iter().map(String::as_str));
        names.extend(self.lists.exclude.iter().flat_map(|list| list.split(',')));
        names.extend(
            self.lists
                .domain
                .iter()
                .filter_map(|list| list.split('=').next()),
        );
        names.extend(self.columns.keys().map(String::as_str));
        names.extend(self.key.iter().chain(&self.needs).map(String::as_str));
        names.into_iter().map(str::trim).collect()
    }

    /// Where the bytes of the file at `path` are read.
    pub(super) fn location<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.stand_ins.get(path).map_or(path, PathBuf::as_path)
    }

    /// The columns that roles name, but for those to leave out, and those in which paths that they name begin.
    pub(super) fn needed(&self) -> Vec<String> {
        let bare = Self {
            roles: RoleNames {
                exclude: Vec::new(),
                ..self.roles.clone()
            },
            lists: RoleLists {
                exclude: Vec::new(),
                ..self.lists.clone()
            },
            ..self.clone()
        };
        let mut needed = Vec::new();
        for name in bare.mentions() {
            needed.extend(name.match_indices('.').map(|(at, _)| name[..at].to_owned()));
            needed.push(name.to_owned());
        }
        // A column's name may itself hold an equals sign.
        if let Some(domain) = &self.lists.domain {
            let ends = domain.match_indices('=').map(|(at, _)| at);
            let ends = ends.chain([domain.len()]);
            needed.extend(ends.map(|end| domain[..end].trim().to_owned()));
        }
        needed
    }

    /// The files beside others that tell the names of classes.
    pub(crate) fn class_name_files(&self) -> BTreeSet<PathBuf> {
        let files = self.paths.iter().chain(&self.shifted);
        files
            .map(|path| path.with_file_name(super::CLASS_NAMES))
            .filter(|path| path.is_file())
            .collect()
    }

    /// Whether every file after the first is a shift, since nothing else says what trains.
    pub(super) fn shifts_by_file(&self) -> bool {
        let roles = &self.roles;
        self.shifted.is_empty()
            && roles.domain.is_none()
            && self.lists.domain.is_none()
            && roles.split.is_none()
    }

    /// Whether standard input is one of the files.
    pub(crate) fn reads_stdin(&self) -> bool {
        let mut files = self.paths.iter().chain(&self.shifted);
        files.any(|path| is_stdin(path))
    }
}
