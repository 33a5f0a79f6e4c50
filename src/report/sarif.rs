//! SARIF: version 2.1.0 for code scanning, with what GitHub demands beyond the schema.
//!
//! Every result has a location, URIs are relative to the repository, no text is empty, and
//! fingerprints come from what rows say, never from where they stand.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use serde_json::Value;
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification,
    PhysicalLocation, PropertyBag, Region, ReportingConfiguration, ReportingDescriptor,
    Result as Finding, ResultLevel, Run, Sarif as Log, Suppression, Tool, ToolComponent,
};
use xxhash_rust::xxh3::xxh3_64;

use super::json::write;
use super::root::Root;
use super::spot::{
    findings, first_measurement, help, message, place, place_of_row, suppressed, undetermined,
};
use super::suppressed::gone_entries;
use super::visible::visible;
use super::{Reporter, failures, noted};
use crate::diagnostic::{BaselineState, Diagnostic, Level, WaiverNote, Witness};
use crate::outcome::{DatasetReport, Failure, Report};
use crate::rules;
use crate::rules::words::RuleWords;

/// Results that GitHub shows of one run; more are refused above 25,000.
const SHOWN: usize = 5_000;
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Speaks SARIF.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sarif;

impl Reporter for Sarif {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let root = Root::here();
        let words: Vec<RuleWords> = rules::words().into_iter().map(|(_, words)| words).collect();
        let found = findings(run);
        let suppressed = suppressed(run);
        // What counts before what doesn't, and each finding once before any has a second row.
        let spots: Vec<Spot> = first_rows(&found)
            .chain(other_rows(&found))
            .chain(known_rows(&found))
            .chain(first_rows(&suppressed))
            .chain(other_rows(&suppressed))
            .collect();
        let all = spots.len();
        let mut prints = Fingerprints::default();
        let results: Vec<Finding> = spots
            .into_iter()
            .take(SHOWN)
            .map(|spot| result(&root, &words, &mut prints, &spot))
            .collect();
        let log = Log::builder()
            .schema(SCHEMA)
            .version(serde_json::json!("2.1.0"))
            .runs(vec![
                Run::builder()
                    .tool(tool(run, &words))
                    .results(results)
                    .invocations(vec![invocation(&root, run, all)])
                    .build(),
            ])
            .build();
        write(&log, out)
    }
}

/// A finding, or one row of it, with a result of its own.
struct Spot<'a> {
    dataset: &'a DatasetReport,
    finding: &'a Diagnostic,
    row: Option<&'a Witness>,
    state: Option<BaselineState>,
}

/// Each finding by its first row, or by itself where it has none.
fn first_rows<'a>(
    findings: &'a [(&'a DatasetReport, &'a Diagnostic)],
) -> impl Iterator<Item = Spot<'a>> {
    findings.iter().map(|&(dataset, finding)| Spot {
        dataset,
        finding,
        row: finding.outcome.witnesses.first(),
        state: finding.suppression.baseline,
    })
}

/// All rows but the first of each finding.
fn other_rows<'a>(
    findings: &'a [(&'a DatasetReport, &'a Diagnostic)],
) -> impl Iterator<Item = Spot<'a>> {
    findings.iter().flat_map(|&(dataset, finding)| {
        let rows = finding.outcome.witnesses.iter().skip(1);
        rows.map(move |row| Spot {
            dataset,
            finding,
            row: Some(row),
            state: finding.suppression.baseline,
        })
    })
}

/// The rows of new findings that the baseline knows.
fn known_rows<'a>(
    findings: &'a [(&'a DatasetReport, &'a Diagnostic)],
) -> impl Iterator<Item = Spot<'a>> {
    findings.iter().flat_map(|&(dataset, finding)| {
        let rows = finding.suppression.known_rows.iter();
        rows.map(move |row| Spot {
            dataset,
            finding,
            row: Some(row),
            state: Some(BaselineState::Known),
        })
    })
}

fn tool(run: &Report, words: &[RuleWords]) -> Tool {
    let rules: Vec<ReportingDescriptor> = words.iter().map(descriptor).collect();
    let driver = ToolComponent::builder()
        .name("trueline")
        .semantic_version(run.version)
        .version(run.version)
        .rules(rules)
        .build();
    Tool::builder().driver(driver).build()
}

fn descriptor(words: &RuleWords) -> ReportingDescriptor {
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    let level = match words.level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "none",
    };
    ReportingDescriptor::builder()
        .id(words.name)
        .name(words.name)
        .short_description(text(&words.title))
        .full_description(text(&words.what))
        .help(text(&words.remedy))
        .default_configuration(
            ReportingConfiguration::builder()
                .level(serde_json::json!(level))
                .build(),
        )
        .properties(
            PropertyBag::builder()
                .additional_properties(BTreeMap::from([(
                    "problem.severity".to_owned(),
                    Value::from(if level == "error" { "error" } else { "warning" }),
                )]))
                .tags(vec!["dataset".to_owned()])
                .build(),
        )
        .build()
}

