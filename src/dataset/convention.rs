//! Convention: how the numbers of one column are written: decimal mark, thousands separators, one sign or unit.

use std::collections::BTreeMap;

use super::dialect::Decimal;
use super::number::number;

/// The longest unit that is taken for one, in characters: `months`, `km/h`, `kWh`.
const LONGEST_UNIT: usize = 12;

/// Cells whose currency, unit or percent sign is looked at.
const SAMPLE: usize = 1_000;

/// Currencies by their codes in ISO 4217: those that are traded most, and abbreviations. Any three
/// capitals may as well begin a key.
const CURRENCIES: [&str; 63] = [
    "USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "HKD", "SGD", "SEK", "KRW", "NOK",
    "NZD", "INR", "MXN", "TWD", "ZAR", "BRL", "DKK", "PLN", "THB", "ILS", "IDR", "CZK", "AED",
    "TRY", "HUF", "CLP", "SAR", "PHP", "MYR", "COP", "RUB", "RON", "PEN", "BHD", "BGN", "ARS",
    "UAH", "VND", "NGN", "KES", "EGP", "PKR", "BDT", "LKR", "MAD", "QAR", "KWD", "ISK", "Rs",
    "Rs.", "kr", "kr.", "Kr.", "Fr", "Fr.", "SFr.", "RM", "Rp", "Rp.", "S/",
];

/// How numbers are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Convention {
    grouping: Grouping,
    decimal: char,
    /// What stands before and behind every number: a currency, a unit, a percent sign.
    affix: (String, String),
}

/// What stands between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grouping {
    None,
    Comma,
    Point,
    /// A blank, also a thin or a fixed one.
    Blank,
    /// `'` or `’`.
    Apostrophe,
}

impl Grouping {
    fn is(self, c: char) -> bool {
        match self {
            Self::None => false,
            Self::Comma => c == ',',
            Self::Point => c == '.',
            Self::Blank => c.is_whitespace() && c != '\n',
            Self::Apostrophe => matches!(c, '\'' | '\u{2019}' | '\u{2bc}'),
        }
    }
}

/// Every way to group and to mark decimals. Of those that read equally many cells, the first counts:
/// `1.234` with no cell that decides has a decimal point, `1,234` has thousands.
const FORMS: [(Grouping, char); 8] = [
    (Grouping::None, '.'),
    (Grouping::Comma, '.'),
    (Grouping::None, ','),
    (Grouping::Point, ','),
    (Grouping::Blank, ','),
    (Grouping::Blank, '.'),
    (Grouping::Apostrophe, '.'),
    (Grouping::Apostrophe, ','),
];

impl Convention {
    /// The convention under which most of `cells` are numbers, and `least` or more, with the mark `decimal` before
    /// decimals where it is known; and how many it reads. None where there is none.
    pub(super) fn of(
        cells: &[&str],
        least: usize,
        decimal: Option<Decimal>,
    ) -> Option<(Self, usize)> {
        let affix = commonest_affix(cells);
        let mut wanted = least.max(1);
        let mut best = None;
        let is_known = |mark: char| decimal.is_none_or(|decimal| decimal.mark() == mark);
        for (grouping, decimal) in FORMS.into_iter().filter(|(_, mark)| is_known(*mark)) {
            let convention = Self {
                grouping,
                decimal,
                affix: affix.clone(),
            };
            if let Some(read) = convention.count(cells, wanted) {
                wanted = read + 1;
                best = Some((convention, read));
            }
        }
        best
    }

    /// How many of `cells` are numbers.
    pub(super) fn read(&self, cells: &[&str]) -> usize {
        cells
            .iter()
            .filter(|cell| self.plain(cell).is_some())
            .count()
    }

    /// Whether every one of `cells` that is a number as programs write it is the same number here.
    pub(super) fn keeps_plain(&self, cells: &[&str]) -> bool {
        let here = |cell: &str| self.plain(cell).and_then(|plain| number(&plain));
        let mut plain = cells.iter().filter_map(|cell| Some((*cell, number(cell)?)));
        plain.all(|(cell, value)| here(cell) == Some(value))
    }

