//! Cache: what a cache holds, what was removed from it and what was added, for people.

use std::io::{self, Write};
use std::path::Path;

use super::Terminal;
use super::snippet::options;
use super::visible::visible;
use crate::cache::{Cleaned, Contents};
use crate::outcome::EmbedReport;
use crate::wording::plural;

/// Writes what the cache in `folder` holds.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_contents(
    folder: &Path,
    contents: &Contents,
    out: &mut dyn Write,
) -> io::Result<()> {
    let models = &contents.models;
    let bytes = contents.verdict_bytes + models.iter().map(|model| model.bytes).sum::<u64>();
    writeln!(
        out,
        "{} · {}",
        visible(&folder.display().to_string()),
        format_bytes(bytes)
    )?;
    for model in models {
        let vectors = plural(model.vectors, "vector", "vectors");
        writeln!(
            out,
            "  {vectors} of {} ({}) · {}",
            visible(&model.name),
            visible(&model.fingerprint),
            format_bytes(model.bytes)
        )?;
    }
    let verdicts = plural(contents.verdicts, "verdict", "verdicts");
    writeln!(
        out,
        "  {verdicts} · {}",
        format_bytes(contents.verdict_bytes)
    )
}

/// Writes what was removed.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_cleaned(cleaned: Cleaned, out: &mut dyn Write) -> io::Result<()> {
    let files = plural(cleaned.files, "file", "files");
    writeln!(out, "removed {files}, {}", format_bytes(cleaned.bytes))
}

/// Writes what was embedded, a line for each dataset.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_filled(
    filled: &[EmbedReport],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    for dataset in filled {
        let rows = plural(dataset.rows, "row", "rows");
        let what = match (dataset.untouched, dataset.embedded) {
            (Some(why), _) => format!("nothing to keep: {why}"),
            (None, 0) => "every text was in the cache already".to_owned(),
            (None, read) => format!("{} embedded", plural(read, "text", "texts")),
        };
        let line = format!("{} · {rows} · {what}", visible(&dataset.name));
        for line in textwrap::wrap(&line, options(terminal.width).subsequent_indent("  ")) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `154 MB`, in powers of 1000.
fn format_bytes(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0 && value < 9.95);
    format!("{value:.digits$} {}", units[unit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::ModelContents;

    #[test]
    fn sizes_have_two_or_three_digits() {
        let text: Vec<String> = [0, 999, 1_000, 154_400_000, 999_600, 5_000_000_000]
            .map(format_bytes)
            .into();
        assert_eq!(
            text,
            [
                "0 bytes",
                "999 bytes",
                "1.0 kB",
                "154 MB",
                "1.0 MB",
                "5.0 GB"
            ]
        );
    }

    #[test]
    fn a_cache_is_told_in_a_few_lines() {
        let held = Contents {
            models: vec![ModelContents {
                name: "MiniLM\u{1b}[31m".to_owned(),
                fingerprint: "onnx-0f-0.1.0".to_owned(),
                vectors: 100_000,
                bytes: 154_000_000,
            }],
            verdicts: 1,
            verdict_bytes: 2_000,
        };
        let mut out = Vec::new();
        write_contents(Path::new("/c"), &held, &mut out).expect("a vector can be written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(
            text.starts_with("/c · 154 MB\n  100,000 vectors of MiniLM"),
            "{text}"
        );
        assert!(
            text.ends_with("(onnx-0f-0.1.0) · 154 MB\n  1 verdict · 2.0 kB\n"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
