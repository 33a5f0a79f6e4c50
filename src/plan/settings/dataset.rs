//! The settings of one dataset: every key of `[dataset.NAME]`, each declared as one value.

use std::collections::BTreeMap;

use super::row_key::KEY;
use crate::dataset::{
    Decimal, Delimiter, DomainRole, Encoding, FileFormat, KindAsked, Quote, TextSource,
};
use crate::policy::{Fallback, Form, Keys, Meaning, Setting, Value, Vocabulary, Word, vocabulary};

const ROLES: &str = "Roles of columns";

/// The data files.
pub(crate) static PATH: Setting<Option<Vec<String>>> = Setting::new(
    "path",
    Form::Files,
    Fallback::Nothing(""),
    "The data files, relative to this file: CSV, TSV, JSON, JSONL, Parquet or Arrow, also as .gz and .zst. Of \
     several, the first is trained on and each other one is a shift, unless roles say otherwise.",
);

/// The column to be learned; `false` where there is none.
pub(crate) static LABEL: Setting<Option<String>> = Setting::new(
    "label",
    Form::TextOrFalse,
    Fallback::Nothing(""),
    "The column to be learned; false where there is none.",
)
.flag_as(ROLES, "label", "COLUMN", "The column to be learned")
.off(
    ROLES,
    "no-label",
    "Nothing is to be learned: the rules that need no label judge the rows",
);

/// What a row's text is made of.
pub(crate) static TEXT: Setting<TextSource> = Setting::new(
    "text",
    Form::TextsOrTable(TEMPLATE_KEYS, "{ template = \"{COLUMN} {COLUMN}\" }"),
    Fallback::Nothing("the whole row as sentences"),
    "The columns of text, or a template.",
)
.flag_as(
    ROLES,
    "text",
    "COLUMN",
    "A column of text, may be repeated; without it the whole row becomes sentences",
);

/// The template of a row's text.
pub(crate) static TEMPLATE: Setting<Option<String>> =
    Setting::text("template", "A text with {column} in the places of values.").flag(ROLES, "TEXT");

/// Where a row comes from.
pub(crate) static DOMAIN: Setting<Option<DomainRole>> = Setting::new(
    "domain",
    Form::TextOrTable(DOMAIN_KEYS, "{ column = \"COLUMN\", train = [\"VALUE\"] }"),
    Fallback::Nothing(""),
    "The column whose values are domains; each value whose rows are not trained on is a shift.",
)
.flag_as(
    ROLES,
    "domain",
    "COLUMN[=VALUE,VALUE]",
    "The column whose values are domains, and the values whose rows are trained on (else the most frequent); \
     each other value is a shift",
);

static DOMAIN_COLUMN: Setting<Option<String>> =
    Setting::text("column", "The column whose values are domains.");

static DOMAIN_TRAIN: Setting<Option<Vec<String>>> = Setting::new(
    "train",
    Form::Texts,
    Fallback::Nothing("the most frequent one"),
    "The values whose rows are trained on.",
);

/// Files that are tested on as a shift.
pub(crate) static SHIFTED: Setting<Option<Vec<String>>> = Setting::new(
    "shifted",
    Form::Paths,
    Fallback::Nothing(""),
    "Files whose rows are tested on as a shift and never trained on, relative to this file.",
)
.flag_as(
    ROLES,
    "shifted",
    "FILE",
    "A file whose rows are tested on as a shift and never trained on, may be repeated",
);

/// The column that says which rows are trained on.
pub(crate) static SPLIT: Setting<Option<String>> = Setting::text(
    "split",
    "The column that says which rows are trained on (train) and which are tested on.",
)
.flag(ROLES, "COLUMN");

/// The column of groups.
pub(crate) static GROUP: Setting<Option<String>> = Setting::text(
    "group",
    "The column whose values are groups that models must serve alike, such as sex; it stays part of the row \
     unless it is excluded.",
)
.flag(ROLES, "COLUMN");

/// The column of entities.
pub(crate) static ENTITY: Setting<Option<String>> = Setting::text(
    "entity",
    "The column that says whom or what a row is about, such as patient_id: no value of it may have both train \
     rows and test rows. It is no part of the row.",
)
.flag(ROLES, "COLUMN");

/// Columns that are no part of a row.
pub(crate) static EXCLUDE: Setting<Option<Vec<String>>> = Setting::new(
    "exclude",
    Form::Texts,
    Fallback::Nothing("none"),
    "Columns to leave out.",
)
.flag_as(
    ROLES,
    "exclude",
    "COLUMN,COLUMN",
    "Columns to leave out, may be repeated",
);

