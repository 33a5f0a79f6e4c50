//! Suppressed: what is said of findings that the baseline knows or a waiver covers.

use std::io::{self, Write};

use super::spot::short_name;
use super::visible::visible;
use crate::diagnostic::{Diagnostic, SuppressedBy};
use crate::outcome::{Report, Suppressed};
use crate::wording::format_count;

/// Writes what a new baseline holds, in the file `file`: `entries` of this run's findings, and `kept` ones
/// of what it didn't judge. `configured` says that later runs find it by themselves.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_recorded(
    entries: usize,
    kept: usize,
    file: &str,
    configured: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let entries = match entries {
        0 => "no entry, since nothing was found".to_owned(),
        1 => "1 entry".to_owned(),
        many => format!("{} entries", format_count(many)),
    };
    let file = visible(file);
    let kept = match kept {
        0 => String::new(),
        1 => ", and kept 1 that this run didn't judge".to_owned(),
        many => format!(
            ", and kept {} that this run didn't judge",
            format_count(many)
        ),
    };
    let used = if configured {
        String::new()
    } else {
        format!(
            "; later runs read it with --baseline {file}, or with baseline = \"{file}\" in trueline.toml"
        )
    };
    writeln!(out, "wrote {entries} to {file}{kept}{used}")
}

/// `suppressed by the baseline`, or `suppressed by a waiver until 2027-01-31: why`; absent for a finding that counts.
pub(super) fn why(diagnostic: &Diagnostic) -> Option<String> {
    by(diagnostic).map(|by| format!("suppressed {by}"))
}

/// `by the baseline`, or `by a waiver until 2027-01-31: why`; absent for a finding that counts.
pub(super) fn by(diagnostic: &Diagnostic) -> Option<String> {
    Some(match diagnostic.suppression.by()? {
        SuppressedBy::Baseline => "by the baseline".to_owned(),
        SuppressedBy::Waiver(waiver) => {
            let until = waiver.until.as_ref();
            let until = until.map_or(String::new(), |until| format!(" until {until}"));
            format!("by a waiver{until}: {}", short_name(&waiver.reason))
        }
    })
}

/// `the baseline knows 10 more rows`, of a finding with new rows.
pub(super) fn known_rows(diagnostic: &Diagnostic) -> Option<String> {
    known_rows_in_words(diagnostic.suppression.known_rows.len())
}

/// The same of `rows` rows.
pub(super) fn known_rows_in_words(rows: usize) -> Option<String> {
    match rows {
        0 => None,
        1 => Some("the baseline knows 1 more row".to_owned()),
        rows => Some(format!(
            "the baseline knows {} more rows",
            format_count(rows)
        )),
    }
}

/// `12 entries known, in trueline-baseline.json`
pub(super) fn known_entries(run: &Report) -> Option<String> {
    let baseline = run.baseline.as_ref()?;
    let entries = match baseline.compared.known {
        0 => "no entry".to_owned(),
        1 => "1 entry".to_owned(),
        known => format!("{} entries", format_count(known)),
    };
    Some(format!("{entries} known, in {}", visible(&baseline.file)))
}

/// `3 entries of the baseline are gone: write it anew (--write-baseline)`
pub(super) fn gone_entries(run: &Report) -> Option<String> {
    let entries = match run.baseline.as_ref()?.compared.gone {
        0 => return None,
        1 => "1 entry of the baseline is gone".to_owned(),
        gone => format!("{} entries of the baseline are gone", format_count(gone)),
    };
    Some(format!("{entries}: write it anew (--write-baseline)"))
}

/// `3 suppressed (2 by the baseline, 1 by a waiver)`; absent where nothing is.
pub(super) fn count(suppressed: Suppressed) -> Option<String> {
    let waivers = match suppressed.waiver {
        1 => "a waiver",
        _ => "waivers",
    };
    let Suppressed { baseline, waiver } = suppressed;
    match (baseline, waiver) {
        (0, 0) => None,
        (baseline, 0) => Some(format!(
            "{} suppressed by the baseline",
            format_count(baseline)
        )),
        (0, waiver) => Some(format!("{} suppressed by {waivers}", format_count(waiver))),
        (baseline, waiver) => Some(format!(
            "{} suppressed ({} by the baseline, {} by {waivers})",
            format_count(suppressed.count()),
            format_count(baseline),
            format_count(waiver)
        )),
    }
}
