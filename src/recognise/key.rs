//! Keys: UUIDs, hashes, serial codes and random tokens, known by how the cells of a column are written.

/// Cells that must be written alike.
const ALIKE: f64 = 0.99;
/// Lengths of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 in hexadecimal digits.
const HASHES: [usize; 6] = [32, 40, 56, 64, 96, 128];
/// Digits that a serial code holds at least.
const SERIAL_DIGITS: usize = 4;
/// Different digits that occur in a column of serial codes: fewer are switches or moves, not numbers.
const DIGITS: usize = 8;
/// The shortest random token.
const TOKEN: usize = 8;
/// Changes between small letters, capitals and digits from one character to the next, as a share.
/// Random base 64 has 0.45, hexadecimal 0.47, base 36 0.40; names with a number behind them 0.1 to 0.2.
const CHANGES: f64 = 0.25;

/// The form that keys are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyForm {
    /// 8-4-4-4-12 hexadecimal digits (RFC 9562).
    Uuid,
    /// Hexadecimal digits of a hash's length.
    Hash,
    /// One pattern of letters and digits, or characters without any.
    Key,
}

/// The form of the keys in `cells`; `None` for anything that isn't a key.
pub(crate) fn find_form(cells: &[&str]) -> Option<KeyForm> {
    let least = (ALIKE * cells.len() as f64).ceil() as usize;
    // Most columns show in a few cells that they hold no keys.
    let share = |is: &dyn Fn(&str) -> bool| {
        let mut left = cells.len() - least;
        let mut may_be_other = || left.checked_sub(1).map(|less| left = less).is_some();
        cells.iter().all(|cell| is(cell) || may_be_other())
    };
    if share(&is_uuid) {
        return Some(KeyForm::Uuid);
    }
    let length = cells.first()?.len();
    if HASHES.contains(&length) && share(&|cell| cell.len() == length && is_hexadecimal(cell)) {
        return Some(KeyForm::Hash);
    }
    let serial = share(&|cell| alike(cells[0], cell)) && is_serial(cells);
    let tokens = share(&is_token) && mean_changes(cells) >= CHANGES;
    (serial || tokens).then_some(KeyForm::Key)
}

/// The whole numbers in `cells`, and whether they stand bare or between the same words in each cell; `None` when
/// a cell has none.
pub(crate) fn read_numbers(cells: &[&str]) -> Option<(Vec<i128>, bool)> {
    let first = cells.first()?;
    let (mut head, mut tail) = (first.len(), first.len());
    for cell in cells {
        let same = |(a, b): &(u8, u8)| a == b;
        head = head.min(first.bytes().zip(cell.bytes()).take_while(same).count());
        tail = tail.min(
            first
                .bytes()
                .rev()
                .zip(cell.bytes().rev())
                .take_while(same)
                .count(),
        );
    }
    // Digits that all cells share belong to the number, and so do zeros behind a point.
    let head = first[..floor(first, head)]
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .len();
    if first[..head].ends_with(['.', ',']) && first[..head].contains(|c: char| c.is_ascii_digit()) {
        return None; // The decimals of one whole number.
    }
    let tail = &first[ceiling(first, first.len() - tail)..];
    let tail = tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let bare = matches!(&first[..head], "" | "+" | "-")
        && first[first.len() - tail..]
            .bytes()
            .all(|byte| byte == b'.' || byte == b'0');
    let numbers: Option<Vec<i128>> = cells
        .iter()
        .map(|cell| {
            let end = cell.len().checked_sub(tail)?;
            cell.get(head..end)?.parse().ok()
        })
        .collect();
    Some((numbers?, bare))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

fn ceiling(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_uuid(text: &str) -> bool {
    let text = text.trim_start_matches('{').trim_end_matches('}');
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| is_hexadecimal(part))
}

/// What a character is, as far as patterns go: other characters stand for themselves.
fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => b'9',
        b'a'..=b'z' => b'a',
        b'A'..=b'Z' => b'A',
        other => other,
    }
}

/// Whether two cells have one pattern: digits where the other has digits, letters where it has letters.
fn alike(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().map(class).eq(b.bytes().map(class))
}

/// Whether cells of one pattern are serial codes: letters, digits and plain signs, no dates, no decimals.
fn is_serial(cells: &[&str]) -> bool {
    let first = cells[0].as_bytes();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/#.".contains(&byte);
    let digits = first.iter().filter(|byte| byte.is_ascii_digit()).count();
    let decimal = first
        .windows(3)
        .any(|three| three[1] == b'.' && three[0].is_ascii_digit() && three[2].is_ascii_digit());
    if digits < SERIAL_DIGITS || decimal || !first.iter().copied().all(plain) {
        return false;
    }
    let mut used = [false; 10];
    for byte in cells.iter().flat_map(|cell| cell.bytes()) {
        if byte.is_ascii_digit() {
            used[usize::from(byte - b'0')] = true;
        }
    }
    used.iter().filter(|&&used| used).count() >= DIGITS && !are_dates(cells)
}

