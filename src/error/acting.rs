//! Acting: characters that do something other than stand in their place, and marks that a CI log takes for commands.

/// Whether a character does something other than stand in its place: it controls a terminal, reorders
/// or hides text, or is no character at all.
pub(crate) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
        // Noncharacters, which XML allows in no form.
        || u32::from(c) & 0xfffe == 0xfffe
}

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
