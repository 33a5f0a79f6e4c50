//! Strings: the cells of one column as texts in one piece of memory, so that a million of them take what they hold.

/// Rows for each text from which on only rows that have one are kept: JSON rows may have thousands of keys, each in few.
const FEW: usize = 16;
/// Fewer rows than that are never worth it.
const ROWS: usize = 64;

/// Texts, one a row; a missing one is empty, and an empty one missing.
#[derive(Debug, Clone)]
pub(super) struct Strings {
    rows: usize,
    /// How many rows have a text.
    present: usize,
    text: String,
    /// Where each text ends: that of every row, or of those in `known`.
    ends: Ends,
    /// The rows that have a text, where they are few.
    known: Option<Vec<u32>>,
    longest: usize,
}

/// Places in a text, ascending; most texts are short enough for small numbers.
#[derive(Debug, Clone)]
enum Ends {
    Short(Vec<u32>),
    Long(Vec<u64>),
}

impl Ends {
    fn get(&self, at: usize) -> usize {
        match self {
            Self::Short(ends) => ends[at] as usize,
            Self::Long(ends) => ends[at] as usize,
        }
    }

    fn push(&mut self, end: usize) {
        match self {
            Self::Long(ends) => ends.push(end as u64),
            Self::Short(ends) => {
                if let Ok(end) = u32::try_from(end) {
                    ends.push(end);
                } else {
                    let mut long: Vec<u64> = ends.iter().copied().map(u64::from).collect();
                    long.push(end as u64);
                    *self = Self::Long(long);
                }
            }
        }
    }

    fn repeat(&mut self, end: usize, times: usize) {
        match self {
            Self::Short(ends) if u32::try_from(end).is_ok() => {
                ends.resize(ends.len() + times, end as u32);
            }
            Self::Long(ends) => ends.resize(ends.len() + times, end as u64),
            Self::Short(_) => (0..times).for_each(|_| self.push(end)),
        }
    }

    fn truncate(&mut self, length: usize) {
        match self {
            Self::Short(ends) => ends.truncate(length),
            Self::Long(ends) => ends.truncate(length),
        }
    }

    fn shrink(&mut self) {
        match self {
            Self::Short(ends) => ends.shrink_to_fit(),
            Self::Long(ends) => ends.shrink_to_fit(),
        }
    }
}

impl Strings {
    /// No rows, with room for so many.
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self {
            rows: 0,
            present: 0,
            text: String::new(),
            ends: Ends::Short(Vec::with_capacity(rows)),
            known: None,
            longest: 0,
        }
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// How many rows have no text.
    pub(super) fn count_missing(&self) -> usize {
        self.rows - self.present
    }

