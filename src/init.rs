//! Init: looks at data that nobody has described, guesses the roles of its columns, and writes them down
//! with the reasons, as a trueline.toml that `trueline check` accepts.

mod domain;
mod exclude;
mod group;
mod label;
mod name;
mod page;
mod prefixed;
mod profile;
mod said;
mod text;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dataset::{
    Dataset, DomainRole, Input, can_be_read_once, data_files, find_texts, is_stdin,
};
use crate::error::{ConfigError, Error, Mistake};
use crate::policy::{NAMES, Statements};
use group::Group;
use profile::Profile;

pub(crate) use said::READING;

/// What `trueline init` is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct InitRequest {
    /// Files, folders and patterns; none: the data files of the working directory.
    pub(crate) paths: Vec<PathBuf>,
    /// The file to write; absent is trueline.toml, and `-` standard output.
    pub(crate) output: Option<PathBuf>,
    /// Whether a file that is there already may be replaced.
    pub(crate) force: bool,
    /// What flags say of how the files are written.
    pub(crate) said: Statements,
}

/// What was found out, and where it is to be written.
#[derive(Debug, Clone)]
pub(crate) struct Guessed {
    /// The file to write; absent is standard output.
    pub(crate) output: Option<PathBuf>,
    /// The text of trueline.toml.
    pub(crate) page: String,
    /// The datasets in it.
    pub(crate) datasets: Vec<Guess>,
    /// Why files that were asked for are not in it.
    pub(crate) errors: Vec<Arc<Error>>,
}

/// What was found out about one dataset. Each reason is one or more sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guess {
    /// Its name in trueline.toml.
    pub(crate) name: String,
    /// Rows in all files.
    pub(crate) rows: usize,
    /// Columns.
    pub(crate) columns: usize,
    /// The label, where a column looks like one.
    pub(crate) label: Option<String>,
    /// The columns of text; none is the whole row.
    pub(crate) text: Vec<String>,
    /// Where rows come from.
    pub(crate) domain: Option<DomainRole>,
    /// Which rows are trained on.
    pub(crate) split: Option<String>,
    /// Whom models must serve alike.
    pub(crate) group: Option<String>,
    /// What tells rows apart without saying anything about them.
    pub(crate) exclude: Vec<String>,
    /// Vectors that came with the data.
    pub(crate) embedding: Option<String>,
    /// A command that makes a table of a file without columns.
    pub(crate) remedy: Option<String>,
    /// Whether something is to be looked at before a verdict is believed.
    pub(crate) unsure: Vec<String>,
}

