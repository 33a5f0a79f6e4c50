//! Suggest: the encoding that bytes without a mark suggest.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs as standard;
use encoding_rs::WINDOWS_1252;

use super::super::encoding::Encoding;

/// How much of some bytes is UTF-8 beyond ASCII, and how much isn't UTF-8.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Damage {
    /// Characters beyond ASCII.
    pub(super) sound: usize,
    /// Places that aren't UTF-8.
    pub(super) bad: usize,
}

impl Damage {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut damage = Self::default();
        for chunk in bytes.utf8_chunks() {
            damage.sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            damage.bad += usize::from(!chunk.invalid().is_empty());
        }
        damage
    }

    /// Whether the bytes are text in another encoding rather than damaged UTF-8. Text in GBK holds some pairs
    /// that UTF-8 would read as a letter, about one in five.
    fn is_foreign(self, enough: usize) -> bool {
        self.bad >= enough && self.bad > 2 * self.sound
    }
}

/// The encoding that the bytes suggest, where they are no damaged UTF-8.
pub(super) fn suggest(bytes: &[u8], enough: usize) -> Option<Encoding> {
    if !Damage::of(bytes).is_foreign(enough) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let mut found = detector.guess(None, Utf8Detection::Deny);
    let reads_alike = || {
        let text =
            |encoding: &'static standard::Encoding| encoding.decode_without_bom_handling(bytes).0;
        text(found) == text(WINDOWS_1252)
    };
    // Where both say the same, the one that most programs write.
    if found.is_single_byte() && (is_nearly_ascii(bytes) || reads_alike()) {
        found = WINDOWS_1252;
    }
    let found = Encoding::of(found)?;
    let fits = found
        .standard()
        .decode_without_bom_handling_and_without_replacement(bytes)
        .is_some();
    fits.then_some(found)
}

/// Whether fewer than one letter in fifty is beyond ASCII: too few for the detector to tell one 8-bit encoding from
/// another, and fewer than text in another alphabet, or in a language of Eastern Europe, has.
fn is_nearly_ascii(bytes: &[u8]) -> bool {
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic());
    50 * beyond < letters.count()
}

/// UTF-16 without a mark: an even number of bytes, and the NULs are all high bytes or all low ones.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let mut nuls = [0_usize; 2];
    for (at, byte) in bytes.iter().enumerate() {
        nuls[at % 2] += usize::from(*byte == 0);
    }
    // Text of 8-bit characters with a NUL in it is damaged, or binary.
    let others: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != 0).collect();
    let is_plain = |c: char| !c.is_control() || c.is_whitespace();
    if std::str::from_utf8(&others).is_ok_and(|text| text.chars().all(is_plain))
        && 4 * (nuls[0] + nuls[1]) < bytes.len()
    {
        return None;
    }
    let encoding = match nuls {
        [0, low] if low > 0 => Encoding::Utf16Le,
        [high, 0] if high > 0 => Encoding::Utf16Be,
        _ => return None,
    };
    let text = encoding
        .standard()
        .decode_without_bom_handling_and_without_replacement(bytes)?;
    let plain = |c: char| c.is_alphanumeric() || c.is_ascii() || c.is_whitespace();
    let odd = text.chars().filter(|&c| !plain(c)).count();
    let ends = text.contains(['\n', '\r']);
    (ends && odd * 5 < bytes.len() / 2).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_beyond_ascii_are_western() {
        // 0xE9 is é in Windows-1252 and in Windows-1257, too: a detector has nothing to choose by.
        let mut bytes = b"What does the Latin word caf\xe9 mean?\n".to_vec();
        for _ in 0..40 {
            bytes.extend(b"How far is it from Denver to Aspen by car?\n");
        }
        bytes.extend(b"Who wrote Les Mis\xe9rables and Caf\xe9 M\xfcller?\n");
        let found = suggest(&bytes, 1).expect("not UTF-8");
        assert_eq!(found.standard(), WINDOWS_1252);
    }

    #[test]
    fn text_in_another_alphabet_is_not() {
        let text = "Привет, как дела? Это обычный русский текст для проверки.\n".repeat(5);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
        let found = suggest(&bytes, 1).expect("not UTF-8");
        assert_eq!(found.standard(), encoding_rs::WINDOWS_1251);
    }
}
