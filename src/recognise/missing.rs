//! Missing: words that people and tools write where a value is missing.

/// What tools write for it, letter by letter: what pandas reads as one (`na_values` of `read_csv`, version 2).
pub(crate) const WRITTEN: [&str; 9] = [
    "#N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "None", "n/a", "null",
];

/// What stands in a column of names, codes or labels for one that isn't known, in small letters.
const UNKNOWN: [&str; 35] = [
    "?",
    "??",
    "???",
    "-",
    "--",
    ".",
    "*",
    "_",
    "-1",
    "-9",
    "-99",
    "-999",
    "-9999",
    "unknown",
    "unk",
    "none",
    "null",
    "nil",
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "#na",
    "<na>",
    "nan",
    "missing",
    "undefined",
    "unspecified",
    "not available",
    "not applicable",
    "anonymous",
    "(null)",
    "[deleted]",
    "[removed]",
    "00000000-0000-0000-0000-000000000000",
];

/// Whether `value`, in a column of names, codes or labels, says that none is known.
pub(crate) fn is_unknown(value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || UNKNOWN.contains(&value.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_the_whole_value() {
        for value in ["?", "Unknown", " n/a ", "-1", "", "NaN", "[deleted]"] {
            assert!(is_unknown(value), "{value}");
        }
        for value in ["p1", "-12", "unknown soldier", "0", "Nana", "NASA"] {
            assert!(!is_unknown(value), "{value}");
        }
        // What tools write is known in every case of letters.
        assert!(WRITTEN.into_iter().all(is_unknown));
    }
}