/// Whether all cells begin or end with a year that stands by itself: `2024-01-31`, `31/01/2024`, `2024-Q1`.
fn are_dates(cells: &[&str]) -> bool {
    let year = |part: &str| {
        part.len() == 4
            && part
                .parse()
                .is_ok_and(|year: u16| (1_700..=2_100).contains(&year))
    };
    let dated = |cell: &&str| {
        let mut parts = cell.split(['-', '/', '.', '_']);
        let first = parts.next().is_some_and(year);
        let last = parts.next_back().is_some_and(year);
        first || last
    };
    cells.iter().filter(|cell| dated(cell)).count() as f64 >= ALIKE * cells.len() as f64
}

/// Whether a cell is one run of letters, digits, `-` and `_` with a digit in it.
fn is_token(cell: &str) -> bool {
    cell.len() >= TOKEN
        && cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// How often, from one character to the next, a digit and a letter stand side by side or a capital follows a
/// small letter. A capital before a small letter is how words begin, and doesn't count.
fn mean_changes(cells: &[&str]) -> f64 {
    let changes = |cell: &str| {
        let classes: Vec<u8> = cell.bytes().map(class).collect();
        let changed = classes
            .windows(2)
            .filter(|pair| {
                matches!(
                    (pair[0], pair[1]),
                    (b'9', b'a' | b'A') | (b'a' | b'A', b'9') | (b'a', b'A')
                )
            })
            .count();
        changed as f64 / (classes.len().max(2) - 1) as f64
    };
    cells.iter().map(|cell| changes(cell)).sum::<f64>() / cells.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_form() {
        let uuid = ["7f1c1e0a-5d7e-4f6b-9d1c-0a1b2c3d4e5f"; 3];
        assert_eq!(find_form(&uuid), Some(KeyForm::Uuid));
        assert_eq!(
            find_form(&["9e107d9d372bb6826bd81d3542a419d6"; 3]),
            Some(KeyForm::Hash)
        );
        let serial = ["CUS-1058-A", "CUS-9276-B", "CUS-3341-C"];
        assert_eq!(find_form(&serial), Some(KeyForm::Key));
        let tokens = [
            "LZQPQhLyRh80UYxNuaDWhIGQYNQ96IuCg-AYWqNPjpU",
            "z12pgdhovmrktzm3i23es5d5junftft3f",
            "z13yx345uxepetggz04ci5rjcxeohzlrtf4",
        ];
        assert_eq!(find_form(&tokens), Some(KeyForm::Key));
    }

    #[test]
    fn names_dates_sequences_and_words_are_no_keys() {
        for cells in [
            &["Julius NM", "adam riyati", "Evgeny Murashkin"][..],
            &["JohnSmith92", "darkangel", "PowerRanger1995", "gsmega2001"],
            &["2013-11-07", "2014-02-16", "2015-08-29"],
            &[
                "2014-Q1", "2015-Q3", "2016-Q2", "2017-Q4", "2018-Q1", "2019-Q1",
            ],
            &[
                "CCAGCTGCATCACAGGAGGCCAGCGAGCAGG",
                "AGACCCGCCGGGAGGCGGAGGACCTGCAGGG",
            ],
            &["01101001", "11100010", "00011101"],
            &["12.5034", "98.7601", "34.1209"],
            &["internationally", "extraordinary"],
            &["москва2020год", "привет1999мир"],
        ] {
            assert_eq!(find_form(cells), None, "{cells:?}");
        }
    }

    #[test]
    fn numbers_stand_between_the_same_words() {
        let between = |numbers: &[i128]| Some((numbers.to_vec(), false));
        let bare = |numbers: &[i128]| Some((numbers.to_vec(), true));
        assert_eq!(
            read_numbers(&["row 7", "row 12", "row 100"]),
            between(&[7, 12, 100])
        );
        assert_eq!(read_numbers(&["0017.png", "0018.png"]), between(&[17, 18]));
        assert_eq!(read_numbers(&["é1", "é2"]), between(&[1, 2]));
        assert_eq!(read_numbers(&["21.0", "6.0", "10.0"]), bare(&[21, 6, 10]));
        assert_eq!(read_numbers(&["-3", "4"]), bare(&[-3, 4]));
        assert_eq!(read_numbers(&["1.5", "2.25"]), None);
        assert_eq!(read_numbers(&["0.5", "0.25"]), None);
        assert_eq!(read_numbers(&["a", "b"]), None);
        assert_eq!(read_numbers(&["7", ""]), None);
    }
}
