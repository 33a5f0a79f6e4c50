//! Reports that are opened, and the data that they are about.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::trueline;

/// A report as a page, and the same as JSON.
pub(crate) struct Page {
    pub(crate) html: String,
    pub(crate) json: Value,
    /// The page's file; it goes with the folder.
    folder: tempfile::TempDir,
}

impl Page {
    /// A page that was written already, without JSON.
    pub(crate) fn of(html: String) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::write(folder.path().join("report.html"), &html).expect("the folder can be written");
        Self {
            html,
            json: Value::Null,
            folder,
        }
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("report.html")
    }
}

/// `trueline COMMAND ARGS` in a folder with these files.
pub(crate) fn run(command: &str, files: &[(&str, &[u8])], args: &[&str]) -> Page {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("the folder can be written");
    }
    let both = ["html=report.html", "json=report.json"];
    told(folder.path(), command, args, &both, None);
    let read =
        |name: &str| fs::read_to_string(folder.path().join(name)).expect("the report is there");
    Page {
        html: read("report.html"),
        json: serde_json::from_str(&read("report.json")).expect("JSON"),
        folder,
    }
}

/// Runs `trueline COMMAND ARGS` in `folder`, with these outputs and this cache.
pub(crate) fn told(
    folder: &Path,
    command: &str,
    args: &[&str],
    outputs: &[&str],
    cache: Option<&Path>,
) {
    let mut trueline = trueline(folder, &[&[command], args].concat());
    for output in outputs {
        trueline.args(["--output-format", output]);
    }
    match cache {
        Some(cache) => trueline.env("TRUELINE_CACHE_DIR", cache),
        None => trueline.env("TRUELINE_NO_CACHE", "1"),
    };
    let done = trueline
        .args(["--fail-on", "never"])
        .current_dir(folder)
        .env("CI", "true")
        .output()
        .expect("trueline runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// `trueline check ARGS`.
pub(crate) fn check(files: &[(&str, &[u8])], args: &[&str]) -> Page {
    run("check", files, args)
}

/// One of the fixtures.
pub(crate) fn fixture(name: &str, args: &[&str]) -> Page {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    let read = |file: &str| fs::read(folder.join(file)).expect("the fixture is there");
    check(
        &[
            ("data.csv", &read("data.csv")),
            ("trueline.toml", &read("trueline.toml")),
        ],
        args,
    )
}

const WORDS: [&str; 24] = [
    "harbour", "violin", "copper", "ledger", "meadow", "turbine", "saffron", "glacier", "orchard",
    "lantern", "compass", "quarry", "velvet", "monsoon", "chapel", "granite", "falcon", "pepper",
    "canvas", "anchor", "walnut", "cobalt", "river", "zanzibar",
];

/// `rows` short texts of two classes, some of them twice.
pub(crate) fn text_of(rows: usize) -> String {
    let mut csv = "text,y\n".to_owned();
    for row in 0..rows {
        let nth = if row % 20 == 19 { row - 1 } else { row };
        let word = |turn: usize| WORDS[(nth * turn + nth / 7) % WORDS.len()];
        csv.push_str(&format!(
            "the {} and the {} of {} number {nth},{}\n",
            word(5),
            word(7),
            word(11),
            nth % 2
        ));
    }
    csv
}

/// The same with long texts, and a repeat in every fifth row.
pub(crate) fn table(rows: usize) -> String {
    let mut csv = "text,y\n".to_owned();
    for row in 0..rows {
        let nth = if row % 5 == 4 { row - 1 } else { row };
        let long: Vec<&str> = (0..40)
            .map(|at| WORDS[(nth * (2 * at + 3) + nth / 11 + at) % WORDS.len()])
            .collect();
        csv.push_str(&format!("{} {nth},{}\n", long.join(" "), nth % 2));
    }
    csv
}

const ATTACKS: [&str; 10] = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]></style><svg onload=alert(1)>",
    "\u{202e}desrever\u{2066}\u{200f}",
    "javascript:alert(1) http://evil.example/x.png",
    "{{ 7 * 7 }} {% include 'page.html' %} ${alert(1)}",
    "\"><a href=http://evil.example>x</a> ' onmouseover='alert(1)",
    "\u{2028}\u{2029}\\u003cscript>\u{0}\u{1b}[31m",
    "&lt;b&gt; &#60;script&#62; `code`",
];

/// Data whose every name and cell attacks, with values shown.
pub(crate) fn hostile() -> Page {
    let text = "text </title><script>alert(2)</script>";
    let label = "label <img src=x onerror=alert(3)>";
    let domain = "domain \u{202e}--><b>";
    let mut rows: Vec<String> = (0..600)
        .map(|row: usize| {
            let attack = ATTACKS[row * 7 % ATTACKS.len()];
            let class = [
                "</script><script>alert(4)</script>",
                "<svg/onload=alert(5)>",
            ][(row * row / 3) % 2];
            let place = ["<b>north", "\u{202e}south</script>", "west\u{2028}&quot;"][row / 2 % 3];
            json!({text: format!("{attack} {}", row % 250), label: class, domain: place})
                .to_string()
        })
        .collect();
    rows.push(
        json!({text: "x".repeat(1_000_000), label: "<svg/onload=alert(5)>", domain: "<b>north"})
            .to_string(),
    );
    let name = "<img src=x onerror=alert(6)>.jsonl".replace('/', "");
    let args = [
        name.as_str(),
        "--label",
        label,
        "--text",
        text,
        "--domain",
        domain,
        "--profile",
        "quick",
        "--show-values",
    ];
    check(&[(&name, rows.join("\n").as_bytes())], &args)
}
