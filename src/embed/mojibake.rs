//! Mojibake: UTF-8 that was read as if it were Windows-1252 (`cafÃ©`, `itâ€™s`).

use encoding_rs::WINDOWS_1252;

/// What such characters are called.
pub(super) const NAME: &str = "text read in the wrong encoding";

/// The first bytes, in UTF-8, of accented letters (C2, C3), Cyrillic (D0, D1), punctuation (E2) and
/// emoji (F0). Other first bytes are letters that real words end with (`CAFÉ»` would be one of C9 BB).
const FIRST: [u8; 6] = [0xC2, 0xC3, 0xD0, 0xD1, 0xE2, 0xF0];

/// Characters of `word` that are bytes of UTF-8: each run of them becomes one character when they are
/// written as Windows-1252 and read as UTF-8.
pub(super) fn characters(word: &str) -> usize {
    if word.is_ascii() {
        return 0;
    }
    let bytes: Vec<Option<u8>> = word.chars().map(byte).collect();
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        let length = sequence(&bytes[at..]);
        found += length;
        at += length.max(1);
    }
    found
}

/// The length of the UTF-8 sequence that `bytes` begin with; 0 when they begin with none.
fn sequence(bytes: &[Option<u8>]) -> usize {
    let length = match bytes.first() {
        Some(Some(first)) if FIRST.contains(first) => match first {
            0xF0 => 4,
            0xE2 => 3,
            _ => 2,
        },
        _ => return 0,
    };
    let taken: Option<Vec<u8>> = bytes
        .get(..length)
        .and_then(|taken| taken.iter().copied().collect());
    if taken.is_some_and(|taken| std::str::from_utf8(&taken).is_ok()) {
        length
    } else {
        0
    }
}

/// The byte that Windows-1252, or latin-1 where that has none, reads as `c`.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !unmappable => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UTF-8 as Windows-1252 reads it.
    fn misread(text: &str) -> String {
        WINDOWS_1252.decode(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn misread_text_is_counted() {
        for (text, characters_misread) in [
            ("café", 2),
            ("it’s", 3),
            ("Größe", 4),
            ("Привет", 12),
            ("😘", 4),
        ] {
            assert_eq!(characters(&misread(text)), characters_misread, "{text}");
        }
        // Latin-1 has control characters where Windows-1252 has letters.
        assert_eq!(characters("Gr\u{c3}\u{b6}\u{c3}\u{9f}e"), 4);
    }

    #[test]
    fn text_in_its_own_encoding_is_not() {
        for word in [
            "café",
            "CAFÉ»",
            "«À",
            "São",
            "NÃO",
            "Âge",
            "ESPAÑA",
            "Größe",
            "Привет",
            "it’s",
            "“quoted”",
            "€5",
            "½",
            "20°C",
            "😘",
            "Ã",
        ] {
            assert_eq!(characters(word), 0, "{word}");
        }
    }
}
