//! Pace: how fast a stage goes, and how much longer it takes at that pace.

use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration};

/// How long a stage is watched before anything is said of its pace.
const WATCHED: Duration = Duration::from_secs(1);

/// Where and when the counting began: what was known already took no time and says nothing of the pace.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    first: usize,
    since: Instant,
}

impl Pace {
    /// A pace from the count `first` on, from now on.
    pub(crate) fn from(first: usize) -> Self {
        Self {
            first,
            since: Instant::now(),
        }
    }

    /// ` · 480 rows/s · 2 minutes left`, or nothing while too little is known.
    pub(crate) fn in_words(self, done: usize, all: usize, unit: &str) -> String {
        in_words(
            done.saturating_sub(self.first),
            all.saturating_sub(done),
            self.since.elapsed(),
            unit,
        )
    }
}

fn in_words(done: usize, left: usize, took: Duration, unit: &str) -> String {
    if done == 0 || took < WATCHED {
        return String::new();
    }
    let rate = done as f64 / took.as_secs_f64();
    let rate_told = if rate < 10.0 {
        format!("{rate:.1}")
    } else {
        HumanCount(rate.round() as u64).to_string()
    };
    // Beyond some centuries there is nothing to wait for.
    let seconds = (left as f64 / rate).min(1e10);
    let remaining = HumanDuration(Duration::from_secs_f64(seconds.ceil()));
    format!(" · {rate_told} {unit}/s · {remaining} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_before_it_is_known() {
        assert_eq!(in_words(0, 100, Duration::from_secs(9), "rows"), "");
        assert_eq!(in_words(50, 50, Duration::from_millis(900), "rows"), "");
    }

    #[test]
    fn the_rate_and_the_rest_are_told_as_people_say_them() {
        let after =
            |seconds, done, left| in_words(done, left, Duration::from_secs(seconds), "rows");
        assert_eq!(after(2, 2_400, 144_000), " · 1,200 rows/s · 2 minutes left");
        assert_eq!(after(10, 15, 30), " · 1.5 rows/s · 20 seconds left");
        assert_eq!(after(10, 1_000, 1), " · 100 rows/s · 1 second left");
        assert!(after(1, 1, usize::MAX).ends_with("years left"));
    }

    #[test]
    fn what_was_known_already_does_not_count() {
        let pace = Pace {
            first: 90_000,
            since: Instant::now()
                .checked_sub(Duration::from_secs(10))
                .expect("a while ago"),
        };
        let text = pace.in_words(91_000, 100_000, "rows");
        assert!(
            text.starts_with(" · 100 rows/s") || text.starts_with(" · 99"),
            "{text}"
        );
        assert!(
            text.ends_with("90 seconds left") || text.contains("2 minutes"),
            "{text}"
        );
    }
}
