//! Rules: the catalogue, and what a rule is: a name, its words (a TOML) and one pure function.

mod broken_vector;
mod collapsed_group;
mod collapsed_probes;
mod conflicting_labels;
mod covariate_shift;
mod distorted_line;
mod duplicate_rows;
mod empty_text;
mod expired_waiver;
mod flipped_concept;
mod hub_rows;
mod identifier_column;
mod inverse_line;
mod label_shift;
mod leaking_column;
mod low_rank_embedding;
mod missing_cells;
mod near_duplicate_rows;
mod ordered_rows;
mod personal_data;
mod rare_class;
mod split_leak;
mod suspect_labels;
mod template_dominated_text;
mod truncated_text;
mod uninformative_embedding;
mod unknown_tokens;
mod unmatched_waiver;
mod unreachable_class;
mod waivers;
mod weak_segment;
pub mod words;

pub use waivers::{expired, judges_waivers, unmatched};

use crate::dataset::Text;
use crate::diagnostic::{Outcome, Witness};
use crate::evidence::{Evidence, Probes, Unavailable};
use crate::measure::Measurement;
use crate::policy::Limits;
use crate::probe::Arm;
use words::RuleWords;

/// What a rule says: one outcome about the dataset, or one about each subject in it.
pub type Judgement = Result<Vec<Outcome>, Unavailable>;

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The name everywhere: code, TOML, command line, reports.
    pub name: &'static str,
    /// The text of `rules/<name>.toml`.
    pub words: &'static str,
    /// Judges the evidence by the limits; measures nothing itself and writes nothing.
    pub check: fn(&Evidence, &Limits) -> Judgement,
    /// Whether it has nothing to judge without a label.
    pub needs_label: bool,
}

/// One line of the catalogue.
macro_rules! rule {
    ($name:literal, $module:ident, needs_label: $needs_label:literal) => {
        Rule {
            name: $name,
            words: include_str!(concat!("../rules/", $name, ".toml")),
            check: $module::check,
            needs_label: $needs_label,
        }
    };
}

/// Every rule about data, in the order of reports.
pub static CATALOGUE: &[Rule] = &[
    rule!("collapsed-probes", collapsed_probes, needs_label: true),
    rule!("unreachable-class", unreachable_class, needs_label: true),
    rule!("uninformative-embedding", uninformative_embedding, needs_label: true),
    rule!("collapsed-group", collapsed_group, needs_label: true),
    rule!("distorted-line", distorted_line, needs_label: true),
    rule!("inverse-line", inverse_line, needs_label: true),
    rule!("label-shift", label_shift, needs_label: true),
    rule!("covariate-shift", covariate_shift, needs_label: true),
    rule!("flipped-concept", flipped_concept, needs_label: true),
    rule!("template-dominated-text", template_dominated_text, needs_label: false),
    rule!("truncated-text", truncated_text, needs_label: false),
    rule!("unknown-tokens", unknown_tokens, needs_label: false),
    rule!("low-rank-embedding", low_rank_embedding, needs_label: false),
    rule!("hub-rows", hub_rows, needs_label: false),
    rule!("broken-vector", broken_vector, needs_label: false),
    rule!("duplicate-rows", duplicate_rows, needs_label: false),
    rule!("near-duplicate-rows", near_duplicate_rows, needs_label: false),
    rule!("split-leak", split_leak, needs_label: false),
    rule!("conflicting-labels", conflicting_labels, needs_label: true),
    rule!("suspect-labels", suspect_labels, needs_label: true),
    rule!("weak-segment", weak_segment, needs_label: true),
    rule!("rare-class", rare_class, needs_label: true),
    rule!("empty-text", empty_text, needs_label: false),
    rule!("identifier-column", identifier_column, needs_label: false),
    rule!("leaking-column", leaking_column, needs_label: true),
    rule!("missing-cells", missing_cells, needs_label: false),
    rule!("ordered-rows", ordered_rows, needs_label: false),
    rule!("personal-data", personal_data, needs_label: false),
];

/// How a rule judges whose rows another rule tells already: they are given, ascending, and left out.
pub type Beside = fn(&Evidence, &Limits, &[usize]) -> Judgement;

/// How the rule `name` judges beside another that tells of the same rows; `None` where it has nothing to
/// leave out.
pub fn beside(name: &str) -> Option<Beside> {
    match name {
        "duplicate-rows" => Some(duplicate_rows::beside),
        "near-duplicate-rows" => Some(near_duplicate_rows::beside),
        _ => None,
    }
}

/// The catalogue with its words, and after it the rules about waivers with theirs.
///
/// # Panics
/// When a rule's TOML can't be read: a test reads every one of them.
pub fn words() -> Vec<(&'static Rule, RuleWords)> {
    CATALOGUE
        .iter()
        .chain(waivers::CATALOGUE)
        .map(|rule| match RuleWords::parse(rule.name, rule.words) {
            Ok(words) => (rule, words),
            Err(mistakes) => panic!("rules/{}.toml: {mistakes}", rule.name),
        })
        .collect()
}

