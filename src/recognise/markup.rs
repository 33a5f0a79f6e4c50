//! Markup: HTML entities that were left in a text (`&amp;`, `&#39;`, `&eacute;`).

use unicode_normalization::UnicodeNormalization;

/// Names of characters that stand in texts from pages; those of letters with marks are [`ACCENTS`] behind the letter.
const NAMES: [(&str, char); 35] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sbquo", '‚'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("deg", '°'),
    ("middot", '·'),
    ("bull", '•'),
    ("sect", '§'),
    ("para", '¶'),
    ("times", '×'),
    ("szlig", 'ß'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("aelig", 'æ'),
    ("oelig", 'œ'),
];
/// What follows the letter in the name of a letter with a mark, and that mark.
const ACCENTS: [(&str, char); 9] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("uml", '\u{308}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30a}'),
    ("slash", '\u{338}'),
    ("caron", '\u{30c}'),
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
    let of_letter = |rest: &str| ACCENTS.iter().any(|(known, _)| *known == rest);
    let is_letter = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    NAMES
        .iter()
        .any(|(known, _)| known.eq_ignore_ascii_case(name))
        || is_letter && of_letter(&name[1..])
}

/// `text` with what they stand for in the place of its entities; those that stand for no character stay.
pub(crate) fn write_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(entity) = find_entity(rest) {
        // It is a part of `rest`.
        let at = rest.find(entity).unwrap_or_default();
        out.push_str(&rest[..at]);
        match stand_for(&entity[1..entity.len() - 1]) {
            Some(meant) => out.push_str(&meant),
            None => out.push_str(entity),
        }
        rest = &rest[at + entity.len()..];
    }
    out.push_str(rest);
    out
}

/// What an entity stands for, by what is between `&` and `;`.
fn stand_for(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let meant = char::from_u32(code.ok()?)?;
        return (!meant.is_control()).then(|| meant.to_string());
    }
    let known = NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, meant)) = known {
        let is_capital = name.starts_with(|letter: char| letter.is_ascii_uppercase());
        return Some(match meant {
            'æ' | 'œ' if is_capital => meant.to_uppercase().collect(),
            _ => meant.to_string(),
        });
    }
    let (letter, mark) = (name.get(..1)?, name.get(1..)?);
    match (letter, mark) {
        // Unicode takes these for letters of their own.
        ("o", "slash") => return Some("ø".to_owned()),
        ("O", "slash") => return Some("Ø".to_owned()),
        _ => {}
    }
    let (_, mark) = ACCENTS.iter().find(|(known, _)| *known == mark)?;
    Some(format!("{letter}{mark}").nfc().collect())
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

    #[test]
    fn entities_stand_for_characters() {
        assert_eq!(
            write_entities(
                "salt &amp; caf&eacute; &#39;&#x263A;&#39; &Oslash;&AElig; &#0; &unknown; R&D;"
            ),
            "salt & café '☺' ØÆ &#0; &unknown; R&D;"
        );
        assert_eq!(write_entities("plain"), "plain");
    }
}
