//! Fuzz: what each fuzz target does with arbitrary bytes. It reads them as what they claim to be, and holds what comes of
//! it to what always holds; a panic is a find.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::findings::{Finding, write_findings};
use crate::baseline::Baseline;
use crate::cache::Cache;
use crate::dataset::{Dataset, RoleNames, Source, assemble_messages};
use crate::error::{Error, acts};
use crate::fix::verify;
use crate::outcome::{DatasetReport, Format};
use crate::report::{Terminal, write_error};
use crate::runs::{Runs, RunsSource};

/// A target's name, and what it does with bytes.
type Target = (&'static str, fn(&[u8]));

/// Every target.
const TARGETS: [Target; 11] = [
    ("csv", |bytes| read_data("data.csv", bytes)),
    ("json", |bytes| read_data("data.json", bytes)),
    ("jsonl", |bytes| read_data("data.jsonl", bytes)),
    ("gzip", |bytes| read_data("data.csv.gz", bytes)),
    ("columns", assemble_messages),
    ("config", plan),
    ("baseline", read_baseline),
    ("verdict", recall),
    ("manifest", read_manifest),
    ("line", read_runs),
    ("report", report),
];

/// The names of all targets.
pub fn fuzz_targets() -> Vec<&'static str> {
    TARGETS.iter().map(|(name, _)| *name).collect()
}

/// Does with `bytes` what the target of this name does.
///
/// # Panics
/// When there is no such target; and on whatever it finds.
pub fn fuzz(target: &str, bytes: &[u8]) {
    let known = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, run) = known.expect("a target that is there");
    run(bytes);
}

/// `bytes` in a file of this name, handed to `read`.
fn in_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file can be written");
    read(&path)
}

/// An error about data shows nothing that acts, with its values or without.
fn describe(error: &Error) {
    for values in [true, false] {
        let terminal = Terminal::stdout(Some(false));
        let said = super::text_of(|out| write_error(error, terminal, values, out));
        assert!(!said.chars().any(|c| c != '\n' && acts(c)), "{said:?}");
    }
}

fn read_data(name: &str, bytes: &[u8]) {
    let source = |path: &Path| Source {
        name: name.to_owned(),
        paths: vec![path.to_owned()],
        header: true,
        roles: RoleNames {
            label: Some("label".to_owned()),
            ..RoleNames::default()
        },
        ..Source::default()
    };
    in_file(name, bytes, |path| {
        match Dataset::load_as_named(&source(path)) {
            Ok(dataset) => {
                for column in &dataset.columns {
                    assert_eq!(column.len(), dataset.rows(), "{}", column.name);
                }
                for row in 0..dataset.rows().min(3) {
                    let _ = (dataset.place(row), dataset.key(row), dataset.excerpt(row));
                }
            }
            Err(error) => describe(&Error::Read(error)),
        }
    });
}

/// Settings that are accepted are written as a configuration that is accepted and says the same.
fn plan(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let args = ["--cache-dir", "cache"];
    let Ok(planned) = super::plan(&text, &args) else {
        return;
    };
    let again = super::plan(&planned.settings, &[]);
    let again = again.unwrap_or_else(|mistakes| panic!("{mistakes:?}\n{}", planned.settings));
    assert_eq!(again.rules, planned.rules, "{}", planned.settings);
}

/// What is read of a baseline is written, and read as the same.
fn read_baseline(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Baseline::parse("known.json", &text) {
        Ok(baseline) => {
            let again = Baseline::parse("known.json", &baseline.to_text());
            assert_eq!(again.ok(), Some(baseline));
        }
        Err(mistake) => describe(&Error::Config(mistake.into())),
    }
}

/// A verdict of the cache that was damaged, and one that somebody else wrote into a whole file.
fn recall(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::new(folder.path().to_owned(), u64::MAX);
    cache.keep(1, &0_u8);
    let packed = zstd::encode_all(bytes, 1).expect("bytes can be packed");
    let pattern = format!("{}/**/*.verdict", folder.path().display());
    for bytes in [bytes, &packed] {
        let mut kept = glob::glob(&pattern).expect("a pattern").flatten();
        let kept = kept.next().expect("a verdict was kept");
        fs::write(kept, bytes).expect("a file can be written");
        let _: Option<DatasetReport> = cache.recall(1);
        cache.keep(1, &0_u8);
    }
}

fn read_manifest(bytes: &[u8]) {
    in_file("data.manifest", bytes, |path| {
        if let Err(error) = verify(path) {
            describe(&error);
        }
    });
}

fn read_runs(bytes: &[u8]) {
    in_file("runs.csv", bytes, |path| {
        let source = RunsSource {
            paths: vec![path.to_owned()],
            header: true,
            id: "id".to_owned(),
            shifted: vec!["ood".to_owned()],
            family: Some("family".to_owned()),
            ..RunsSource::default()
        };
        match Runs::read(&source) {
            Ok(runs) => {
                for run in runs.shifts.iter().flat_map(|shift| &shift.runs) {
                    assert!((0.0..=1.0).contains(&run.id) && (0.0..=1.0).contains(&run.shifted));
                }
            }
            Err(error) => describe(&error),
        }
    });
}

/// A finding about `text`, as `format` says it.
fn say(format: &str, text: &str) -> String {
    let finding = Finding {
        rule: crate::rules::LINE_RULE,
        level: "deny",
        rows: 1,
        help: text.to_owned(),
    };
    write_findings(format, "deny", [(text.to_owned(), vec![finding])])
}

/// In no format does text act on a terminal, and what should be JSON is.
fn report(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    for format in Format::words() {
        let said = say(format, &text);
        // The page's own program writes characters that act in its texts.
        let acting = |said: &str| {
            let written = said.chars().filter(|&c| !['\n', '\t'].contains(&c));
            written.filter(|&c| acts(c)).count()
        };
        assert_eq!(
            acting(&said),
            acting(&say(format, "")),
            "{format}: {said:?}"
        );
        let is_mark = |line: &str| line.contains("##[") || line.contains("##vso[");
        assert!(!said.lines().any(is_mark), "{format}: {said:?}");
        if ["json", "sarif"].contains(&format) {
            serde_json::from_str::<Value>(&said).expect("JSON");
        }
        let commands = said
            .lines()
            .filter(|line| line.trim_start().starts_with("::"));
        let is_ours =
            |line: &str| line.starts_with("::error file=") || line.starts_with("::notice title=");
        assert!(
            commands
                .into_iter()
                .all(|line| format == "github" && is_ours(line)),
            "{said:?}"
        );
    }
}
