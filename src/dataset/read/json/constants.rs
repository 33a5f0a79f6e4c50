//! Constants: NaN and Infinity as Python writes them into JSON, which knows neither.

use std::borrow::Cow;

/// What each is replaced by, of the same length so that places stay: an empty text, which is missing, and the mark
/// that tables have for infinity.
const REPLACED: [(&str, &str); 3] = [
    ("NaN", r#""" "#),
    ("-Infinity", r#""-inf"   "#),
    ("Infinity", r#""inf"   "#),
];

/// The marks among them that a text holds.
pub(super) const MARKS: [&str; 2] = ["inf", "-inf"];

/// `text` with the constants replaced where they are values.
pub(super) fn replace(text: &str) -> Cow<'_, str> {
    if !text.contains("NaN") && !text.contains("Infinity") {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut replaced = String::with_capacity(text.len());
    let (mut at, mut done) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = after_string(bytes, at),
            b'N' | b'I' | b'-' => {
                let found = REPLACED
                    .iter()
                    .find(|(word, _)| text[at..].starts_with(word));
                let Some((word, with)) = found else {
                    at += 1;
                    continue;
                };
                replaced.push_str(&text[done..at]);
                replaced.push_str(with);
                at += word.len();
                done = at;
            }
            _ => at += 1,
        }
    }
    replaced.push_str(&text[done..]);
    Cow::Owned(replaced)
}

/// Where the string that opens at `opened` has ended; a line that ends in it is damaged, and ends it.
fn after_string(bytes: &[u8], opened: usize) -> usize {
    let mut at = opened + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' | b'\n' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_are_replaced() {
        for (text, expected) in [
            (r#"{"a": NaN}"#, r#"{"a": "" }"#),
            (r"[-Infinity,Infinity]", r#"["-inf"   ,"inf"   ]"#),
            (r#"{"NaN": "a \\" NaN"}"#, r#"{"NaN": "a \\" "" "}"#),
            (
                r#"{"NaN": "a \" NaN", "b": -1}"#,
                r#"{"NaN": "a \" NaN", "b": -1}"#,
            ),
        ] {
            assert_eq!(replace(text), expected);
            assert_eq!(replace(text).len(), text.len());
        }
    }
}
