//! Markup: HTML entities that were left in a text (`&amp;`, `&#39;`, `&eacute;`).

/// Names of characters that stand in texts from pages; those of letters are [`ACCENTS`] behind the letter.
const NAMES: [&str; 35] = [
    "amp", "lt", "gt", "quot", "apos", "nbsp", "hellip", "mdash", "ndash", "lsquo", "rsquo",
    "ldquo", "rdquo", "sbquo", "bdquo", "laquo", "raquo", "copy", "reg", "trade", "euro", "pound",
    "yen", "cent", "deg", "middot", "bull", "sect", "para", "times", "szlig", "iexcl", "iquest",
    "aelig", "oelig",
];
/// What follows the letter in the name of a letter with a mark.
const ACCENTS: [&str; 9] = [
    "acute", "grave", "uml", "circ", "tilde", "cedil", "ring", "slash", "caron",
];
/// Characters between `&` and `;` at most.
const LONGEST: usize = 10;

/// The first HTML entity in `text`, as it stands.
pub(crate) fn find_entity(text: &str) -> Option<&str> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = &text.as_bytes()[at + 1..];
        let end = rest.iter().take(LONGEST).position(|&byte| byte == b';')?;
        let name = text.get(at + 1..at + 1 + end)?;
        is_entity(name).then(|| &text[at..=at + 1 + end])
    })
}

fn is_entity(name: &str) -> bool {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        return match hex {
            Some(digits) => {
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            None => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
        };
    }
    let of_letter = |rest: &str| ACCENTS.contains(&rest);
    let is_letter = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name)) || is_letter && of_letter(&name[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_ends_with_a_semicolon() {
        for (text, entity) in [
            ("salt &amp; pepper", "&amp;"),
            ("it&#39;s", "&#39;"),
            ("&#x27;quoted&#x27;", "&#x27;"),
            ("caf&eacute;", "&eacute;"),
            ("R&D &Uuml;ber", "&Uuml;"),
        ] {
            assert_eq!(find_entity(text), Some(entity), "{text}");
        }
        for text in [
            "R&D; B&B",
            "a & b; c",
            "?a=1&copy=2",
            "&#;",
            "&#x;",
            "AT&T",
            "&",
            "&é;",
            "fish &chips;",
        ] {
            assert_eq!(find_entity(text), None, "{text}");
        }
    }
}