/// Looks at the data and writes the page, in memory.
///
/// # Errors
/// No data; a configuration that is there already. Files that can't be read are left out, and told in
/// [`Guessed::errors`].
pub(crate) fn init(request: &InitRequest) -> Result<Guessed, Arc<Error>> {
    let mistakes = said::find_mistakes(&request.said);
    if !mistakes.is_empty() {
        return Err(Arc::new(Error::Config(ConfigError { mistakes })));
    }
    let output = output(request)?;
    let folder = match &output {
        Some(path) => path.parent().unwrap_or(Path::new("")).to_owned(),
        None => PathBuf::new(),
    };
    let mut guesses: Vec<Guess> = Vec::new();
    let mut sections = Vec::new();
    let (files, nameless): (Vec<PathBuf>, Vec<PathBuf>) = files(request)?
        .into_iter()
        .partition(|path| path.to_str().is_some());
    if let Some(output) = &output {
        refuse_data(output, &files)?;
    }
    let (groups, mut errors) = group::groups(files, &request.paths, &said::source(&request.said));
    for group in groups {
        let dataset = match Dataset::load_as_named(&group.source()) {
            Ok(dataset) => dataset,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let (mut guess, reasons) = guess(&dataset, &group);
        guess.name = free(group.name(), &guesses);
        sections.push(page::section(
            &guess,
            &reasons,
            (&group, &request.said),
            &folder,
        ));
        guesses.push(guess);
    }
    Ok(Guessed {
        page: page::whole(&sections, &guesses),
        datasets: guesses,
        output,
        errors: nameless
            .iter()
            .map(|path| refuse_name(path))
            .chain(errors.into_iter().map(|error| Arc::new(Error::Read(error))))
            .collect(),
    })
}

/// Refuses to write the page in the place of one of the `files` that it would describe.
fn refuse_data(output: &Path, files: &[PathBuf]) -> Result<(), Arc<Error>> {
    let Ok(output) = fs::canonicalize(output) else {
        return Ok(());
    };
    let is_it = |file: &&PathBuf| fs::canonicalize(file).is_ok_and(|file| file == output);
    match files.iter().find(is_it) {
        Some(file) => Err(mistake(
            Mistake::new(format!("{} is the data itself", file.display()))
                .with_help("name the configuration file to write: --output FILE"),
        )),
        None => Ok(()),
    }
}

/// What is wrong with a file whose name no TOML can hold.
fn refuse_name(path: &Path) -> Arc<Error> {
    mistake(
        Mistake::new(format!("the name of {} isn't UTF-8", path.display())).with_help(
            "rename it: trueline.toml is text; `trueline check` reads it where the command line names it",
        ),
    )
}

/// Where the page goes.
fn output(request: &InitRequest) -> Result<Option<PathBuf>, Arc<Error>> {
    let path = match &request.output {
        Some(path) if is_stdin(path) => return Ok(None),
        Some(path) => path.clone(),
        None => PathBuf::from("trueline.toml"),
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    // Of two in one folder the hidden one is obeyed.
    let hidden = folder.join(NAMES[0]);
    let there = [&path, &hidden]
        .into_iter()
        .find(|path| fs::symlink_metadata(path).is_ok());
    match there {
        Some(there) if *there != path && request.output.is_none() => Err(mistake(
            Mistake::new(format!(
                "{} is there, and would be obeyed before trueline.toml",
                there.display()
            ))
            .with_help(
                "write into it with --output .trueline.toml --force, or print with --output -",
            ),
        )),
        Some(there) if *there == path && !request.force => Err(mistake(
            Mistake::new(format!("{} is there already", path.display())).with_help(
                "--force replaces it; --output FILE writes another file, and --output - prints",
            ),
        )),
        _ => Ok(Some(path)),
    }
}

fn mistake(mistake: Mistake) -> Arc<Error> {
    Arc::new(Error::Config(mistake.into()))
}

/// The data files that the request's paths hold.
fn files(request: &InitRequest) -> Result<Vec<PathBuf>, Arc<Error>> {
    if request.paths.iter().any(|path| is_stdin(path)) {
        return Err(mistake(
            Mistake::new("standard input can't be named in trueline.toml")
                .with_help("save the data in a file; `trueline check -` needs no trueline.toml"),
        ));
    }
    if let Some(pipe) = request.paths.iter().find(|path| can_be_read_once(path)) {
        return Err(mistake(
            Mistake::new(format!("{} can be read only once", pipe.display())).with_help(
                "save the data in a file: trueline.toml names what can be read again; `trueline check` reads it as it is",
            ),
        ));
    }
    let mut files = Vec::new();
    if request.paths.is_empty() {
        files = data_files(Path::new(".")).map_err(mistake)?;
        if files.is_empty() {
            return Err(mistake(
                Mistake::new("this folder holds no data file")
                    .with_help("name a file, a folder or a pattern: trueline init data.csv"),
            ));
        }
    }
    for path in &request.paths {
        if path.is_dir() {
            let inside = data_files(path).map_err(mistake)?;
            if inside.is_empty() {
                // The same words as a check would say.
                Input::of(path).map_err(mistake)?;
            }
            files.extend(inside);
        } else {
            files.extend(Input::of(path).map_err(mistake)?.files().iter().cloned());
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// The roles of the columns of `dataset`, with the reasons.
fn guess(dataset: &Dataset, group: &Group) -> (Guess, page::Reasons) {
    let profiles = Profile::all(dataset);
    let mut guess = Guess {
        rows: dataset.rows(),
        columns: dataset.columns.len(),
        ..Guess::default()
    };
    let mut reasons = page::Reasons::default();
    let taken = |guess: &Guess| -> Vec<String> {
        let domain = guess.domain.as_ref().map(|role| role.column.clone());
        let roles = [
            guess.label.clone(),
            domain,
            guess.split.clone(),
            guess.group.clone(),
            guess.embedding.clone(),
        ];
        roles.into_iter().flatten().collect()
    };
    reasons.header = group.header_reason();
    reasons.encoding = group.encoding_reason();
    reasons.path = group.path_reason();
    domain::split(&profiles, &mut guess, &mut reasons);
    exclude::embedding(&profiles, &mut guess, &mut reasons);
    let taken_so_far = taken(&guess);
    let free = |at: usize| !taken_so_far.contains(&dataset.columns[at].name);
    if let (Some(texts), None) = (find_texts(&dataset.columns, free), &guess.embedding) {
        text::unlabelled(dataset, &texts, &mut guess, &mut reasons);
    } else {
        let text = text::columns(&profiles);
        label::guess_label(&profiles, &text, &mut guess, &mut reasons);
        text::text(&profiles, text, &mut guess, &mut reasons);
    }
    // Without a label nothing is trained in one place and tested in another.
    if !group.is_several() && guess.label.is_some() {
        domain::domain(dataset, &profiles, &taken(&guess), &mut guess, &mut reasons);
    }
    domain::group(&profiles, &taken(&guess), &mut guess, &mut reasons);
    exclude::exclude(&profiles, &taken(&guess), &mut guess, &mut reasons);
    if guess.label.is_none() {
        prefixed::explain(dataset, group, &mut guess, &mut reasons);
    }
    (guess, reasons)
}

/// A name that no other dataset has.
fn free(name: String, others: &[Guess]) -> String {
    let taken = |name: &str| others.iter().any(|other| other.name == name);
    if !taken(&name) {
        return name;
    }
    // One more than there are others, and one is free.
    (2..=others.len() + 2)
        .map(|nth| format!("{name}-{nth}"))
        .find(|name| !taken(name))
        .unwrap_or(name)
}
