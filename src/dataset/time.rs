//! Time: which written cells are days, times of day, or both.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

use super::marks::is_mark;
use super::strings::Strings;

/// The share of the cells that hold something which has to be times.
const MOST: f64 = 0.95;

/// Days: ISO 8601, and as people write them with the day or the month first.
const DAYS: [&str; 19] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d %B %Y",
    "%d-%B-%Y",
    "%B %d, %Y",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%d %B %y",
    "%d-%B-%y",
    "%d/%B/%Y",
];
/// Times of day behind a day, or alone.
const CLOCKS: [&str; 4] = ["%H:%M:%S%.f", "%H:%M", "%I:%M %p", "%I:%M:%S %p"];

/// A day and a time of day with a `T` between them, or with a zone.
const STAMPS: [&str; 4] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y%m%dT%H%M%S",
];

/// One way to write times.
#[derive(Debug, Clone, Copy)]
enum Form {
    Clock(&'static str),
    Day(&'static str),
    Stamp(&'static str),
    /// As XML and JSON have it.
    Rfc3339,
    /// As mail has it.
    Rfc2822,
    /// A day, a blank, and a time of day in any way.
    DayAndClock(&'static str),
}

impl Form {
    fn all() -> impl Iterator<Item = Self> {
        // With seconds and AM, a time of day stands alone too seldom.
        let clocks = CLOCKS[..3].iter().copied().map(Self::Clock);
        let mail = [Self::Rfc3339, Self::Rfc2822];
        let days = DAYS.iter().copied().map(Self::Day);
        let stamps = STAMPS.iter().copied().map(Self::Stamp);
        let both = DAYS.iter().copied().map(Self::DayAndClock);
        clocks.chain(mail).chain(days).chain(stamps).chain(both)
    }

    /// Whether `cell` (trimmed) is written so.
    fn reads(self, cell: &str) -> bool {
        self.moment(cell).is_some()
    }

    /// When `cell` (trimmed) is, in universal time where it names its zone; a time of day alone is of the first day.
    fn moment(self, cell: &str) -> Option<NaiveDateTime> {
        let clock = |text, form| NaiveTime::parse_from_str(text, form).ok();
        match self {
            Self::Clock(form) => Some(NaiveDate::default().and_time(clock(cell, form)?)),
            Self::Day(form) => Some(day(cell, form)?.and_time(NaiveTime::default())),
            Self::Stamp(form) => {
                let head = cell.split(['T', ' ']).next().unwrap_or(cell);
                if !has_year(head, form) {
                    return None;
                }
                let local = NaiveDateTime::parse_from_str(cell, form).ok();
                let zoned = || DateTime::parse_from_str(cell, form).ok();
                local.or_else(|| zoned().map(|at| at.naive_utc()))
            }
            Self::Rfc3339 => Some(DateTime::parse_from_rfc3339(cell).ok()?.naive_utc()),
            Self::Rfc2822 => Some(DateTime::parse_from_rfc2822(cell).ok()?.naive_utc()),
            Self::DayAndClock(form) => cell.match_indices(' ').find_map(|(at, _)| {
                let rest = cell[at + 1..]
                    .trim_end_matches(" UTC")
                    .trim_end_matches('Z');
                let day = day(cell[..at].trim_end_matches(','), form)?;
                let time = CLOCKS.iter().find_map(|form| clock(rest, form))?;
                Some(day.and_time(time))
            }),
        }
    }
}

/// The earliest and the latest of `cells`, as they are written; none where no one form reads all of them, or two that
/// do disagree: then it isn't known which of two numbers is the month.
pub(crate) fn find_time_range<'a>(
    cells: impl Iterator<Item = &'a str>,
) -> Option<(&'a str, &'a str)> {
    let cells: Vec<&str> = cells.collect();
    let first = *cells.first()?;
    let forms = Form::all().filter(|form| form.reads(first));
    let moments = |form: Form| {
        let moments = cells
            .iter()
            .map(move |&cell| Some((form.moment(cell)?, cell)));
        moments.collect::<Option<Vec<_>>>()
    };
    let range = |moments: Vec<(NaiveDateTime, &'a str)>| {
        let (_, earliest) = *moments.iter().min_by_key(|(at, _)| *at)?;
        let (_, latest) = *moments.iter().max_by_key(|(at, _)| *at)?;
        Some((earliest, latest))
    };
    let mut ranges = forms.filter_map(moments).filter_map(range);
    let first = ranges.next()?;
    ranges.all(|other| other == first).then_some(first)
}

/// For each cell whether it is a time, when at least 95 % of those that hold something, and no mark, are;
/// with `asked`, when any is.
pub(super) fn read_times(cells: &Strings, asked: bool) -> Option<Vec<bool>> {
    let (mut read, mut misfits) = (0_usize, 0_usize);
    let most_misfits = (1.0 - MOST) * cells.len() as f64;
    let mut are = Vec::with_capacity(cells.len());
    // The cells of a column are mostly written in one way.
    let mut last = None;
    for cell in cells.iter() {
        let Some(cell) = cell.filter(|cell| !is_mark(cell)) else {
            are.push(false);
            continue;
        };
        let form = find_form(cell, last);
        read += usize::from(form.is_some());
        misfits += usize::from(form.is_none());
        are.push(form.is_some());
        last = form.or(last);
        // Most columns are no times: that shows in a few cells.
        if !asked && misfits as f64 > most_misfits {
            return None;
        }
    }
    let all = read + misfits;
    (read > 0 && (asked || read as f64 >= MOST * all as f64)).then_some(are)
}

/// The way in which `cell` (trimmed) is a day, a time of day, or both: `first`, or whichever reads it.
fn find_form(cell: &str, first: Option<Form>) -> Option<Form> {
    if !(4..=40).contains(&cell.len()) || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut forms = first.into_iter().chain(Form::all());
    forms.find(|form| form.reads(cell))
}

fn day(text: &str, form: &str) -> Option<NaiveDate> {
    let day = || NaiveDate::parse_from_str(text, form).ok();
    has_year(text, form).then(day).flatten()
}

/// Whether the digits of `text` can be a day in `form`. `chrono` takes `1.2.3` for one, too: here a year
/// has four digits, or two where every other part of the day has two or the month is a word.
fn has_year(text: &str, form: &str) -> bool {
    let mut groups = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .map(str::len);
    if form.contains("%Y") {
        // Without anything between year, month and day they are eight.
        groups.any(|digits| digits == 4 || digits == 8)
    } else if form.contains("%B") {
        groups.next_back() == Some(2)
    } else {
        groups.all(|digits| digits == 2)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::{Cells, cells_of};
    use super::*;

    #[test]
    fn days_times_and_both_are_read_as_people_and_programs_write_them() {
        for cell in [
            "2026-01-05",
            "2026-01-05T12:30:00Z",
            "2026-01-05 12:30:00",
            "2026-01-05 12:30:00.123456+02:00",
            "2026-01-05T12:30",
            "05.01.2026",
            "5/1/2026",
            "12/31/2026",
            "5 Jan 2026",
            "Jan 5, 2026",
            "January 5, 2026",
            "5.1.2026",
            "05.01.26",
            "12/31/26",
            "12-31-26",
            "5 Jan 26",
            "20260105T123000",
            "12:30",
            "12:30:15",
            "05.01.2026 12:30",
            "12/31/2026 11:05 PM",
            "2026-01-05 12:30:00 UTC",
            "Mon, 05 Jan 2026 12:30:00 +0000",
        ] {
            assert!(find_form(cell, None).is_some(), "{cell}");
        }
    }

    #[test]
    fn other_cells_are_none() {
        for cell in [
            "2026",
            "1.5",
            "12-05",
            "a:b",
            "25:61",
            "2026-13-45",
            "1.2.3",
            "10.4.1",
            "10.4.16",
            "6-4-3",
            "12/5/26",
            "20-45-77",
            "1-2-3T12:30",
            "version 2026-01-05",
            "",
            "12",
        ] {
            assert!(find_form(cell, None).is_none(), "{cell}");
        }
    }

    #[test]
    fn versions_are_no_times_and_a_column_may_be_written_in_two_ways() {
        let read = |cells: &[&str]| {
            let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
            let Cells::Text(cells) = cells_of(&cells) else {
                return None;
            };
            read_times(&cells, false)
        };
        assert_eq!(read(&["1.2.3", "10.4.1", "2.0.0"]), None);
        let both = read(&["05.01.2026", "2026-01-06 12:30", "?", "07.01.2026"]);
        assert_eq!(both, Some(vec![true, true, false, true]));
    }
}
