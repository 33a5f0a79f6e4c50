//! Compare errors: what keeps two versions of a dataset from being compared.

/// Why two versions can't be compared.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum CompareError {
    /// A version that names no revision.
    #[error("`{written}` names no revision")]
    #[diagnostic(help(
        "write git:REVISION, for example git:HEAD, or git:REVISION:PATH; a file of that name is ./{written}"
    ))]
    NoRevisionNamed {
        /// What was written.
        written: String,
    },
    /// Both versions are revisions, and neither names a file.
    #[error("neither version names a file")]
    #[diagnostic(help(
        "name it behind the revision: git:HEAD:data.csv, a path from the top of the repository"
    ))]
    NoPath,
    /// No repository holds the file.
    #[error("{folder} is in no Git repository")]
    #[diagnostic(help(
        "run trueline inside the repository that keeps the data, or name a file in place of {version}"
    ))]
    NoRepository {
        /// Where one was looked for.
        folder: String,
        /// The version.
        version: String,
    },
    /// A repository that can't be opened.
    #[error("cannot open the Git repository of {folder}")]
    #[diagnostic(help(
        "where another user owns it, call it safe: git config --global --add safe.directory FOLDER"
    ))]
    ClosedRepository {
        /// A folder in it.
        folder: String,
        /// What the library said.
        #[source]
        cause: git2::Error,
    },
    /// A revision that the repository doesn't have.
    #[error("the repository {repository} has no commit `{revision}`")]
    #[diagnostic(help(
        "check its name with git log; a shallow clone has the newest commits alone: git fetch --unshallow, or fetch-depth: 0 in \
         actions/checkout"
    ))]
    NoRevision {
        /// The repository.
        repository: String,
        /// The revision.
        revision: String,
        /// What the library said.
        #[source]
        cause: git2::Error,
    },
    /// A file that a revision doesn't have.
    #[error("{path} is not in `{revision}`")]
    #[diagnostic(help("{help}"))]
    NotInRevision {
        /// The file, from the top of the repository.
        path: String,
        /// The revision.
        revision: String,
        /// What to do.
        help: String,
    },
    /// A file outside of the repository.
    #[error("{path} lies outside of the repository {repository}")]
    #[diagnostic(help("name the file as it is in the repository: git:REVISION:PATH"))]
    Outside {
        /// The file.
        path: String,
        /// The repository.
        repository: String,
    },
    /// A DVC pointer stands where the data should.
    #[error("{path} is a DVC pointer, not the data")]
    #[diagnostic(help("{help}"))]
    DvcPointer {
        /// The pointer.
        path: String,
        /// What to do.
        help: String,
    },
    /// A Git LFS pointer stands where the data should.
    #[error("{path} is a Git LFS pointer, not the data")]
    #[diagnostic(help(
        "fetch that version (git lfs fetch origin {revision}), write it to a file (git show {revision}:{inside} | git lfs smudge), \
         and compare with that file"
    ))]
    LfsPointer {
        /// The pointer.
        path: String,
        /// The revision.
        revision: String,
        /// The file, from the top of the repository.
        inside: String,
    },
    /// A file out of a repository that can't be read as data.
    #[error("{message}")]
    Unread {
        /// What is wrong, by the names of the files in the repository.
        message: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// What is in the repository can't be read or written out.
    #[error("cannot read {path} from the repository: {cause}")]
    #[diagnostic(help(
        "check the repository with git fsck, and that the temporary folder has room"
    ))]
    Unreadable {
        /// The file.
        path: String,
        /// What went wrong.
        cause: String,
    },
    /// A version that is several datasets.
    #[error("{version} is {count} datasets: {names}")]
    #[diagnostic(help("name the files of one of them"))]
    SeveralDatasets {
        /// The version.
        version: String,
        /// How many.
        count: usize,
        /// Their names.
        names: String,
    },
    /// A column that a version doesn't have.
    #[error("{version} has no column `{column}`, which is {role}")]
    #[diagnostic(help("{help}"))]
    NoColumn {
        /// The version.
        version: String,
        /// The column.
        column: String,
        /// What it is to be.
        role: &'static str,
        /// Its columns.
        help: String,
    },
    /// Versions without a column of one name.
    #[error("{base} and {candidate} have no column in common to compare")]
    #[diagnostic(help(
        "rename the columns of one of them, or check that they are versions of one dataset"
    ))]
    NothingInCommon {
        /// The one version.
        base: String,
        /// The other.
        candidate: String,
    },
}
