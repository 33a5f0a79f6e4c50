//! Time: which written cells are days, times of day, or both.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use polars::prelude::StringChunked;

use super::quantity::is_mark;

/// The share of the cells that hold something which has to be times.
const MOST: f64 = 0.95;

/// Days: ISO 8601, and as people write them with the day or the month first.
const DAYS: [&str; 15] = [
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
    "%d %B %y",
    "%d-%B-%y",
    "%d/%B/%Y",
];
/// Times of day behind a day, or alone.
const CLOCKS: [&str; 4] = ["%H:%M:%S%.f", "%H:%M", "%I:%M %p", "%I:%M:%S %p"];

/// For each cell whether it is a time, when at least 95 % of those that hold something, and no mark, are;
/// with `asked`, when any is.
pub(super) fn read_times(cells: &StringChunked, asked: bool) -> Option<Vec<bool>> {
    let (mut read, mut misfits) = (0_usize, 0_usize);
    let most_misfits = (1.0 - MOST) * cells.len() as f64;
    let mut are = Vec::with_capacity(cells.len());
    for cell in cells.iter() {
        let Some(cell) = cell.filter(|cell| !is_mark(cell)) else {
            are.push(false);
            continue;
        };
        let is = is_time(cell);
        read += usize::from(is);
        misfits += usize::from(!is);
        are.push(is);
        // Most columns are no times: that shows in a few cells.
        if !asked && misfits as f64 > most_misfits {
            return None;
        }
    }
    let all = read + misfits;
    (read > 0 && (asked || read as f64 >= MOST * all as f64)).then_some(are)
}

/// Whether `cell` (trimmed) is a day, a time of day, or both.
fn is_time(cell: &str) -> bool {
    if !(4..=40).contains(&cell.len()) || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    if NaiveTime::parse_from_str(cell, CLOCKS[0]).is_ok()
        || NaiveTime::parse_from_str(cell, CLOCKS[1]).is_ok()
        || NaiveTime::parse_from_str(cell, CLOCKS[2]).is_ok()
        || DateTime::parse_from_rfc3339(cell).is_ok()
        || DateTime::parse_from_rfc2822(cell).is_ok()
    {
        return true;
    }
    let is_day = |text: &str| {
        DAYS.iter()
            .any(|day| NaiveDate::parse_from_str(text, day).is_ok())
    };
    if is_day(cell) {
        return true;
    }
    let iso = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S%.f%#z",
        "%Y%m%dT%H%M%S",
    ];
    iso.iter().any(|form| {
        NaiveDateTime::parse_from_str(cell, form).is_ok()
            || DateTime::parse_from_str(cell, form).is_ok()
    }) || cell.match_indices(' ').any(|(at, _)| {
        let (day, clock) = (
            &cell[..at],
            cell[at + 1..]
                .trim_end_matches(" UTC")
                .trim_end_matches('Z'),
        );
        is_day(day.trim_end_matches(','))
            && CLOCKS
                .iter()
                .any(|form| NaiveTime::parse_from_str(clock, form).is_ok())
    })
}

#[cfg(test)]
mod tests {
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
            "12:30",
            "12:30:15",
            "05.01.2026 12:30",
            "12/31/2026 11:05 PM",
            "2026-01-05 12:30:00 UTC",
            "Mon, 05 Jan 2026 12:30:00 +0000",
        ] {
            assert!(is_time(cell), "{cell}");
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
            "version 2026-01-05",
            "",
            "12",
        ] {
            assert!(!is_time(cell), "{cell}");
        }
    }
}
