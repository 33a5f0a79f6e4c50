//! JSON lines: each outcome, and each error, as an object on a line of its own, the verdict last.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Reporter;
use super::json::{SCHEMA, failure, outcome, verdict, write_line};
use crate::outcome::Report;

/// Speaks JSON, one object a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JsonLines;

impl Reporter for JsonLines {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        for dataset in &run.datasets {
            for diagnostic in &dataset.diagnostics {
                let mut line = json!({"schema": SCHEMA, "dataset": dataset.name});
                if let (Value::Object(line), Value::Object(fields)) =
                    (&mut line, outcome(diagnostic))
                {
                    line.extend(fields);
                }
                write_line(&line, out)?;
            }
        }
        for failed in &run.failures {
            write_line(&json!({"schema": SCHEMA, "error": failure(failed)}), out)?;
        }
        write_line(
            &json!({"schema": SCHEMA, "version": run.version, "verdict": verdict(run.verdict)}),
            out,
        )
    }
}
