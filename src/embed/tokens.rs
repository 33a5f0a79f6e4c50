//! Tokens: what a model's tokenizer makes of a text: how many tokens, and which characters it can't read.
//!
//! A character isn't read when its token is the unknown one, when it is taken apart into bytes, or
//! when its word, of a script other than Latin, is spelled: read (nearly) letter by letter, as a model
//! does with a script that it has hardly seen. Broken characters (U+FFFD), and those that are UTF-8
//! read in the wrong encoding, are never read. Latin words and numbers in short pieces are read: rare
//! names and codes look so in every model.

use rayon::prelude::*;
use tokenizers::{Encoding, ModelWrapper, PostProcessor, Tokenizer};
use unicode_script::{Script, UnicodeScript};

use crate::recognise::mojibake;

/// What the unknown token of a Unigram model is called; the model keeps its own to itself.
const UNKNOWN: [&str; 3] = ["<unk>", "[UNK]", "<UNK>"];
/// What stands where bytes couldn't be decoded.
const BROKEN: char = '\u{fffd}';

/// What characters of UTF-8 are called that were read in another encoding.
const MISREAD: &str = "text read in the wrong encoding";
/// Letters of a word beyond which WordPiece takes it for unknown (`max_input_chars_per_word` of BERT).
const LONGEST: usize = 100;
/// What Latin words are called that are lost to a letter which the model has never seen.
pub(crate) const UNKNOWN_LETTERS: &str = "words with letters that the model doesn't know";

/// What a tokenizer makes of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    /// Tokens, unknown ones included.
    pub(crate) tokens: usize,
    /// Tokens that are not the unknown one.
    pub(crate) known: usize,
    /// Characters that aren't read, by what they are: a script's name (`Cyrillic`), or words.
    pub(crate) unread: Vec<(&'static str, usize)>,
}

/// A tokenizer that cuts nothing off.
pub(super) struct Reader {
    tokenizer: Tokenizer,
    unknown: Option<u32>,
}

impl Reader {
    /// A tokenizer in the bytes of a `tokenizer.json`.
    ///
    /// # Errors
    /// When they are none.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        Tokenizer::from_bytes(bytes)
            .map_err(|cause| cause.to_string())
            .and_then(Self::new)
    }

    /// The same tokenizer without truncation and padding.
    ///
    /// # Errors
    /// When the tokenizer refuses to be without truncation.
    pub(super) fn new(mut tokenizer: Tokenizer) -> Result<Self, String> {
        tokenizer
            .with_truncation(None)
            .map_err(|cause| cause.to_string())?;
        tokenizer.with_padding(None);
        let unknown = match tokenizer.get_model() {
            ModelWrapper::BPE(model) => model.unk_token.clone(),
            ModelWrapper::WordPiece(model) => Some(model.unk_token.clone()),
            ModelWrapper::WordLevel(model) => Some(model.unk_token.clone()),
            ModelWrapper::Unigram(_) => UNKNOWN
                .into_iter()
                .find(|name| tokenizer.token_to_id(name).is_some())
                .map(str::to_owned),
        };
        let unknown = unknown.and_then(|name| tokenizer.token_to_id(&name));
        Ok(Self { tokenizer, unknown })
    }

    /// Reads each of `texts`.
    ///
    /// # Errors
    /// When the tokenizer fails.
    pub(super) fn read(&self, texts: &[&str]) -> Result<Vec<Reading>, String> {
        texts
            .par_iter()
            .map(|&text| {
                self.tokenizer
                    .encode(text, false)
                    .map(|encoding| self.reading(text, &encoding))
                    .map_err(|cause| cause.to_string())
            })
            .collect()
    }

    fn reading(&self, text: &str, encoding: &Encoding) -> Reading {
        let ids = encoding.get_ids();
        let known = ids.iter().filter(|&&id| Some(id) != self.unknown).count();
        let mut reading = Reading {
            tokens: ids.len(),
            known,
            unread: Vec::new(),
        };
        // The tokens of one word: what the tokenizer took apart on its own.
        let words = encoding.get_word_ids();
        let mut start = 0;
        while start < ids.len() {
            let same = words[start..]
                .iter()
                .take_while(|&&word| word == words[start]);
            let end = start + same.count();
            if let Some((what, count)) = self.unread(text, encoding, start..end) {
                reading.add(what, count);
            }
            start = end;
        }
        let broken = text.chars().filter(|&c| c == BROKEN).count();
        if broken > 0 {
            reading.add("broken characters (U+FFFD)", broken);
        }
        if reading.unread.is_empty() {
            let misread = mojibake::characters(text);
            if misread > 0 {
                reading.add(MISREAD, misread);
            }
        }
        reading
    }

    /// How many characters of one word aren't read, and what they are.
    fn unread(
        &self,
        text: &str,
        encoding: &Encoding,
        tokens: std::ops::Range<usize>,
    ) -> Option<(&'static str, usize)> {
        let offsets = &encoding.get_offsets()[tokens.clone()];
        let (from, to) = offsets
            .iter()
            .fold((usize::MAX, 0), |(from, to), &(start, end)| {
                (from.min(start), to.max(end))
            });
        let word = text.get(from..to)?;
        let lost = |nth: usize| {
            Some(encoding.get_ids()[nth]) == self.unknown || is_byte(&encoding.get_tokens()[nth])
        };
        let ranges: Vec<(usize, usize)> = tokens
            .clone()
            .filter(|&nth| lost(nth))
            .map(|nth| encoding.get_offsets()[nth])
            .collect();
        let counts = |c: &char| !c.is_whitespace() && *c != BROKEN;
        let unread: Vec<char> = if ranges.is_empty() {
            if !is_spelled(word, tokens.len()) {
                return None;
            }
            word.chars()
                .filter(|&c| is_foreign(c) && counts(&c))
                .collect()
        } else {
            word.char_indices()
                .filter(|&(at, c)| {
                    let at = from + at;
                    ranges
                        .iter()
                        .any(|&(start, end)| start < at + c.len_utf8() && at < end)
                })
                .map(|(_, c)| c)
                .filter(counts)
                .collect()
        };
        (!unread.is_empty()).then(|| (what(&unread), unread.len()))
    }
}

