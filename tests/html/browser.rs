//! Browser: Chromium, which opens a page in every way that a reader may, and tells what it saw.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::made::Page;

/// What Chromium saw of a page, beside the same report as JSON.
pub(crate) struct Seen {
    pub(crate) told: Value,
    pub(crate) json: Value,
}

impl Seen {
    pub(crate) fn views(&self) -> &Value {
        &self.told["views"]
    }

    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.told[name].as_array().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn figures(&self, view: &str) -> &[Value] {
        self.views()[view]["figures"]
            .as_array()
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn of_kind(&self, view: &str, kind: &str) -> Vec<&Value> {
        self.figures(view)
            .iter()
            .filter(|figure| figure["kind"] == kind)
            .collect()
    }

    /// All that a reader reads, with everything unfolded.
    pub(crate) fn text(&self) -> &str {
        self.told["text"].as_str().unwrap_or_default()
    }
}

/// Opens `page`; nothing, and a word about it, where there is no Chromium. In CI that is a failure.
pub(crate) fn browse(page: &Page, name: &str) -> Option<Seen> {
    let ready = tools().zip(chromium());
    let Some((tools, chromium)) = ready else {
        assert!(
            env::var_os("CI").is_none(),
            "Chromium or what drives it is missing: `make test` sets them up, where npm is there and apt-get may install"
        );
        println!(
            "not run: Chromium or what drives it is missing; `make test` sets them up, where it can"
        );
        return None;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let done = Command::new("node")
        .arg(root.join("tests/html/browse.mjs"))
        .arg(tools)
        .arg(chromium)
        .arg(page.path())
        .arg(root.join("target/screenshots"))
        .arg(name)
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    Some(Seen {
        told: serde_json::from_slice(&done.stdout).expect("JSON"),
        json: page.json.clone(),
    })
}

fn tools() -> Option<PathBuf> {
    let tools = PathBuf::from(env::var_os("TRUELINE_TEST_TOOLS")?);
    tools
        .join("node_modules/puppeteer-core")
        .is_dir()
        .then_some(tools)
}

fn chromium() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| {
            ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name))
        })
        .find(|found| found.is_file())
}
