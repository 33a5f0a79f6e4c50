//! Decode: a file's bytes as text, in the encoding that the user names, its mark says or its bytes suggest.

use std::path::Path;
use std::sync::Arc;

use encoding_rs::DecoderResult;

use super::super::dialect::Decision;
use super::super::encoding::Encoding;
use super::super::format::shown;
use super::line_of;
use super::suggest::{Damage, suggest, unmarked_utf16};
use crate::error::{Excerpt, ReadError};

/// Bytes of one run that a message shows.
const BYTES_SHOWN: usize = 8;
/// Places that aren't UTF-8 from which on an encoding is guessed; of fewer, each may be damage.
const ENOUGH: usize = 3;
/// Letters that tell a guessed encoding by.
const LETTERS: usize = 10;
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of a file, without its mark.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) decision: Decision,
}

/// `bytes` as text.
///
/// # Errors
/// UTF-32, NUL bytes, and bytes that the encoding has no character for.
pub(super) fn decode(
    path: &Path,
    bytes: Vec<u8>,
    said: Option<Encoding>,
) -> Result<Decoded, ReadError> {
    decode_with(path, bytes, said, ENOUGH)
}

/// As [`decode`], but where nothing beyond ASCII is UTF-8, one place that isn't suggests another encoding.
pub(super) fn decode_boldly(
    path: &Path,
    bytes: Vec<u8>,
    said: Option<Encoding>,
) -> Result<Decoded, ReadError> {
    decode_with(path, bytes, said, 1)
}

fn decode_with(
    path: &Path,
    bytes: Vec<u8>,
    said: Option<Encoding>,
    enough: usize,
) -> Result<Decoded, ReadError> {
    if let [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] = bytes.as_slice() {
        return Err(ReadError::Wide {
            path: shown(path),
            encoding: "UTF-32",
        });
    }
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => return decode_marked(path, &bytes, Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return decode_marked(path, &bytes, Encoding::Utf16Be),
        _ => {}
    }
    if let Some(said) = said {
        if !said.is_wide() {
            refuse_nul(path, &bytes)?;
        }
        let decision = Decision::usual("encoding", said.word(), "it is named");
        return in_encoding(path, bytes, said, decision);
    }
    if bytes.contains(&0) {
        let Some(encoding) = unmarked_utf16(&bytes) else {
            refuse_nul(path, &bytes)?;
            return in_encoding(path, bytes, Encoding::Utf8, utf8());
        };
        let why = "every other byte of its ASCII characters is NUL, and it has no mark";
        let decision = Decision::unusual("encoding", encoding.word(), why);
        return in_encoding(path, bytes, encoding, decision);
    }
    let Err(error) = std::str::from_utf8(&bytes) else {
        return in_encoding(path, bytes, Encoding::Utf8, utf8());
    };
    if let Some(encoding) = suggest(&bytes, enough) {
        let line = line_of(&bytes, error.valid_up_to());
        let decision = Decision::unusual("encoding", encoding.word(), "");
        let mut decoded = in_encoding(path, bytes, encoding, decision)?;
        decoded.decision.why = format!(
            "a guess, for line {line} isn't UTF-8; see that its letters are right ({}), or name another with \
             --encoding",
            first_letters(&decoded.text)
        );
        return Ok(decoded);
    }
    Err(not_utf8(path, &bytes, error.valid_up_to()))
}

/// The first letters of `text` beyond ASCII, each once: one who knows the data knows them, and they tell no cell.
fn first_letters(text: &str) -> String {
    let mut letters: Vec<char> = Vec::new();
    for c in text
        .chars()
        .filter(|c| !c.is_ascii() && c.is_alphanumeric())
    {
        if letters.len() == LETTERS {
            break;
        }
        if !letters.contains(&c) {
            letters.push(c);
        }
    }
    let letters: Vec<String> = letters.iter().map(char::to_string).collect();
    if letters.is_empty() {
        "it has none beyond ASCII".to_owned()
    } else {
        letters.join(" ")
    }
}

fn utf8() -> Decision {
    Decision::usual("encoding", Encoding::Utf8.word(), "every byte of it is")
}

fn decode_marked(path: &Path, bytes: &[u8], encoding: Encoding) -> Result<Decoded, ReadError> {
    let decision = Decision::usual("encoding", encoding.word(), "its byte order mark says so");
    in_encoding(path, bytes[2..].to_vec(), encoding, decision)
}

