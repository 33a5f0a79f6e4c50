//! Quoting: whether every quoted field of a delimited text closes where it should.
//!
//! A parser reads on past a quote that is wrong, and rows melt into one another without a word.

/// A quoted field that goes wrong; offsets in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where its quote opens.
    pub(super) opened: usize,
    /// The quote after which text follows; `None` when it is never closed.
    pub(super) closed: Option<usize>,
}

/// Looks at the whole text; the first quoted field that goes wrong.
pub(super) fn fault(text: &str, delimiter: u8) -> Option<Fault> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at = next_field(bytes, at, delimiter);
            continue;
        }
        let opened = at;
        let Some(closed) = closing(bytes, opened) else {
            return Some(Fault {
                opened,
                closed: None,
            });
        };
        at = closed + 1;
        while bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        match bytes.get(at) {
            None => return None,
            Some(&next) if next == delimiter || next == b'\n' || next == b'\r' => at += 1,
            Some(_) => {
                return Some(Fault {
                    opened,
                    closed: Some(closed),
                });
            }
        }
    }
    None
}

/// The quote that closes the field opened at `opened`; a doubled quote is text.
fn closing(bytes: &[u8], opened: usize) -> Option<usize> {
    let mut at = opened + 1;
    loop {
        at += bytes[at..].iter().position(|&byte| byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Where the field after the unquoted one at `at` begins. Quotes inside an unquoted field are text.
fn next_field(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    bytes[at..]
        .iter()
        .position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
        .map_or(bytes.len(), |found| at + found + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_quoting_has_no_fault() {
        for text in [
            "a,b\n\"x, y\",\"two\nlines\"\r\n\"say \"\"so\"\"\" ,5\" pipe\n",
            "\"\",\"\"\n\"\"\"\"",
            "a",
            "",
        ] {
            assert_eq!(fault(text, b','), None, "{text}");
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_found_where_it_opens() {
        assert_eq!(
            fault("a\n\"b\nc\n", b','),
            Some(Fault {
                opened: 2,
                closed: None
            })
        );
        assert_eq!(
            fault("\"a\"\"", b','),
            Some(Fault {
                opened: 0,
                closed: None
            })
        );
        assert_eq!(
            fault("x,\"", b','),
            Some(Fault {
                opened: 2,
                closed: None
            })
        );
    }

    #[test]
    fn text_after_a_closed_quote_is_a_fault() {
        assert_eq!(
            fault("\"a\"b,c", b','),
            Some(Fault {
                opened: 0,
                closed: Some(2)
            })
        );
    }
}
