//! Fields: where one field of a delimited line ends, and the next begins.

/// The quote that closes the field opened at `opened`; a doubled quote is text.
pub(super) fn closing(bytes: &[u8], opened: usize, quote: u8) -> Option<usize> {
    let mut at = opened + 1;
    loop {
        at += bytes[at..].iter().position(|&byte| byte == quote)?;
        if bytes.get(at + 1) != Some(&quote) {
            return Some(at);
        }
        at += 2;
    }
}

/// Where the unquoted field at `at` ends. Quotes inside an unquoted field are text.
pub(super) fn field_end(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    bytes[at..]
        .iter()
        .position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
        .map_or(bytes.len(), |found| at + found)
}

/// Where the field after the one at `at` begins.
pub(super) fn next_field(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    field_end(bytes, at, delimiter) + 1
}

/// The fields of one line; a field that opens a quote and closes it where it should is one.
pub(super) fn cut_line(line: &str, delimiter: u8, quote: u8) -> Vec<&str> {
    let bytes = line.as_bytes();
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let closed = bytes
            .get(at)
            .filter(|&&byte| byte == quote)
            .and_then(|_| closing(bytes, at, quote))
            .filter(|&closed| {
                let end = field_end(bytes, closed + 1, delimiter);
                line[closed + 1..end].trim().is_empty()
            });
        let (field, end) = if let Some(closed) = closed {
            let end = field_end(bytes, closed + 1, delimiter);
            (&line[at + 1..closed], end)
        } else {
            let end = field_end(bytes, at, delimiter);
            (&line[at..end], end)
        };
        fields.push(field.trim());
        if bytes.get(end) != Some(&delimiter) {
            return fields;
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_as_it_stands() {
        let cut = |line| cut_line(line, b',', b'"');
        assert_eq!(cut("1,\"a, b\" ,c"), ["1", "a, b", "c"]);
        assert_eq!(cut("\"open, b"), ["\"open", "b"]);
        assert_eq!(cut(","), ["", ""]);
    }
}
