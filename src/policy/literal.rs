//! Literal: keys and texts as trueline.toml holds them, which do nothing to whoever prints the file.

use toml::Value;

use crate::error::acts;

/// `text` in quotes, on one line: read as TOML it is the same text.
///
/// Characters that act are escaped (TOML 1.0, section String), and so is a bracket where two hashes might make the mark
/// of a CI log's command of it. What holds a backslash or a quote stands between single quotes where it can.
pub(crate) fn quote(text: &str) -> String {
    let hashes = text.matches('#').count() >= 2;
    let is_plain = |c: char| !acts(c) && c != '\'' && !(hashes && c == '[');
    if text.contains(['\\', '"']) && text.chars().all(is_plain) {
        return format!("'{text}'");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if acts(c) || hashes && c == '[' => {
                let code = u32::from(c);
                quoted.push_str(&if code > 0xffff {
                    format!("\\U{code:08X}")
                } else {
                    format!("\\u{code:04X}")
                });
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A name as a key: bare where it may be, else in quotes.
pub(crate) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quote(name)
    }
}

/// A list of texts, on one line.
pub(crate) fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quote(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// `value` on one line.
pub(crate) fn write(value: &Value) -> String {
    match value {
        Value::String(text) => quote(text),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(write).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Table(table) => {
            let entries: Vec<String> = table
                .iter()
                .map(|(name, value)| format!("{} = {}", key(name), write(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: [&str; 14] = [
        "",
        "plain",
        "it's \"q\"",
        "back\\slash",
        "'''",
        "\"\"\"",
        "two\nlines\r\n",
        "\n::warning::x",
        "##[error]x",
        "#\u{200d}#[error]",
        "#a #[b]",
        "\u{202e}\u{2028}\u{85}\u{7f}\u{0}",
        "\u{e0041}😀",
        "\\u0041 \"",
    ];

    #[test]
    fn read_as_toml_it_is_the_same_text() {
        for text in ODD {
            let page = format!("[{}]\n{} = {}\n", key(text), key(text), quote(text));
            let read: toml::Table = page.parse().unwrap_or_else(|error| panic!("{page}{error}"));
            assert_eq!(read[text][text].as_str(), Some(text), "{page}");
        }
        let texts = ODD.map(str::to_owned);
        let page = format!("a = {}", list(&texts));
        let read: toml::Table = page.parse().expect("TOML");
        let read: Vec<&str> = read["a"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(read, ODD);
    }

    #[test]
    fn nothing_in_it_acts() {
        for text in ODD {
            let quoted = quote(text);
            assert!(!quoted.chars().any(acts), "{quoted}");
            let mut mark = crate::error::Mark::default();
            assert!(!quoted.chars().any(|c| mark.closes(c)), "{quoted}");
        }
        assert_eq!(quote("C:\\data"), "'C:\\data'");
        assert_eq!(key("a-b_1"), "a-b_1");
        assert_eq!(key("a b"), "\"a b\"");
    }
}