impl Reading {
    fn add(&mut self, what: &'static str, count: usize) {
        match self.unread.iter_mut().find(|(known, _)| *known == what) {
            Some((_, sum)) => *sum += count,
            None => self.unread.push((what, count)),
        }
    }

    /// Characters that aren't read, of every kind.
    #[cfg(test)]
    fn unread_characters(&self) -> usize {
        self.unread.iter().map(|(_, count)| count).sum()
    }
}

/// The tokens that a model adds to every text by itself.
pub(super) fn added(tokenizer: &Tokenizer) -> usize {
    tokenizer
        .get_post_processor()
        .map_or(0, |processor| processor.added_tokens(false))
}

/// Whether a token is a single byte, as SentencePiece writes it: `<0xE6>`.
fn is_byte(token: &str) -> bool {
    token.len() == 6 && token.starts_with("<0x") && token.ends_with('>')
}

/// Whether a word of another script is read (nearly) letter by letter. Characters of Chinese are
/// words themselves, and are spelled only when each takes several tokens.
fn is_spelled(word: &str, tokens: usize) -> bool {
    if tokens < 3 {
        return false;
    }
    let letters = word.chars().filter(|&c| is_foreign(c)).count();
    let han = word.chars().filter(|c| c.script() == Script::Han).count();
    if 2 * letters < word.chars().count() {
        false
    } else if 2 * han > letters {
        tokens >= 2 * letters
    } else {
        2 * letters < 3 * tokens
    }
}

/// Whether a character is a Latin letter beyond those of English: `é`, `ƙ`.
pub(crate) fn is_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() && c.script() == Script::Latin
}

/// Whether a character is a letter of a script other than Latin.
fn is_foreign(c: char) -> bool {
    let script = c.script();
    c.is_alphabetic() && !matches!(script, Script::Latin | Script::Common | Script::Inherited)
}

