//! Failure: what kept a dataset, or the rest of a run, from being judged.

use miette::Diagnostic;

use crate::error::{Error, Mistake, ReadError};

/// One reason why something isn't judged, as plain words for every voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The file that it is about, as the user wrote it; absent where it is about the run.
    pub(crate) file: Option<String>,
    /// The line in it, where that is known.
    pub(crate) line: Option<u64>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do; absent where that isn't known.
    pub(crate) help: Option<String>,
    /// The message and what to do without what a cell holds; absent where they hold nothing of one.
    without_values: Option<(String, Option<String>)>,
}

impl Failure {
    /// All that `error` says. `data` is the file where it names none itself.
    pub(crate) fn of(error: &Error, data: Option<&str>) -> Vec<Self> {
        match error {
            Error::Read(error) => Self::of_data(error, data),
            Error::Config(error) => Self::of_mistakes(&error.mistakes, data),
            other => vec![Self::new(other, None)],
        }
    }

    /// The same without what cells hold.
    pub(super) fn forget_values(&mut self) {
        if let Some((message, help)) = self.without_values.take() {
            self.message = message;
            self.help = help;
        }
    }

    fn of_data(error: &ReadError, data: Option<&str>) -> Vec<Self> {
        match error {
            ReadError::Several { errors } => errors
                .iter()
                .flat_map(|error| Self::of_data(error, data))
                .collect(),
            ReadError::Roles { mistakes, .. } => Self::of_mistakes(mistakes, data),
            error => {
                let failure = Self::new(error, error.file().or(data));
                let message = error.message_without_values();
                vec![Self {
                    line: error.line(),
                    without_values: message.map(|message| (message, failure.help.clone())),
                    ..failure
                }]
            }
        }
    }

    fn of_mistakes(mistakes: &[Mistake], data: Option<&str>) -> Vec<Self> {
        let of = |mistake: &Mistake| {
            let bare = mistake.shown(false);
            let forgets = !std::ptr::eq(bare, mistake);
            Self {
                without_values: forgets.then(|| (bare.message.clone(), bare.help.clone())),
                ..Self::new(mistake, data)
            }
        };
        mistakes.iter().map(of).collect()
    }

    fn new<E: Diagnostic>(error: &E, file: Option<&str>) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            message.push_str(&format!(": {inner}"));
            cause = inner.source();
        }
        Self {
            file: file.map(str::to_owned),
            line: None,
            message,
            help: error.help().map(|help| help.to_string()),
            without_values: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_and_each_mistake_has_its_own() {
        let empty = |path: &str| ReadError::Empty {
            path: path.to_owned(),
        };
        let roles = ReadError::Roles {
            name: "a".to_owned(),
            mistakes: vec![Mistake::new("no column `x`").with_help("name another")],
        };
        let error = Error::Read(ReadError::Several {
            errors: vec![empty("a.csv"), empty("b.csv"), roles],
        });
        let failures = Failure::of(&error, Some("c.csv"));
        let files: Vec<_> = failures.iter().map(|each| each.file.as_deref()).collect();
        assert_eq!(files, [Some("a.csv"), Some("b.csv"), Some("c.csv")]);
        assert_eq!(failures[0].message, "a.csv is empty");
        assert_eq!(failures[2].help.as_deref(), Some("name another"));
    }

    #[test]
    fn values_can_be_left_out() {
        let error = Error::Read(ReadError::OneClass {
            column: "pay".to_owned(),
            class: "secret".to_owned(),
            path: "a.csv".to_owned(),
        });
        let mut failures = Failure::of(&error, None);
        assert!(failures[0].message.contains("secret"));
        failures[0].forget_values();
        assert!(!failures[0].message.contains("secret") && failures[0].message.contains("`pay`"));
    }
}
