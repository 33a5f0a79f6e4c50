//! Finding: what one rule found, or left open, as the templates read it.

use serde::Serialize;

use super::rows;
use crate::diagnostic::Diagnostic;
use crate::report::group::Group;
use crate::report::measurements;
use crate::report::spot::{message, short_name};
use crate::report::suppressed::why;
use crate::report::visible::visible;

/// What one rule found, or left open.
#[derive(Default, Serialize)]
pub(super) struct Finding {
    pub(crate) rule: String,
    pub(crate) level: &'static str,
    pub(crate) title: String,
    pub(crate) help: Vec<String>,
    pub(crate) measured: Vec<String>,
    /// The limits that were broken, and where they stand.
    pub(crate) limits: Vec<String>,
    /// What is said of each subject, where there are several.
    pub(crate) each: Vec<String>,
    /// How many rows it names.
    pub(crate) rows: Option<String>,
    /// The end of the name that its rows have in the page.
    pub(crate) anchor: String,
    /// What suppresses it, where something does.
    pub(crate) suppressed: Option<String>,
}

impl Finding {
    pub(crate) fn of(group: &Group) -> Self {
        let (about, title) = group.title();
        let title = match about {
            Some(about) => format!("for {}: {}", short_name(&about), visible(&title)),
            None => visible(&title),
        };
        let several = group.members.len() > 1;
        Self {
            rule: group.rule.to_owned(),
            level: group.level.word(),
            title,
            help: group.help().iter().map(|help| visible(help)).collect(),
            measured: measurements::lines(&group.members)
                .map(|lines| lines.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            limits: limits(group),
            each: group
                .members
                .iter()
                .filter(|_| several)
                .map(|member| each(member))
                .collect(),
            rows: rows::count(group),
            anchor: rows::anchor(group, None),
            ..Self::default()
        }
    }

    /// The `nth` one that is suppressed.
    pub(crate) fn suppressed(group: &Group, nth: usize) -> Self {
        Self {
            anchor: rows::anchor(group, Some(nth)),
            suppressed: group.members.first().and_then(|first| why(first)),
            ..Self::of(group)
        }
    }
}

/// The broken limits, each once, with the place that set them.
fn limits(group: &Group) -> Vec<String> {
    let mut limits: Vec<String> = Vec::new();
    for member in &group.members {
        let (Some(key), Some(span)) = (member.outcome.broken, &member.span) else {
            continue;
        };
        let written = span.text.get(span.range.clone()).unwrap_or_default();
        let limit = format!(
            "{key} = {}, in line {} of {}",
            short_name(written),
            span.line(),
            short_name(&span.file)
        );
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    limits
}

/// One subject's sentence with what was measured of it.
fn each(member: &Diagnostic) -> String {
    let measured = measurements::lines(&[member]).unwrap_or_default();
    let said = message(member);
    if measured.is_empty() {
        said
    } else {
        format!("{said}: {}", measured.replace('\n', " "))
    }
}
