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
            files: joined(self.files, base.files),
            hidden: self.hidden,
            layers: Vec::new(),
            unread: self.unread || base.unread,
            extend: self.extend,
            profile: self.profile.or(base.profile),
            seed: self.seed.or(base.seed),
            fail_on: self.fail_on.or(base.fail_on),
            strict: self.strict.or(base.strict),
            offline: self.offline.or(base.offline),
            cache_dir: self.cache_dir.or(base.cache_dir),
            cache_max_gb: self.cache_max_gb.or(base.cache_max_gb),
            select: self.select.or(base.select),
            ignore: self.ignore.or(base.ignore),
            baseline: self.baseline.or(base.baseline),
            model: self.model.or(base.model),
            datasets: merged(self.datasets, base.datasets, |dataset| &dataset.name),
            rules: merged(self.rules, base.rules, |rule| &rule.name),
            waivers: [base.waivers, self.waivers].concat(),
        }
    }
}

/// The files of both, each once.
fn joined(mut nearer: Vec<PolicyFile>, base: Vec<PolicyFile>) -> Vec<PolicyFile> {
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
fn merged<T: Table>(nearer: Vec<T>, base: Vec<T>, name: impl Fn(&T) -> &Written<String>) -> Vec<T> {
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
            name: if self.says_path { self.name } else { base.name },
            paths: if self.says_path {
                self.paths
            } else {
                base.paths
            },
            says_path: self.says_path || base.says_path,
            unlabelled: if self.says_label {
                self.unlabelled
            } else {
                base.unlabelled
            },
            label: if self.says_label {
                self.label
            } else {
                base.label
            },
            says_label: self.says_label || base.says_label,
            text: self.text.or(base.text),
            domain: self.domain.or(base.domain),
            shifted: self.shifted.or(base.shifted),
            split: self.split.or(base.split),
            group: self.group.or(base.group),
            exclude: self.exclude.or(base.exclude),
            header: self.header.or(base.header),
            format: self.format.or(base.format),
            encoding: self.encoding.or(base.encoding),
            embedding: self.embedding.or(base.embedding),
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
