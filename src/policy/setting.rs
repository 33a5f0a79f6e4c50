//! Setting: a key whose value the program asks for by its type.
//!
//! **A new setting touches two files**: plan/settings.rs, where it is declared as one value, and the place
//! that uses it (`plan.get(&NAME)`). Reading it with its mistakes, layering, its origin, the JSON schema,
//! `--show-settings`, its flag with its help and the cache's key follow from the declaration.

use std::marker::PhantomData;
use std::path::PathBuf;

use super::Value;
use super::key::{Fallback, Flag, Form, Key, Vocabulary};

/// A key whose value is a `T`.
#[derive(Debug)]
pub(crate) struct Setting<T> {
    /// The key.
    pub(crate) key: Key,
    kind: PhantomData<fn() -> T>,
}

impl<T> Setting<T> {
    /// A setting without a flag.
    pub(crate) const fn new(
        name: &'static str,
        form: Form,
        default: Fallback,
        about: &'static str,
    ) -> Self {
        Self {
            key: Key {
                default,
                ..Key::new(name, form, about)
            },
            kind: PhantomData,
        }
    }

    /// With a flag of its name, under `heading`; `value` stands for its value in the help.
    pub(crate) const fn flag(mut self, heading: &'static str, value: &'static str) -> Self {
        self.key.flag = Some(Flag {
            name: self.key.name,
            heading,
            value,
            help: None,
        });
        self
    }

    /// With a flag of another name and a help of its own.
    pub(crate) const fn flag_as(
        mut self,
        heading: &'static str,
        name: &'static str,
        value: &'static str,
        help: &'static str,
    ) -> Self {
        self.key.flag = Some(Flag {
            name,
            heading,
            value,
            help: Some(help),
        });
        self
    }

    /// With a flag that says `false`.
    pub(crate) const fn off(
        mut self,
        heading: &'static str,
        name: &'static str,
        help: &'static str,
    ) -> Self {
        self.key.off = Some(Flag {
            name,
            heading,
            value: "",
            help: Some(help),
        });
        self
    }

    /// With what to write in place of a value that is refused.
    pub(crate) const fn hint(mut self, hint: &'static str) -> Self {
        self.key.hint = Some(hint);
        self
    }

    /// No verdict that the cache keeps depends on it by itself.
    pub(crate) const fn outside_verdicts(mut self) -> Self {
        self.key.decides = false;
        self
    }
}

impl<T: Meaning> Setting<T> {
    /// What the table on one line says of this setting.
    pub(crate) fn read_in(&self, table: &Value) -> Option<T> {
        let Value::Table(entries) = table else {
            return None;
        };
        let entry = entries.iter().find(|(name, _)| *name == self.key.name);
        T::read(entry.map(|(_, value)| value))
    }
}

impl Setting<bool> {
    /// `true` or `false`.
    pub(crate) const fn switch(name: &'static str, default: bool, about: &'static str) -> Self {
        Self::new(name, Form::Switch, Fallback::Switch(default), about)
    }
}

impl Setting<u64> {
    /// A whole number from `least` on.
    pub(crate) const fn whole(
        name: &'static str,
        least: u64,
        default: u64,
        about: &'static str,
    ) -> Self {
        Self::new(name, Form::Whole(least), Fallback::Whole(default), about)
    }
}

impl Setting<Option<PathBuf>> {
    /// With a variable of the environment, which holds a path.
    pub(crate) const fn variable(mut self, name: &'static str) -> Self {
        self.key.variable = Some(name);
        self
    }
}

impl<W: Word> Setting<W> {
    /// One of the words of `W`.
    pub(crate) const fn word(
        name: &'static str,
        default: &'static str,
        about: &'static str,
    ) -> Self {
        let form = Form::Word(vocabulary::<W>());
        Self::new(name, form, Fallback::Word(default), about)
    }
}

impl Setting<Option<String>> {
    /// A text that need not be there.
    pub(crate) const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Form::Text, Fallback::Nothing(""), about)
    }
}

/// The words of `W`.
pub(crate) const fn vocabulary<W: Word>() -> Vocabulary {
    Vocabulary {
        kind: W::KIND,
        words: words::<W>,
        or_sign: false,
    }
}

fn words<W: Word>() -> Vec<&'static str> {
    W::WORDS.iter().map(|(word, _)| *word).collect()
}

/// What a user chooses by a word.
pub(crate) trait Word: Copy + 'static {
    /// What kind of word it is, as mistakes call it.
    const KIND: &'static str;
    /// Every word that users may write; of several for one meaning, the first is the usual one.
    const WORDS: &'static [(&'static str, Self)];
}

/// What the program makes of a value.
pub(crate) trait Meaning: Sized {
    /// What `value` means; `None` where it means nothing of this type.
    fn read(value: Option<&Value>) -> Option<Self>;
}

impl<W: Word> Meaning for W {
    fn read(value: Option<&Value>) -> Option<Self> {
        let Value::Text(text) = value? else {
            return None;
        };
        let known = Self::WORDS.iter().find(|(word, _)| word == text);
        known.map(|(_, meaning)| *meaning)
    }
}

impl Meaning for bool {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value? {
            Value::Switch(on) => Some(*on),
            _ => None,
        }
    }
}

impl Meaning for u64 {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value? {
            Value::Whole(number) => Some(*number),
            _ => None,
        }
    }
}

impl Meaning for usize {
    fn read(value: Option<&Value>) -> Option<Self> {
        // More than a list can hold is as good as all that it can.
        Some(Self::try_from(u64::read(value)?).unwrap_or(Self::MAX))
    }
}

impl Meaning for String {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Meaning for PathBuf {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value? {
            Value::Path(path) => Some(path.clone()),
            _ => None,
        }
    }
}

impl Meaning for Vec<String> {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value? {
            texts @ (Value::Text(_) | Value::Texts(_)) => Some(texts.texts().to_vec()),
            _ => None,
        }
    }
}

/// What need not be there, or is said not to be.
impl<T: Meaning> Meaning for Option<T> {
    fn read(value: Option<&Value>) -> Option<Self> {
        Some(T::read(value))
    }
}
