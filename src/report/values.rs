//! Values: what cells hold, and which reports may show it.

use crate::outcome::Format;
use std::env;

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
pub(crate) enum Values {
    /// Every one: `--show-values`.
    Everywhere,
    /// Those that a person reads where the run was started.
    ToPeople,
    /// None: in CI, logs and reports are kept and read by many.
    Nowhere,
}

impl Values {
    /// What follows from the flag and the environment.
    pub(crate) fn from_environment(asked: bool) -> Self {
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
    pub(crate) fn may_stand_in(self, format: Format) -> bool {
        match self {
            Self::Everywhere => true,
            Self::ToPeople => format.is_read_on_the_spot(),
            Self::Nowhere => false,
        }
    }
}

#[cfg(test)]
mod tests {
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
        let shown = |values: Values| {
            [Format::Human, Format::Json].map(|format| values.may_stand_in(format))
        };
        assert_eq!(shown(Values::Everywhere), [true, true]);
        assert_eq!(shown(Values::ToPeople), [true, false]);
        assert_eq!(shown(Values::Nowhere), [false, false]);
    }
}
