//! Encode: characters as the bytes of a file's encoding, and the mark that says which one it is.

use super::super::encoding::Encoding;

/// `text` in `encoding`; `None` where that has no character for a part of it.
pub(super) fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    if encoding.is_wide() {
        let order = match encoding {
            Encoding::Utf16Be => u16::to_be_bytes,
            _ => u16::to_le_bytes,
        };
        return Some(text.encode_utf16().flat_map(order).collect());
    }
    let (bytes, _, unmappable) = encoding.standard().encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

/// How long the mark at the beginning of `bytes` is that says their encoding.
pub(super) fn find_mark(bytes: &[u8]) -> usize {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => 2,
        _ => 0,
    }
}
