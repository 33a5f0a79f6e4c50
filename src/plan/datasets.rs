//! Which datasets are read, and which columns play which role in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::dataset::{
    Bounds, Dialect, DomainRole, Input, KindAsked, RoleLists, RoleNames, Source, is_stdin, items,
};
use crate::error::Mistake;
use crate::policy::{DatasetPolicy, Policy, Statement, Statements, Value, vocabulary};
use crate::rules::judges_waivers;
use crate::wording::plural;

use super::inputs::{Inputs, check_repeats, resolve};
use super::mistakes::Mistakes;
use super::settings::KEY;
use super::settings::dataset::{
    COLUMNS, COMMENT, DECIMAL, DELIMITER, DOMAIN, EMBEDDING, ENCODING, ENTITY, EXCLUDE, GROUP,
    HEADER, INPUT_FORMAT, KEYS, LABEL, MAX_CELL_MB, MAX_COLUMNS, MAX_FILE_ROWS, MAX_LINE_MB,
    MAX_UNPACKED_MB, NA, PATH, QUOTE, SHIFTED, SKIP_ROWS, SPLIT, TEXT, write_domain,
};
use super::{Entry, PlannedRule, Request, Resolved};

/// Rules that are named where a label is missing.
const EXAMPLES: usize = 3;

