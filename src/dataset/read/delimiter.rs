//! Delimiter: what parts the fields of a delimited text, found out by what cuts every line alike.

use std::path::Path;

use super::super::dialect::Delimiter;
use super::super::number::number;
use super::blanks;
use super::quoting;
use super::records::{self, Records};

/// Delimiters that are looked for, the first of equals wins.
const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records that a delimiter is judged by.
const LOOKED_AT: usize = 500;
/// The share of records that a delimiter must cut alike where the first record is cut in another way.
const MOST: f64 = 0.9;
/// Columns of lines cut by blanks, and lines, from which on they are a table even without a number in it.
const WIDE: usize = 4;
const MANY: usize = 20;

/// A byte that no text holds: with it as delimiter, each line is one cell.
pub(super) const NONE: u8 = 0;

/// How a delimiter cuts the first records.
#[derive(Debug)]
struct Cut {
    delimiter: u8,
    /// The most frequent number of fields.
    fields: usize,
    /// The share of records that have it.
    alike: f64,
    records: Vec<Vec<String>>,
}

/// The delimiter of `text`; `hint` is the one that the file's name says.
pub(super) fn find(text: &str, hint: Option<u8>) -> Delimiter {
    let cuts: Vec<Cut> = CANDIDATES
        .into_iter()
        .filter_map(|delimiter| cut(text, delimiter))
        .collect();
    let best = cuts
        .iter()
        .map(|cut| (rank(cut, &cuts, hint), cut))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, cut)| cut);
    if let Some(fields) = by_blanks(text)
        && best.is_none_or(|best| best.alike < 1.0 || hides_blanks(best, text, fields))
    {
        return Delimiter::Blanks;
    }
    match (best, hint) {
        (Some(best), _) => Delimiter::Byte(best.delimiter),
        (None, Some(hint)) => Delimiter::Byte(hint),
        (None, None) => lone(text),
    }
}

/// The number of fields that most of the first records have, cut by `delimiter`.
pub(super) fn fields(text: &str, delimiter: u8, quote: Option<u8>) -> usize {
    most_frequent(&first_records(text, delimiter, quote)).0
}

/// The first records as fields.
pub(super) fn first_records(text: &str, delimiter: u8, quote: Option<u8>) -> Vec<Vec<String>> {
    let first = records::first_records(text, delimiter, quote, LOOKED_AT);
    first.into_iter().map(|(_, record)| record).collect()
}

/// The number of fields that most records have, the earlier of equals, and how many have it.
fn most_frequent(records: &[Vec<String>]) -> (usize, usize) {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for record in records {
        match counts
            .iter_mut()
            .find(|(fields, _)| *fields == record.len())
        {
            Some((_, often)) => *often += 1,
            None => counts.push((record.len(), 1)),
        }
    }
    counts
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .unwrap_or((0, 0))
}

/// How `delimiter` cuts the text, where it makes a table of it.
fn cut(text: &str, delimiter: u8) -> Option<Cut> {
    let quoted = first_records(text, delimiter, Some(b'"'));
    let (fields, often) = most_frequent(&quoted);
    // In a tab-separated text a quote may be just a quote, and hide lines.
    let plain = first_records(text, delimiter, None);
    let (plain_fields, plain_often) = most_frequent(&plain);
    let better = delimiter == b'\t' && plain_often * quoted.len() > often * plain.len();
    let (records, fields, often) = if better {
        (plain, plain_fields, plain_often)
    } else {
        (quoted, fields, often)
    };
    let count = records.len();
    let first = records.first().map_or(0, Vec::len);
    let begins = records.iter().position(|record| record.len() == fields)?;
    let after = (count - begins) as f64;
    // More than half: one ragged record must not hide the delimiter of the others. Where the first record is
    // cut in another way it has to be nearly every one, and more than a few: texts hold commas, too.
    let is_table = fields > 1
        && if first == fields {
            2 * often > count
        } else {
            often > 2 && often as f64 >= MOST * after
        };
    is_table.then(|| Cut {
        delimiter,
        fields,
        alike: often as f64 / count as f64,
        records,
    })
}

/// What speaks for a delimiter, in this order: how many records it cuts alike, how few of its cells hold
/// another delimiter that would do, the file's name, and how many fields it makes.
fn rank(cut: &Cut, all: &[Cut], hint: Option<u8>) -> (u64, u64, bool, usize) {
    let others: Vec<char> = all
        .iter()
        .filter(|other| other.delimiter != cut.delimiter)
        .map(|other| char::from(other.delimiter))
        .collect();
    let holds = |cell: &&String| cell.contains(others.as_slice()) && !is_decimal(cell);
    let held = cut.records.iter().flatten().filter(holds).count();
    let cells = cut.records.iter().map(Vec::len).sum::<usize>().max(1);
    // Few records can't tell by their cells: what the name says counts before.
    let clean = if cut.records.len() < 3 {
        0
    } else {
        1_000 - (1_000.0 * held as f64 / cells as f64).ceil() as u64
    };
    let alike = (1_000.0 * cut.alike).floor() as u64;
    (alike, clean, hint == Some(cut.delimiter), cut.fields)
}

/// Whether a cell is a number, its decimals after a comma perhaps.
fn is_decimal(cell: &str) -> bool {
    cell.is_empty() || number(&cell.replacen(',', ".", 1)).is_some()
}

