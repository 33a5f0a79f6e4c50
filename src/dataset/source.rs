//! Source: what the user says about one dataset: its files, how they are written, and the roles of columns.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::dialect::Dialect;
use super::encoding::Encoding;
use super::format::{FileFormat, is_stdin};
use super::{KindAsked, RoleLists, RoleNames, Shards, TextSource};

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
    /// What the columns are for.
    pub(crate) roles: RoleNames,
    /// Lists of the command line that say the same of some roles, and that only the columns can take apart.
    pub(crate) lists: RoleLists,
}

impl Source {
    /// Every name that a role says, and each place in a template: columns, or paths into them.
    pub(super) fn mentions(&self) -> Vec<&str> {
        let roles = &self.roles;
        let single = [&roles.label, &roles.split, &roles.group, &roles.embedding];
        let mut names: Vec<&str> = single.into_iter().flatten().map(String::as_str).collect();
        match &roles.text {
            TextSource::Row => {}
            TextSource::Columns(columns) => names.extend(columns.iter().map(String::as_str)),
            TextSource::Template(template) => {
                let places = template.split('{').skip(1);
                names.extend(places.filter_map(|place| place.split('}').next()));
            }
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
        names.into_iter().map(str::trim).collect()
    }

    /// Whether standard input is one of the files.
    pub(crate) fn reads_stdin(&self) -> bool {
        let mut files = self.paths.iter().chain(&self.shifted);
        files.any(|path| is_stdin(path))
    }
}
