//! Blanks: lines whose cells are set apart by any number of blanks and tabs.

/// What stands between cells once blanks are one character.
pub(super) const BLANK: u8 = b' ';

/// The cells of one line, those in quotes with their quotes.
pub(super) fn fields(line: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('"').and_then(closing) {
            Some(closed) => closed,
            None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        fields.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    fields
}

/// Where the text that `opened` a quote ends, counted from that quote; it has to end the cell.
fn closing(opened: &str) -> Option<usize> {
    let end = opened.find('"')? + 1;
    let after = opened[end..].chars().next();
    after.is_none_or(char::is_whitespace).then_some(end + 1)
}

/// `text` with a single blank between cells and none around them; its lines stay its lines.
pub(super) fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        squeezed.push_str(&fields(line).join(" "));
        if line.ends_with('\n') {
            squeezed.push('\n');
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_hold_blanks() {
        assert_eq!(
            fields("  1.5\t\"a  b\"   c \"d"),
            ["1.5", "\"a  b\"", "c", "\"d"]
        );
        assert_eq!(squeeze(" 1   2\r\n\n3\t4"), "1 2\n\n3 4");
    }
}
