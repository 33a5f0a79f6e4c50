//! Personal: cells that hold an address, a number or a key that belongs to somebody. Never what they hold.

use rayon::prelude::*;

use crate::dataset::{Column, Kind};
use crate::evidence::Evidence;
use crate::recognise::card::Candidates;
use crate::recognise::{account, card, email, phone, secret};

/// What a cell holds, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Personal {
    /// A key or token that opens something, by its kind.
    Secret(&'static str),
    /// The number of a payment card.
    Card,
    /// The number of a bank account (IBAN).
    Account,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
}

impl Personal {
    /// What it is called: `e-mail address`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Secret(kind) => kind,
            Self::Card => "card number",
            Self::Account => "bank account number (IBAN)",
            Self::Phone => "phone number",
            Self::Email => "e-mail address",
        }
    }
}

/// One kind in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonalCell {
    /// What it holds.
    pub(crate) kind: Personal,
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// The row.
    pub(crate) row: usize,
}

/// The cells with something personal, over all rows and all columns, in the text or not.
#[derive(Debug, Clone, Default)]
pub(crate) struct PersonalCells {
    /// By kind, then column, then row.
    pub(crate) cells: Vec<PersonalCell>,
    /// How each column may be called: by its name, unless that holds something personal itself.
    pub(crate) names: Vec<String>,
    /// Rows looked at.
    pub(crate) rows: usize,
}

impl Evidence<'_> {
    /// Which cells, of all columns, hold something personal.
    pub(crate) fn personal(&self) -> &PersonalCells {
        self.answers.personal.get_or_init(|| self.find_personal())
    }

    pub(in crate::evidence) fn find_personal(&self) -> PersonalCells {
        let dataset = self.dataset;
        let mut cells: Vec<PersonalCell> = dataset
            .columns
            .iter()
            .enumerate()
            .flat_map(|(at, column)| in_column(column, at))
            .collect();
        cells.sort_unstable();
        let names = dataset
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                if Seen::in_text(&column.name, false).something() {
                    format!("column {}", at + 1)
                } else {
                    column.name.clone()
                }
            })
            .collect();
        PersonalCells {
            cells,
            names,
            rows: dataset.rows(),
        }
    }
}

/// What stands in one text.
struct Seen {
    kinds: Vec<Personal>,
    /// Whether digits that an issuer may have given out pass the check.
    card_in_groups: Option<bool>,
    bare_card: Option<bool>,
}

impl Seen {
    /// What a cell of text holds. `phones` is whether its column says that its digits are phone numbers.
    fn in_text(text: &str, phones: bool) -> Self {
        let mut kinds: Vec<Personal> = secret::kinds(text).map(Personal::Secret).collect();
        if account::is_in(text) {
            kinds.push(Personal::Account);
        }
        if phone::is_in(text, phones) {
            kinds.push(Personal::Phone);
        }
        if email::is_in(text) {
            kinds.push(Personal::Email);
        }
        Self {
            kinds,
            card_in_groups: card::check_groups(text),
            bare_card: card::check_digits(text),
        }
    }

    /// A cell of a column of numbers can only be a card's digits, or a phone number with its `+`.
    fn in_number(text: &str, phones: bool) -> Self {
        let phone = text.starts_with('+') && phone::is_in(text, phones);
        Self {
            kinds: phone.then_some(Personal::Phone).into_iter().collect(),
            card_in_groups: None,
            bare_card: card::check_digits(text),
        }
    }

    /// Whether there is anything to remember: digits that fail the check count, too.
    fn something(&self) -> bool {
        !self.kinds.is_empty() || self.card_in_groups.is_some() || self.bare_card.is_some()
    }
}

/// The cells of one column. Digits count as cards only where more pass the check than would by chance.
fn in_column(column: &Column, at: usize) -> Vec<PersonalCell> {
    let look = match column.kind {
        Kind::Text | Kind::Time => Seen::in_text,
        Kind::Number if may_be_codes(column) => Seen::in_number,
        Kind::Number | Kind::Vector { .. } | Kind::Empty => return Vec::new(),
    };
    let phones = phone::says_so(&column.name);
    let seen: Vec<(usize, Seen)> = (0..column.len())
        .into_par_iter()
        .filter_map(|row| {
            let seen = look(column.text(row)?, phones);
            seen.something().then_some((row, seen))
        })
        .collect();
    let candidates = |of: fn(&Seen) -> Option<bool>| Candidates {
        all: seen.iter().filter_map(|(_, seen)| of(seen)).count(),
        passed: seen
            .iter()
            .filter(|(_, seen)| of(seen) == Some(true))
            .count(),
    };
    let in_groups = candidates(|seen| seen.card_in_groups).are_cards_in_groups();
    let bare = candidates(|seen| seen.bare_card).are_cards();
    let mut cells = Vec::new();
    for (row, seen) in seen {
        let card = (in_groups && seen.card_in_groups == Some(true))
            || (bare && seen.bare_card == Some(true));
        let kinds = seen.kinds.into_iter().chain(card.then_some(Personal::Card));
        cells.extend(kinds.map(|kind| PersonalCell {
            kind,
            column: at,
            row,
        }));
    }
    cells
}

/// Whether numbers may be codes: none below zero and none with a fraction.
fn may_be_codes(column: &Column) -> bool {
    (0..column.len()).all(|row| {
        column
            .number(row)
            .is_none_or(|number| number >= 0.0 && number.fract() == 0.0)
    })
}