fn in_encoding(
    path: &Path,
    mut bytes: Vec<u8>,
    encoding: Encoding,
    decision: Decision,
) -> Result<Decoded, ReadError> {
    if matches!(encoding, Encoding::Utf8 | Encoding::Utf8Lossy) && bytes.starts_with(UTF8_MARK) {
        bytes.drain(..UTF8_MARK.len());
    }
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            not_utf8(path, error.as_bytes(), offset)
        })?,
        Encoding::Utf8Lossy => String::from_utf8_lossy(&bytes).into_owned(),
        other => strict(path, &bytes, other)?,
    };
    Ok(Decoded {
        text,
        encoding,
        decision,
    })
}

/// `bytes` in `encoding`, every one of them a part of a character.
fn strict(path: &Path, bytes: &[u8], encoding: Encoding) -> Result<String, ReadError> {
    let mut decoder = encoding.standard().new_decoder_without_bom_handling();
    let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(most.unwrap_or(bytes.len()));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (_, _) => Err(ReadError::Undecodable {
            path: shown(path),
            encoding: encoding.word(),
            line: 1 + super::newlines(text.as_bytes()),
        }),
    }
}

/// `bytes`, a piece of a file, in `encoding`; what it has no character for becomes U+FFFD.
pub(super) fn lossy(bytes: &[u8], encoding: Encoding) -> String {
    encoding
        .standard()
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

fn refuse_nul(path: &Path, bytes: &[u8]) -> Result<(), ReadError> {
    let Some(offset) = bytes.iter().position(|&byte| byte == 0) else {
        return Ok(());
    };
    Err(ReadError::Nul {
        path: shown(path),
        line: line_of(bytes, offset),
        offset,
    })
}

fn not_utf8(path: &Path, bytes: &[u8], offset: usize) -> ReadError {
    let run: Vec<u8> = bytes[offset..]
        .iter()
        .copied()
        .take_while(|&byte| byte >= 0x80)
        .take(BYTES_SHOWN)
        .collect();
    let escaped = run.escape_ascii().to_string();
    let line_start = bytes[..offset]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let line_end = bytes[offset..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| offset + at);
    let mut shown_line = String::from_utf8_lossy(&bytes[line_start..offset]).into_owned();
    let start = shown_line.len();
    shown_line.push_str(&escaped);
    shown_line.push_str(&String::from_utf8_lossy(
        &bytes[(offset + run.len()).min(line_end)..line_end],
    ));
    let line = line_of(bytes, offset);
    let excerpt = Excerpt::around(
        &shown(path),
        &shown_line,
        start..start + escaped.len(),
        line,
    );
    let damage = Damage::of(bytes);
    ReadError::NotUtf8 {
        path: shown(path),
        line,
        offset,
        bytes: escaped,
        help: if damage.sound > damage.bad {
            "the rest of the file is UTF-8: mend this line, or read it all the same with --encoding utf-8-lossy, \
             which puts � in the place of what is damaged"
        } else {
            "name the encoding that it was written in: --encoding windows-1252, gbk, shift-jis, ...; or put � in the \
             place of what is damaged: --encoding utf-8-lossy"
        },
        at: excerpt.at(),
        excerpt: Arc::new(excerpt),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn auto(bytes: &[u8]) -> Result<Decoded, ReadError> {
        decode(Path::new("a.csv"), bytes.to_vec(), None)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let order = if big {
            u16::to_be_bytes
        } else {
            u16::to_le_bytes
        };
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(auto(b"\xEF\xBB\xBFa,b\n").unwrap().text, "a,b\n");
        for big in [false, true] {
            let found = auto(&utf16("\u{feff}größe,b\n1,2\n", big)).unwrap();
            assert_eq!(found.text, "größe,b\n1,2\n");
            assert!(!found.decision.is_unusual);
        }
        assert!(matches!(
            auto(b"\xFF\xFE\0\0a\0\0\0"),
            Err(ReadError::Wide {
                encoding: "UTF-32",
                ..
            })
        ));
    }

    #[test]
    fn utf_16_needs_no_mark() {
        for text in [
            "text,label\nSchöne Grüße,1\n",
            "текст,метка\nпривет мир,1\n",
            "文本,标签\n很好,1\n",
        ] {
            for big in [false, true] {
                let found = auto(&utf16(text, big)).unwrap();
                assert_eq!(found.text, text);
                assert!(found.decision.is_unusual);
            }
        }
    }

    #[test]
    fn a_nul_byte_is_named_with_its_line() {
        for bytes in [&b"a,b\n1,\0\n"[..], b"a,b\n1,\0\n2"] {
            assert_eq!(
                auto(bytes).unwrap_err().to_string(),
                "a.csv holds a NUL byte in line 2 (byte 6)"
            );
        }
    }

    #[test]
    fn text_in_another_encoding_is_read_with_doubt() {
        let western = "text,label\nEin schöner Tag für Fußgänger,1\nJürgen läuft über die Brücke,0\nÄpfel, Öl und Käse,1\n";
        let chinese = "文本,标签\n这个产品的质量非常好，我很喜欢,1\n服务态度很差，不会再来了,0\n物流很快，包装也不错,1\n";
        let japanese = "本文,ラベル\nこの商品はとても良いと思います,1\n対応が悪くて残念でした,0\n配送が早くて助かりました,1\n";
        let russian = "текст,метка\nочень хороший фильм для всей семьи,1\nплохая игра актёров и скучный сюжет,0\n";
        let korean = "본문,라벨\n정말 재미있는 영화였습니다,1\n배우들의 연기가 아쉬웠다,0\n";
        for (text, encoder, encoding) in [
            (western, WINDOWS_1252, Encoding::Windows1252),
            (chinese, GBK, Encoding::Gbk),
            (japanese, SHIFT_JIS, Encoding::ShiftJis),
            (russian, WINDOWS_1251, Encoding::Windows1251),
            (korean, EUC_KR, Encoding::EucKr),
        ] {
            let found = auto(&encoder.encode(text).0).unwrap();
            assert_eq!((found.encoding, found.text.as_str()), (encoding, text));
            assert!(found.decision.is_unusual);
        }
    }

    #[test]
    fn of_two_encodings_that_say_the_same_it_is_the_commoner() {
        let rows = (0..200).map(|row| format!("Königsallee {row};{row},50 €;Straße\n"));
        let text = format!("Straße;Größe;Preis\n{}", rows.collect::<String>());
        let found = auto(&WINDOWS_1252.encode(&text).0).unwrap();
        assert_eq!((found.encoding, found.text), (Encoding::Windows1252, text));
    }

    #[test]
    fn a_guessed_encoding_shows_letters_to_know_it_by() {
        let text = "text\nschöne Grüße\nüber Äpfel – öfter\n";
        let found = auto(&WINDOWS_1252.encode(text).0).unwrap();
        let why = found.decision.why;
        assert!(why.contains("letters are right (ö ü ß Ä), or"), "{why}");
    }

    #[test]
    fn utf_8_with_bad_bytes_is_damaged_utf_8() {
        let mut bytes = "Grüße für alle\n".repeat(50).into_bytes();
        for line in [7, 20, 31, 44] {
            let at = "Grüße für alle\n".len() * line + 2;
            bytes[at] = b'u';
        }
        let error = auto(&bytes).unwrap_err();
        assert!(error.to_string().contains("in line 8 (byte "), "{error}");
        let read = |said| decode(Path::new("a.csv"), bytes.clone(), Some(said));
        assert!(read(Encoding::Utf8).is_err());
        assert_eq!(
            read(Encoding::Utf8Lossy)
                .unwrap()
                .text
                .matches('\u{fffd}')
                .count(),
            4
        );
        assert!(decode_boldly(Path::new("a.csv"), bytes, None).is_err());
    }

    #[test]
    fn one_byte_in_ascii_is_named_with_its_place_and_guessed_only_boldly() {
        let error = auto(b"text\nol\xE9 ol\xE9\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.csv is not UTF-8: \\xe9 in line 2 (byte 7)"
        );
        let found =
            decode_boldly(Path::new("a.csv"), b"text\nol\xE9 ol\xE9\n".to_vec(), None).unwrap();
        assert_eq!(found.encoding, Encoding::Windows1252);
    }

    #[test]
    fn what_a_named_encoding_has_no_character_for_is_an_error_with_its_line() {
        let error = decode(
            Path::new("a.csv"),
            b"a\nb\n\x81".to_vec(),
            Some(Encoding::ShiftJis),
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "a.csv is not shift-jis: line 3 holds bytes that it has no character for"
        );
    }

    #[test]
    fn windows_1252_reads_every_byte() {
        let every: Vec<u8> = (1..=255).collect();
        let read = decode(Path::new("a.csv"), every, Some(Encoding::Windows1252)).unwrap();
        assert_eq!(read.text.chars().count(), 255);
        assert!(read.text.contains('é') && read.text.contains('€') && read.text.contains('“'));
    }
}
