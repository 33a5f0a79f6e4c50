//! Reading one configuration file: each key by its form, with every mistake at its place.

use std::path::Path;

use crate::error::Mistake;

use super::key::{self, Fallback, Form, Key, Keys, Vocabulary};
use super::{
    DatasetPolicy, Origin, Page, Policy, PolicyFile, RulePolicy, Section, Span, Statement,
    Statements, Value, Written, pyproject, waiver,
};

impl Policy {
    /// Reads the text of a configuration file that reports call `file` and whose paths start from
    /// `folder`; `top` are the keys at its top. What it extends is not read.
    ///
    /// Returns what could be read together with every mistake, so that the plan can add its own
    /// before any is reported.
    pub(crate) fn read(top: Keys, file: &str, folder: &Path, text: &str) -> (Self, Vec<Mistake>) {
        let (policy, mut mistakes) = Self::alone(top, file, folder, text);
        mistakes.extend(policy.absences(top));
        let mistakes = policy.in_order(mistakes);
        (policy, mistakes)
    }

    /// What one file says by itself: what is absent may be said in another.
    pub(super) fn alone(keys: Keys, file: &str, folder: &Path, text: &str) -> (Self, Vec<Mistake>) {
        let (mut page, table) = Page::parse(file, text);
        let whole = Section::top(&table);
        let top = if pyproject::is(Path::new(file)) {
            page = page.under("tool.");
            let ours = pyproject::find_table(&mut page, whole);
            page = page.under(pyproject::PREFIX);
            ours
        } else {
            Some(whole)
        };
        let mut policy = match top {
            Some(top) => read_top(&mut page, top, keys),
            None => Self {
                unread: true,
                ..Self::default()
            },
        };
        policy.files.push(PolicyFile {
            name: file.to_owned(),
            folder: folder.to_owned(),
        });
        (policy, page.into_mistakes())
    }
}

fn read_top(page: &mut Page, top: Section, keys: Keys) -> Policy {
    page.only(top, &key::names(keys));
    let mut policy = Policy::default();
    for key in keys {
        match key.form {
            Form::Bases => {
                let before = page.mistakes();
                policy.extend = page.strings(top, key.name).unwrap_or_default();
                policy.unread = page.mistakes() > before;
            }
            Form::Table(inner) => {
                if let Some(section) = page.table(top, key.name) {
                    let said = read_table(page, section, inner);
                    policy.settings = policy.settings.over(said);
                }
            }
            Form::Datasets(inner) => {
                let tables = page.tables(top, key.name).into_iter();
                policy.datasets = tables
                    .map(|(name, section)| DatasetPolicy {
                        name,
                        settings: read_table(page, section, inner),
                    })
                    .collect();
            }
            Form::Rules => {
                let tables = page.tables(top, key.name).into_iter();
                policy.rules = tables
                    .map(|(name, section)| rule(page, name, section))
                    .collect();
            }
            Form::Waivers(..) => policy.waivers = waiver::all(page, top),
            _ => read_key(page, top, key, &mut policy.settings),
        }
    }
    policy
}

/// What a table says of its keys. Any other key in it is a mistake.
fn read_table(page: &mut Page, section: Section, keys: Keys) -> Statements {
    page.only(section, &key::names(keys));
    let mut said = Statements::default();
    for key in keys {
        read_key(page, section, key, &mut said);
    }
    said
}

fn read_key(page: &mut Page, section: Section, key: &'static Key, said: &mut Statements) {
    if section.has(key.name) {
        let statement = read_value(page, section, key);
        said.set(key, statement);
    }
}