/// What unread characters are, by the first of them that isn't plain Latin text: a word is lost to
/// the emoji in it, not to its letters.
fn what(unread: &[char]) -> &'static str {
    let other = |script: Script| !matches!(script, Script::Latin | Script::Inherited);
    let strange = unread.iter().find(|c| !c.is_ascii() && other(c.script()));
    match strange.map(unicode_script::UnicodeScript::script) {
        None if unread.len() > LONGEST => "very long words",
        None if unread.iter().copied().any(is_beyond_ascii) => UNKNOWN_LETTERS,
        None if unread.iter().all(char::is_ascii) => "words that the model doesn't know",
        None | Some(Script::Common | Script::Unknown) => "emoji and symbols",
        Some(Script::Han) => "Chinese characters (Han)",
        Some(script) => script.full_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILTIN: &[u8] = include_bytes!("../../models/builtin/tokenizer.json");

    fn read(text: &str) -> Reading {
        let reader = Reader::from_bytes(BUILTIN).expect("the tokenizer is in the source");
        let mut readings = reader.read(&[text]).expect("it runs");
        readings.pop().expect("one text")
    }

    /// Share of the characters that aren't read, and what most of them are.
    fn unread(text: &str) -> (f64, &'static str) {
        let reading = read(text);
        let all = text.chars().filter(|c| !c.is_whitespace()).count();
        let most = reading.unread.iter().max_by_key(|(_, count)| *count);
        (
            reading.unread_characters() as f64 / all as f64,
            most.map_or("", |(what, _)| what),
        )
    }

    #[test]
    fn english_is_read_with_its_accents_numbers_and_names() {
        for text in [
            "The naïve café – “quoted” … costs €5.50 ½ × → •.",
            "The AGEP is 21.0. The SCHL is 16.0.",
            "Xkcd, Zbigniew Brzeziński, QXZ and pneumonoultramicroscopicsilicovolcanoconiosis",
            "The angle α is 90°, Σ x² = 1.",
        ] {
            assert_eq!(read(text).unread, [], "{text}");
        }
    }

    #[test]
    fn german_and_french_are_read() {
        for text in [
            "Gestern ging ich mit Freunden ins Kino, es war wunderschön für alle Größen.",
            "Où est-ce que tu étais hier soir, garçon ?",
        ] {
            assert_eq!(read(text).unread, [], "{text}");
        }
    }

    #[test]
    fn another_script_is_named_and_mostly_unread() {
        for (text, script, least) in [
            ("Привет, как дела? Сегодня хорошая погода.", "Cyrillic", 0.7),
            (
                "我们昨天去了北京的长城，天气非常好，人也很多。",
                "Chinese characters (Han)",
                0.4,
            ),
            ("어제 친구와 영화를 보러 갔습니다.", "Hangul", 0.7),
            ("ذهبت أمس إلى السوق مع صديقي", "Arabic", 0.6),
            ("Χθες πήγα στο σινεμά με φίλους", "Greek", 0.6),
            ("เมื่อวานฉันไปดูหนังกับเพื่อน", "Thai", 0.99),
            ("אתמול הלכתי לקולנוע עם חברים", "Hebrew", 0.7),
            ("😘😘 👍", "emoji and symbols", 0.99),
        ] {
            let (share, what) = unread(text);
            assert!(share >= least, "{text}: {share}");
            assert_eq!(what, script, "{text}");
        }
    }

    #[test]
    fn a_word_is_lost_to_the_emoji_in_it() {
        let reading = read("I Love😘 it");
        assert_eq!(reading.unread, [("emoji and symbols", 5)]);
        assert_eq!((reading.tokens, reading.known), (3, 2));
    }

    #[test]
    fn broken_characters_are_never_read() {
        let reading = read("caf\u{fffd} na\u{fffd}ve");
        assert_eq!(reading.unread, [("broken characters (U+FFFD)", 2)]);
    }

    #[test]
    fn what_was_read_in_the_wrong_encoding_is_told() {
        let reading = read("Sch\u{c3}\u{b6}ne it\u{e2}\u{20ac}\u{2122}s caf\u{e9}");
        assert_eq!(reading.unread, [("text read in the wrong encoding", 5)]);
    }

    #[test]
    fn a_character_taken_apart_into_bytes_is_not_read() {
        let json = r#"{"version": "1.0", "added_tokens": [], "model": {"type": "BPE", "byte_fallback": true,
            "unk_token": "<unk>", "merges": [], "vocab": {"<unk>": 0, "a": 1, "b": 2, "<0xE6>": 3, "<0x88>": 4,
            "<0x91>": 5}}}"#;
        let reader = Reader::from_bytes(json.as_bytes()).expect("a tokenizer");
        let readings = reader.read(&["ab", "a\u{6211}b", "axb"]).expect("it runs");
        assert_eq!((readings[0].tokens, readings[0].unread.len()), (2, 0));
        assert_eq!((readings[1].tokens, readings[1].known), (5, 5));
        assert_eq!(readings[1].unread, [("Chinese characters (Han)", 1)]);
        assert_eq!((readings[2].tokens, readings[2].known), (3, 2));
        assert_eq!(readings[2].unread_characters(), 1);
    }

    #[test]
    fn a_word_is_lost_to_a_letter_that_the_model_does_not_know() {
        let reading = read("ƙasashen duniya sun ɗauki");
        assert_eq!(reading.unread, [(UNKNOWN_LETTERS, 13)]);
    }

    #[test]
    fn a_word_of_more_than_a_hundred_letters_is_not_read() {
        let (share, what) = unread(&"x".repeat(101));
        assert_eq!((share, what), (1.0, "very long words"));
    }
}
