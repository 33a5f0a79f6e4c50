//! Elsewhere: rows that other rules list already, and how a rule that leaves them out says so.

use crate::measure::Measurement;
use crate::wording::{format_count, list, plural};

/// Rows that a rule leaves to others; none unless these found something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    /// The rules that list them.
    pub(crate) rules: Vec<&'static str>,
    /// The rows, ascending.
    pub(crate) rows: Vec<usize>,
}

impl Elsewhere {
    /// `said` about `count` rows, and how many more are listed elsewhere; `none` takes the place of `said`
    /// where all are.
    pub(super) fn add_to(&self, said: String, none: &str, count: usize, more: usize) -> String {
        let under = list(&self.rules);
        match (count, more) {
            (_, 0) => said,
            (0, 1) => format!("{none}: the only one is listed under {under}"),
            (0, all) => format!("{none}: all {} are listed under {under}", format_count(all)),
            (_, more) => format!(
                "{said}; {} listed under {under}",
                plural(more, "more is", "more are")
            ),
        }
    }

    /// `3 rows repeat`, or `3 more rows repeat` beside those that are listed elsewhere.
    pub(super) fn plural(&self, count: usize, one: &str, several: &str) -> String {
        if self.rows.is_empty() {
            return plural(count, one, several);
        }
        plural(count, &format!("more {one}"), &format!("more {several}"))
    }

    /// How many of `n` rows are left out.
    pub(super) fn measure(&self, rows: usize, n: usize) -> Measurement {
        Measurement::count(format!("rows listed under {}", list(&self.rules)), rows).with_n(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_elsewhere_is_counted() {
        let elsewhere = Elsewhere {
            rules: vec!["split-leak"],
            rows: vec![3, 7],
        };
        let said = |count, more| elsewhere.add_to(format!("{count} rows"), "none", count, more);
        assert_eq!(said(3, 0), "3 rows");
        assert_eq!(said(3, 1), "3 rows; 1 more is listed under split-leak");
        assert_eq!(
            said(3, 1_500),
            "3 rows; 1,500 more are listed under split-leak"
        );
        assert_eq!(said(0, 1), "none: the only one is listed under split-leak");
        assert_eq!(said(0, 2), "none: all 2 are listed under split-leak");
    }
}
