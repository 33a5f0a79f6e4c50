//! Values: what cells hold, and which reports may show it.

use std::env;

use super::Report;
use crate::plan::Format;

/// Variables that a CI service sets. Most set `CI`; Azure, Jenkins and TeamCity each their own.
const SERVICES: [&str; 5] = [
    "CI",
    "GITHUB_ACTIONS",
    "TF_BUILD",
    "JENKINS_URL",
    "TEAMCITY_VERSION",
];

/// Which reports may show what cells hold. Names of columns, classes and domains are no values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Every one: `--show-values`.
    Everywhere,
    /// Those that a person reads where the run was started.
    ToPeople,
    /// None: in CI, logs and reports are kept and read by many.
    Nowhere,
}

impl Values {
    /// What follows from the flag and the environment.
    pub fn settled(asked: bool) -> Self {
        Self::new(asked, |name| env::var(name).ok())
    }

    fn new(asked: bool, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| {
            variable(name)
                .is_some_and(|value| !["", "0", "false"].contains(&&*value.to_ascii_lowercase()))
        };
        if asked {
            Self::Everywhere
        } else if SERVICES.iter().any(set) {
            Self::Nowhere
        } else {
            Self::ToPeople
        }
    }

    /// Whether a report in `format` shows them.
    pub fn shown(self, format: Format) -> bool {
        match self {
            Self::Everywhere => true,
            Self::ToPeople => format == Format::Human,
            Self::Nowhere => false,
        }
    }
}

impl Report {
    /// The same report without what cells hold, so that no voice can tell it.
    #[must_use]
    pub fn without_values(&self) -> Self {
        let mut discreet = self.clone();
        let diagnostics = discreet
            .datasets
            .iter_mut()
            .flat_map(|dataset| &mut dataset.diagnostics);
        for diagnostic in diagnostics {
            let known = diagnostic.accepted.known_rows.iter_mut();
            for witness in diagnostic.outcome.witnesses.iter_mut().chain(known) {
                witness.excerpt = None;
            }
        }
        let portraits = discreet
            .datasets
            .iter_mut()
            .filter_map(|each| each.portrait.as_mut());
        for vectors in portraits.filter_map(|portrait| portrait.vectors.as_mut().ok()) {
            for point in &mut vectors.map.points {
                point.text = None;
            }
        }
        discreet
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn ci_sees_values_only_when_asked() {
        let with = |asked, set: &[(&str, &str)]| {
            Values::new(asked, |name| {
                set.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(with(false, &[]), Values::ToPeople);
        assert_eq!(with(false, &[("CI", "true")]), Values::Nowhere);
        assert_eq!(with(false, &[("TF_BUILD", "True")]), Values::Nowhere);
        assert_eq!(with(false, &[("CI", "False")]), Values::ToPeople);
        assert_eq!(with(true, &[("CI", "true")]), Values::Everywhere);
        let shown =
            |values: Values| [Format::Human, Format::Json].map(|format| values.shown(format));
        assert_eq!(shown(Values::Everywhere), [true, true]);
        assert_eq!(shown(Values::ToPeople), [true, false]);
        assert_eq!(shown(Values::Nowhere), [false, false]);
    }

    #[test]
    fn a_discreet_report_holds_no_row() {
        let report = sample::report();
        let excerpts = |report: &Report| format!("{report:?}").matches("excerpt: Some").count();
        assert!(excerpts(&report) > 0);
        assert_eq!(excerpts(&report.without_values()), 0);
    }
}
