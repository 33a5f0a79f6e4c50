//! Accepted: what is told of findings that the baseline knows or a waiver covers.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Report;
use super::spot::named;
use super::visible::{grouped, visible};
use crate::baseline::Compared;
use crate::diagnostic::{Baselined, Diagnostic, Waived};

/// The baseline that a run was held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineReport {
    /// Its file.
    pub file: String,
    /// How the run's findings stand to it.
    pub compared: Compared,
}

/// Writes what a new baseline holds, in the file `file`: `entries` of this run's findings, and `kept` ones
/// of what it didn't judge. `configured` says that later runs find it without being told.
///
/// # Errors
/// What `out` says when it can't be written.
pub fn recorded(
    entries: usize,
    kept: usize,
    file: &str,
    configured: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let entries = match entries {
        0 => "no entry, since nothing was found,".to_owned(),
        1 => "1 entry".to_owned(),
        many => format!("{} entries", grouped(many)),
    };
    let file = visible(file);
    let kept = match kept {
        0 => String::new(),
        1 => ", and kept 1 that this run didn't judge".to_owned(),
        many => format!(", and kept {} that this run didn't judge", grouped(many)),
    };
    let used = if configured {
        String::new()
    } else {
        format!(
            "; later runs know it by --baseline {file}, or by baseline = \"...\" in trueline.toml"
        )
    };
    writeln!(out, "recorded {entries} in {file}{kept}{used}")
}

/// `known, in the baseline` or `waived until 2027-01-31`; absent for a finding that counts.
pub(super) fn why(diagnostic: &Diagnostic) -> Option<String> {
    let accepted = &diagnostic.accepted;
    match (&accepted.waived, accepted.baseline) {
        (Some(waived), _) => Some(match &waived.until {
            Some(until) => format!("waived until {until}: {}", named(&waived.reason)),
            None => format!("waived: {}", named(&waived.reason)),
        }),
        (None, Some(Baselined::Known)) => Some("known, in the baseline".to_owned()),
        _ => None,
    }
}

/// `10 more are known, in the baseline`, of a finding with new rows.
pub(super) fn known_rows(diagnostic: &Diagnostic) -> Option<String> {
    match diagnostic.accepted.known_rows.len() {
        0 => None,
        1 => Some("1 more row is known, in the baseline".to_owned()),
        rows => Some(format!(
            "{} more rows are known, in the baseline",
            grouped(rows)
        )),
    }
}

/// `12 entries known, in trueline-baseline.json`
pub(super) fn known(run: &Report) -> Option<String> {
    let baseline = run.baseline.as_ref()?;
    let entries = match baseline.compared.known {
        0 => "no entry".to_owned(),
        1 => "1 entry".to_owned(),
        known => format!("{} entries", grouped(known)),
    };
    Some(format!("{entries} known, in {}", visible(&baseline.file)))
}

/// `3 entries of the baseline are gone: write it anew (--write-baseline)`
pub(super) fn gone(run: &Report) -> Option<String> {
    let entries = match run.baseline.as_ref()?.compared.gone {
        0 => return None,
        1 => "1 entry of the baseline is gone".to_owned(),
        gone => format!("{} entries of the baseline are gone", grouped(gone)),
    };
    Some(format!("{entries}: write it anew (--write-baseline)"))
}

/// `, 1 known, 2 waived`, with `between` in front of each; nothing where there is none.
pub(super) fn counts(run: &Report, between: &str) -> String {
    [(run.verdict.known, "known"), (run.verdict.waived, "waived")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{between}{} {word}", grouped(count)))
        .collect()
}

/// The baseline as JSON.
pub(super) fn baseline(baseline: &BaselineReport) -> Value {
    json!({
        "file": baseline.file,
        "known": baseline.compared.known,
        "gone": baseline.compared.gone,
    })
}

/// A waiver as JSON.
pub(super) fn waiver(waived: &Waived) -> Value {
    json!({
        "reason": waived.reason,
        "until": waived.until,
        "path": &*waived.span.file,
        "line": waived.span.line(),
    })
}
