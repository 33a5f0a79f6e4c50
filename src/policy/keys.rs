//! Keys: every key of the configuration with the form of its value and what it says. The reader refuses
//! any other, and the JSON schema is made of these.

/// One key.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As users write it.
    pub name: &'static str,
    /// What its value may be.
    pub form: Form,
    /// What it says, for whoever writes it: a sentence or two, each with a full stop.
    pub about: &'static str,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// A text in quotes.
    Text,
    /// A text in quotes, or `false`.
    TextOrFalse,
    /// A text in quotes, or a list of them.
    Texts,
    /// As `Texts`, but not an empty list.
    SomeTexts,
    /// One word of a vocabulary.
    Word(Vocabulary),
    /// A word of a vocabulary, or a list of them.
    Words(Vocabulary),
    /// `true` or `false`.
    Flag,
    /// A whole number from this one on.
    Whole(u64),
    /// A text, or a table with these keys of which the first has to be there.
    TextOrTable(&'static [Key]),
    /// A text or a list of one or more, or a table with these keys of which the first has to be there.
    TextsOrTable(&'static [Key]),
    /// A table with these keys.
    Table(&'static [Key]),
    /// Tables with these keys, each by a name that the user chooses.
    Named(&'static [Key]),
    /// A day, as `2027-01-31`.
    Date,
    /// A list of tables with these keys, of which those named have to be there.
    List(&'static [Key], &'static [&'static str]),
    /// A table for each rule, with its level and its limits.
    Rules,
}

/// Words that only the plan knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// How much is trained.
    Profile,
    /// From which level on a finding fails the run.
    FailOn,
    /// How bytes become text.
    Encoding,
    /// How data files are written.
    InputFormat,
    /// The names of the rules.
    Rule,
}

const fn key(name: &'static str, form: Form, about: &'static str) -> Key {
    Key { name, form, about }
}

/// The keys at the top.
pub const TOP: &[Key] = &[
    key(
        "extend",
        Form::Texts,
        "Configuration files that this one builds on, as paths relative to this file. What this file says \
         wins, key by key; of several, the later one.",
    ),
    key(
        "profile",
        Form::Word(Vocabulary::Profile),
        "How much is trained: quick, standard or audit. Default: standard.",
    ),
    key(
        "seed",
        Form::Whole(0),
        "Decides everything drawn at random. Default: 0.",
    ),
    key(
        "fail-on",
        Form::Word(Vocabulary::FailOn),
        "The level from which a finding fails the run: deny, warn or never. Default: deny.",
    ),
    key(
        "strict",
        Form::Flag,
        "Whether what is undetermined counts as found. Default: false.",
    ),
    key(
        "offline",
        Form::Flag,
        "Whether the network must not be touched. Default: false.",
    ),
    key(
        "cache-dir",
        Form::Text,
        "The folder of the cache, relative to this file. Default: the system's folder for caches.",
    ),
    key(
        "cache-max-gb",
        Form::Whole(1),
        "How large the cache may become, in gigabytes of 10^9 bytes. Default: 5.",
    ),
    key(
        "select",
        Form::Words(Vocabulary::Rule),
        "Judge by these rules only. Default: every rule.",
    ),
    key(
        "ignore",
        Form::Words(Vocabulary::Rule),
        "Leave these rules out. Default: none.",
    ),
    key(
        "baseline",
        Form::Text,
        "The file of known findings, relative to this file: only new ones fail the run. Default: none.",
    ),
    key(
        "dataset",
        Form::Named(DATASET),
        "The datasets that `trueline check` judges, each by a name of your choice.",
    ),
    key("embed", Form::Table(EMBED), "How texts become vectors."),
    key(
        "rules",
        Form::Rules,
        "Levels and limits of rules, where they aren't the defaults.",
    ),
    key(
        "waive",
        Form::List(WAIVE, &["rule", "reason"]),
        "Findings that don't count, each with its reason and, if it ends, its last day.",
    ),
];

/// The keys of `[[waive]]`.
pub const WAIVE: &[Key] = &[
    key(
        "rule",
        Form::Word(Vocabulary::Rule),
        "The rule whose findings are waived.",
    ),
    key(
        "dataset",
        Form::Text,
        "The dataset that they are about. Default: all of them.",
    ),
    key(
        "subject",
        Form::Text,
        "What of it they are about, such as a shift. Default: anything.",
    ),
    key("reason", Form::Text, "Why, for whoever reads it later."),
    key(
        "until",
        Form::Date,
        "The last day on which it waives. Default: it has no end.",
    ),
];

/// The keys of `[embed]`.
pub const EMBED: &[Key] = &[key(
    "model",
    Form::Text,
    "builtin, the name of a text model of fastembed's catalogue, or a folder with model.onnx and \
     tokenizer.json, relative to this file. Default: builtin.",
)];

/// The keys of `[dataset.NAME]`.
pub const DATASET: &[Key] = &[
    key(
        "path",
        Form::SomeTexts,
        "The data files, relative to this file: CSV, TSV, JSON, JSONL, Parquet or Arrow, also as .gz and \
         .zst. Of several, the first is trained on and each other one is a shift, unless roles say otherwise.",
    ),
    key(
        "label",
        Form::TextOrFalse,
        "The column to be learned; false where there is none.",
    ),
    key(
        "text",
        Form::TextsOrTable(TEMPLATE),
        "The columns of text, or a template. Default: the whole row as sentences.",
    ),
    key(
        "domain",
        Form::TextOrTable(DOMAIN),
        "The column whose values are domains; each value whose rows are not trained on is a shift.",
    ),
    key(
        "shifted",
        Form::Texts,
        "Files whose rows are tested on as a shift and never trained on, relative to this file.",
    ),
    key(
        "split",
        Form::Text,
        "The column that says which rows are trained on (train) and which are tested on.",
    ),
    key(
        "group",
        Form::Text,
        "The column whose values are groups that models must serve alike, such as sex; it stays part of \
         the row unless it is excluded.",
    ),
    key(
        "exclude",
        Form::Texts,
        "Columns to leave out. Default: none.",
    ),
    key(
        "header",
        Form::Flag,
        "Whether the first line names the columns; without, they are column_1, column_2 and so on. \
         Default: true.",
    ),
    key(
        "input-format",
        Form::Word(Vocabulary::InputFormat),
        "How the files are written, whatever their names say. Default: none, their names and first bytes count.",
    ),
    key(
        "encoding",
        Form::Word(Vocabulary::Encoding),
        "How bytes become text: utf-8 or latin-1. Default: utf-8.",
    ),
    key(
        "embedding",
        Form::Text,
        "A column of vectors to use in place of a model.",
    ),
];

/// The keys of the table that `text` may be.
pub const TEMPLATE: &[Key] = &[key(
    "template",
    Form::Text,
    "A text with {column} in the places of values.",
)];

/// The keys of the table that `domain` may be.
pub const DOMAIN: &[Key] = &[
    key("column", Form::Text, "The column whose values are domains."),
    key(
        "train",
        Form::Texts,
        "The values whose rows are trained on. Default: the most frequent one.",
    ),
];

/// The names of `keys`, in their order.
pub fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
