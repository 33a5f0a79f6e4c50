//! Key: one key of the configuration, with everything that follows from it.
//!
//! The reader refuses any other key. The JSON schema, the flags, their help and what `--show-settings`
//! prints are made of these, too.

/// The keys of one table, in the order in which people read them.
pub(crate) type Keys = &'static [&'static Key];

/// One key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// As users write it.
    pub(crate) name: &'static str,
    /// What its value may be.
    pub(crate) form: Form,
    /// What it says, for whoever writes it: a sentence or two, each with a full stop.
    pub(crate) about: &'static str,
    /// What holds where nobody says it.
    pub(crate) default: Fallback,
    /// The flag that says the same.
    pub(crate) flag: Option<Flag>,
    /// The flag, without a value, that says `false`.
    pub(crate) off: Option<Flag>,
    /// The variable of the environment that says the same; a flag beats it, and it beats the files.
    pub(crate) variable: Option<&'static str>,
    /// What to write in place of a value that is refused.
    pub(crate) hint: Option<&'static str>,
    /// Whether a verdict may depend on it, so that the cache keeps verdicts apart by it. So it is unless
    /// the declaration says otherwise.
    pub(crate) decides: bool,
}

/// A key is its place in the program: two of the same name may stand in two tables.
impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Key {
    /// A key without a flag.
    pub(crate) const fn new(name: &'static str, form: Form, about: &'static str) -> Self {
        Self {
            name,
            form,
            about,
            default: Fallback::Nothing(""),
            flag: None,
            off: None,
            variable: None,
            hint: None,
            decides: true,
        }
    }

    /// The default in words; none where none need be said.
    pub(crate) fn default_in_words(&self) -> Option<String> {
        match self.default {
            Fallback::Switch(on) => Some(on.to_string()),
            Fallback::Whole(number) => Some(number.to_string()),
            Fallback::Word(word) => Some(word.to_owned()),
            Fallback::Nothing(words) => (!words.is_empty()).then(|| words.to_owned()),
        }
    }
}

/// What holds where nobody says a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// `true` or `false`
    Switch(bool),
    /// A number.
    Whole(u64),
    /// A text.
    Word(&'static str),
    /// No value; these words say what follows from that, if they say anything.
    Nothing(&'static str),
}

/// The flag of a key. A flag without a value says the opposite of the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flag {
    /// As it is written.
    pub(crate) name: &'static str,
    /// The heading of its part of the help.
    pub(crate) heading: &'static str,
    /// What stands for its value; empty where it has none.
    pub(crate) value: &'static str,
    /// Its help, where that isn't what the key says.
    pub(crate) help: Option<&'static str>,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// A text in quotes.
    Text,
    /// A text in quotes, or `false`.
    TextOrFalse,
    /// A text in quotes, or a list of them.
    Texts,
    /// A file or a folder, relative to the file that says it.
    Path,
    /// Files or folders, relative to the file that says it.
    Paths,
    /// As `Paths`, but not an empty list: the files of a dataset, which every dataset has to have.
    Files,
    /// A name, or else a folder relative to the file that says it.
    NameOrFolder,
    /// The files that this one builds on.
    Bases,
    /// One word of a vocabulary.
    Word(Vocabulary),
    /// One word of a vocabulary, or a list of them.
    WordList(Vocabulary),
    /// A table with a word of a vocabulary for each key, which the user chooses.
    Words(Vocabulary),
    /// The name of a rule.
    Rule,
    /// The name of a rule, or a list of them.
    RuleNames,
    /// `true` or `false`.
    Switch,
    /// A whole number from this one on.
    Whole(u64),
    /// A text, or a table with these keys of which the first has to be there; and an example of it.
    TextOrTable(Keys, &'static str),
    /// A text or a list of one or more, or a table with these keys of which the first has to be there;
    /// and an example of it.
    TextsOrTable(Keys, &'static str),
    /// A table with these keys.
    Table(Keys),
    /// Datasets: tables with these keys, each by a name that the user chooses.
    Datasets(Keys),
    /// A day, as `2027-01-31`.
    Date,
    /// Waivers: a list of tables with these keys, of which those named have to be there.
    Waivers(Keys, &'static [&'static str]),
    /// A table for each rule, with its level and its limits.
    Rules,
}

/// The words that a key knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vocabulary {
    /// What kind of word it is, as mistakes call it.
    pub(crate) kind: &'static str,
    /// Every word.
    pub(crate) words: fn() -> Vec<&'static str>,
    /// Whether one character of [`SIGNS`] is a word, too.
    pub(crate) or_sign: bool,
}

/// The characters that may stand for themselves in place of a word, as a regular expression has them: those of ASCII
/// but letters, digits and the ends of lines.
pub(crate) const SIGNS: &str = r"[\u0001-\t\u000b\u000c\u000e-/:-@\[-`{-\u007f]";

/// Whether `text` is one of [`SIGNS`].
pub(crate) fn is_sign(text: &str) -> bool {
    let sign = |byte: u8| {
        byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, 0 | b'\n' | b'\r')
    };
    matches!(text.as_bytes(), [byte] if sign(*byte))
}

/// The names of `keys`, in their order.
pub(crate) fn names(keys: Keys) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
