//! Round: what is to be done about a dataset as it is now: the fixes of its findings, without those that cross each
//! other.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use super::edit::{Change, Edit, find_rows};
use super::{
    FixSettings, broken, conflicts, duplicates, empty, leaks, near, personal, spellings, vectors,
};
use crate::check::judge_dataset;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::outcome::{DatasetReport, RuleFixes, weighs};
use crate::plan::Plan;
use crate::rules::words::Safety;

/// What is done about the rows that a rule found.
type Fix = fn(&Evidence, &[usize], &FixSettings) -> Vec<Edit>;

/// The fixes, by the names that the words of rules have for them.
static FIXES: &[(&str, Fix)] = &[
    ("duplicates", |evidence, rows, settings| {
        duplicates::drop_duplicates(evidence, rows, settings.leaks_from)
    }),
    ("empty", |evidence, rows, _| {
        empty::drop_empty(evidence, rows)
    }),
    ("leaks", |evidence, rows, settings| {
        leaks::drop_leaks(evidence, rows, settings.leaks_from)
    }),
    ("near", |evidence, rows, _| near::drop_near(evidence, rows)),
    ("conflicts", |evidence, rows, _| {
        conflicts::drop_conflicts(evidence, rows)
    }),
    ("vectors", |evidence, rows, _| {
        vectors::drop_broken(evidence, rows)
    }),
    ("spellings", |evidence, rows, _| {
        spellings::write_spellings(evidence, rows)
    }),
    ("personal", |evidence, rows, _| {
        personal::write_placeholders(evidence, rows)
    }),
    ("broken", |evidence, rows, _| {
        broken::decode_again(evidence, rows)
    }),
];

/// Fixes that come before all others, in this order: which class a row is of has to be known before the rows that say
/// so are counted, and they are counted before copies go.
const FIRST: [&str; 2] = ["spellings", "conflicts"];

/// What is to be done, and what is found.
#[derive(Debug)]
pub(super) struct Round {
    /// What is done: the edits of the first turn of which any can be done. No turn is empty.
    pub(super) turns: Vec<Vec<Edit>>,
    /// What would be done if unsafe fixes were asked for.
    pub(super) held: Vec<RuleFixes>,
    /// What is found: the rule and what it says.
    pub(super) found: Vec<(String, String)>,
    /// What a check says of the data.
    pub(super) report: DatasetReport,
}

impl Round {
    /// Judges `evidence` by the rules of `plan`, and takes the fixes that `settings` allow.
    ///
    /// # Errors
    /// What stops the run.
    pub(super) fn judge(
        evidence: &Evidence,
        plan: &Plan,
        settings: &FixSettings,
    ) -> Result<Self, Arc<Error>> {
        let report = judge_dataset(evidence, plan)?;
        let findings = report
            .diagnostics
            .iter()
            .filter(|finding| weighs(finding, false));
        let mut found = Vec::new();
        let mut proposed = Vec::new();
        for finding in findings {
            let message = match &finding.outcome.subject {
                Some(subject) => format!("{subject}: {}", finding.outcome.message),
                None => finding.outcome.message.clone(),
            };
            found.push((finding.rule.to_owned(), message));
            if !settings.unfixable.iter().any(|rule| rule == finding.rule) {
                proposed.extend(propose(evidence, finding, settings));
            }
        }
        let (done, held): (Vec<Edit>, Vec<Edit>) = proposed
            .into_iter()
            .partition(|edit| edit.safety == Safety::Safe || settings.is_unsafe);
        Ok(Self {
            turns: take_turns(done, settings),
            held: count(held.iter().map(|edit| (edit.rule, edit.row, &edit.change))),
            found,
            report,
        })
    }
}

/// The fix of one finding.
fn propose(evidence: &Evidence, finding: &Diagnostic, settings: &FixSettings) -> Vec<Edit> {
    let rows = find_rows(evidence.dataset, &finding.outcome);
    if rows.is_empty() {
        return Vec::new();
    }
    let fix = settings.fix_of(finding.rule);
    let fix = FIXES.iter().find(|(name, _)| fix == Some(name));
    let mut edits = fix.map_or(Vec::new(), |(_, fix)| fix(evidence, &rows, settings));
    for edit in &mut edits {
        edit.rule = finding.rule;
    }
    edits
}

/// The edits of `proposed` in turns, of which one is done.
fn take_turns(proposed: Vec<Edit>, settings: &FixSettings) -> Vec<Vec<Edit>> {
    let mut turns = vec![Vec::new(); FIRST.len() + 1];
    for edit in proposed {
        let fix = settings.fix_of(edit.rule);
        let turn = FIRST.iter().position(|first| fix == Some(first));
        turns[turn.unwrap_or(FIRST.len())].push(edit);
    }
    let turns = turns.into_iter().map(untangle);
    turns.filter(|edits| !edits.is_empty()).collect()
}

/// The edits of `proposed` that can be done at once, the earlier before the later: none touches a row that another one
/// touches, drops one for which a row goes, or keeps one that goes. What is left out is found again in the next round.
fn untangle(proposed: Vec<Edit>) -> Vec<Edit> {
    let mut touched = HashSet::new();
    let mut kept = HashSet::new();
    let mut done = Vec::new();
    for edit in proposed {
        let stays = edit.kept.is_none_or(|row| !touched.contains(&row));
        if !stays || kept.contains(&edit.row) || touched.contains(&edit.row) {
            continue;
        }
        touched.insert(edit.row);
        kept.extend(edit.kept);
        done.push(edit);
    }
    done
}

/// How many rows each rule drops and changes, in the order in which the rules come: each row once, however many findings
/// or rounds it has.
pub(super) fn count<'a, Row: Eq + Hash>(
    edits: impl IntoIterator<Item = (&'static str, Row, &'a Change)>,
) -> Vec<RuleFixes> {
    let mut counts: Vec<RuleFixes> = Vec::new();
    let mut seen = HashSet::new();
    for (rule, row, change) in edits {
        let is_drop = *change == Change::Drop;
        if !seen.insert((rule, row, is_drop)) {
            continue;
        }
        let at = counts.iter().position(|known| known.rule == rule);
        let at = at.unwrap_or_else(|| {
            counts.push(RuleFixes {
                rule: rule.to_owned(),
                ..RuleFixes::default()
            });
            counts.len() - 1
        });
        if is_drop {
            counts[at].dropped += 1;
        } else {
            counts[at].changed += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn a_rule_has_the_fix_that_its_words_tell_of() {
        for (rule, words) in rules::words() {
            let is_known = |by: &str| FIXES.iter().any(|(name, _)| *name == by);
            let has_fix = words.fix.by.as_deref().is_some_and(is_known);
            let tells = words.fix.safety.is_automatic();
            assert_eq!(has_fix, tells, "{}", rule.name);
            assert_eq!(words.fix.by.is_some(), tells, "{}", rule.name);
        }
    }

    fn drop(row: usize, kept: usize) -> Edit {
        Edit::drop(row, Safety::Safe, "").for_the_sake_of(kept)
    }

    #[test]
    fn no_row_goes_for_which_another_one_went() {
        let rows = |edits: Vec<Edit>| -> Vec<usize> {
            untangle(edits).into_iter().map(|edit| edit.row).collect()
        };
        assert_eq!(rows(vec![drop(2, 1), drop(3, 1), drop(1, 0)]), [2, 3]);
        assert_eq!(rows(vec![drop(1, 0), drop(2, 1)]), [1]);
        assert_eq!(rows(vec![drop(1, 0), drop(1, 5)]), [1]);
    }
}