/// Whether the first line names the columns.
pub(crate) static HEADER: Setting<bool> = Setting::switch(
    "header",
    true,
    "Whether the first line names the columns; without, they are column_1, column_2 and so on.",
)
.flag_as(
    ROLES,
    "no-header",
    "",
    "The files have no header line: columns are column_1, column_2, ...",
);

/// What columns are taken for, whatever their cells look like.
pub(crate) static COLUMNS: Setting<BTreeMap<String, KindAsked>> = Setting::new(
    "columns",
    Form::Words(vocabulary::<KindAsked>()),
    Fallback::Nothing("what their cells say"),
    "What columns are taken for, whatever their cells look like: number, category, text or time.",
)
.flag_as(
    ROLES,
    "column",
    "COLUMN=KIND",
    "What a column is taken for, whatever its cells look like: number, category, text or time; may be repeated",
);

/// How the files are written.
pub(crate) static INPUT_FORMAT: Setting<Option<FileFormat>> = Setting::new(
    "input-format",
    Form::Word(vocabulary::<FileFormat>()),
    Fallback::Nothing("what their names and first bytes say"),
    "How the files are written, whatever their names say: csv, tsv, json, jsonl, parquet or arrow.",
)
.flag(ROLES, "FORMAT");

/// How bytes become text.
pub(crate) static ENCODING: Setting<Option<Encoding>> = Setting::new(
    "encoding",
    Form::Word(vocabulary::<Encoding>()),
    Fallback::Nothing("utf-8, or what a mark or the bytes say"),
    "How bytes become text: utf-8, utf-16, windows-1252 (or latin-1), gbk, shift-jis and others; utf-8-lossy reads \
     damaged UTF-8.",
)
.flag(ROLES, "ENCODING");

/// What stands between cells.
pub(crate) static DELIMITER: Setting<Option<Delimiter>> = Setting::new(
    "delimiter",
    Form::Word(Vocabulary {
        kind: "delimiter",
        words: Delimiter::words,
        or_sign: true,
    }),
    Fallback::Nothing("what cuts every line alike"),
    "What stands between the cells of a line: one character, or tab, blanks (any number of them) or none.",
)
.flag(ROLES, "CHARACTER");

/// What cells may stand in.
pub(crate) static QUOTE: Setting<Option<Quote>> = Setting::new(
    "quote",
    Form::Word(Vocabulary {
        kind: "quote",
        words: Quote::words,
        or_sign: true,
    }),
    Fallback::Nothing("the double quote, where it closes"),
    "What cells may stand in: one character, or none, which makes quotes letters.",
)
.flag(ROLES, "CHARACTER");

/// What a comment begins with.
pub(crate) static COMMENT: Setting<Option<String>> = Setting::new(
    "comment",
    Form::Text,
    Fallback::Nothing("# before the table, and where a line isn't cut as the rows are"),
    "What a line begins with that is a comment and no row.",
)
.flag(ROLES, "TEXT");

/// How many lines stand before the table.
pub(crate) static SKIP_ROWS: Setting<u64> = Setting::whole(
    "skip-rows",
    0,
    0,
    "How many lines stand before the table and are left out.",
)
.flag(ROLES, "LINES");

/// Texts that stand for a missing cell.
pub(crate) static NA: Setting<Option<Vec<String>>> = Setting::new(
    "na",
    Form::Texts,
    Fallback::Nothing("empty cells and NaN, and marks such as ? among numbers and times"),
    "Texts that stand for a missing cell, besides the empty one and NaN.",
)
.flag_as(
    ROLES,
    "na",
    "TEXT",
    "A text that stands for a missing cell, may be repeated",
);

/// What stands before the decimals of a number.
pub(crate) static DECIMAL: Setting<Option<Decimal>> = Setting::new(
    "decimal",
    Form::Word(vocabulary::<Decimal>()),
    Fallback::Nothing("what the cells of a column say"),
    "What stands before the decimals of a number in delimited text, or beside a currency or a unit: a comma or a point. \
     The other one, blanks and ' then set its thousands apart.",
)
.flag(ROLES, "CHARACTER");
/// What a file may unpack to.
pub(crate) static MAX_UNPACKED_MB: Setting<Option<u64>> = Setting::new(
    "max-unpacked-mb",
    Form::Whole(1),
    Fallback::Nothing("1,000, or 100 times the file's size where that is more"),
    "What a packed or columnar file may unpack to, in megabytes of 10^6 bytes.",
);

/// How many columns a file may have.
pub(crate) static MAX_COLUMNS: Setting<Option<u64>> = Setting::new(
    "max-columns",
    Form::Whole(1),
    Fallback::Nothing("200,000"),
    "How many columns a file may have.",
);