    /// The bytes of the longest text that was added.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// The text of `row`; none where it is missing, and beyond the last row.
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        self.at(self.place(row)?)
    }

    /// Where what belongs to `row` stands in a list of as many places as there are.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        match &self.known {
            None => (row < self.rows).then_some(row),
            Some(known) => known.binary_search(&u32::try_from(row).ok()?).ok(),
        }
    }

    /// The text at a place.
    fn at(&self, place: usize) -> Option<&str> {
        let start = place.checked_sub(1).map_or(0, |last| self.ends.get(last));
        let end = self.ends.get(place);
        (start < end).then(|| &self.text[start..end])
    }

    /// The text of each row.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        let mut place = 0;
        (0..self.rows).map(move |row| {
            if let Some(known) = &self.known
                && known.get(place).is_none_or(|&next| next as usize != row)
            {
                return None;
            }
            place += 1;
            self.at(place - 1)
        })
    }

    /// The texts that are there.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let places = self.known.as_ref().map_or(self.rows, Vec::len);
        (0..places).filter_map(|place| self.at(place))
    }

    /// What is known of rows as what is known of [places](Self::place).
    pub(super) fn by_place<T: Copy>(&self, of_rows: &[T]) -> Vec<T> {
        match &self.known {
            None => of_rows.to_vec(),
            Some(known) => known.iter().map(|&row| of_rows[row as usize]).collect(),
        }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, text: Option<&str>) {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return self.push_missing(1);
        };
        self.text.push_str(text);
        self.longest = self.longest.max(text.len());
        if let Some(known) = &mut self.known {
            known.push(self.rows as u32);
        }
        self.ends.push(self.text.len());
        self.rows += 1;
        self.present += 1;
        // A place that 32 bits can't tell is no place in a list of them.
        let full = self.rows >= u32::MAX as usize;
        if self.known.is_some() && (full || self.present * FEW > 2 * self.rows) {
            self.keep_all();
        }
    }

    /// Adds rows without a text.
    pub(super) fn push_missing(&mut self, rows: usize) {
        self.rows += rows;
        if self.known.is_some() {
            return;
        }
        let is_worth_it = self.rows >= ROWS && u32::try_from(self.rows).is_ok();
        if is_worth_it && self.present * FEW < self.rows {
            self.keep_few(self.rows - rows);
        } else {
            self.ends.repeat(self.text.len(), rows);
        }
    }

    /// Only rows with a text are kept from here on; `told` of the rows have an end.
    fn keep_few(&mut self, told: usize) {
        let mut ends = Ends::Short(Vec::with_capacity(self.present));
        let mut known = Vec::with_capacity(self.present);
        let mut start = 0;
        for row in 0..told {
            let end = self.ends.get(row);
            if end > start {
                known.push(row as u32);
                ends.push(end);
            }
            start = end;
        }
        (self.ends, self.known) = (ends, Some(known));
    }

    /// All rows are kept from here on.
    fn keep_all(&mut self) {
        let mut ends = Ends::Short(Vec::with_capacity(self.rows));
        let (mut told, mut last) = (0, 0);
        for (place, row) in self.known.take().into_iter().flatten().enumerate() {
            ends.repeat(last, row as usize - told);
            last = self.ends.get(place);
            ends.push(last);
            told = row as usize + 1;
        }
        ends.repeat(last, self.rows - told);
        self.ends = ends;
    }

    /// Leaves out the rows from `rows` on.
    pub(super) fn truncate(&mut self, rows: usize) {
        let rows = rows.min(self.rows);
        let places = match &mut self.known {
            None => rows,
            Some(known) => {
                known.truncate(known.partition_point(|&row| (row as usize) < rows));
                known.len()
            }
        };
        self.ends.truncate(places);
        self.rows = rows;
        let end = places.checked_sub(1).map_or(0, |last| self.ends.get(last));
        self.text.truncate(end);
        self.present = self.texts().count();
    }

    /// Gives back memory that no row needs.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink();
        if let Some(known) = &mut self.known {
            known.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(cells: &[Option<&str>]) -> Strings {
        let mut strings = Strings::with_capacity(0);
        for &cell in cells {
            strings.push(cell);
        }
        strings
    }

    /// Whether `strings` are `cells`, however one asks.
    fn are(strings: &Strings, cells: &[Option<&str>]) -> bool {
        let rows: Vec<Option<&str>> = (0..cells.len()).map(|row| strings.get(row)).collect();
        let texts: Vec<&str> = cells.iter().copied().flatten().collect();
        rows == cells
            && strings.iter().eq(cells.iter().copied())
            && strings.texts().eq(texts.iter().copied())
            && (strings.len(), strings.get(cells.len())) == (cells.len(), None)
            && strings.count_missing() == cells.len() - texts.len()
    }

    #[test]
    fn cells_come_back_as_they_were() {
        let cells = [Some("a"), None, Some("größe"), Some("b c"), None];
        assert!(are(&strings(&cells), &cells));
        let mut cut = strings(&cells);
        cut.truncate(3);
        assert!(are(&cut, &cells[..3]));
        assert!(are(&strings(&[]), &[]));
    }

    #[test]
    fn few_texts_among_many_rows_take_little_and_many_again_take_more() {
        let mut cells = vec![None; 3_000];
        (cells[0], cells[1_000], cells[2_999]) = (Some("a"), Some("b"), Some("c"));
        let mut few = strings(&cells);
        assert_eq!(few.known.as_deref(), Some([0, 1_000, 2_999].as_slice()));
        assert!(are(&few, &cells));
        let numbers: Vec<usize> = (0..3_000).collect();
        assert_eq!(few.by_place(&numbers), [0, 1_000, 2_999]);
        assert_eq!((few.place(1_000), few.place(1_001)), (Some(1), None));
        for _ in 0..1_000 {
            few.push(Some("d"));
            cells.push(Some("d"));
        }
        assert!(few.known.is_none() && are(&few, &cells));
        few.truncate(2_000);
        assert!(are(&few, &cells[..2_000]));
    }

    #[test]
    fn a_column_of_nothing_takes_nothing() {
        let mut missing = Strings::with_capacity(0);
        missing.push_missing(1_000_000);
        assert_eq!(
            (missing.len(), missing.count_missing()),
            (1_000_000, 1_000_000)
        );
        assert_eq!((missing.texts().count(), missing.get(7)), (0, None));
        missing.push(Some("a"));
        assert_eq!(missing.get(1_000_000), Some("a"));
    }
}
