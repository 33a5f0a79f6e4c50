//! Check: what a check has to say, as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::failure::failure;
use super::outcome::{outcome, verdict};
use super::text::{number, optional, write};
use super::{Json, SCHEMA};
use crate::dataset::{RoleNames, TextSource};
use crate::evidence::{CellPlace, ColumnFacts};
use crate::outcome::{
    BaselineReport, ClassShare, DatasetReport, LeftOut, LineReport, Report, ShiftReport,
};
use crate::probe::Arm;
use crate::report::Reporter;

impl Reporter for Json {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut report = json!({
            "schema": SCHEMA,
            "version": run.version,
            "seed": run.seed,
            "profile": run.profile.word(),
            "model": run.model,
            "datasets": run.datasets.iter().map(dataset).collect::<Vec<_>>(),
            "left_out": run.left_out.iter().map(left_out).collect::<Vec<_>>(),
        });
        // Absent where vectors stay as they are.
        if !run.transform.is_empty() {
            report["transform"] = json!(run.transform.words());
        }
        report["errors"] = run.failures.iter().map(failure).collect();
        // Absent without a baseline.
        if let Some(held) = &run.baseline {
            report["baseline"] = baseline(held);
        }
        report["verdict"] = verdict(run.verdict);
        write(&report, out)
    }
}

/// How the findings stand to the baseline.
fn baseline(baseline: &BaselineReport) -> Value {
    json!({
        "file": baseline.file,
        "known": baseline.compared.known,
        "gone": baseline.compared.gone,
    })
}

fn dataset(dataset: &DatasetReport) -> Value {
    let sampled = dataset.sampled.as_ref().map(|sampled| {
        let shifted: Map<String, Value> = sampled
            .shifted
            .iter()
            .map(|(name, rows)| (name.clone(), json!(rows)))
            .collect();
        json!({
            "trainable": sampled.trainable,
            "train": sampled.train,
            "in_domain": sampled.in_domain,
            "shifted": shifted,
        })
    });
    let arms = dataset.arms.iter().map(|arm| {
        (
            arm.arm,
            json!({
                "probes": arm.standings.judged(),
                "collapsed": arm.standings.collapsed,
                "doubtful": arm.standings.doubtful,
                "leaning": arm.standings.leaning,
                "healthy": arm.standings.healthy,
            }),
        )
    });
    json!({
        "name": dataset.name,
        "path": dataset.paths.first(),
        "paths": dataset.paths,
        "rows": dataset.rows,
        "sampled": sampled,
        "roles": roles(&dataset.roles),
        "notes": dataset.notes,
        "unlabelled": dataset.unlabelled,
        "label_share": shares(&dataset.classes),
        "arms": by_arm(arms),
        "shifts": dataset.shifts.iter().map(shift).collect::<Vec<_>>(),
        "outcomes": dataset.diagnostics.iter().map(outcome).collect::<Vec<_>>(),
        "columns": dataset.columns.iter().map(column).collect::<Vec<_>>(),
    })
}

/// What a column was taken for; also part of what `trueline look` says.
pub(in crate::report) fn column(column: &ColumnFacts) -> Value {
    let place =
        |place: &CellPlace| json!({"path": place.path, "line": place.line, "row": place.row});
    json!({
        "name": column.name,
        "kind": column.kind.word(),
        "missing": column.missing,
        "marks": column.marks,
        "misfits": {
            "count": column.misfits,
            "first": column.places.iter().map(place).collect::<Vec<_>>(),
        },
        "distinct": column.distinct,
        "written": column.example,
    })
}

fn left_out(file: &LeftOut) -> Value {
    json!({"path": file.path, "why": file.why})
}

fn roles(roles: &RoleNames) -> Value {
    let text = match &roles.text {
        TextSource::Row => json!({"row": true}),
        TextSource::Columns(columns) => json!({"columns": columns}),
        TextSource::Template(template) => json!({"template": template}),
    };
    let domain = roles
        .domain
        .as_ref()
        .map(|domain| json!({"column": domain.column, "train": domain.train}));
    json!({
        "label": roles.label,
        "text": text,
        "domain": domain,
        "split": roles.split,
        "group": roles.group,
        "entity": roles.entity,
        "exclude": roles.exclude,
        "embedding": roles.embedding,
    })
}

fn shares(classes: &[ClassShare]) -> Value {
    classes
        .iter()
        .map(|class| (class.name.clone(), number(class.share)))
        .collect::<Map<_, _>>()
        .into()
}

fn by_arm(entries: impl Iterator<Item = (Arm, Value)>) -> Value {
    entries
        .map(|(arm, value)| (arm.word().to_owned(), value))
        .collect::<Map<_, _>>()
        .into()
}

fn shift(shift: &ShiftReport) -> Value {
    json!({
        "name": shift.name,
        "rows": shift.rows,
        "label_share": shares(&shift.label_share),
        "lines": by_arm(shift.lines.iter().map(|read| (read.arm, line(read)))),
    })
}

fn line(line: &LineReport) -> Value {
    json!({
        "probes": line.probes,
        "healthy": line.healthy,
        "r_all": optional(line.r_all),
        "r_healthy": optional(line.r_healthy),
        "r_balanced": optional(line.r_balanced),
        "slope": optional(line.slope),
        "intercept": optional(line.intercept),
        "ceiling": optional(line.ceiling),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::sample;

    fn bytes(run: &Report) -> String {
        let mut out = Vec::new();
        Json.report(run, &mut out).expect("a vector can be written");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn the_schema_is_as_documented() {
        let value: Value = serde_json::from_str(&bytes(&sample::report())).expect("JSON");
        let keys = |value: &Value| {
            value
                .as_object()
                .expect("an object")
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys(&value),
            [
                "schema", "version", "seed", "profile", "model", "datasets", "left_out", "errors",
                "verdict"
            ]
        );
        let dataset = &value["datasets"][0];
        assert_eq!(
            keys(dataset),
            [
                "name",
                "path",
                "paths",
                "rows",
                "sampled",
                "roles",
                "notes",
                "unlabelled",
                "label_share",
                "arms",
                "shifts",
                "outcomes",
                "columns"
            ]
        );
        assert_eq!(
            dataset["arms"]["embedded"],
            json!({"probes": 110, "collapsed": 20, "doubtful": 1, "leaning": 3, "healthy": 86})
        );
        assert_eq!(
            dataset["shifts"][0]["lines"]["embedded"]["r_all"],
            json!(-0.371)
        );
        assert_eq!(
            dataset["columns"][1],
            json!({"name": "AGEP", "kind": "number", "missing": 3, "marks": {"?": 2},
                   "misfits": {"count": 1, "first": [{"path": "data/acs.csv", "line": 7, "row": 6}]},
                   "distinct": 80, "written": null})
        );
        let found = &dataset["outcomes"][1];
        assert_eq!(
            keys(found),
            [
                "rule",
                "level",
                "outcome",
                "subject",
                "message",
                "help",
                "measurements",
                "witnesses"
            ]
        );
        assert_eq!(
            found["measurements"][0],
            json!({"name": "change of r by the collapsed probes", "value": -0.61, "low": -0.82, "high": -0.41,
                   "n": 110, "limit": 0.1})
        );
        assert_eq!(
            value["verdict"],
            json!({"exit": 1, "denied": 2, "warned": 1, "undetermined": 1})
        );
    }

    #[test]
    fn the_same_run_gives_the_same_bytes_however_long_it_took() {
        let run = sample::report();
        let later = Report {
            elapsed: Some(std::time::Duration::from_secs(99)),
            ..run.clone()
        };
        assert_eq!(bytes(&run), bytes(&later));
    }
}