/// How many rows a file may have.
pub(crate) static MAX_FILE_ROWS: Setting<Option<u64>> = Setting::new(
    "max-file-rows",
    Form::Whole(1),
    Fallback::Nothing("1,000,000,000"),
    "How many rows a file may have; no more than 4,000,000,000.",
);

/// What one row may hold.
pub(crate) static MAX_LINE_MB: Setting<Option<u64>> = Setting::new(
    "max-line-mb",
    Form::Whole(1),
    Fallback::Nothing("1,000"),
    "What the text of one row may hold in delimited text and JSON, in megabytes of 10^6 bytes.",
);

/// What one cell may hold.
pub(crate) static MAX_CELL_MB: Setting<Option<u64>> = Setting::new(
    "max-cell-mb",
    Form::Whole(1),
    Fallback::Nothing("100"),
    "What one cell may hold as text, in megabytes of 10^6 bytes.",
);

/// A column of vectors.
pub(crate) static EMBEDDING: Setting<Option<String>> = Setting::text(
    "embedding",
    "A column of vectors to use in place of a model.",
)
.flag(ROLES, "COLUMN");

/// The keys of `[dataset.NAME]`.
pub(crate) static KEYS: Keys = &[
    &PATH.key,
    &LABEL.key,
    &TEXT.key,
    &DOMAIN.key,
    &SHIFTED.key,
    &SPLIT.key,
    &GROUP.key,
    &ENTITY.key,
    &KEY.key,
    &EXCLUDE.key,
    &HEADER.key,
    &INPUT_FORMAT.key,
    &ENCODING.key,
    &DELIMITER.key,
    &QUOTE.key,
    &COMMENT.key,
    &SKIP_ROWS.key,
    &NA.key,
    &DECIMAL.key,
    &MAX_UNPACKED_MB.key,
    &MAX_COLUMNS.key,
    &MAX_FILE_ROWS.key,
    &MAX_LINE_MB.key,
    &MAX_CELL_MB.key,
    &EMBEDDING.key,
    &COLUMNS.key,
];

/// The keys of the table that `text` may be.
pub(crate) static TEMPLATE_KEYS: Keys = &[&TEMPLATE.key];

/// The keys of the table that `domain` may be.
pub(crate) static DOMAIN_KEYS: Keys = &[&DOMAIN_COLUMN.key, &DOMAIN_TRAIN.key];

impl Word for Encoding {
    const KIND: &'static str = "encoding";
    const WORDS: &'static [(&'static str, Self)] = Self::WORDS;
}

impl Word for Decimal {
    const KIND: &'static str = "decimal sign";
    const WORDS: &'static [(&'static str, Self)] = &[(".", Self::Point), (",", Self::Comma)];
}

impl Meaning for Delimiter {
    fn read(value: Option<&Value>) -> Option<Self> {
        Self::parse(&String::read(value)?)
    }
}

impl Meaning for Quote {
    fn read(value: Option<&Value>) -> Option<Self> {
        Self::parse(&String::read(value)?)
    }
}

impl Word for FileFormat {
    const KIND: &'static str = "input format";
    const WORDS: &'static [(&'static str, Self)] = &Self::WORDS;
}

impl Word for KindAsked {
    const KIND: &'static str = "kind of column";
    const WORDS: &'static [(&'static str, Self)] = &Self::WORDS;
}

impl Meaning for BTreeMap<String, KindAsked> {
    fn read(value: Option<&Value>) -> Option<Self> {
        let Some(Value::Pairs(pairs)) = value else {
            return Some(Self::new());
        };
        let kind = |word: &str| KindAsked::read(Some(&Value::text(word)));
        let read = |(column, word): &(String, String)| Some((column.clone(), kind(word)?));
        pairs.iter().map(read).collect()
    }
}

impl Meaning for TextSource {
    fn read(value: Option<&Value>) -> Option<Self> {
        match value {
            None => Some(Self::Row),
            Some(table @ Value::Table(_)) => TEMPLATE.read_in(table)?.map(Self::Template),
            Some(columns) => Vec::read(Some(columns)).map(Self::Columns),
        }
    }
}

impl Meaning for DomainRole {
    fn read(value: Option<&Value>) -> Option<Self> {
        let value = value?;
        let column = match value {
            Value::Text(column) => column.clone(),
            table => DOMAIN_COLUMN.read_in(table)??,
        };
        let train = DOMAIN_TRAIN.read_in(value).flatten().unwrap_or_default();
        Some(Self { column, train })
    }
}

/// A domain as a file would say it.
pub(crate) fn write_domain(role: DomainRole) -> Value {
    if role.train.is_empty() {
        return Value::Text(role.column);
    }
    Value::Table(vec![
        (DOMAIN_COLUMN.key.name, Value::Text(role.column)),
        (DOMAIN_TRAIN.key.name, Value::Texts(role.train)),
    ])
}
