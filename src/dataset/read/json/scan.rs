//! Scan: where the members of an object and the elements of an array stand, without reading them.

use super::{Cursor, Place};

/// A key of an object, and where its value stands.
pub(super) struct Member {
    pub(super) key: String,
    pub(super) place: Place,
}

/// The members of the object at `cursor`, which is passed; nothing where there is none.
pub(super) fn members(cursor: &mut Cursor) -> Option<Vec<Member>> {
    let mut found = Vec::new();
    items(cursor, ('{', '}'), |cursor| {
        let key = cursor.take_value()?;
        let key = serde_json::from_str(&cursor.text[key.range]).ok()?;
        cursor.skip_blanks();
        let is_member = cursor.take(':');
        cursor.skip_blanks();
        let place = cursor.take_value().filter(|_| is_member)?;
        found.push(Member { key, place });
        Some(())
    })?;
    Some(found)
}

/// The elements of the array at `cursor`, which is passed; nothing where there is none.
pub(super) fn elements(cursor: &mut Cursor) -> Option<Vec<Place>> {
    let mut found = Vec::new();
    items(cursor, ('[', ']'), |cursor| {
        found.push(cursor.take_value()?);
        Some(())
    })?;
    Some(found)
}

/// Passes what stands between `open` and `close` with commas between, each by `take`.
fn items<'a>(
    cursor: &mut Cursor<'a>,
    (open, close): (char, char),
    mut take: impl FnMut(&mut Cursor<'a>) -> Option<()>,
) -> Option<()> {
    if !cursor.take(open) {
        return None;
    }
    cursor.skip_blanks();
    if cursor.take(close) {
        return Some(());
    }
    loop {
        take(cursor)?;
        cursor.skip_blanks();
        if cursor.take(close) {
            return Some(());
        }
        if !cursor.take(',') {
            return None;
        }
        cursor.skip_blanks();
    }
}
