//! Numbers: the tables of lines and of collapsed runs.

use crate::outcome::{JudgedLine, RunsReport};
use crate::report::html::table::{Cell, Table};
use crate::runs::Named;
use crate::wording::{format_count, format_figure};

/// Collapsed runs that are listed for each shift.
const NAMED: usize = 250;

/// The statistics of every view.
pub(super) fn views(run: &RunsReport) -> Table {
    let cell = |value: Option<f64>| value.map_or_else(|| Cell::text("undefined"), Cell::number);
    let rows = run.lines.iter().flat_map(|judged| {
        let line = &judged.line;
        [
            ("all runs", Some(line.all)),
            ("healthy runs", Some(line.healthy)),
            ("all, balanced accuracy", line.balanced),
            ("healthy, balanced accuracy", line.balanced_healthy),
        ]
        .into_iter()
        .filter_map(|(name, view)| Some((name, view?)))
        .map(|(name, view)| {
            let interval = view.interval.map_or(String::new(), |(low, high)| {
                format!("{} to {}", format_figure(low), format_figure(high))
            });
            vec![
                Cell::text(&judged.shift.name),
                Cell::text(name),
                Cell::count(view.runs),
                cell(view.r),
                Cell::words(interval),
                cell(view.slope),
                cell(view.r_squared),
                cell(view.spearman),
            ]
        })
        .collect::<Vec<_>>()
    });
    Table::new(
        "Lines in numbers, on the probit scale",
        &[
            "shift",
            "over",
            "runs",
            "r",
            "95 % interval of r",
            "slope",
            "R²",
            "Spearman",
        ],
        rows,
    )
}

/// The runs that collapsed, by name.
pub(super) fn collapsed(judged: &JudgedLine) -> Option<Table> {
    let count = judged.collapsed().count();
    if count == 0 {
        return None;
    }
    let named = judged.collapsed().any(|run| run.name.is_some());
    let name = |run: &Named| named.then(|| Cell::text(run.name.as_deref().unwrap_or_default()));
    let rows = judged.collapsed().take(NAMED).map(|run| {
        let line = Cell::words(run.line.to_string());
        name(run).into_iter().chain([line]).collect()
    });
    let heads: &[&str] = if named { &["run", "line"] } else { &["line"] };
    let first = if count > NAMED {
        format!("the first {NAMED} of {}", format_count(count))
    } else {
        format_count(count)
    };
    let caption = format!("Collapsed runs under {}: {first}", judged.shift.name);
    Some(Table::new(&caption, heads, rows))
}