/// How many witnesses of a finding carry the row's own text.
const EXCERPTS: usize = 5;

/// The rows of a finding with their places; `rows` holds each row with its note.
fn witnesses(evidence: &Evidence, rows: impl Iterator<Item = (usize, String)>) -> Vec<Witness> {
    rows.enumerate()
        .map(|(nth, (row, note))| {
            let (path, line, row_in_file) = evidence.dataset.place(row);
            let excerpt = (nth < EXCERPTS)
                .then(|| evidence.dataset.excerpt(row))
                .flatten();
            Witness {
                path,
                line,
                row: row_in_file,
                note,
                key: format!("{:032x}", evidence.dataset.key(row)),
                excerpt,
            }
        })
        .collect()
}

/// The rows of a finding about copies: each stands for its text, and with `labelled` for its label,
/// since which of the copies comes first is for their order to say.
fn copies(
    evidence: &Evidence,
    labelled: bool,
    rows: impl Iterator<Item = (usize, String)>,
) -> Vec<Witness> {
    let (rows, notes): (Vec<usize>, Vec<String>) = rows.unzip();
    let mut copies = witnesses(evidence, rows.iter().copied().zip(notes));
    for (witness, &row) in copies.iter_mut().zip(&rows) {
        witness.key = format!("{:032x}", evidence.dataset.text_key(row, labelled));
    }
    copies
}

/// Where a row stands, for a note under another one: `line 77`, or `row 76 of b.parquet`.
fn place_of(evidence: &Evidence, row: usize, beside: usize) -> String {
    let (path, line, row_in_file) = evidence.dataset.place(row);
    let here = line.map_or_else(
        || format!("row {row_in_file}"),
        |line| format!("line {line}"),
    );
    if evidence.dataset.place(beside).0 == path {
        here
    } else {
        format!("{here} of {path}")
    }
}

/// The outcomes about each shift, or one that says why there is none.
fn each_shift(
    evidence: &Evidence,
    judge: impl Fn(usize, &str) -> Result<Outcome, Unavailable>,
) -> Judgement {
    let shifts = &evidence.split()?.shifts;
    if shifts.is_empty() {
        return Err(Unavailable::Skipped("no domain is named".to_owned()));
    }
    shifts
        .iter()
        .enumerate()
        .map(|(at, shift)| match judge(at, &shift.name) {
            Ok(outcome) => Ok(outcome.about(shift.name.clone())),
            Err(Unavailable::Undetermined { why, needs }) => {
                Ok(Outcome::undetermined(why, needs).about(shift.name.clone()))
            }
            Err(other) => Err(other),
        })
        .collect()
}

/// Usable information, in bits a row, that counts as something.
const SOMETHING: f64 = 0.02;

/// Whether `arm` is known to say something about the label. Where it isn't, giving one answer is the
/// best that a probe can do, and what its probes say of any class is chance.
fn says_something(probes: &Probes, arm: Arm) -> bool {
    probes
        .information(arm)
        .is_some_and(|read| read.interval.0 >= SOMETHING)
}

/// `a, b and c`: names as a reader would list them.
fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// The first few names, and how many more there are.
fn named(names: &[String], most: usize) -> String {
    let mut shown = names.to_vec();
    if names.len() > most {
        shown.truncate(most);
        shown.push(format!("{} more", names.len() - most));
    }
    listed(&shown)
}

/// How to leave columns out of the text.
fn leave_out(evidence: &Evidence, columns: &[usize]) -> String {
    if evidence.dataset.roles.text != Text::Row {
        let it = if columns.len() == 1 { "it" } else { "them" };
        return format!("take {it} out of the text");
    }
    let names: Vec<&str> = columns
        .iter()
        .map(|&at| evidence.dataset.columns[at].name.as_str())
        .collect();
    let them = if names.len() == 1 { "it" } else { "them" };
    let plain = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    if names.iter().all(|name| name.chars().all(plain)) {
        format!("leave {them} out: --exclude {}", names.join(","))
    } else {
        format!("leave {them} out: exclude = {names:?} in trueline.toml")
    }
}

/// `1 row has` or `3 rows have`.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// What a rule says, and how many rows more split-leak tells; `none` in its place where all are told there.
fn with_told(said: String, none: &str, count: usize, elsewhere: usize) -> String {
    match elsewhere {
        0 => said,
        1 if count == 0 => format!("{none}: the only one is told by split-leak"),
        all if count == 0 => format!("{none}: all {all} are told by split-leak"),
        1 => format!("{said}; 1 more is told by split-leak"),
        more => format!("{said}; {more} more are told by split-leak"),
    }
}

fn told_by_split_leak(rows: usize, of: usize) -> Measurement {
    Measurement::count("rows that split-leak tells", rows).with_n(of)
}

/// A strength as people write it: two significant digits, no trailing zeros.
fn strength(c: f64) -> String {
    if (0.001..10_000.0).contains(&c) {
        let digits = (1 - c.log10().floor() as i32).max(0) as usize;
        let text = format!("{c:.digits$}");
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    } else {
        format!("{c:.0e}")
    }
}