/// The value of `key`, which is there.
fn read_value(page: &mut Page, section: Section, key: &Key) -> Option<Statement> {
    let name = key.name;
    let spans: Vec<Span>;
    let value = match key.form {
        Form::Switch => Value::Switch(page.flag(section, name)?.value),
        Form::Whole(least) => {
            let number = page.whole(section, name)?.value;
            if number < least {
                refuse(
                    page,
                    section,
                    key,
                    format!("`{name}` must be at least {least}"),
                );
                return None;
            }
            Value::Whole(number)
        }
        Form::TextOrFalse if section.is_false(name) => Value::Switch(false),
        Form::TextOrTable(inner, example) | Form::TextsOrTable(inner, example)
            if section.has_table(name) =>
        {
            read_inner(page, section, key, (inner, example))?
        }
        Form::Texts | Form::Paths | Form::RuleNames | Form::Files | Form::TextsOrTable(..) => {
            if !matches!(key.form, Form::Texts | Form::Paths | Form::RuleNames)
                && section.is_empty_list(name)
            {
                refuse(page, section, key, format!("`{name}` is an empty list"));
            }
            let (texts, places) = parts(page.strings(section, name)?);
            spans = places;
            return Some(at(page, section, name, Value::Texts(texts), spans));
        }
        Form::Word(vocabulary) => Value::Text(read_word(page, section, key, vocabulary)?),
        Form::WordList(vocabulary) => {
            let (texts, places) = parts(read_word_list(page, section, key, vocabulary)?);
            spans = places;
            return Some(at(page, section, name, Value::Texts(texts), spans));
        }
        Form::Words(vocabulary) => read_words(page, section, key, vocabulary)?,
        // The other forms are tables that the reader of the top knows.
        _ => {
            let text = page.string(section, name)?;
            let (texts, places) = parts(vec![text]);
            spans = places;
            let value = Value::Texts(texts).into_written();
            return Some(at(page, section, name, value, spans));
        }
    };
    Some(at(page, section, name, value, Vec::new()))
}

/// The word of `vocabulary`; what is none of them is a mistake.
fn read_word(
    page: &mut Page,
    section: Section,
    key: &Key,
    vocabulary: Vocabulary,
) -> Option<String> {
    let word = if vocabulary.or_sign {
        page.sign(section, key.name)?
    } else {
        page.string(section, key.name)?
    };
    if let Some(mistake) = vocabulary.refuses(&word.value) {
        page.mistake(section.place(key.name), mistake);
        return None;
    }
    Some(word.value)
}

/// The words of `vocabulary` in the list; what is none of them is a mistake at its place.
fn read_word_list(
    page: &mut Page,
    section: Section,
    key: &Key,
    vocabulary: Vocabulary,
) -> Option<Vec<Written<String>>> {
    let mut words = page.strings(section, key.name)?;
    words.retain(|word| {
        let mistake = vocabulary.refuses(&word.value);
        let known = mistake.is_none();
        if let Some(mistake) = mistake {
            let place = word.span.as_ref().map(|span| span.range.clone());
            page.mistake(place.unwrap_or_else(|| section.place(key.name)), mistake);
        }
        known
    });
    Some(words)
}

/// The table that says a word of `vocabulary` for each of its keys.
fn read_words(
    page: &mut Page,
    section: Section,
    key: &Key,
    vocabulary: Vocabulary,
) -> Option<Value> {
    let table = page.table(section, key.name)?;
    let mut pairs = Vec::new();
    for (name, _) in table.keys() {
        let Some(word) = page.string(table, name) else {
            continue;
        };
        match vocabulary.refuses(&word.value) {
            Some(mistake) => page.mistake(table.place(name), mistake),
            None => pairs.push((name.to_owned(), word.value)),
        }
    }
    Some(Value::Pairs(pairs))
}

/// The texts, and where they stand.
fn parts(written: Vec<Written<String>>) -> (Vec<String>, Vec<Span>) {
    let spans = written.iter().filter_map(|each| each.span.clone());
    let spans = spans.collect();
    (written.into_iter().map(|each| each.value).collect(), spans)
}

fn at(page: &Page, section: Section, name: &str, value: Value, spans: Vec<Span>) -> Statement {
    Statement {
        value,
        origin: Origin::of(Some(&page.span(section.place(name)))),
        spans,
    }
}

/// Records a mistake about the value of `key`, with what to write instead.
fn refuse(page: &mut Page, section: Section, key: &Key, message: String) {
    let mut mistake = Mistake::new(message);
    mistake.help = match (key.hint, key.default) {
        (Some(hint), _) => Some(hint.to_owned()),
        (None, Fallback::Nothing(words)) if !words.is_empty() => {
            Some(format!("leave it out for {words}"))
        }
        _ => None,
    };
    page.mistake(section.place(key.name), mistake);
}

