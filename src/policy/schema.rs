//! The schema of trueline.toml as it is read: of which type the value of each key is.

use std::path::Path;

use crate::error::Mistake;

use super::keys::{self, names};
use super::{
    DatasetPolicy, DomainPolicy, Page, Policy, PolicyFile, RulePolicy, Section, TextPolicy,
    Written, pyproject, waiver,
};

impl Policy {
    /// Reads the text of a configuration file that reports call `file` and whose paths start from
    /// `folder`. What it extends is not read.
    ///
    /// Returns what could be read together with every mistake, so that the plan can add its own
    /// before any is reported.
    pub fn parse(file: &str, folder: &Path, text: &str) -> (Self, Vec<Mistake>) {
        let (policy, mut mistakes) = Self::alone(file, folder, text);
        mistakes.extend(policy.absences());
        let mistakes = policy.in_order(mistakes);
        (policy, mistakes)
    }

    /// What one file says by itself: what is absent may be said in another.
    pub(super) fn alone(file: &str, folder: &Path, text: &str) -> (Self, Vec<Mistake>) {
        let (mut page, table) = Page::parse(file, text);
        let whole = Section::top(&table);
        let top = if pyproject::is(Path::new(file)) {
            page = page.under("tool.");
            let ours = pyproject::ours(&mut page, whole);
            page = page.under(pyproject::PREFIX);
            ours
        } else {
            Some(whole)
        };
        let mut policy = match top {
            Some(top) => said(&mut page, top),
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

fn said(page: &mut Page, top: Section) -> Policy {
    page.only(top, &names(keys::TOP));
    let model = page.table(top, "embed").and_then(|embed| {
        page.only(embed, &names(keys::EMBED));
        page.string(embed, "model")
    });
    let before = page.mistakes();
    let extend = page.strings(top, "extend").unwrap_or_default();
    Policy {
        unread: page.mistakes() > before,
        extend,
        profile: page.string(top, "profile"),
        seed: page.whole(top, "seed"),
        fail_on: page.string(top, "fail-on"),
        strict: page.flag(top, "strict"),
        offline: page.flag(top, "offline"),
        cache_dir: page.string(top, "cache-dir"),
        cache_max_gb: page.whole(top, "cache-max-gb"),
        select: page.strings(top, "select"),
        ignore: page.strings(top, "ignore"),
        baseline: page.string(top, "baseline"),
        model,
        datasets: page
            .tables(top, "dataset")
            .into_iter()
            .map(|(name, section)| dataset(page, name, section))
            .collect(),
        rules: page
            .tables(top, "rules")
            .into_iter()
            .map(|(name, section)| rule(page, name, section))
            .collect(),
        waivers: waiver::all(page, top),
        ..Policy::default()
    }
}

fn dataset(page: &mut Page, name: Written<String>, section: Section) -> DatasetPolicy {
    page.only(section, &names(keys::DATASET));
    let paths = page.strings(section, "path").unwrap_or_default();
    if section.is_empty_list("path") {
        page.mistake(section.place("path"), Mistake::new("`path` names no file"));
    }
    let unlabelled = section.is_false("label");
    let label = if unlabelled {
        None
    } else {
        page.string(section, "label")
    };
    DatasetPolicy {
        name,
        paths,
        says_path: section.has("path"),
        says_label: section.has("label"),
        unlabelled,
        label,
        text: text(page, section),
        domain: domain(page, section),
        shifted: page.strings(section, "shifted"),
        split: page.string(section, "split"),
        group: page.string(section, "group"),
        exclude: page.strings(section, "exclude"),
        header: page.flag(section, "header"),
        format: page.string(section, "input-format"),
        encoding: page.string(section, "encoding"),
        embedding: page.string(section, "embedding"),
    }
}

fn text(page: &mut Page, section: Section) -> Option<TextPolicy> {
    if section.has_table("text") {
        let table = page.table(section, "text")?;
        page.only(table, &names(keys::TEMPLATE));
        if !table.has("template") {
            let mistake = Mistake::new("`text` has no template")
                .with_help("write `text = { template = \"{COLUMN} {COLUMN}\" }`");
            page.mistake(table.span(), mistake);
        }
        return page.string(table, "template").map(TextPolicy::Template);
    }
    if section.is_empty_list("text") {
        let mistake = Mistake::new("`text` names no column")
            .with_help("leave it out to take the whole row as text");
        page.mistake(section.place("text"), mistake);
    }
    page.strings(section, "text").map(TextPolicy::Columns)
}

fn domain(page: &mut Page, section: Section) -> Option<DomainPolicy> {
    if section.has_table("domain") {
        let table = page.table(section, "domain")?;
        page.only(table, &names(keys::DOMAIN));
        if !table.has("column") {
            let mistake = Mistake::new("`domain` names no column")
                .with_help("write `domain = { column = \"COLUMN\", train = [\"VALUE\"] }`");
            page.mistake(table.span(), mistake);
        }
        let train = page.strings(table, "train").unwrap_or_default();
        return Some(DomainPolicy {
            column: page.string(table, "column")?,
            train,
        });
    }
    let column = page.string(section, "domain")?;
    Some(DomainPolicy {
        column,
        train: Vec::new(),
    })
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
    fn told(text: &str) -> Vec<String> {
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

    fn values(written: &[Written<String>]) -> Vec<&str> {
        written.iter().map(|each| each.value.as_str()).collect()
    }

    #[test]
    fn every_key_is_read_with_its_place() {
        let text = r#"
            profile = "quick"
            seed = 7
            fail-on = "warn"
            strict = true
            offline = false
            select = ["rare-class", "empty-text"]
            ignore = ["empty-text"]

            [embed]
            model = "builtin"

            [dataset.reviews]
            path = ["a.csv", "b.csv"]
            label = "sentiment"
            text = { template = "{title}: {body}" }
            domain = { column = "source", train = ["amazon"] }
            shifted = "late.csv"
            split = "fold"
            group = "sex"
            exclude = ["id"]
            header = false
            encoding = "latin-1"
            embedding = "vector"

            [dataset.also]
            path = "c.csv"
            text = ["title", "body"]
            domain = "site"

            [rules.rare-class]
            level = "deny"
            min-rows = 20
        "#;
        let (policy, mistakes) = parse(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        assert_eq!(policy.seed.as_ref().map(|seed| seed.value), Some(7));
        assert_eq!(
            policy.strict.as_ref().map(|strict| strict.value),
            Some(true)
        );
        assert_eq!(
            values(&policy.select.unwrap_or_default()),
            ["rare-class", "empty-text"]
        );
        let [reviews, also] = &policy.datasets[..] else {
            panic!("two datasets")
        };
        assert_eq!(values(&reviews.paths), ["a.csv", "b.csv"]);
        assert!(
            matches!(&reviews.text, Some(TextPolicy::Template(text)) if text.value == "{title}: {body}")
        );
        assert_eq!(
            reviews.domain.as_ref().map(|domain| values(&domain.train)),
            Some(vec!["amazon"])
        );
        assert_eq!(
            reviews.group.as_ref().map(|group| group.value.as_str()),
            Some("sex")
        );
        assert_eq!(
            reviews.header.as_ref().map(|header| header.value),
            Some(false)
        );
        assert_eq!(also.name.value, "also");
        assert!(
            matches!(&also.text, Some(TextPolicy::Columns(columns)) if values(columns) == ["title", "body"])
        );
        let (key, limit) = &policy.rules[0].limits[0];
        let span = limit
            .span
            .as_ref()
            .expect("a value in a file has a sentence");
        assert_eq!((key.value.as_str(), limit.value), ("min-rows", 20.0));
        assert_eq!(&text[span.range.clone()], "20");
    }

    #[test]
    fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
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
            told(text),
            [
                "profil: unknown key `profil` (did you mean `profile`?)",
                "-1: `seed` must be a whole number from 0 to 18446744073709551615",
                "\"yes\": `strict` must be true or false, not a text",
                "reviews: the dataset `reviews` has no path (add `path = \"FILE\"`; it is relative to this file)",
                "lable: unknown key `lable` (did you mean `label`?)",
                "1: `header` must be true or false, not a whole number",
                "3: `text` must be a text in quotes or a list of them, not a whole number",
                "{ train = [\"amazon\"] }: `domain` names no column (write `domain = { column = \"COLUMN\", \
                 train = [\"VALUE\"] }`)",
                "modle: unknown key `modle` (did you mean `model`?)",
                "\"many\": `min-rows` must be a number, not a text",
                "nan: `max-share` must be a finite number",
            ]
        );
    }

    #[test]
    fn broken_syntax_does_not_hide_the_mistakes_elsewhere() {
        let told = told("seed = \nprofil = \"quick\"\n[dataset.a]\npath = \"a.csv\nheader = 1\n");
        assert_eq!(told.len(), 4, "{told:#?}");
        assert!(told[1].starts_with("profil:"), "{told:#?}");
        assert!(told[3].starts_with("1: `header`"), "{told:#?}");
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
