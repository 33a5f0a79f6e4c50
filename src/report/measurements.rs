//! Measured: what findings rest on, in words: values with their intervals, sample sizes and limits.

use super::visible::{TIGHT, visible};
use crate::diagnostic::Diagnostic;
use crate::measure::Measurement;
use crate::wording::{format_count, format_figure};

/// Measurements beside the first that are shown with a limit.
const BESIDE: usize = 2;
/// Outcomes of one rule whose values are shown.
const FEW: usize = 5;

/// What outcomes were judged by: of one its first measurement, and in a second line a few that stand
/// beside it; of several a line each.
pub(super) fn lines(members: &[&Diagnostic]) -> Option<String> {
    let [only] = members else {
        return each(members);
    };
    let (first, rest) = only.outcome.measurements.split_first()?;
    let label = format!("{}: {}", visible(&first.name), with_n(first));
    if rest.is_empty() {
        return Some(label);
    }
    let beside: Vec<String> = rest.iter().take(BESIDE).map(with_name).collect();
    Some(format!("{label}\n({})", beside.join("; ")))
}

/// `SD: -0.61 [-0.82, -0.41], n = 110 (-0.37; 0.24)`, a line for each of the worst; what the values are
/// stands above them where all have the same.
fn each(members: &[&Diagnostic]) -> Option<String> {
    let measured: Vec<&Diagnostic> = members
        .iter()
        .copied()
        .filter(|member| !member.outcome.measurements.is_empty())
        .collect();
    let names = |member: &Diagnostic| -> Vec<String> {
        let text = member.outcome.measurements.iter().take(1 + BESIDE);
        text.map(|measured| visible(&measured.name)).collect()
    };
    let lead = names(measured.first()?);
    let shared = measured.iter().all(|member| names(member) == lead);
    let mut lines = Vec::new();
    if let ([first, beside @ ..], true) = (&lead[..], shared) {
        lines.push(format!("{first}{}:", bracket(beside)));
    }
    lines.extend(measured.iter().take(FEW).filter_map(|member| {
        let (first, rest) = member.outcome.measurements.split_first()?;
        let subject = member.outcome.subject.as_deref().map(visible);
        let name = (!shared).then(|| visible(&first.name));
        let beside: Vec<String> = if shared {
            rest.iter().take(BESIDE).map(value).collect()
        } else {
            Vec::new()
        };
        let text = with_n(first) + &bracket(&beside);
        let parts: Vec<String> = subject.into_iter().chain(name).chain([text]).collect();
        Some(parts.join(": "))
    }));
    if measured.len() > FEW {
        lines.push(format!("and {} more", measured.len() - FEW));
    }
    Some(lines.join("\n"))
}

/// ` (a; b)`, or nothing.
fn bracket(texts: &[String]) -> String {
    if texts.is_empty() {
        String::new()
    } else {
        format!(" ({})", texts.join("; "))
    }
}

/// The broken limit in words, for findings that show rows in its place.
pub(super) fn held_against(members: &[&Diagnostic]) -> Option<String> {
    let worst = members.first()?;
    let first = worst.outcome.measurements.first()?;
    let measured = if members.len() == 1 {
        with_name(first)
    } else {
        each(members)?
    };
    let (Some(key), Some(limit)) = (worst.outcome.broken, first.limit) else {
        return Some(measured);
    };
    let joint = if measured.contains('\n') { "\n" } else { "; " };
    let Some(span) = &worst.span else {
        return Some(format!(
            "{measured}{joint}{key} is {}",
            format_figure(limit)
        ));
    };
    let line = span
        .text
        .get(..span.range.start)
        .map_or(1, |before| before.matches('\n').count() + 1);
    let written = span
        .text
        .get(span.range.clone())
        .map_or(format_figure(limit), visible);
    Some(format!(
        "{measured}{joint}{key} is {written} ({}:{line})",
        visible(&span.file)
    ))
}

/// `r over all probes: -0.37 [-0.45, -0.28]`
fn with_name(measurement: &Measurement) -> String {
    format!(
        "{}: {}",
        visible(&measurement.name),
        with_interval(measurement)
    )
}

/// `-0.37 [-0.45, -0.28], n = 118`
fn with_n(measurement: &Measurement) -> String {
    let n = measurement.n.map_or(String::new(), |n| {
        format!(", n{TIGHT}={TIGHT}{}", format_count(n))
    });
    format!("{}{n}", with_interval(measurement))
}

/// `-0.37 [-0.45, -0.28]`
fn with_interval(measurement: &Measurement) -> String {
    let interval = measurement.interval.map_or(String::new(), |(low, high)| {
        format!(
            "{TIGHT}[{},{TIGHT}{}]",
            format_figure(low),
            format_figure(high)
        )
    });
    value(measurement) + &interval
}

/// `-0.37`, or `41` where it is a count.
fn value(measurement: &Measurement) -> String {
    if measurement.whole {
        format_count(measurement.value as usize)
    } else {
        format_figure(measurement.value)
    }
}
