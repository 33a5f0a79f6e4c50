//! Encoding: how the bytes of a text file become characters.

use encoding_rs as standard;
use serde::Serialize;

/// How a text file turns bytes into characters, as the WHATWG Encoding Standard defines each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Encoding {
    /// UTF-8; anything else is an error.
    Utf8,
    /// UTF-8 in which each damaged byte becomes U+FFFD.
    Utf8Lossy,
    /// UTF-16, in the order of bytes that its mark says, else little-endian.
    Utf16,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Windows-1252, of which latin-1 (ISO 8859-1) is what is left without curly quotes and dashes.
    Windows1252,
    /// GBK, read as its superset GB 18030.
    Gbk,
    /// Shift-JIS, with the extensions of Windows.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// EUC-KR, with the extensions of Windows.
    EucKr,
    /// Big5.
    Big5,
    /// Windows-1250: Central Europe.
    Windows1250,
    /// Windows-1251: Cyrillic.
    Windows1251,
    /// Windows-1253: Greek.
    Windows1253,
    /// Windows-1254: Turkish.
    Windows1254,
    /// Windows-1255: Hebrew.
    Windows1255,
    /// Windows-1256: Arabic.
    Windows1256,
    /// Windows-1257: Baltic.
    Windows1257,
    /// Windows-1258: Vietnamese.
    Windows1258,
    /// Windows-874: Thai.
    Windows874,
    /// ISO 8859-2: Central Europe.
    Iso8859Two,
    /// KOI8-R: Cyrillic.
    Koi8R,
}

impl Encoding {
    /// The words for each; of several for one meaning, the first is the usual one.
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("utf-8", Self::Utf8),
        ("utf8", Self::Utf8),
        ("utf-8-lossy", Self::Utf8Lossy),
        ("utf-16", Self::Utf16),
        ("utf-16le", Self::Utf16Le),
        ("utf-16be", Self::Utf16Be),
        ("windows-1252", Self::Windows1252),
        ("latin-1", Self::Windows1252),
        ("gbk", Self::Gbk),
        ("gb18030", Self::Gbk),
        ("shift-jis", Self::ShiftJis),
        ("euc-jp", Self::EucJp),
        ("euc-kr", Self::EucKr),
        ("big5", Self::Big5),
        ("windows-1250", Self::Windows1250),
        ("windows-1251", Self::Windows1251),
        ("windows-1253", Self::Windows1253),
        ("windows-1254", Self::Windows1254),
        ("windows-1255", Self::Windows1255),
        ("windows-1256", Self::Windows1256),
        ("windows-1257", Self::Windows1257),
        ("windows-1258", Self::Windows1258),
        ("windows-874", Self::Windows874),
        ("iso-8859-2", Self::Iso8859Two),
        ("koi8-r", Self::Koi8R),
    ];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words
            .find(|(_, encoding)| *encoding == self)
            .map_or("utf-8", |(word, _)| word)
    }

    /// What decodes it.
    pub(super) fn standard(self) -> &'static standard::Encoding {
        match self {
            Self::Utf8 | Self::Utf8Lossy => standard::UTF_8,
            Self::Utf16 | Self::Utf16Le => standard::UTF_16LE,
            Self::Utf16Be => standard::UTF_16BE,
            Self::Windows1252 => standard::WINDOWS_1252,
            Self::Gbk => standard::GB18030,
            Self::ShiftJis => standard::SHIFT_JIS,
            Self::EucJp => standard::EUC_JP,
            Self::EucKr => standard::EUC_KR,
            Self::Big5 => standard::BIG5,
            Self::Windows1250 => standard::WINDOWS_1250,
            Self::Windows1251 => standard::WINDOWS_1251,
            Self::Windows1253 => standard::WINDOWS_1253,
            Self::Windows1254 => standard::WINDOWS_1254,
            Self::Windows1255 => standard::WINDOWS_1255,
            Self::Windows1256 => standard::WINDOWS_1256,
            Self::Windows1257 => standard::WINDOWS_1257,
            Self::Windows1258 => standard::WINDOWS_1258,
            Self::Windows874 => standard::WINDOWS_874,
            Self::Iso8859Two => standard::ISO_8859_2,
            Self::Koi8R => standard::KOI8_R,
        }
    }

    /// The encoding that `found` decodes; `None` where it has no word here.
    pub(super) fn of(found: &'static standard::Encoding) -> Option<Self> {
        let same = |encoding: &Self| {
            encoding.standard() == found || (*encoding == Self::Gbk && found == standard::GBK)
        };
        let mut encodings = Self::WORDS.iter().map(|(_, encoding)| *encoding);
        encodings.find(same)
    }

    /// Whether a character takes two bytes or four, so that a line doesn't end in the byte of a new line.
    pub(super) fn is_wide(self) -> bool {
        matches!(self, Self::Utf16 | Self::Utf16Le | Self::Utf16Be)
    }
}
