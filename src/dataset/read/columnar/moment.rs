//! Moment: days, times of day, instants and spans of Arrow as text.

use arrow_array::types::{IntervalDayTime, IntervalMonthDayNano};
use arrow_schema::TimeUnit;
use chrono::{DateTime, NaiveDateTime, NaiveTime};

const SECONDS_A_DAY: i64 = 86_400;
const NANOS: i64 = 1_000_000_000;

/// A moment as `2024-01-31 12:30:00`, with its zone behind it where it is an instant of UTC and no local time.
/// Beyond the calendar's 262,000 years it is the number that the file holds.
pub(super) fn moment(value: i64, unit: TimeUnit, zoned: bool) -> String {
    match naive(value, unit) {
        Some(moment) if zoned => format!("{moment}+00:00"),
        Some(moment) => moment.to_string(),
        None => value.to_string(),
    }
}

/// A day, in days since 1970.
pub(super) fn day(days: i64) -> String {
    match naive(days.saturating_mul(SECONDS_A_DAY), TimeUnit::Second) {
        Some(moment) => moment.date().to_string(),
        None => days.to_string(),
    }
}

/// A day, in milliseconds since 1970, and what is beyond the day.
pub(super) fn day_of_millis(value: i64) -> String {
    match naive(value, TimeUnit::Millisecond) {
        Some(moment) if moment.time() == NaiveTime::MIN => moment.date().to_string(),
        _ => moment(value, TimeUnit::Millisecond, false),
    }
}

/// A time of day.
pub(super) fn clock(value: i64, unit: TimeUnit) -> String {
    let (seconds, nanos) = split(value, unit);
    let time = u32::try_from(seconds)
        .ok()
        .and_then(|seconds| NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos));
    time.map_or_else(|| value.to_string(), |time| time.to_string())
}

/// A span, as its number of seconds.
pub(super) fn seconds(value: i64, unit: TimeUnit) -> String {
    let digits = match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    };
    fixed(value, digits)
}

/// Months, days and nanoseconds as ISO 8601 writes a duration.
pub(super) fn months_days_nanos(value: IntervalMonthDayNano) -> String {
    format!(
        "P{}M{}DT{}S",
        value.months,
        value.days,
        fixed(value.nanoseconds, 9)
    )
}

/// Days and milliseconds, in the same form.
pub(super) fn days_millis(value: IntervalDayTime) -> String {
    format!(
        "P{}DT{}S",
        value.days,
        fixed(i64::from(value.milliseconds), 3)
    )
}

/// `value` / 10^`digits`, without zeros at the end.
fn fixed(value: i64, digits: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let unit = 10_u64.pow(digits as u32);
    let (whole, part) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    let part = format!("{part:0digits$}");
    match part.trim_end_matches('0') {
        _ if digits == 0 => format!("{sign}{whole}"),
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

fn naive(value: i64, unit: TimeUnit) -> Option<NaiveDateTime> {
    let (seconds, nanos) = split(value, unit);
    Some(DateTime::from_timestamp(seconds, nanos)?.naive_utc())
}

/// Whole seconds, and nanoseconds beyond them.
fn split(value: i64, unit: TimeUnit) -> (i64, u32) {
    let units = match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => NANOS,
    };
    let nanos = value.rem_euclid(units) * (NANOS / units);
    (value.div_euclid(units), nanos as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_calendar_has_them() {
        assert_eq!(moment(0, TimeUnit::Second, false), "1970-01-01 00:00:00");
        assert_eq!(
            moment(1_500, TimeUnit::Millisecond, true),
            "1970-01-01 00:00:01.500+00:00"
        );
        assert_eq!(
            moment(-1, TimeUnit::Nanosecond, false),
            "1969-12-31 23:59:59.999999999"
        );
        assert_eq!(day(20_000), "2024-10-04");
        assert_eq!(day_of_millis(86_400_000), "1970-01-02");
        assert_eq!(clock(3_661, TimeUnit::Second), "01:01:01");
    }

    #[test]
    fn what_no_calendar_holds_stays_a_number() {
        assert_eq!(
            moment(i64::MAX, TimeUnit::Second, false),
            i64::MAX.to_string()
        );
        assert_eq!(day(i64::from(i32::MIN)), i32::MIN.to_string());
        assert_eq!(clock(-5, TimeUnit::Second), "-5");
    }

    #[test]
    fn spans_are_seconds() {
        assert_eq!(seconds(1_500, TimeUnit::Millisecond), "1.5");
        assert_eq!(seconds(-2, TimeUnit::Second), "-2");
        assert_eq!(seconds(-20, TimeUnit::Microsecond), "-0.00002");
        assert_eq!(
            seconds(i64::MIN, TimeUnit::Nanosecond),
            "-9223372036.854775808"
        );
    }
}