/// Plans the datasets of one run.
pub(super) struct Planner<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) request: &'a Request,
    /// What the flags say, their lists taken apart at commas.
    flags: Statements,
    catalogue: &'a [Entry<'a>],
    needs_label: bool,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(
        policy: &'a Policy,
        request: &'a Request,
        flags: &Statements,
        (catalogue, rules): (&'a [Entry], &[PlannedRule]),
        mistakes: &mut Mistakes,
    ) -> Self {
        Self {
            policy,
            request,
            flags: split_lists(flags, mistakes),
            catalogue,
            needs_label: needs_label(catalogue, rules),
        }
    }

    /// The datasets of the run: the files given, as one dataset, or else all that trueline.toml declares.
    pub(crate) fn plan_datasets(&self, mistakes: &mut Mistakes) -> Vec<Source> {
        let (policy, request) = (self.policy, self.request);
        if request.paths.is_empty() {
            if policy.datasets.is_empty() && !policy.unread && !request.shows_settings {
                mistakes.add(Mistake::new("there is nothing to check").with_help(format!(
                    "name a file (`trueline check FILE --label COLUMN`), or declare a {}: `trueline init` writes one",
                    policy.place_of("dataset.NAME")
                )));
            }
            return self.plan_all(mistakes);
        }
        let inside = inside(policy, &request.paths);
        if !inside.is_empty() {
            return self.plan_declared(&inside, mistakes);
        }
        vec![self.plan_given(mistakes)]
    }

    /// The dataset of the files given.
    fn plan_given(&self, mistakes: &mut Mistakes) -> Source {
        let (policy, request) = (self.policy, self.request);
        let before = mistakes.count();
        let given = Inputs::from_command_line(&request.paths, mistakes);
        let written = policy
            .datasets
            .iter()
            .find(|written| holds(policy, written, &given.paths))
            .filter(|_| mistakes.count() == before);
        let mut source = self.describe(written, mistakes);
        // All files of a dataset, however they are named, are that dataset as it is declared.
        if source.paths.is_empty() || given.paths.len() < source.paths.len() {
            source.paths = given.paths;
            source.shards.extend(given.shards);
        }
        check_repeats(&source, None, policy, mistakes);
        let said = |written: &DatasetPolicy| written.settings.has(&LABEL.key);
        if self.needs_label && !self.flags.has(&LABEL.key) && !written.is_some_and(said) {
            let mistake = no_label(
                &source.name,
                self.catalogue,
                "add --label COLUMN, or --no-label if it has none",
            );
            source.unlabelled = Some(mistake);
        }
        source
    }

    /// Every dataset that trueline.toml declares.
    pub(crate) fn plan_all(&self, mistakes: &mut Mistakes) -> Vec<Source> {
        let every: Vec<&DatasetPolicy> = self.policy.datasets.iter().collect();
        self.plan_declared(&every, mistakes)
    }

    /// These `datasets` of trueline.toml.
    fn plan_declared(&self, datasets: &[&DatasetPolicy], mistakes: &mut Mistakes) -> Vec<Source> {
        let mut sources = Vec::new();
        for written in datasets {
            let mut source = self.describe(Some(written), mistakes);
            check_repeats(&source, Some(written), self.policy, mistakes);
            // A label of the wrong type is reported already.
            let unsaid = !self.flags.has(&LABEL.key) && !written.settings.has(&LABEL.key);
            if self.needs_label && unsaid {
                let mistake = no_label(
                    &source.name,
                    self.catalogue,
                    "add `label = \"COLUMN\"`, or `label = false` if it has none (--no-label)",
                );
                source.unlabelled = Some(written.name.mistake(mistake));
            }
            sources.push(source);
        }
        sources
    }

    /// The dataset that the file declares, if it does, with what the command line says over it.
    fn describe(&self, written: Option<&DatasetPolicy>, mistakes: &mut Mistakes) -> Source {
        let (policy, request) = (self.policy, self.request);
        let settings = resolve_settings(&self.flags, written, policy);
        let inputs = |key, mistakes: &mut Mistakes| {
            let said = written.and_then(|written| written.settings.get(key));
            let names = said.map(Statement::items).unwrap_or_default();
            Inputs::from_file(&names, policy, mistakes)
        };
        let mut files = inputs(&PATH.key, mistakes);
        let shifted = match self.flags.get(&SHIFTED.key).map(|said| &said.value) {
            Some(Value::Paths(paths)) => Inputs::from_command_line(paths, mistakes),
            _ => inputs(&SHIFTED.key, mistakes),
        };
        files.shards.extend(shifted.shards);
        let first = request.paths.first();
        Source {
            name: written.map_or_else(
                || first.map_or(String::new(), |path| name_of(path)),
                |written| written.name.value.clone(),
            ),
            paths: files.paths,
            shifted: shifted.paths,
            shards: files.shards,
            format: settings.get(&INPUT_FORMAT),
            header: settings.get(&HEADER),
            encoding: settings.get(&ENCODING),
            columns: settings.get(&COLUMNS),
            dialect: dialect(&settings),
            bounds: bounds(&settings),
            roles: RoleNames {
                label: settings.get(&LABEL),
                text: settings.get(&TEXT),
                domain: settings.get(&DOMAIN),
                split: settings.get(&SPLIT),
                group: settings.get(&GROUP),
                entity: settings.get(&ENTITY),
                exclude: settings.get(&EXCLUDE).unwrap_or_default(),
                embedding: settings.get(&EMBEDDING),
            },
            key: settings.get(&KEY),
            needs: Vec::new(),
            unlabelled: None,
            only_embeds: false,
            stand_ins: BTreeMap::new(),
            lists: RoleLists {
                exclude: request
                    .settings
                    .value(&EXCLUDE)
                    .flatten()
                    .unwrap_or_default(),
                domain: self.flags.get(&DOMAIN.key).and(domain_list(request)),
            },
        }
    }
}

/// How the cells of the dataset's text files are written.
fn dialect(settings: &Resolved) -> Dialect {
    Dialect {
        delimiter: settings.get(&DELIMITER),
        quote: settings.get(&QUOTE),
        comment: settings.get(&COMMENT),
        skip_rows: settings.get(&SKIP_ROWS),
        na: settings.get(&NA).unwrap_or_default(),
        decimal: settings.get(&DECIMAL),
    }
}

/// What a file of the dataset may hold.
fn bounds(settings: &Resolved) -> Bounds {
    Bounds {
        unpacked_mb: settings.get(&MAX_UNPACKED_MB),
        columns: settings.get(&MAX_COLUMNS),
        rows: settings.get(&MAX_FILE_ROWS),
        line_mb: settings.get(&MAX_LINE_MB),
        cell_mb: settings.get(&MAX_CELL_MB),
    }
}

/// The settings of one dataset, from what flags and the file say of it.
pub(super) fn resolve_settings(
    flags: &Statements,
    written: Option<&DatasetPolicy>,
    policy: &Policy,
) -> Resolved {
    let nothing = Statements::default();
    let by_file = written.map_or(&nothing, |written| &written.settings);
    Resolved::new(KEYS, flags, by_file, policy)
}

