//! Check: the page of a check: its datasets, and what the run went by.

use std::io::{self, Write};

use super::dataset::draw;
use super::page::{Around, Page};
use super::setting::Setting;
use super::table::{Cell, Table};
use super::verdict::{VerdictView, upper};
use super::{Html, facts};
use crate::outcome::{FailOn, Report, RunSettings};
use crate::report::suppressed::{gone_entries, known_entries};
use crate::report::visible::visible;
use crate::report::{Reporter, failures, heading, noted};
use crate::wording::format_figure;

impl Reporter for Html {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let lead = match &run.datasets[..] {
            [only] => heading::dataset_name(only),
            [] if !run.failures.is_empty() => "nothing judged".to_owned(),
            several => format!("{} datasets", several.len()),
        };
        let around = Around {
            lead,
            version: run.version,
            verdict: VerdictView::of_check(run),
            notes: failed(run)
                .into_iter()
                .chain(noted::line(run).map(|line| format!("{}.", upper(&line))))
                .chain(baseline(run))
                .collect(),
            settings: self.settings(run),
            tables: run
                .settings
                .iter()
                .map(limits)
                .chain(run.datasets.iter().filter_map(facts::timings))
                .collect(),
        };
        let sections = run
            .datasets
            .iter()
            .enumerate()
            .map(|(nth, dataset)| draw(run, dataset, nth))
            .unzip();
        Page::write(around, sections, out)
    }
}

impl Html {
    fn settings(&self, run: &Report) -> Vec<Setting> {
        let mut settings = Vec::new();
        settings.extend(
            self.command
                .as_deref()
                .map(|line| Setting::code("Command", line)),
        );
        settings.push(Setting::words(
            "Version",
            format!("trueline {}", run.version),
        ));
        settings.push(Setting::words("Seed", run.seed.to_string()));
        settings.push(Setting::words("Profile", run.profile.word()));
        settings.extend(model(run));
        if let Some(went_by) = &run.settings {
            let rows = went_by
                .train_rows
                .map_or("as the profile says".to_owned(), |rows| rows.to_string());
            settings.push(Setting::words("Most train rows", rows));
            let probes = if went_by.probes {
                "trained"
            } else {
                "not trained"
            };
            settings.push(Setting::words("Probes", probes));
            let fails = match went_by.fail_on {
                FailOn::Deny => "findings that deny",
                FailOn::Warn => "findings that warn or deny",
                FailOn::Never => "nothing",
            };
            settings.push(Setting::words("What fails the run", fails));
        }
        let strict = if run.strict {
            "count as findings"
        } else {
            "fail nothing"
        };
        settings.push(Setting::words("Undetermined outcomes", strict));
        for dataset in &run.datasets {
            settings.extend(facts::roles(dataset));
        }
        settings.extend(
            run.left_out
                .iter()
                .map(|file| Setting::words("Left out", format!("{} ({})", file.path, file.why))),
        );
        let known = match run.recalled {
            0 => "",
            _ => ", with verdicts of an earlier run from the cache",
        };
        settings.extend(run.elapsed.map(|elapsed| {
            Setting::words("Took", format!("{:.1} s{known}", elapsed.as_secs_f64()))
        }));
        settings
    }
}

/// The model, and what its vectors went through.
fn model(run: &Report) -> Vec<Setting> {
    let mut settings = vec![Setting::words("Model", &run.model)];
    let after = run.transform.describe();
    settings.extend(after.map(|after| Setting::words("Its vectors", after)));
    settings.extend(
        run.settings
            .as_ref()
            .map(|went_by| match &went_by.fingerprint {
                Some(fingerprint) => Setting::code("Model's fingerprint", fingerprint),
                None => Setting::words("Model's fingerprint", "not known"),
            }),
    );
    settings
}

/// What couldn't be judged, and what to do about it.
fn failed(run: &Report) -> Vec<String> {
    let helps = run.failures.iter().map(failures::help);
    failures::lines(run)
        .into_iter()
        .zip(helps)
        .map(|(line, help)| format!("{}. {}", upper(&line), help.unwrap_or_default()))
        .collect()
}

/// How the run stands to its baseline, where it has one.
fn baseline(run: &Report) -> Vec<String> {
    [known_entries(run), gone_entries(run)]
        .into_iter()
        .flatten()
        .map(|line| format!("Baseline: {line}."))
        .collect()
}

/// The rules with their levels and limits.
fn limits(settings: &RunSettings) -> Table {
    let rows = settings.rules.iter().map(|rule| {
        let limits: Vec<String> = rule
            .limits
            .iter()
            .map(|(key, value)| format!("{} = {}", visible(key), format_figure(*value)))
            .collect();
        vec![
            Cell::text(rule.rule),
            Cell::text(rule.level),
            Cell::text(&limits.join(", ")),
        ]
    });
    Table::new(
        "Rules with their limits",
        &["rule", "level", "limits"],
        rows,
    )
}
