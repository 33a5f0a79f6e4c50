//! Human: what changed between two versions, on one screen.

use std::io::{self, Write};

use super::words::{
    Kind, balance, cells, changed, columns, gone_and_new, part, places, sections, ways,
};
use crate::outcome::{CompareReport, PartChange, RowChange};
use crate::report::Reporter;
use crate::report::human::Human;
use crate::report::snippet::options;
use crate::report::visible::{cut, defuse, visible};
use crate::wording::{format_count, plural};

/// Parts of a role that are told.
const PARTS: usize = 6;
/// Rows of a kind that are shown.
const ROWS: usize = 3;
/// Cells of a row that are shown.
const CELLS: usize = 3;
/// Characters of a cell.
const CELL: usize = 40;

impl Reporter<CompareReport> for Human {
    fn report(&self, run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
        let mut page = Page {
            human: self,
            text: String::new(),
        };
        let heading = format!(
            "{} → {} · {} → {}",
            visible(&run.base.name),
            visible(&run.candidate.name),
            format_count(run.base.rows),
            plural(run.candidate.rows, "row", "rows")
        );
        page.text.push('\n');
        page.add_bold(&heading);
        page.add_rows(run);
        for phrase in columns(run) {
            page.add(0, &format!("columns {}", visible(&phrase)));
        }
        for (role, column, parts) in sections(run) {
            page.add_section(role, column, parts);
        }
        page.add_examples(run);
        page.add_notes(run);
        out.write_all(defuse(&page.text).as_bytes())
    }
}

/// What is written, line by line.
struct Page<'a> {
    human: &'a Human,
    text: String,
}

impl Page<'_> {
    fn add_bold(&mut self, line: &str) {
        for line in textwrap::wrap(line, options(self.human.terminal.width - 2)) {
            let line = self.human.terminal.bold(&line);
            self.text.push_str(&format!("  {line}\n"));
        }
    }

    /// A paragraph, `indent` blanks deeper than others.
    fn add(&mut self, indent: usize, paragraph: &str) {
        let blanks = [" ".repeat(indent), " ".repeat(indent + 2)];
        let hanging = options(self.human.terminal.width - 2)
            .initial_indent(&blanks[0])
            .subsequent_indent(&blanks[1]);
        for line in textwrap::wrap(paragraph, hanging) {
            self.text.push_str(&format!("  {line}\n"));
        }
    }

    fn add_rows(&mut self, run: &CompareReport) {
        let rows = run.rows;
        if !run.has_changes() {
            self.add(0, "nothing changed: both hold the same rows");
            return;
        }
        self.add(
            0,
            &format!(
                "{} the same, {} changed, {} added, {} removed",
                plural(rows.same, "row", "rows"),
                format_count(rows.changed),
                format_count(rows.added),
                format_count(rows.removed)
            ),
        );
        if rows.edited > 0 {
            let alike = match rows.alike {
                0 => String::new(),
                alike if alike == rows.edited => ", known by likeness".to_owned(),
                alike => format!(", {} of them known by likeness", format_count(alike)),
            };
            let line = format!("{} edited{alike}: ", format_count(rows.edited));
            self.add(2, &(line + &visible(&cells(run))));
        }
        for (kind, list) in [(Kind::Relabelled, &run.labels), (Kind::Moved, &run.moves)] {
            let count = kind.count(run);
            if count > 0 {
                let line = format!("{} {}: ", format_count(count), kind.word());
                self.add(2, &(line + &visible(&ways(list))));
            }
        }
    }

    fn add_section(&mut self, role: &str, column: Option<&str>, parts: &[PartChange]) {
        let changed = changed(parts);
        if changed.is_empty() {
            return;
        }
        let by = column.map_or("files".to_owned(), visible);
        self.text.push('\n');
        self.add(0, &format!("by {role} ({by})"));
        for phrase in gone_and_new(parts) {
            self.add(2, &visible(&phrase));
        }
        for change in changed.iter().take(PARTS) {
            let name = cut(&visible(part(&change.name)), CELL);
            self.add(2, &format!("{name}: {}", balance(change)));
        }
        if changed.len() > PARTS {
            let more = format_count(changed.len() - PARTS);
            self.add(2, &format!("and {more} more (--output-format json)"));
        }
    }

    fn add_examples(&mut self, run: &CompareReport) {
        for kind in Kind::ALL {
            let of_kind = run.examples.iter().filter(|change| kind.is_of(change));
            let shown: Vec<&RowChange> = of_kind.take(ROWS).collect();
            if shown.is_empty() {
                continue;
            }
            self.text.push('\n');
            let rest = kind.count(run) - shown.len();
            let heading = match rest {
                0 => kind.word().to_owned(),
                rest => format!(
                    "{}, {} of {}",
                    kind.word(),
                    shown.len(),
                    format_count(rest + shown.len())
                ),
            };
            self.add(0, &heading);
            for change in shown {
                let line = [visible(&places(change)), describe(kind, change)];
                let line: Vec<String> = line.into_iter().filter(|part| !part.is_empty()).collect();
                self.add(2, &line.join(": "));
            }
        }
    }

    fn add_notes(&mut self, run: &CompareReport) {
        let excluded = &run.columns.excluded;
        if run.notes.is_empty() && excluded.is_empty() {
            return;
        }
        self.text.push('\n');
        if !excluded.is_empty() {
            let line = format!("not compared, as excluded: {}", excluded.join(", "));
            self.add(0, &visible(&line));
        }
        for note in &run.notes {
            self.add(0, &visible(note));
        }
    }
}

/// What changed in a row.
fn describe(kind: Kind, change: &RowChange) -> String {
    let way = match kind {
        Kind::Relabelled => &change.label,
        Kind::Moved => &change.split,
        Kind::Edited => return describe_cells(change),
        Kind::Added | Kind::Removed => return String::new(),
    };
    way.as_ref().map_or(String::new(), |(from, to)| {
        let [from, to] = [from, to].map(|name| cut(&visible(part(name)), CELL));
        format!("{from} → {to}")
    })
}

fn describe_cells(change: &RowChange) -> String {
    let columns = change.columns.iter().enumerate().take(CELLS);
    let mut cells: Vec<String> = columns
        .map(|(nth, column)| {
            let column = cut(&visible(column), CELL);
            match change.cells.get(nth) {
                Some((from, to)) => {
                    let [from, to] = [from, to].map(|cell| show_cell(cell.as_deref()));
                    format!("{column} {from} → {to}")
                }
                None => column,
            }
        })
        .collect();
    if change.columns.len() > CELLS {
        cells.push(format!("{} more", change.columns.len() - CELLS));
    }
    cells.join(", ")
}

fn show_cell(cell: Option<&str>) -> String {
    cell.map_or("(none)".to_owned(), |cell| {
        format!("`{}`", cut(&visible(cell), CELL))
    })
}
