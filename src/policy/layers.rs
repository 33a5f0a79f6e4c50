//! Layers: what two configuration files say together; the nearer one wins, key by key.

use super::{DatasetPolicy, Policy, PolicyFile, RulePolicy, Written};

impl Policy {
    /// What this policy and the one it extends say together. Tables are merged key by key; every other
    /// value, lists too, is that of the nearer file which says it.
    #[must_use]
    pub(super) fn over(self, base: Self) -> Self {
        // Every field has to be thought of here. Waivers are entries of their own right, each with its
        // place in a file: those of the base, then those of this file.
        Self {
            files: join_files(self.files, base.files),
            hidden: self.hidden,
            layers: Vec::new(),
            unread: self.unread || base.unread,
            extend: self.extend,
            settings: self.settings.over(base.settings),
            datasets: merge_tables(self.datasets, base.datasets, |dataset| &dataset.name),
            rules: merge_tables(self.rules, base.rules, |rule| &rule.name),
            waivers: [base.waivers, self.waivers].concat(),
        }
    }
}

/// The files of both, each once.
fn join_files(mut nearer: Vec<PolicyFile>, base: Vec<PolicyFile>) -> Vec<PolicyFile> {
    for file in base {
        if !nearer.contains(&file) {
            nearer.push(file);
        }
    }
    nearer
}

/// A table that another of the same name is laid over.
trait Table {
    /// This table over the one of the base.
    fn over(self, base: Self) -> Self;
}

/// The tables of the base in their order, each with what the nearer file says of it; then those that
/// only the nearer file has.
fn merge_tables<T: Table>(
    nearer: Vec<T>,
    base: Vec<T>,
    name: impl Fn(&T) -> &Written<String>,
) -> Vec<T> {
    let mut nearer: Vec<Option<T>> = nearer.into_iter().map(Some).collect();
    let mut merged: Vec<T> = base
        .into_iter()
        .map(|table| {
            let same = nearer.iter_mut().find(|near| {
                near.as_ref()
                    .is_some_and(|near| name(near).value == name(&table).value)
            });
            match same.and_then(Option::take) {
                Some(near) => near.over(table),
                None => table,
            }
        })
        .collect();
    merged.extend(nearer.into_iter().flatten());
    merged
}

impl Table for DatasetPolicy {
    fn over(self, base: Self) -> Self {
        Self {
            // A dataset is declared where its files are named.
            name: if self.names_files() {
                self.name
            } else {
                base.name
            },
            settings: self.settings.over(base.settings),
        }
    }
}

impl Table for RulePolicy {
    fn over(self, base: Self) -> Self {
        let mut limits = self.limits;
        for (key, value) in base.limits {
            if !limits.iter().any(|(known, _)| known.value == key.value) {
                limits.push((key, value));
            }
        }
        Self {
            name: self.name,
            level: self.level.or(base.level),
            limits,
        }
    }
}
