//! Unmended: cells that are found and can't be mended, how many of them for which reason.

use std::collections::BTreeSet;

use super::draft::{Draft, Place, Refusal};
use crate::outcome::Unmended;

/// The `refused` cells by rule, column and reason, each with its rows and the first of them.
pub(super) fn gather(draft: &Draft, refused: &[Refusal]) -> Vec<Unmended> {
    let mut groups: Vec<(&Refusal, BTreeSet<Place>)> = Vec::new();
    for refusal in refused {
        let same = |known: &&mut (&Refusal, _)| {
            let known = known.0;
            (known.rule, &known.column, known.obstacle)
                == (refusal.rule, &refusal.column, refusal.obstacle)
        };
        match groups.iter_mut().find(same) {
            Some((_, places)) => _ = places.insert(refusal.place),
            None => groups.push((refusal, BTreeSet::from([refusal.place]))),
        }
    }
    let groups = groups.into_iter().map(|(refusal, places)| Unmended {
        rule: refusal.rule.to_owned(),
        column: refusal.column.clone(),
        reason: refusal.obstacle.words(),
        rows: places.len(),
        first: places
            .first()
            .map_or(String::new(), |place| draft.locate(*place)),
    });
    groups.collect()
}
