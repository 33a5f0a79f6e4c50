//! Marks: what stands for a missing number or time.

/// What means missing among numbers and times, in lower case: what pandas, R, SQL and spreadsheets write
/// (`na_values` of pandas' `read_csv`, version 2), and marks that people type. Among texts, categories and
/// labels they are left alone: `None` may be a category, `NA` a country.
const MARKS: [&str; 28] = [
    "?", "-", "--", "---", ".", "..", "*", "#", "n/a", "na", "n.a.", "#n/a", "#n/a n/a", "#na",
    "<na>", "null", "none", "nil", "nan", "-nan", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan",
    "inf", "+inf", "-inf", "\\n",
];
/// The same as words, and what spreadsheets write where a formula fails.
const LONG_MARKS: [&str; 12] = [
    "infinity",
    "-infinity",
    "+infinity",
    "missing",
    "unknown",
    "#value!",
    "#div/0!",
    "#ref!",
    "#name?",
    "#num!",
    "#null!",
    "(null)",
];

/// Whether `cell` (trimmed) says that a number or a time is missing.
pub(super) fn is_mark(cell: &str) -> bool {
    let known = |marks: &[&str]| marks.iter().any(|mark| mark.eq_ignore_ascii_case(cell));
    match cell.as_bytes() {
        // Most cells begin with a digit; of marks only those of old Microsoft runtimes do.
        [b'0'..=b'9', rest @ ..] if !rest.contains(&b'#') => false,
        // A spreadsheet writes as many as the column was wide.
        [b'#', b'#', rest @ ..] if rest.iter().all(|&byte| byte == b'#') => true,
        _ if cell.len() > 12 => false,
        _ => known(&MARKS) || known(&LONG_MARKS) || matches!(cell, "–" | "—" | "∞" | "-∞"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known_in_any_case_and_numbers_are_none() {
        assert!(
            ["?", "N/A", "null", "#DIV/0!", "–", "########", "\\N"]
                .into_iter()
                .all(is_mark)
        );
        assert!(!["0", "12", "Total", "Nancy", "#1"].into_iter().any(is_mark));
    }
}