/// The table that the value of `key` is.
fn read_inner(
    page: &mut Page,
    section: Section,
    key: &Key,
    (inner, example): (Keys, &str),
) -> Option<Value> {
    let table = page.table(section, key.name)?;
    let said = read_table(page, table, inner);
    let first = inner.first()?;
    if !said.has(first) {
        let message = format!("`{}` has no {}", key.name, first.name);
        let mistake = Mistake::new(message).with_help(format!("write `{} = {example}`", key.name));
        page.mistake(table.span(), mistake);
    }
    said.get(first)?;
    let entries = inner.iter().filter_map(|key| {
        let said = said.get(key)?;
        Some((key.name, said.value.clone()))
    });
    Some(Value::Table(entries.collect()))
}

impl Vocabulary {
    /// The mistake of writing `word`, unless it is known.
    pub(crate) fn refuses(&self, word: &str) -> Option<Mistake> {
        let known = (self.words)();
        if self.or_sign && key::is_sign(word) {
            return None;
        }
        (!known.contains(&word)).then(|| Mistake::unknown(self.kind, word, &known))
    }
}

fn rule(page: &mut Page, name: Written<String>, section: Section) -> RulePolicy {
    let mut limits = Vec::new();
    for (key, span) in section.keys() {
        if key == "level" {
            continue;
        }
        if let Some(value) = page.number(section, key) {
            let key = Written {
                value: key.to_owned(),
                span: Some(page.span(span)),
            };
            limits.push((key, value));
        }
    }
    RulePolicy {
        name,
        level: page.string(section, "level"),
        limits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Policy, Vec<Mistake>) {
        Policy::parse("trueline.toml", Path::new(""), text)
    }

    /// Each mistake as `text it points at: message (help)`.
    fn mistakes(text: &str) -> Vec<String> {
        parse(text)
            .1
            .iter()
            .map(|mistake| {
                let at = mistake.at.expect("a mistake in a file has a place");
                let pointed = &text[at.offset()..at.offset() + at.len()];
                let help = mistake
                    .help
                    .as_ref()
                    .map_or(String::new(), |help| format!(" ({help})"));
                format!("{pointed}: {}{help}", mistake.message)
            })
            .collect()
    }

    #[test]
    fn all_mistakes_are_reported_at_once_in_the_order_of_the_file() {
        let text = r#"
            profil = "quick"
            seed = -1
            strict = "yes"
            [dataset.reviews]
            lable = "sentiment"
            header = 1
            text = ["title", 3]
            domain = { train = ["amazon"] }
            [embed]
            modle = "builtin"
            [rules.rare-class]
            min-rows = "many"
            max-share = nan
        "#;
        assert_eq!(
            mistakes(text),
            [
                "profil: unknown key `profil` (did you mean `profile`?)",
                "-1: `seed` must be a whole number from 0 to 18446744073709551615",
                "\"yes\": `strict` must be true or false, not a text",
                "reviews: the dataset `reviews` has no path (add `path = \"FILE\"`; it is relative to this file)",
                "lable: unknown key `lable` (did you mean `label`?)",
                "1: `header` must be true or false, not a whole number",
                "3: `text` must be a text in quotes or a list of them, not a whole number",
                "{ train = [\"amazon\"] }: `domain` has no column (write `domain = { column = \"COLUMN\", \
                 train = [\"VALUE\"] }`)",
                "modle: unknown key `modle` (did you mean `model`?)",
                "\"many\": `min-rows` must be a number, not a text",
                "nan: `max-share` must be a finite number",
            ]
        );
    }

    #[test]
    fn broken_syntax_does_not_hide_the_mistakes_elsewhere() {
        let found =
            mistakes("seed = \nprofil = \"quick\"\n[dataset.a]\npath = \"a.csv\nheader = 1\n");
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found[1].starts_with("profil:"), "{found:#?}");
        assert!(found[3].starts_with("1: `header`"), "{found:#?}");
    }

    #[test]
    fn an_empty_file_says_nothing() {
        let (policy, mistakes) = parse("");
        let said = Policy {
            files: Vec::new(),
            ..policy
        };
        assert_eq!((said, mistakes.len()), (Policy::default(), 0));
    }
}