    /// Whether numbers are written as programs write them.
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::plain_point()
    }

    /// What stands before and behind every number.
    pub(super) fn affix(&self) -> (&str, &str) {
        (&self.affix.0, &self.affix.1)
    }

    /// Whether a currency stands about every number.
    pub(super) fn is_money(&self) -> bool {
        is_currency(&self.affix.0) || is_currency(&self.affix.1)
    }

    /// How many of `cells` it reads, if that is `least` or more.
    fn count(&self, cells: &[&str], least: usize) -> Option<usize> {
        let mut left = cells.len().checked_sub(least)?;
        for cell in cells {
            if self.plain(cell).is_none() {
                // It can't be reached any more: most conventions fail on the first cells.
                left = left.checked_sub(1)?;
            }
        }
        Some(least + left)
    }

    fn plain_point() -> Self {
        Self {
            grouping: Grouping::None,
            decimal: '.',
            affix: Default::default(),
        }
    }

    /// The number in `cell` (trimmed) as a program writes it, `1234.50`; `None` where it is none under
    /// this convention. Negative may be a minus of either kind on either side, or brackets as accountants
    /// write them.
    pub(super) fn plain(&self, cell: &str) -> Option<String> {
        let (outer, cell) = sign(cell);
        let (outer, cell) = match cell.strip_suffix(['-', '\u{2212}']) {
            Some(rest) if outer.is_empty() => ("-", rest.trim_end()),
            _ => (outer, cell),
        };
        let cell = cell.strip_prefix(self.affix.0.as_str())?.trim_start();
        let cell = cell.strip_suffix(self.affix.1.as_str())?.trim_end();
        let (inner, cell) = sign(cell);
        let begins = cell.starts_with(|c: char| c.is_ascii_digit() || c == self.decimal);
        if !begins || !(outer.is_empty() || inner.is_empty()) {
            return None;
        }
        let mut plain = format!("{outer}{inner}");
        match cell.split_once(self.decimal) {
            Some((whole, part)) => {
                plain.push_str(&self.drop_groups(whole)?);
                plain.push('.');
                plain.push_str(part);
            }
            None => plain.push_str(&self.drop_groups(cell)?),
        }
        number(&plain).map(|_| plain)
    }

    /// The whole part without what stands between its thousands: groups of three digits behind one to
    /// three, or of two before the last three, as in India.
    fn drop_groups(&self, whole: &str) -> Option<String> {
        if !whole.contains(|c| self.grouping.is(c)) {
            // Where a comma marks decimals, a point does not.
            let is_whole = self.decimal == '.' || !whole.contains('.');
            return is_whole.then(|| whole.to_owned());
        }
        let groups: Vec<&str> = whole.split(|c| self.grouping.is(c)).collect();
        let (first, rest) = groups.split_first()?;
        let (last, middle) = rest.split_last()?;
        let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
        let fits = groups.iter().all(|group| digits(group))
            && (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && last.len() == 3
            && (middle.iter().all(|group| group.len() == 3)
                || (self.grouping == Grouping::Comma
                    && first.len() <= 2
                    && middle.iter().all(|group| group.len() == 2)));
        fits.then(|| groups.concat())
    }

    /// What a reader should know of it, with a number written so; nothing for `1234.5`.
    pub(super) fn example(&self) -> Option<String> {
        if self.is_plain() {
            return None;
        }
        let between = match self.grouping {
            Grouping::None => "",
            Grouping::Comma => ",",
            Grouping::Point => ".",
            Grouping::Blank => " ",
            Grouping::Apostrophe => "'",
        };
        let (before, behind) = &self.affix;
        let gap = if behind.is_empty() || behind == "%" {
            ""
        } else {
            " "
        };
        let word = before.ends_with(|c: char| c.is_alphabetic() || c == '.');
        let lead = if word { " " } else { "" };
        Some(format!(
            "{before}{lead}1{between}234{}5{gap}{behind}",
            self.decimal
        ))
    }
}