fn result(root: &Root, words: &[RuleWords], prints: &mut Fingerprints, spot: &Spot) -> Finding {
    let &Spot {
        dataset,
        finding,
        row,
        state,
    } = spot;
    let (path, line) = match row {
        Some(row) => place_of_row(dataset, row),
        None => place(dataset, finding),
    };
    let mut text = message(finding);
    if let Some(note) = row
        .map(|row| visible(&row.note))
        .filter(|note| !note.is_empty())
    {
        text.push_str(&format!("; here: {note}"));
    }
    if let Some(measured) = first_measurement(finding) {
        text.push_str(&format!(". Measured: {measured}"));
    }
    if let Some(help) = help(finding) {
        text.push_str(&format!(". To do: {help}"));
    }
    let rule = words
        .iter()
        .position(|words| words.name == finding.rule)
        .unwrap_or_default();
    let mut result = Finding::builder()
        .rule_id(finding.rule)
        .rule_index(rule as i64)
        .level(if finding.level == Level::Deny {
            ResultLevel::Error
        } else {
            ResultLevel::Warning
        })
        .message(plain(&text))
        .locations(vec![location(&root.uri(&path), line)])
        .partial_fingerprints(BTreeMap::from([(
            "primaryLocationLineHash".to_owned(),
            prints.of(dataset, finding, row),
        )]))
        .build();
    result.baseline_state = state.map(|state| match state {
        BaselineState::New => serde_json::json!("new"),
        BaselineState::Known => serde_json::json!("unchanged"),
    });
    let waiver = finding.suppression.waiver.as_ref();
    result.suppressions = waiver.map(|waiver| vec![suppression(root, waiver)]);
    result
}

/// A waiver: it stands in trueline.toml, not in the data that it is about.
fn suppression(root: &Root, waiver: &WaiverNote) -> Suppression {
    let until = waiver
        .until
        .as_ref()
        .map_or(String::new(), |until| format!(" (until {until})"));
    Suppression::builder()
        .kind(serde_json::json!("external"))
        .status(serde_json::json!("accepted"))
        .justification(format!("{}{until}", visible(&waiver.reason)))
        .location(location(&root.uri(&waiver.span.file), waiver.span.line()))
        .build()
}

/// A message in which nothing is a link: `[text](target)` would be one in plain text, too (SARIF 2.1.0,
/// section 3.11.6).
fn plain(text: &str) -> Message {
    Message::builder().text(text.replace("](", "] (")).build()
}

fn location(uri: &str, line: u64) -> Location {
    Location::builder()
        .physical_location(
            PhysicalLocation::builder()
                .artifact_location(ArtifactLocation::builder().uri(uri).build())
                .region(Region::builder().start_line(line as i64).build())
                .build(),
        )
        .build()
}

/// How the run went, with what it could not judge and what is left out here.
fn invocation(root: &Root, run: &Report, all: usize) -> Invocation {
    let note = |text: String| {
        Notification::builder()
            .level(serde_json::json!("note"))
            .message(plain(&text))
            .build()
    };
    let failed = run.failures.iter().map(|failure| error(root, failure));
    let mut notes: Vec<Notification> = failed.collect();
    notes.extend(undetermined(run).into_iter().map(|(_, open)| {
        let needs = help(open).map_or(String::new(), |help| format!(" ({help})"));
        note(format!(
            "{} is undetermined: {}{needs}",
            open.rule,
            message(open)
        ))
    }));
    notes.extend(gone_entries(run).map(note));
    notes.extend(noted::line(run).map(note));
    if all > SHOWN {
        notes.push(note(format!(
            "{} more results are left out: at most {SHOWN} are shown",
            all - SHOWN
        )));
    }
    Invocation::builder()
        .execution_successful(run.failures.is_empty())
        .exit_code(i64::from(run.verdict.exit))
        .tool_execution_notifications(notes)
        .build()
}

/// What couldn't be judged, at its place.
fn error(root: &Root, failure: &Failure) -> Notification {
    let mut text = failures::message(failure);
    if let Some(help) = failures::help(failure) {
        text.push_str(&format!(". To do: {help}"));
    }
    let mut notification = Notification::builder()
        .level(serde_json::json!("error"))
        .message(plain(&text))
        .build();
    notification.locations = failure
        .file
        .as_ref()
        .map(|path| vec![location(&root.uri(path), failure.line.unwrap_or(1))]);
    notification
}

/// Fingerprints given so far: a second one of the same content gets a number.
#[derive(Default)]
struct Fingerprints {
    given: HashMap<u64, usize>,
}

impl Fingerprints {
    fn of(
        &mut self,
        dataset: &DatasetReport,
        finding: &Diagnostic,
        row: Option<&Witness>,
    ) -> String {
        let subject = finding.outcome.subject.as_deref().unwrap_or_default();
        let key = row.map_or("", |row| row.key.as_str());
        let content = [finding.rule, &dataset.name, subject, key].join("\u{1f}");
        let hash = xxh3_64(content.as_bytes());
        let nth = self.given.entry(hash).or_default();
        *nth += 1;
        format!("{hash:016x}:{nth}")
    }
}
