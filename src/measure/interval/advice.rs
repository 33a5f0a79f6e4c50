//! Advice: how many further rows a user can be told to collect.

/// Times the present rows that can be asked for.
const TIMES: f64 = 10.0;
/// Rows that can be asked for however few there are.
const ALWAYS: f64 = 10_000.0;

/// Whether whoever has `present` rows can be told to collect `more`: at most ten times as many, or up
/// to 10,000. Where more would be needed, the value lies too close to its limit to call, and a number
/// of rows is no advice.
pub(crate) fn within_reach(more: f64, present: f64) -> bool {
    more <= (TIMES * present).max(ALWAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_asked_for_grows_with_what_there_is() {
        assert!(within_reach(9_000.0, 40.0) && !within_reach(11_000.0, 40.0));
        assert!(within_reach(190_000.0, 20_000.0) && !within_reach(210_000.0, 20_000.0));
        assert!(!within_reach(f64::INFINITY, 20_000.0) && !within_reach(f64::NAN, 20_000.0));
    }
}
