//! Which roles fit a small table, and what is said of those that don't.

use super::super::cells::cells_of;
use super::*;

/// The mistakes that these roles make in a table of `text`, `label` and `site`.
fn mistakes(names: &RoleNames) -> Vec<(String, String)> {
    let columns: Vec<Column> = ["text", "label", "site"]
        .map(|name| Column::new(name.to_owned(), cells_of(&[Some("a"), Some("b")]), None))
        .into();
    let mut mistakes = Vec::new();
    Roles::resolve(names, (&columns, &[]), "a.csv", &mut mistakes);
    mistakes
        .into_iter()
        .map(|mistake| (mistake.message, mistake.help.unwrap_or_default()))
        .collect()
}

fn template(text: &str) -> RoleNames {
    RoleNames {
        text: TextSource::Template(text.to_owned()),
        ..RoleNames::default()
    }
}

#[test]
fn a_misspelt_column_gets_a_suggestion() {
    let names = RoleNames {
        label: Some("lable".to_owned()),
        ..RoleNames::default()
    };
    assert_eq!(
        mistakes(&names),
        [(
            "no column `lable` in a.csv".to_owned(),
            "did you mean `label`? the columns are text, label and site".to_owned()
        )]
    );
    assert_eq!(mistakes(&template("{Text} {headline}")).len(), 2);
}

#[test]
fn a_column_by_position_asks_for_the_header() {
    let names = RoleNames {
        label: Some("column_15".to_owned()),
        ..RoleNames::default()
    };
    assert!(
        mistakes(&names)[0]
            .1
            .ends_with("if the file has no header line, add --no-header")
    );
}

#[test]
fn a_template_must_be_whole_and_name_a_column() {
    assert_eq!(
        mistakes(&template("{text"))[0].0,
        "a lone { in the text template"
    );
    assert_eq!(
        mistakes(&template("text} {site}"))[0].0,
        "a lone } in the text template"
    );
    assert_eq!(
        mistakes(&template("the text"))[0].0,
        "the text template names no column"
    );
    assert_eq!(
        mistakes(&template("{{x}}"))[0].0,
        "the text template names no column"
    );
    assert!(mistakes(&template("{{{text}}} {site}")).is_empty());
}

#[test]
fn a_label_is_no_part_of_the_text_it_labels() {
    let names = RoleNames {
        label: Some("label".to_owned()),
        ..template("{text} {label}")
    };
    assert_eq!(
        mistakes(&names)[0].0,
        "the column `label` is the label and part of the text"
    );
}

#[test]
fn a_domain_may_be_told_and_may_be_left_out() {
    let domain = || {
        Some(DomainRole {
            column: "site".to_owned(),
            train: Vec::new(),
        })
    };
    assert!(
        mistakes(&RoleNames {
            domain: domain(),
            ..template("{site}: {text}")
        })
        .is_empty()
    );
    assert!(
        mistakes(&RoleNames {
            domain: domain(),
            exclude: vec!["site".to_owned()],
            ..RoleNames::default()
        })
        .is_empty()
    );
    let names = RoleNames {
        domain: domain(),
        label: Some("site".to_owned()),
        ..RoleNames::default()
    };
    assert_eq!(
        mistakes(&names)[0].0,
        "the column `site` is the label and the domain"
    );
}

#[test]
fn a_group_may_be_anything_but_label_or_split() {
    let grouped = |names: RoleNames| {
        mistakes(&RoleNames {
            group: Some("site".to_owned()),
            ..names
        })
    };
    let domain = Some(DomainRole {
        column: "site".to_owned(),
        train: Vec::new(),
    });
    for free in [
        RoleNames::default(),
        template("{site}: {text}"),
        RoleNames {
            exclude: vec!["site".to_owned()],
            ..RoleNames::default()
        },
        RoleNames {
            domain,
            ..RoleNames::default()
        },
    ] {
        assert!(grouped(free.clone()).is_empty(), "{free:?}");
    }
    let names = RoleNames {
        label: Some("site".to_owned()),
        ..RoleNames::default()
    };
    assert_eq!(
        grouped(names)[0].0,
        "the column `site` is the label and the group"
    );
}

#[test]
fn days_and_words_hold_no_number() {
    let days = cells_of(&[Some("2026-01-05"), Some("2026-01-06")]);
    let asked = Some(KindAsked::Number);
    let column = Column::new("day".to_owned(), days, asked);
    let mut mistakes = Vec::new();
    let said = BTreeMap::from([("day".to_owned(), KindAsked::Number)]);
    check_kinds(&said, (&[column], &[]), "a.csv", &mut mistakes);
    assert_eq!(mistakes[0].message, "column `day` holds no number");
}
