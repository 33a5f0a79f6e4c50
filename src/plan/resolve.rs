//! Resolving: the one value that each setting has in a run, from flags, variables, files and defaults.

use std::env;
use std::path::PathBuf;

use crate::policy::{
    Fallback, Form, Key, Keys, Meaning, Origin, Policy, Setting, Statement, Statements, Value,
};

/// The value of each setting, and who says it. A setting that nobody says and that has no default is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Resolved(Statements);

impl Resolved {
    /// Resolves the settings of `keys` and of the tables under them: a flag wins over a variable, that over the `files`, those over the
    /// default.
    pub(crate) fn new(keys: Keys, flags: &Statements, files: &Statements, policy: &Policy) -> Self {
        let mut resolved = Statements::default();
        for key in keys {
            if let Form::Table(inner) = key.form {
                resolved = resolved.over(Self::new(inner, flags, files, policy).0);
                continue;
            }
            let statement = flags
                .get(key)
                .cloned()
                .or_else(|| by_variable(key))
                .or_else(|| Some(seen_from_here(key, files.get(key)?, policy)))
                .or_else(|| Some(Statement::new(fall_back(key)?, Origin::Default)));
            if statement.is_some() {
                resolved.set(key, statement);
            }
        }
        Self(resolved)
    }

    /// The value of `setting`.
    ///
    /// # Panics
    /// When the declaration of `setting` has a form or a default that its type can't read; a test resolves
    /// them all.
    pub(crate) fn get<T: Meaning>(&self, setting: &Setting<T>) -> T {
        let value = self.statement(&setting.key).map(|said| &said.value);
        T::read(value).unwrap_or_else(|| {
            panic!(
                "the setting {} is declared with another type",
                setting.key.name
            )
        })
    }

    /// What is said of `key`.
    pub(super) fn statement(&self, key: &Key) -> Option<&Statement> {
        self.0.get(key)
    }

    /// Puts `value` in the place of the value of `setting`, whoever says it; none takes the setting away.
    pub(super) fn put<T>(&mut self, setting: &'static Setting<T>, value: Option<Value>) {
        let origin = self
            .statement(&setting.key)
            .map_or(Origin::Default, |said| said.origin.clone());
        match value {
            Some(value) => self
                .0
                .set(&setting.key, Some(Statement::new(value, origin))),
            None => self.0.unset(&setting.key),
        }
    }

    /// What `setting` is, as only the flag `flag` says.
    pub(super) fn put_by<T>(
        &mut self,
        setting: &'static Setting<T>,
        value: Value,
        flag: &'static str,
    ) {
        let statement = Statement::new(value, Origin::Flag(flag));
        self.0.set(&setting.key, Some(statement));
    }

    /// Every value that a verdict may depend on, by its key.
    pub(crate) fn decisive(&self) -> Vec<(&'static str, &Value)> {
        let decisive = self.0.iter().filter(|(key, _)| key.decides);
        decisive
            .map(|(key, said)| (key.name, &said.value))
            .collect()
    }
}

/// The value of a variable of the environment that is set, and not to nothing.
pub(super) fn variable(name: &str) -> Option<PathBuf> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    value.map(PathBuf::from)
}

fn by_variable(key: &Key) -> Option<Statement> {
    let name = key.variable?;
    let path = variable(name)?;
    Some(Statement::new(Value::Path(path), Origin::Variable(name)))
}

/// What a file says, its paths as seen from the working directory.
fn seen_from_here(key: &Key, said: &Statement, policy: &Policy) -> Statement {
    let paths = || -> Vec<PathBuf> { said.items().iter().map(|path| policy.path(path)).collect() };
    let value = match key.form {
        Form::Path => paths().pop().map(Value::Path),
        Form::Paths | Form::Files => Some(Value::Paths(paths())),
        // A folder stands beside the file; any other word is a name.
        Form::NameOrFolder => paths()
            .pop()
            .filter(|folder| Some(&said.value) != fall_back(key).as_ref() && folder.is_dir())
            .map(|folder| Value::Text(folder.display().to_string())),
        _ => None,
    };
    Statement {
        value: value.unwrap_or_else(|| said.value.clone()),
        ..said.clone()
    }
}

fn fall_back(key: &Key) -> Option<Value> {
    match key.default {
        Fallback::Switch(on) => Some(Value::Switch(on)),
        Fallback::Whole(number) => Some(Value::Whole(number)),
        Fallback::Word(word) => Some(Value::text(word)),
        Fallback::Nothing(_) => None,
    }
}