/// What the flags say, `--exclude COLUMN,COLUMN` and `--domain COLUMN=VALUE,VALUE` taken apart.
pub(super) fn split_lists(flags: &Statements, mistakes: &mut Mistakes) -> Statements {
    let mut split = flags.clone();
    let replace = |said: &Statement, value| Some(Statement::new(value, said.origin.clone()));
    if let Some(said) = flags.get(&EXCLUDE.key) {
        let columns = said.value.texts().iter().flat_map(|list| items(list));
        let columns = Value::Texts(columns.collect());
        split.set(&EXCLUDE.key, replace(said, columns));
    }
    if let Some(said) = flags.get(&COLUMNS.key) {
        let pairs = said.value.texts().iter();
        let pairs = pairs.filter_map(|pair| read_kind(pair, mistakes)).collect();
        split.set(&COLUMNS.key, replace(said, Value::Pairs(pairs)));
    }
    let Some(said) = flags.get(&DOMAIN.key) else {
        return split;
    };
    for list in said.value.texts() {
        let role = DomainRole::parse(list);
        if role.column.is_empty() {
            mistakes.add(
                Mistake::new(format!("`--domain {list}` names no column"))
                    .with_help("write --domain COLUMN, or --domain COLUMN=VALUE,VALUE for the values whose rows are trained on"),
            );
            split.unset(&DOMAIN.key);
        } else {
            split.set(&DOMAIN.key, replace(said, write_domain(role)));
        }
    }
    split
}

/// What `--column COLUMN=KIND` says. A name may hold `=`, a kind doesn't.
fn read_kind(pair: &str, mistakes: &mut Mistakes) -> Option<(String, String)> {
    let Some((column, kind)) = pair
        .rsplit_once('=')
        .filter(|(column, _)| !column.is_empty())
    else {
        mistakes.add(
            Mistake::new(format!("`--column {pair}` says no kind"))
                .with_help("write --column COLUMN=KIND: number, category, text or time"),
        );
        return None;
    };
    if let Some(mistake) = vocabulary::<KindAsked>().refuses(kind) {
        mistakes.add(mistake);
        return None;
    }
    Some((column.to_owned(), kind.to_owned()))
}

/// What `--domain` says, as it is written.
fn domain_list(request: &Request) -> Option<String> {
    let said = request.settings.get(&DOMAIN.key)?;
    said.value.texts().first().cloned()
}

/// The datasets of trueline.toml whose files all lie in the folders given.
fn inside<'a>(policy: &'a Policy, given: &[PathBuf]) -> Vec<&'a DatasetPolicy> {
    if !given.iter().all(|path| path.is_dir()) {
        return Vec::new();
    }
    let folders: Vec<PathBuf> = given.iter().map(|path| resolve(path)).collect();
    let lies = |written: &&DatasetPolicy| {
        let files = files(policy, written);
        let known = |file: &PathBuf| folders.iter().any(|folder| file.starts_with(folder));
        !files.is_empty() && files.iter().all(known)
    };
    policy.datasets.iter().filter(lies).collect()
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

/// Whether the dataset that the file declares holds all the files given.
fn holds(policy: &Policy, written: &DatasetPolicy, given: &[PathBuf]) -> bool {
    let declared = files(policy, written);
    !given.is_empty() && given.iter().all(|path| declared.contains(&resolve(path)))
}

/// The files that train of a dataset that the file declares. What is wrong with their names is
/// reported elsewhere.
fn files(policy: &Policy, written: &DatasetPolicy) -> Vec<PathBuf> {
    let names = written.settings.get(&PATH.key).map(Statement::items);
    let inputs = names.into_iter().flatten().map(|path| policy.path(&path));
    inputs
        .flat_map(|path| match Input::of(&path) {
            Ok(input) => input.files().iter().map(|file| resolve(file)).collect(),
            Err(_) => vec![resolve(&path)],
        })
        .collect()
}

/// What a dataset is called whose first path is `path`: a file by its name, a folder by its own, wherever
/// it stands.
fn name_of(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    let name = match path.file_name() {
        Some(name) => name.to_owned(),
        None => resolve(path)
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_owned(),
    };
    name.to_string_lossy().into_owned()
}