/// The affix that most of the first cells with a digit have.
fn commonest_affix(cells: &[&str]) -> (String, String) {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for cell in cells
        .iter()
        .filter(|cell| cell.contains(|c: char| c.is_ascii_digit()))
        .take(SAMPLE)
    {
        *counts.entry(affix(cell)).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(affix, _)| affix).unwrap_or_default()
}

/// A minus or plus sign at the beginning of `cell`, or brackets about it, as ASCII, and what is left.
fn sign(cell: &str) -> (&'static str, &str) {
    let inside = cell
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    if let Some(inside) = inside {
        ("-", inside.trim())
    } else if let Some(rest) = cell.strip_prefix(['-', '\u{2212}']) {
        ("-", rest.trim_start())
    } else if let Some(rest) = cell.strip_prefix('+') {
        ("+", rest.trim_start())
    } else {
        ("", cell)
    }
}

/// The currency, unit or percent sign about the number in `cell`; nothing where there is none, or
/// something else, such as the letters of a code.
fn affix(cell: &str) -> (String, String) {
    let (_, cell) = sign(cell);
    let cell = cell.strip_suffix(['-', '\u{2212}']).unwrap_or(cell);
    let digit = |c: char| c.is_ascii_digit();
    let (Some(start), Some(end)) = (cell.find(digit), cell.rfind(digit)) else {
        return Default::default();
    };
    let before = cell[..start]
        .trim_end_matches(['-', '\u{2212}', '+', '(', ' ', ','])
        .trim_end();
    // `$.50` begins with a decimal point, `Rs. 50` with an abbreviation.
    let before = if is_currency(before) {
        before
    } else {
        before.trim_end_matches('.').trim_end()
    };
    let behind = cell[end + 1..]
        .trim_start_matches(['.', ',', ')'])
        .trim_start();
    let before_is_one = before.is_empty() || is_currency(before);
    let behind_is_one = behind.is_empty() || is_unit(behind) || is_currency(behind);
    if before_is_one && behind_is_one && (before.is_empty() || behind.is_empty()) {
        (before.to_owned(), behind.to_owned())
    } else {
        Default::default()
    }
}

/// The currency or unit about the number in `cell`, and the rest of it; where it is a letter that stands close to the
/// digits it is part of a code (`12A`), and none.
pub(super) fn split_affix(cell: &str) -> (&str, &str) {
    let (before, behind) = affix(cell);
    let is_code =
        |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let (at, unit) = match (before.is_empty(), behind.is_empty()) {
        (false, true) => (cell.find(&before), before.len()),
        (true, false) if !is_code(&behind) => (cell.rfind(&behind), behind.len()),
        _ => (None, 0),
    };
    let Some(at) = at else { return ("", cell) };
    let rest = if behind.is_empty() {
        &cell[at + unit..]
    } else {
        &cell[..at]
    };
    (&cell[at..at + unit], rest.trim())
}

/// A currency's sign, with letters as in `US$`, or its code.
fn is_currency(text: &str) -> bool {
    let sign = |c: char| matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{fdfc}' | '\u{ff04}');
    let rest = text.trim_matches(sign);
    if rest.len() < text.len() {
        return rest.len() <= 2 && rest.bytes().all(|byte| byte.is_ascii_uppercase());
    }
    CURRENCIES.contains(&text)
}

/// A unit of measure behind a number: `%`, `kg`, `°C`, `km/h`, `m²`, `months`, `Std.`.
fn is_unit(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    let of_unit = |c: char| {
        c.is_alphabetic() || matches!(c, '%' | '‰' | '°' | '/' | '²' | '³' | 'µ' | '"' | '\'')
    };
    text.chars().count() <= LONGEST_UNIT && text.chars().all(of_unit)
}

#[cfg(test)]
mod tests;
