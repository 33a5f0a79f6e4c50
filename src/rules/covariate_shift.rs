//! Can a probe tell shifted rows from in-domain ones nearly without fail?

use crate::diagnostic::Outcome;
use crate::evidence::{
    Difference, Differs, Evidence, MIN_DIFFERENT, Separation, ShiftSegment, Unavailable,
};
use crate::measure::Measurement;
use crate::measure::auc::Auc;
use crate::policy::limits;
use crate::wording::{format_significant, list};

use super::Judgement;
use super::shifts::judge_every_shift;

limits! {
    max_auc = "max-auc",
}

/// The chance that any shift's interval misses.
const ALPHA: f64 = 0.05;
/// Columns that are named.
const NAMED: usize = 3;
/// Difference of the shares of a part, at the near end of its interval, from which it is named.
const WORTH_NAMING: f64 = 0.2;
/// Standardised difference from which a column counts as different (Austin 2009).
const DIFFERENT: f64 = 0.1;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let dataset = evidence.dataset;
    let told = dataset
        .roles
        .domain
        .is_some_and(|at| dataset.described_columns().contains(&at));
    let shifts = evidence.split()?.every_shift().count();
    if told && shifts > 0 {
        return Err(Unavailable::Skipped(
            "the text names the domain itself, so any probe can tell it".to_owned(),
        ));
    }
    let confidence = 1.0 - ALPHA / shifts.max(1) as f64;
    judge_every_shift(evidence, |shift, name| {
        let separation = &evidence.separations()?[shift];
        let enough = |auc: &&Auc| auc.fewest >= MIN_DIFFERENT;
        let Some(embedded) = separation.embedded.as_ref().filter(enough) else {
            return Err(Unavailable::Undetermined {
                why: format!(
                    "in-domain or in {name} there are fewer than {MIN_DIFFERENT} different rows"
                ),
                needs: format!("at least {MIN_DIFFERENT} different rows on both sides"),
            });
        };
        let limit = limits.max_auc.value;
        let (low, high) = embedded.interval(confidence);
        let outcome = if low >= limit {
            Outcome::found(
                format!("a probe tells the rows of {name} from in-domain rows nearly without fail"),
                limits.max_auc.key,
            )
            .with_help(help(
                separation,
                evidence.shift_segments()?[shift].as_ref(),
                name,
            ))
        } else if high < limit {
            Outcome::pass(format!("the rows of {name} and those in-domain overlap"))
        } else {
            Outcome::undetermined(
                format!(
                    "how far the rows of {name} and those in-domain overlap is too near the limit to tell"
                ),
                "more rows on both sides",
            )
        };
        let mut measured = vec![measurement("embedding", embedded, confidence).with_limit(limit)];
        measured.extend(
            separation
                .raw
                .map(|raw| measurement("raw columns", &raw, confidence)),
        );
        Ok(outcome.with_measurements(measured))
    })
}

fn measurement(seen: &str, auc: &Auc, confidence: f64) -> Measurement {
    let (low, high) = auc.interval(confidence);
    Measurement::new(
        format!("AUC of telling the domains apart, {seen}"),
        auc.value,
    )
    .with_interval(low, high)
    .with_n(auc.rows)
}

fn help(separation: &Separation, segment: Option<&ShiftSegment>, name: &str) -> String {
    let meaning = format!(
        "in-domain scores say little about {name}, for better or worse: test on labelled rows of {name} itself"
    );
    let columns: Vec<String> = separation
        .columns
        .iter()
        .filter(|column| column.standardised >= DIFFERENT)
        .take(NAMED)
        .map(describe)
        .collect();
    let part = segment
        .filter(|segment| segment.established() >= WORTH_NAMING)
        .map(|segment| describe_part(segment, name));
    match (part, columns.as_slice()) {
        (Some(part), []) => format!("{meaning}. {part}"),
        (Some(part), columns) => format!(
            "{meaning}. {part}. What differs most, in-domain and there: {}",
            list(columns)
        ),
        (None, []) => format!(
            "{meaning}. No single column differs much; the wording, or columns together, do"
        ),
        (None, columns) => format!(
            "{meaning}. What differs most, in-domain and there: {}",
            list(columns)
        ),
    }
}

/// `0.83 of south and 0.07 of the in-domain rows have income above 4210`.
fn describe_part(part: &ShiftSegment, name: &str) -> String {
    format!(
        "{:.2} of {name} and {:.2} of the in-domain rows have {}",
        part.shifted.share(),
        part.in_domain.share(),
        part.segment
    )
}

/// `age (mean 38 and 52)`; a cell's own value is never named.
fn describe(difference: &Difference) -> String {
    let (here, there) = difference.figures;
    match difference.of {
        Differs::Mean => format!(
            "{} (mean {} and {})",
            difference.column,
            format_significant(here, 3),
            format_significant(there, 3)
        ),
        Differs::Value => format!(
            "{} (share of one value {here:.2} and {there:.2})",
            difference.column
        ),
        Differs::Missing => format!(
            "{} (missing in {here:.2} and {there:.2})",
            difference.column
        ),
    }
}
