//! JSON: what changed between two versions, in the schema `trueline-compare/1`.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::outcome::{CompareReport, Part, PartChange, Place, RowChange, VersionReport};
use crate::report::Reporter;
use crate::report::json::{Json, write};

/// The schema's name; it changes when a field changes its meaning or goes.
const SCHEMA: &str = "trueline-compare/1";

impl Reporter<CompareReport> for Json {
    fn report(&self, run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
        let (rows, roles, columns) = (&run.rows, &run.roles, &run.columns);
        let retyped = columns.retyped.iter();
        let retyped: Vec<Value> = retyped
            .map(|(column, from, to)| json!({ "column": column, "from": from, "to": to }))
            .collect();
        let cells = run.cells.iter();
        let cells: Vec<Value> = cells
            .map(|(column, rows)| json!({ "column": column, "rows": rows }))
            .collect();
        let value = json!({
            "schema": SCHEMA,
            "version": env!("CARGO_PKG_VERSION"),
            "changed": run.has_changes(),
            "base": version(&run.base),
            "candidate": version(&run.candidate),
            "roles": {
                "label": roles.label,
                "domain": roles.domain,
                "split": roles.split,
                "key": roles.key,
            },
            "columns": {
                "gone": columns.gone,
                "new": columns.new,
                "retyped": retyped,
                "excluded": columns.excluded,
            },
            "rows": {
                "same": rows.same,
                "changed": rows.changed,
                "edited": rows.edited,
                "edited_alike": rows.alike,
                "relabelled": rows.relabelled,
                "moved": rows.moved,
                "added": rows.added,
                "removed": rows.removed,
            },
            "classes": parts(run.classes.as_deref()),
            "domains": parts(run.domains.as_deref()),
            "splits": parts(run.splits.as_deref()),
            "labels": ways(&run.labels),
            "moves": ways(&run.moves),
            "cells": cells,
            "examples": run.examples.iter().map(example).collect::<Vec<_>>(),
            "notes": run.notes,
        });
        write(&value, out)
    }
}

fn version(version: &VersionReport) -> Value {
    json!({ "name": version.name, "files": version.files, "rows": version.rows })
}

fn parts(parts: Option<&[PartChange]>) -> Value {
    let Some(parts) = parts else {
        return Value::Null;
    };
    let parts = parts.iter().map(|part| {
        json!({
            "name": part.name,
            "base": part.base,
            "candidate": part.candidate,
            "removed": part.removed,
            "added": part.added,
            "left": part.left,
            "joined": part.joined,
            "edited": part.edited,
        })
    });
    parts.collect()
}

fn ways(ways: &[(Part, Part, usize)]) -> Value {
    let ways = ways.iter();
    ways.map(|(from, to, rows)| json!({ "from": from, "to": to, "rows": rows }))
        .collect()
}

fn example(change: &RowChange) -> Value {
    let mut value = Map::new();
    let place = |place: &Option<Place>| {
        place.as_ref().map_or(
            Value::Null,
            |place| json!({ "file": place.file, "line": place.line, "row": place.row }),
        )
    };
    value.insert("base".to_owned(), place(&change.base));
    value.insert("candidate".to_owned(), place(&change.candidate));
    value.insert("alike".to_owned(), json!(change.is_alike));
    for (key, way) in [("label", &change.label), ("split", &change.split)] {
        let way = way.as_ref();
        let way = way.map(|(from, to)| json!({ "from": from, "to": to }));
        value.insert(key.to_owned(), way.unwrap_or(Value::Null));
    }
    let cells = change.columns.iter().enumerate().map(|(nth, column)| {
        let mut cell = json!({ "column": column });
        if let Some((from, to)) = change.cells.get(nth) {
            cell["from"] = json!(from);
            cell["to"] = json!(to);
        }
        cell
    });
    value.insert("cells".to_owned(), cells.collect());
    Value::Object(value)
}
