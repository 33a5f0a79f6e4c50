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
    Result as Finding, ResultLevel, Run, Sarif as Log, Tool, ToolComponent,
};
use xxhash_rust::xxh3::xxh3_64;

use super::json::write;
use super::root::Root;
use super::spot::{findings, help, measured, message, place, place_of_row, undetermined};
use super::visible::visible;
use super::{DatasetReport, Report, Reporter};
use crate::diagnostic::{Diagnostic, Level, Witness};
use crate::rules;
use crate::rules::words::RuleWords;

/// Results that GitHub shows of one run; more are refused above 25,000.
const SHOWN: usize = 5_000;
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Speaks SARIF.
#[derive(Debug, Clone, Copy)]
pub struct Sarif;

impl Reporter for Sarif {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let root = Root::here();
        let words: Vec<RuleWords> = rules::words().into_iter().map(|(_, words)| words).collect();
        let found = findings(run);
        // Each finding once before any has a second row.
        let first = found
            .iter()
            .map(|&(dataset, finding)| (dataset, finding, finding.outcome.witnesses.first()));
        let others = found.iter().flat_map(|&(dataset, finding)| {
            let rows = finding.outcome.witnesses.iter().skip(1);
            rows.map(move |row| (dataset, finding, Some(row)))
        });
        let all = found
            .iter()
            .map(|(_, finding)| finding.outcome.witnesses.len().max(1))
            .sum::<usize>();
        let mut prints = Fingerprints::default();
        let results: Vec<Finding> = first
            .chain(others)
            .take(SHOWN)
            .map(|(dataset, finding, row)| {
                result(&root, &words, &mut prints, dataset, finding, row)
            })
            .collect();
        let log = Log::builder()
            .schema(SCHEMA)
            .version(serde_json::json!("2.1.0"))
            .runs(vec![
                Run::builder()
                    .tool(tool(run, &words))
                    .results(results)
                    .invocations(vec![invocation(run, all)])
                    .build(),
            ])
            .build();
        write(&log, out)
    }
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

fn result(
    root: &Root,
    words: &[RuleWords],
    prints: &mut Fingerprints,
    dataset: &DatasetReport,
    finding: &Diagnostic,
    row: Option<&Witness>,
) -> Finding {
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
    if let Some(measured) = measured(finding) {
        text.push_str(&format!(". Measured: {measured}"));
    }
    if let Some(help) = help(finding) {
        text.push_str(&format!(". To do: {help}"));
    }
    let rule = words
        .iter()
        .position(|words| words.name == finding.rule)
        .unwrap_or_default();
    Finding::builder()
        .rule_id(finding.rule)
        .rule_index(rule as i64)
        .level(if finding.level == Level::Deny {
            ResultLevel::Error
        } else {
            ResultLevel::Warning
        })
        .message(said_only(&text))
        .locations(vec![location(&root.uri(&path), line)])
        .partial_fingerprints(BTreeMap::from([(
            "primaryLocationLineHash".to_owned(),
            prints.of(dataset, finding, row),
        )]))
        .build()
}

/// A message in which nothing is a link: `[text](target)` would be one in plain text, too (SARIF 2.1.0,
/// section 3.11.6).
fn said_only(text: &str) -> Message {
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
fn invocation(run: &Report, all: usize) -> Invocation {
    let note = |text: String| {
        Notification::builder()
            .level(serde_json::json!("note"))
            .message(said_only(&text))
            .build()
    };
    let mut notes: Vec<Notification> = undetermined(run)
        .into_iter()
        .map(|(_, open)| {
            let needs = help(open).map_or(String::new(), |help| format!(" ({help})"));
            note(format!(
                "{} is undetermined: {}{needs}",
                open.rule,
                message(open)
            ))
        })
        .collect();
    if all > SHOWN {
        notes.push(note(format!(
            "{} more results are left out: at most {SHOWN} are shown",
            all - SHOWN
        )));
    }
    Invocation::builder()
        .execution_successful(true)
        .exit_code(i64::from(run.verdict.exit))
        .tool_execution_notifications(notes)
        .build()
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