/// The number of fields where blanks cut every line alike, and the fields look like cells.
fn by_blanks(text: &str) -> Option<usize> {
    let records: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(LOOKED_AT)
        .map(blanks::fields)
        .collect();
    let (first, rest) = records.split_first()?;
    let fields = rest.first()?.len();
    // A header may have a name fewer, where the first column is the names of rows.
    let alike = rest.iter().all(|record| record.len() == fields)
        && (first.len() == fields || first.len() + 1 == fields);
    if !alike || fields < 2 {
        return None;
    }
    let is_numbers = |at: usize| {
        let numbers = rest.iter().filter(|record| is_decimal(record[at]));
        numbers.count() * 20 >= rest.len() * 19
    };
    let is_table = fields >= WIDE && rest.len() >= MANY || (0..fields).any(is_numbers);
    is_table.then_some(fields)
}

/// Whether a column of `cut` is cells of a table cut by blanks, each of them several numbers.
fn hides_blanks(cut: &Cut, text: &str, fields: usize) -> bool {
    let several = |cell: &String| {
        let mut parts = cell.split_whitespace();
        cell.contains(char::is_whitespace) && parts.all(is_decimal)
    };
    let rows = cut.records.get(1..).unwrap_or_default();
    let lists = (0..cut.fields)
        .any(|at| !rows.is_empty() && rows.iter().all(|row| row.get(at).is_some_and(several)));
    // The delimiter may stand inside a number then, and nowhere else.
    let apart = char::from(cut.delimiter);
    let only_decimals = || {
        let mut cells = text.lines().take(LOOKED_AT).flat_map(blanks::fields);
        cells.all(|cell| !cell.contains(apart) || is_decimal(cell))
    };
    lists && fields >= cut.fields && only_decimals()
}

/// A comma where it leaves one field in every record, quoted over several lines perhaps; none where it
/// doesn't, for then the commas are those of plain text.
fn lone(text: &str) -> Delimiter {
    if quoting::fault(text, b',', b'"').is_some() {
        return Delimiter::Nothing;
    }
    let mut records = Records::new(text, b',', Some(b'"'));
    while records.advance(Path::new("")).unwrap_or(false) {
        if records.record.len() != 1 {
            return Delimiter::Nothing;
        }
    }
    Delimiter::Byte(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Option<u8> = Some(b',');

    fn byte(byte: u8) -> Delimiter {
        Delimiter::Byte(byte)
    }

    #[test]
    fn the_delimiter_is_what_cuts_the_first_lines_alike() {
        assert_eq!(find("a\tb\n1, 2\t3\n4\t5\n", None), byte(b'\t'));
        assert_eq!(find("a;b;c\n1,5;2,5;3\n1;2;3\n", None), byte(b';'));
        assert_eq!(find("a|b\n1|2\n", None), byte(b'|'));
        assert_eq!(find("a,b\n\"x\ty\",2\n", None), byte(b','));
        let prose = "DESC:how did it , then ?\nENTY:what ?\n";
        assert_eq!(find(prose, None), Delimiter::Nothing);
        // One ragged line doesn't hide it.
        assert_eq!(find("a;b\n1;2\n1;2;3\n1;2\n", None), byte(b';'));
        assert_eq!(find("text\n\"one, and\ntwo\"\n", None), byte(b','));
        assert_eq!(find("5\" pipe\n\"so\" it is\n", None), Delimiter::Nothing);
        assert_eq!(find("text\na, b\n", COMMA), byte(b','));
        assert_eq!(find("a;b\n1,5;2,5\n", COMMA), byte(b';'));
        assert_eq!(find("a,b;c\n1,2;3\n", COMMA), byte(b','));
    }

    #[test]
    fn a_header_with_another_delimiter_in_it_decides_nothing() {
        let rows = |head: &str, row: &str| format!("{head}\n{}", format!("{row}\n").repeat(9));
        let german = rows("Alter;Einkommen, netto;Kredit, brutto", "38;3241,5;17,25");
        assert_eq!(find(&german, COMMA), byte(b';'));
        let even = rows("Alter, Jahre;Einkommen, netto", "38,5;3241,5");
        assert_eq!(find(&even, COMMA), byte(b';'));
        let tabs = rows("name, first\tname, last\ty", "Ann\tLee\t1");
        assert_eq!(find(&tabs, COMMA), byte(b'\t'));
        let pipes = rows("a;b|c, d|e", "1|x, y|0");
        assert_eq!(find(&pipes, COMMA), byte(b'|'));
        // Its name says tab, and no line holds one.
        assert_eq!(find(&rows("a,b", "1,2"), Some(b'\t')), byte(b','));
    }

    #[test]
    fn blanks_are_a_delimiter_where_they_cut_every_line_alike() {
        let cars =
            "18.0   8   307.0\t\"chevrolet malibu\"\n15.0   8   350.0\t\"buick skylark 320\"\n";
        assert_eq!(find(cars, None), Delimiter::Blanks);
        let german = "  38,5   3241,7  0\n  41,0   2950,1  1\n  29,5   1841,0  1\n";
        assert_eq!(find(german, None), Delimiter::Blanks);
        // R's write.table: a name fewer, and texts in quotes.
        let r = "\"age\" \"city\"\n\"1\" 38 \"New York\"\n\"2\" 41 \"Rome\"\n";
        assert_eq!(find(r, None), Delimiter::Blanks);
        assert_eq!(
            find("good film\nbad film\nno, film\n", None),
            Delimiter::Nothing
        );
        let pixels = "0,70 80 82,Training\n1,12 5 9,Training\n0,7 8 2,Test\n";
        assert_eq!(find(pixels, None), byte(b','));
        let names = "id\tfull name\n1\tAnn Lee\n2\tBo Berg\n3\tCy Dent\n";
        assert_eq!(find(names, None), byte(b'\t'));
    }
}
