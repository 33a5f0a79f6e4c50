//! Fix errors: what keeps `trueline fix` from writing curated data.

/// Why data could not be fixed.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum FixError {
    /// The rows of a file can't be taken out one by one.
    #[error("{path} can't be fixed: its rows can't be told apart to the byte")]
    #[diagnostic(help(
        "CSV, TSV, JSON and JSONL with one object a row, and Parquet can be fixed, also packed as .gz or .zst: write the table as one of \
         these first, or take the rows that `trueline check --output-format json` lists out yourself"
    ))]
    Format {
        /// The file.
        path: String,
    },
    /// Standard input can't be read twice.
    #[error("standard input can't be fixed")]
    #[diagnostic(help("write it to a file first, and name the file"))]
    Stdin,
    /// The output is there already.
    #[error("{path} is there already")]
    #[diagnostic(help(
        "name another place with --output, or take it away first; --in-place changes the data files themselves"
    ))]
    Exists {
        /// What is there.
        path: String,
    },
    /// A name that says something else than the data is.
    #[error("{path} wouldn't be what its name says: {input} is {is}, and stays so")]
    #[diagnostic(help(
        "name it {name}: fixing changes neither the format nor the packing of the data"
    ))]
    Misfit {
        /// The output.
        path: String,
        /// The data.
        input: String,
        /// What it is.
        is: String,
        /// A name that fits.
        name: String,
    },
    /// The name of a file for several files.
    #[error("{path} is named as a data file, and the dataset is several files")]
    #[diagnostic(help("name a folder: each file gets its own name there"))]
    FolderName {
        /// The output.
        path: String,
    },
    /// Standard output for several files.
    #[error("standard output takes one file, and the dataset is several")]
    #[diagnostic(help("name a folder with --output, or fix the files themselves with --in-place"))]
    SeveralFiles,
    /// No rule that is judged has a fix.
    #[error("nothing can be fixed by the rules that are selected: {rules}")]
    #[diagnostic(help("{help}; `trueline rules` lists which rules have a fix"))]
    NoFix {
        /// The rules.
        rules: String,
        /// Why, and what to do.
        help: String,
    },
    /// Rows that nobody can be asked about.
    #[error("there is nothing to review: {why}")]
    #[diagnostic(help("`trueline check --select suspect-labels` says more"))]
    NoSheet {
        /// Why.
        why: String,
    },
    /// A file that is no sheet.
    #[error("{path} is no sheet of decisions: {why}")]
    #[diagnostic(help(
        "name a sheet that `trueline fix --review` wrote, saved as CSV, with its columns key and decision"
    ))]
    Sheet {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// Decisions that can't be done.
    #[error("what {path} decides can't be done: {mistakes}")]
    #[diagnostic(help(
        "nothing was written; correct these lines, or write a new sheet of the data as it is: --review"
    ))]
    Decisions {
        /// The sheet.
        path: String,
        /// What is wrong, line by line.
        mistakes: String,
    },
    /// A sheet that is there already.
    #[error("{path} is there already, perhaps with decisions in it")]
    #[diagnostic(help("name another file, or take it away first"))]
    SheetExists {
        /// The file.
        path: String,
    },
    /// Sheets are of one dataset.
    #[error("--review and --decisions take one dataset, and there are {count}: {names}")]
    #[diagnostic(help("name the files of one of them"))]
    SeveralReviewed {
        /// How many.
        count: usize,
        /// Their names.
        names: String,
    },
    /// One output for several datasets.
    #[error("--output takes one dataset, and there are {count}: {names}")]
    #[diagnostic(help("name the files of one of them, or fix all of them with --in-place"))]
    SeveralDatasets {
        /// How many.
        count: usize,
        /// Their names.
        names: String,
    },
    /// Two files would be written to one.
    #[error("two files of the dataset would be written to {path}")]
    #[diagnostic(help("give the files names of their own, or fix them with --in-place"))]
    SameName {
        /// The file that would be written twice.
        path: String,
    },
    /// The written file doesn't hold the rows that were left.
    #[error(
        "{path} would read otherwise without its dropped rows: {found} rows in place of {expected}"
    )]
    #[diagnostic(help(
        "nothing was written; say how the file is written (--delimiter, --quote, --comment), so that nothing about it \
         is guessed"
    ))]
    Reread {
        /// The file.
        path: String,
        /// Rows that should be left.
        expected: usize,
        /// Rows that are read.
        found: usize,
    },
    /// What is left is no dataset.
    #[error("what would be left of {name} can't be read: {cause}")]
    #[diagnostic(help("nothing was written; leave some rule out with --unfixable RULE"))]
    Left {
        /// The dataset.
        name: String,
        /// What reading it says.
        cause: String,
    },
    /// A file changed while it was being fixed.
    #[error("{path} changed while it was read")]
    #[diagnostic(help("nothing was written; run it again when nobody else writes the file"))]
    Changed {
        /// The file.
        path: String,
    },
    /// A manifest that can't be read.
    #[error("{path} is no manifest of trueline fix: {why}")]
    #[diagnostic(help("name the .manifest file that trueline fix wrote beside its output"))]
    Manifest {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// What stands where a manifest is to go on.
    #[error("{path} is no manifest of trueline fix, and one would be written there")]
    #[diagnostic(help("nothing was written; give that file another name"))]
    NoManifest {
        /// The file.
        path: String,
    },
    /// A file of which nothing would be left.
    #[error("every row of {path} would go, and a file without rows can't be read")]
    #[diagnostic(help(
        "nothing was written; take this file out of the dataset, or leave some rule out with --unfixable RULE"
    ))]
    Emptied {
        /// The file.
        path: String,
    },
    /// A file that can't be read or made.
    #[error("cannot work on {path}")]
    #[diagnostic(help("check that it is there, and who may read and write it"))]
    File {
        /// The file.
        path: String,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
}
