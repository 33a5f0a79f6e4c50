//! HTML: one page that a person looks at, with everything in it: words, tables, charts and what draws them.
//!
//! The page holds no reference to anything outside of itself, and its policy lets nothing run but the scripts
//! that it came with.

mod captions;
mod chart;
mod dataset;
mod facts;
mod lines;
mod policy;
mod rows;
mod runs;
mod table;
mod vectors;
mod verdict;

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::suppressed;
use super::visible::{figure, visible};
use super::{Reporter, Settings};
use chart::Chart;
use dataset::Section;
use table::{Cell, Table};
use verdict::VerdictView;
use crate::outcome::{FailOn, Report};

/// Observable Plot, and D3 on which it stands, as they are published.
const D3: &str = include_str!("html/vendor/d3.min.js");
const PLOT: &str = include_str!("html/vendor/plot.min.js");
/// Their versions, as the page names them.
const D3_VERSION: &str = "7.9.2";
const PLOT_VERSION: &str = "0.6.17";
/// The style sheet that Plot puts into each chart, for the policy.
const PLOT_STYLE: &str = include_str!("html/vendor/plot.css");
const STYLE: &str = include_str!("html/style.css");
/// What draws, in the order in which it runs.
const SCRIPTS: [&str; 6] = [
    D3,
    PLOT,
    include_str!("html/marks.js"),
    include_str!("html/figures.js"),
    include_str!("html/tables.js"),
    include_str!("html/page.js"),
];

/// Speaks HTML.
#[derive(Debug, Clone, Default)]
pub struct Html {
    /// The command line, as it was typed.
    pub command: Option<String>,
}

/// The templates; what ends in `.html` escapes every value that isn't told to be safe.
const TEMPLATES: [(&str, &str); 6] = [
    ("page.html", include_str!("html/page.html")),
    ("findings.html", include_str!("html/findings.html")),
    ("finding.html", include_str!("html/finding.html")),
    ("panels.html", include_str!("html/panels.html")),
    ("rows.html", include_str!("html/rows.html")),
    ("table.html", include_str!("html/table.html")),
];

/// The page.
#[derive(Serialize)]
struct Page<'a> {
    policy: &'a str,
    version: &'a str,
    d3: &'a str,
    plot: &'a str,
    style: &'a str,
    scripts: &'a [&'a str],
    title: String,
    lead: String,
    verdict: VerdictView,
    notes: Vec<String>,
    sections: Vec<Section>,
    settings: Vec<Setting>,
    tables: Vec<Table>,
    data: String,
}

/// One line of the settings.
#[derive(Serialize)]
struct Setting {
    term: &'static str,
    values: Vec<String>,
    code: bool,
}

impl Setting {
    fn words(term: &'static str, value: impl AsRef<str>) -> Self {
        Self {
            term,
            values: vec![visible(value.as_ref())],
            code: false,
        }
    }

    fn code(term: &'static str, value: &str) -> Self {
        Self {
            code: true,
            ..Self::words(term, value)
        }
    }
}

impl Page<'_> {
    /// A page around what is said; the rest is the same on every one.
    fn write(
        said: Said,
        sections: (Vec<Section>, Vec<Chart>),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Said {
            lead,
            version,
            verdict,
            notes,
            settings,
            tables,
        } = said;
        let page = Page {
            policy: &policy::of(&SCRIPTS, &[STYLE, PLOT_STYLE]),
            version,
            d3: D3_VERSION,
            plot: PLOT_VERSION,
            style: STYLE,
            scripts: &SCRIPTS,
            title: format!("{lead} · trueline"),
            lead,
            verdict,
            notes,
            sections: sections.0,
            settings,
            tables,
            data: chart::json(&sections.1)?,
        };
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, text) in TEMPLATES {
            templates
                .add_template(name, text)
                .map_err(io::Error::other)?;
        }
        let template = templates
            .get_template("page.html")
            .map_err(io::Error::other)?;
        template
            .render_captured_to(Serde(&page), out)
            .map(drop)
            .map_err(io::Error::other)
    }
}

/// What a page says around its sections.
struct Said<'a> {
    lead: String,
    version: &'a str,
    verdict: VerdictView,
    /// What is told below the verdict.
    notes: Vec<String>,
    settings: Vec<Setting>,
    tables: Vec<Table>,
}

impl Reporter for Html {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let lead = match &run.datasets[..] {
            [only] => dataset::named(only),
            several => format!("{} datasets", several.len()),
        };
        let said = Said {
            lead,
            version: run.version,
            verdict: VerdictView::of_check(run),
            notes: baseline(run),
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
            .map(|(nth, dataset)| Section::of(run, dataset, nth))
            .unzip();
        Page::write(said, sections, out)
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
        settings.push(Setting::words("Model", &run.model));
        if let Some(told) = &run.settings {
            settings.push(match &told.fingerprint {
                Some(fingerprint) => Setting::code("Model's fingerprint", fingerprint),
                None => Setting::words("Model's fingerprint", "not known"),
            });
            let rows = told
                .train_rows
                .map_or("as the profile says".to_owned(), |rows| rows.to_string());
            settings.push(Setting::words("Most train rows", rows));
            let probes = if told.probes {
                "trained"
            } else {
                "not trained"
            };
            settings.push(Setting::words("Probes", probes));
            let fails = match told.fail_on {
                FailOn::Deny => "findings that deny",
                FailOn::Warn => "findings that warn or deny",
                FailOn::Never => "nothing",
            };
            settings.push(Setting::words("What fails the run", fails));
        }
        let strict = if run.strict {
            "counts as found"
        } else {
            "is told, and fails nothing"
        };
        settings.push(Setting::words("What can't be judged", strict));
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

/// How the run stands to its baseline, where it has one.
fn baseline(run: &Report) -> Vec<String> {
    [accepted::known(run), accepted::gone(run)]
        .into_iter()
        .flatten()
        .map(|told| format!("Baseline: {told}."))
        .collect()
}

/// The rules with their levels and limits.
fn limits(settings: &Settings) -> Table {
    let rows = settings.rules.iter().map(|rule| {
        let limits: Vec<String> = rule
            .limits
            .iter()
            .map(|(key, value)| format!("{} = {}", visible(key), figure(*value)))
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

#[cfg(test)]
mod tests;
