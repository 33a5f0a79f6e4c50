//! Mark: what a CI log takes for the beginning of a command, wherever it stands in a line.

use super::acts;

/// Whether readers that compare by the rules of a language, as GitHub's runner does, read past `c`.
pub(crate) fn is_ignored(c: char) -> bool {
    acts(c)
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}'
        )
}

/// The mark of a CI log's command as far as it has been read: `##[`, `##vso[`, `##teamcity[`.
///
/// GitHub's runner and Azure's agent look for theirs anywhere in a line (`ActionCommand.TryParse` in
/// actions/runner), so that no place in it is safe.
#[derive(Debug, Default)]
pub(crate) struct Mark {
    hashes: usize,
    word: bool,
}

impl Mark {
    /// Reads `c`; true when it is the bracket that closes the mark.
    pub(crate) fn closes(&mut self, c: char) -> bool {
        if is_ignored(c) {
            return false;
        }
        let opened = self.hashes >= 2;
        *self = match c {
            '#' if self.word => Self {
                hashes: 1,
                word: false,
            },
            '#' => Self {
                hashes: self.hashes + 1,
                word: false,
            },
            c if opened && c.is_ascii_alphabetic() => Self {
                word: true,
                ..*self
            },
            _ => Self::default(),
        };
        opened && c == '['
    }
}
