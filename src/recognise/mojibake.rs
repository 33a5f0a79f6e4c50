//! Mojibake: UTF-8 that was read as if it were another encoding, mostly Windows-1252 (`cafÃ©`, `itâ€™s`).

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252};

/// The first bytes, in UTF-8, of accented letters (C2, C3), Cyrillic (D0, D1), punctuation (E2) and
/// emoji (F0). Other first bytes are letters that real words end with (`CAFÉ»` would be one of C9 BB).
const FIRST: [u8; 6] = [0xC2, 0xC3, 0xD0, 0xD1, 0xE2, 0xF0];

/// Characters in a row of which UTF-8 read as a Cyrillic encoding consists at least: any two may follow each other in a
/// text of that script (`«СССР»`).
const RUN: usize = 3;

/// Characters of `word` that are bytes of UTF-8: each run of them becomes one character when they are
/// written as Windows-1252 and read as UTF-8.
pub(crate) fn characters(word: &str) -> usize {
    if word.is_ascii() {
        return 0;
    }
    let bytes: Vec<Option<u8>> = word.chars().map(|c| byte(c, WINDOWS_1252)).collect();
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        let length = sequence(&bytes[at..]);
        found += length;
        at += length.max(1);
    }
    found
}

/// The first characters of `text` that are bytes of UTF-8 read as Windows-1252, Windows-1251 or Mac Roman, as they
/// stand, and what they were meant for.
pub(crate) fn find_misread(text: &str) -> Option<(String, String)> {
    if text.is_ascii() {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let find = |encoding, run| find_run(&letters, encoding, run);
    find(WINDOWS_1252, 1)
        .or_else(|| find(WINDOWS_1251, RUN))
        .or_else(|| find(MACINTOSH, 1))
}

/// The first characters in a row that are the bytes of `run` characters of UTF-8 read as `encoding`.
fn find_run(letters: &[char], encoding: &'static Encoding, run: usize) -> Option<(String, String)> {
    let bytes: Vec<Option<u8>> = letters.iter().map(|&c| byte(c, encoding)).collect();
    (0..bytes.len()).find_map(|at| {
        if encoding == MACINTOSH && !may_be_mac(&letters[..at], bytes[at]) {
            return None;
        }
        let mut end = at;
        for _ in 0..run {
            end += Some(sequence(&bytes[end..])).filter(|&length| length > 0)?;
        }
        let meant: Vec<u8> = bytes[at..end].iter().copied().flatten().collect();
        let written = letters[at..end].iter().collect();
        Some((written, String::from_utf8(meant).ok()?))
    })
}

/// Whether `first` may begin a character that Mac Roman misread: there, what begins one may be a dash or a root in its
/// own right, so that only an accented letter inside a word counts, and punctuation.
fn may_be_mac(before: &[char], first: Option<u8>) -> bool {
    match first {
        Some(0xC3) => before.last().is_some_and(|before| before.is_alphabetic()),
        Some(0xE2) => true,
        _ => false,
    }
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

/// The byte that `encoding` reads as `c`, or latin-1 where Windows-1252 has none.
fn byte(c: char, encoding: &'static Encoding) -> Option<u8> {
    if encoding == WINDOWS_1252
        && let Ok(byte) = u8::try_from(u32::from(c))
    {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding.encode(c.encode_utf8(&mut buffer));
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
    fn what_was_meant_is_found() {
        let find = |text: &str| find_misread(text);
        let pair = |written: &str, meant: &str| Some((written.to_owned(), meant.to_owned()));
        assert_eq!(find("das schÃ¶ne GrÃ¼n"), pair("Ã¶", "ö"));
        assert_eq!(find("itâ€™s"), pair("â€™", "’"));
        let misread = |encoding: &'static Encoding, text: &str| {
            encoding.decode(text.as_bytes()).0.into_owned()
        };
        assert_eq!(
            find(&misread(WINDOWS_1251, "это Привет")).map(|(_, meant)| meant),
            Some("это".to_owned())
        );
        assert_eq!(
            find(&misread(MACINTOSH, "le café est là")).map(|(_, meant)| meant),
            Some("é".to_owned())
        );
        for text in [
            "«СССР»",
            "Р» и С",
            "№ 5 – «Россия»",
            "√2 ≈ 1.41",
            "—Él dijo",
            "√π",
            "– à table",
            "Ünlü",
            "plain",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
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
            assert_eq!(find_misread(word), None, "{word}");
        }
    }
}
