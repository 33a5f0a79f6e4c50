//! Compare: what changed from one version of a dataset to the next, as plain data for every voice.

/// What `trueline compare` has to say.
#[derive(Debug, Clone, Default)]
pub(crate) struct CompareReport {
    /// The version before.
    pub(crate) base: VersionReport,
    /// The version after.
    pub(crate) candidate: VersionReport,
    /// The columns that have a role, by name.
    pub(crate) roles: ComparedRoles,
    /// What became of the columns.
    pub(crate) columns: ColumnChanges,
    /// What became of the rows.
    pub(crate) rows: RowChanges,
    /// The same for each class; absent without a label.
    pub(crate) classes: Option<Vec<PartChange>>,
    /// The same for each domain; absent without domains.
    pub(crate) domains: Option<Vec<PartChange>>,
    /// The same for each split; absent without splits.
    pub(crate) splits: Option<Vec<PartChange>>,
    /// Labels that changed: the old one, the new one, and of how many rows.
    pub(crate) labels: Vec<(Part, Part, usize)>,
    /// Rows that moved: from where, to where, and how many.
    pub(crate) moves: Vec<(Part, Part, usize)>,
    /// Columns in which cells were edited, each with how many; the most first.
    pub(crate) cells: Vec<(String, usize)>,
    /// Rows that changed, the first of each kind.
    pub(crate) examples: Vec<RowChange>,
    /// What a reader has to know of how rows were matched.
    pub(crate) notes: Vec<String>,
}

/// A class, a domain or a split; `None` for rows without one.
pub(crate) type Part = Option<String>;

/// One version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct VersionReport {
    /// What it is called.
    pub(crate) name: String,
    /// Its files.
    pub(crate) files: Vec<String>,
    /// Its rows.
    pub(crate) rows: usize,
}

/// The columns that have a role, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ComparedRoles {
    /// The label.
    pub(crate) label: Option<String>,
    /// The domain; absent where files are domains.
    pub(crate) domain: Option<String>,
    /// The split; absent where files are splits.
    pub(crate) split: Option<String>,
    /// The key.
    pub(crate) key: Option<String>,
}

/// What became of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ColumnChanges {
    /// Columns of the base that the candidate doesn't have.
    pub(crate) gone: Vec<String>,
    /// Columns of the candidate that the base doesn't have.
    pub(crate) new: Vec<String>,
    /// Columns that hold something else than before, with what they held and what they hold.
    pub(crate) retyped: Vec<(String, &'static str, &'static str)>,
    /// Columns that are left out, as the configuration says.
    pub(crate) excluded: Vec<String>,
}

/// What became of the rows. A row may be edited, relabelled and moved at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowChanges {
    /// Rows that are the same in both.
    pub(crate) same: usize,
    /// Rows that are in both, and not the same.
    pub(crate) changed: usize,
    /// Those of them with other cells, label and split aside.
    pub(crate) edited: usize,
    /// Those of the edited that were known by likeness.
    pub(crate) alike: usize,
    /// Those with another label.
    pub(crate) relabelled: usize,
    /// Those in another split.
    pub(crate) moved: usize,
    /// Rows of the candidate that the base doesn't have.
    pub(crate) added: usize,
    /// Rows of the base that the candidate doesn't have.
    pub(crate) removed: usize,
}

/// What became of the rows of one class, domain or split.
/// `candidate = base - removed - left + added + joined`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PartChange {
    /// The class, the domain or the split.
    pub(crate) name: Part,
    /// Its rows in the base.
    pub(crate) base: usize,
    /// Its rows in the candidate.
    pub(crate) candidate: usize,
    /// Rows that were removed from it.
    pub(crate) removed: usize,
    /// Rows that were added to it.
    pub(crate) added: usize,
    /// Rows that are in another now.
    pub(crate) left: usize,
    /// Rows that were in another.
    pub(crate) joined: usize,
    /// Rows with other cells than before, as they are in the candidate.
    pub(crate) edited: usize,
}

/// One row that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowChange {
    /// Where it stands in the base; absent where it was added.
    pub(crate) base: Option<Place>,
    /// Where it stands in the candidate; absent where it was removed.
    pub(crate) candidate: Option<Place>,
    /// Whether it was known by likeness, and not by its key or its cells.
    pub(crate) is_alike: bool,
    /// Its label before and after, where that changed.
    pub(crate) label: Option<(Part, Part)>,
    /// The split before and after, where that changed.
    pub(crate) split: Option<(Part, Part)>,
    /// The columns of its cells that changed.
    pub(crate) columns: Vec<String>,
    /// What stood in each of these and what stands there; empty where that may not be shown.
    pub(crate) cells: Vec<(Option<String>, Option<String>)>,
}

/// Where a row stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: String,
    /// The line on which it begins, where the format has lines.
    pub(crate) line: Option<u64>,
    /// Its position among the rows of the file, from 1.
    pub(crate) row: u64,
}

impl CompareReport {
    /// Whether the versions differ in anything.
    pub(crate) fn has_changes(&self) -> bool {
        let RowChanges {
            changed,
            added,
            removed,
            ..
        } = self.rows;
        let columns = &self.columns;
        changed + added + removed + columns.gone.len() + columns.new.len() > 0
    }

    /// The same without what cells hold.
    pub(crate) fn without_values(&self) -> Self {
        let mut report = self.clone();
        for change in &mut report.examples {
            change.cells.clear();
        }
        report
    }
}

impl PartChange {
    /// Whether its rows aren't those of before.
    pub(crate) fn is_changed(&self) -> bool {
        self.removed + self.added + self.left + self.joined + self.edited > 0
    }

    /// Whether the candidate has none of its rows any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.base > 0 && self.candidate == 0
    }

    /// Whether the base had none of its rows.
    pub(crate) fn is_new(&self) -> bool {
        self.base == 0 && self.candidate > 0
    }
}
