//! Page: the one file that a browser opens: templates, scripts and styles around what is said.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::chart::{self, Chart};
use super::policy;
use super::section::Section;
use super::setting::Setting;
use super::table::Table;
use super::verdict::VerdictView;

/// Observable Plot, and D3 on which it stands, as they are published.
const D3: &str = include_str!("vendor/d3.min.js");
const PLOT: &str = include_str!("vendor/plot.min.js");
/// Their versions, as the page names them.
const D3_VERSION: &str = "7.9.2";
const PLOT_VERSION: &str = "0.6.17";
/// The style sheet that Plot puts into each chart, for the policy.
const PLOT_STYLE: &str = include_str!("vendor/plot.css");
const STYLE: &str = include_str!("style.css");
/// What draws, in the order in which it runs.
const SCRIPTS: [&str; 6] = [
    D3,
    PLOT,
    include_str!("marks.js"),
    include_str!("figures.js"),
    include_str!("tables.js"),
    include_str!("page.js"),
];

/// The templates; what ends in `.html` escapes every value that isn't marked as safe.
const TEMPLATES: [(&str, &str); 6] = [
    ("page.html", include_str!("page.html")),
    ("findings.html", include_str!("findings.html")),
    ("finding.html", include_str!("finding.html")),
    ("panels.html", include_str!("panels.html")),
    ("rows.html", include_str!("rows.html")),
    ("table.html", include_str!("table.html")),
];

/// The page.
#[derive(Serialize)]
pub(super) struct Page<'a> {
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

/// What a page says around its sections.
pub(super) struct Around<'a> {
    pub(crate) lead: String,
    pub(crate) version: &'a str,
    pub(crate) verdict: VerdictView,
    /// What stands below the verdict.
    pub(crate) notes: Vec<String>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) tables: Vec<Table>,
}

impl Page<'_> {
    /// A page with its sections; the rest is the same on every one.
    pub(super) fn write(
        around: Around,
        sections: (Vec<Section>, Vec<Chart>),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Around {
            lead,
            version,
            verdict,
            notes,
            settings,
            tables,
        } = around;
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
