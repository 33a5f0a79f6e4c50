//! Shape: columns that are texts to learn from as they stand, such as a prompt and its completion, so that no
//! column is a label.

use std::collections::HashSet;

use super::labels::categories;
use super::prose::is_prose;
use super::turns::{Speaker, holds_turns};
use super::{Column, Dataset, Kind, KindAsked, RoleNames};

/// Columns of whole conversations.
const CONVERSATIONS: [&str; 6] = [
    "messages",
    "conversations",
    "conversation",
    "dialogue",
    "dialog",
    "chat",
];
/// Columns that ask.
const ASKS: [&str; 5] = ["prompt", "question", "instruction", "query", "problem"];
/// Columns that ask where they hold free text: else the name says who or where.
const MAY_ASK: [&str; 9] = [
    "input", "context", "user", "human", "request", "anchor", "article", "document", "source",
];
/// Columns that say how to answer, or with what in mind, which not every row needs beside what it asks.
const BESIDE: [&str; 5] = ["input", "context", "system", "system_prompt", "history"];
/// Columns that answer.
const ANSWERS: [&str; 19] = [
    "completion",
    "response",
    "answer",
    "answers",
    "output",
    "solution",
    "assistant",
    "gpt",
    "model",
    "bot",
    "reply",
    "target",
    "summary",
    "highlights",
    "translation",
    "chosen",
    "rejected",
    "positive",
    "negative",
];
/// Columns that are a label where they hold classes, whatever stands beside them.
const LABELS: [&str; 12] = [
    "label",
    "labels",
    "class",
    "classes",
    "category",
    "sentiment",
    "intent",
    "verdict",
    "topic",
    "rating",
    "score",
    "y",
];
/// As many classes as a label may have.
const MOST_CLASSES: usize = 100;
/// The share of cells from which on they are as good as all different.
const DIFFERENT: f64 = 0.5;

/// The columns of text in `columns`, where their names and cells say that there is no label; `free` says
/// which columns have no other role.
pub(crate) fn find_texts(columns: &[Column], free: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
    let named = |known: &[&str]| -> Vec<usize> {
        let is = |at: &usize| free(*at) && known.contains(&name_of(&columns[*at]).as_str());
        (0..columns.len()).filter(is).collect()
    };
    let text = |at: &usize| matches!(columns[*at].kind, Kind::Text | Kind::Empty);
    let answers: Vec<usize> = named(&ANSWERS).into_iter().filter(text).collect();
    let may_ask = named(&MAY_ASK).into_iter();
    let may_ask = may_ask.filter(|&at| is_prose(&columns[at]));
    let asks: Vec<usize> = named(&ASKS)
        .into_iter()
        .filter(text)
        .chain(may_ask)
        .collect();
    let preferred = ["chosen", "rejected"].map(|name| named(&[name]));
    let all_open = |of: &[usize]| of.iter().all(|&at| is_open(&columns[at]));
    let any_open = |of: &[usize]| of.iter().any(|&at| is_open(&columns[at]));
    let pairs = preferred.iter().all(|found| !found.is_empty());
    let mut texts = if all_open(&answers) && (pairs || !answers.is_empty() && any_open(&asks)) {
        [asks, named(&BESIDE), answers].concat()
    } else {
        let conversations = named(&CONVERSATIONS).into_iter();
        conversations
            .filter(|&at| holds_turns(&columns[at]))
            .collect()
    };
    if let ([only], true) = (columns, texts.is_empty()) {
        texts = (free(0) && is_prose(only))
            .then_some(0)
            .into_iter()
            .collect();
    }
    texts.retain(text);
    texts.sort_unstable();
    texts.dedup();
    let labelled = named(&LABELS)
        .into_iter()
        .any(|at| !texts.contains(&at) && holds_classes(&columns[at]));
    (!texts.is_empty() && !labelled).then_some(texts)
}

/// Whether the column `name` may be empty in a row that the columns `beside` it make whole.
fn is_optional<'a>(name: &str, mut beside: impl Iterator<Item = &'a str>) -> bool {
    let asks = |name: &str| ASKS.contains(&name.to_lowercase().as_str());
    BESIDE.contains(&name.to_lowercase().as_str()) && beside.any(asks)
}

impl RoleNames {
    /// The columns of text, where `columns` that have no other role say that there is no label.
    pub(super) fn unlabelled_texts(&self, columns: &[Column]) -> Option<Vec<String>> {
        let domain = self.domain.as_ref().map(|role| &role.column);
        let taken = [domain, self.split.as_ref(), self.group.as_ref()];
        let free = |at: usize| {
            let name = &columns[at].name;
            !taken.contains(&Some(name)) && !self.exclude.contains(name)
        };
        let texts = find_texts(columns, free)?;
        Some(
            texts
                .into_iter()
                .map(|at| columns[at].name.clone())
                .collect(),
        )
    }
}

impl Dataset {
    /// The columns of text that may be empty in a row that the others make whole: `input` beside an
    /// `instruction`, the system's part of a conversation.
    pub(crate) fn optional_texts(&self) -> Vec<usize> {
        let texts = self.roles.text_columns();
        let names = || texts.iter().map(|&at| self.columns[at].name.as_str());
        let optional = |at: &usize| match self.speaker(*at) {
            Some(speaker) => !speaker.required,
            None => is_optional(&self.columns[*at].name, names()),
        };
        texts.iter().copied().filter(optional).collect()
    }

    /// Rows of which the conversation holds a turn without words of the speaker whose column this is.
    pub(crate) fn gaps(&self, column: usize) -> &[usize] {
        self.speaker(column).map_or(&[], |speaker| &speaker.gaps)
    }

    /// Whether the column holds answers, by its name: what is asked repeats itself more often.
    pub(crate) fn holds_answers(&self, column: usize) -> bool {
        let name = self.columns[column].name.to_lowercase();
        let speaker = name.rsplit('.').next().unwrap_or_default();
        ANSWERS.contains(&name.as_str())
            || self.speaker(column).is_some() && ANSWERS.contains(&speaker)
    }

    fn speaker(&self, column: usize) -> Option<&Speaker> {
        self.speakers
            .iter()
            .find(|speaker| speaker.column == column)
    }
}

fn name_of(column: &Column) -> String {
    column.name.to_lowercase()
}

/// Whether its cells are texts of their own rather than a choice of a few.
fn is_open(column: &Column) -> bool {
    if column.kind == Kind::Empty || is_prose(column) {
        return true;
    }
    if column.asked == Some(KindAsked::Category) {
        return false;
    }
    let cells: Vec<&str> = (0..column.len())
        .filter_map(|row| column.text(row))
        .collect();
    let different: HashSet<&str> = cells.iter().copied().collect();
    column.kind == Kind::Text && different.len() as f64 >= DIFFERENT * cells.len() as f64
}

fn holds_classes(column: &Column) -> bool {
    let vectors = matches!(column.kind, Kind::Vector { .. });
    let classes = categories(column).0.len();
    // A class stands for several rows.
    !vectors && (2..=MOST_CLASSES).contains(&classes) && 2 * classes <= column.len()
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    const ROWS: usize = 12;

    /// A column for each name; behind a colon what it holds.
    fn texts(columns: &[&str]) -> Option<Vec<String>> {
        let columns: Vec<Column> = columns
            .iter()
            .map(|column| {
                let (name, form) = column.split_once(':').unwrap_or((column, "text"));
                let cells: Vec<String> = (0..ROWS)
                    .map(|row| match form {
                        "text" => format!("what the {name} of row {row} says"),
                        "word" => format!("w{row}"),
                        "few" => ["yes", "no"][row % 2].to_owned(),
                        "number" => format!("{row}.5"),
                        "turns" => format!("[{{\"role\": \"user\", \"content\": \"{row}\"}}]"),
                        _ => String::new(),
                    })
                    .collect();
                let cells: Vec<Option<&str>> = cells.iter().map(|cell| Some(&**cell)).collect();
                Column::new(name.to_owned(), cells_of(&cells), None)
            })
            .collect();
        let found = find_texts(&columns, |_| true)?;
        Some(
            found
                .into_iter()
                .map(|at| columns[at].name.clone())
                .collect(),
        )
    }

    #[test]
    fn texts_that_ask_and_answer_have_no_label() {
        for (columns, wanted) in [
            (&["prompt", "completion"][..], &["prompt", "completion"][..]),
            (
                &["id:word", "Question", "Answer:word"],
                &["Question", "Answer"],
            ),
            (
                &[
                    "instruction:few",
                    "input",
                    "output",
                    "source:few",
                    "user:word",
                ],
                &["instruction", "input", "output"],
            ),
            (
                &["instruction", "input:none", "output"],
                &["instruction", "input", "output"],
            ),
            (&["chosen", "rejected:none"], &["chosen", "rejected"]),
            (&["messages:turns", "topic:text"], &["messages"]),
            (&["prompt", "completion:none"], &["prompt", "completion"]),
            (&["anything"], &["anything"]),
        ] {
            let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(texts(columns), Some(wanted), "{columns:?}");
        }
    }

    #[test]
    fn columns_that_may_hold_a_label_say_nothing() {
        for columns in [
            &["prompt", "completion:few"][..],
            &["prompt", "completion", "label:few"],
            &["question", "choices", "answer:few"],
            &["input:number", "output:number"],
            &["text", "note"],
            &["text:few"],
            &["messages", "topic"],
            &["chosen:few", "rejected:few"],
        ] {
            assert_eq!(texts(columns), None, "{columns:?}");
        }
    }

    #[test]
    fn what_stands_beside_a_question_may_be_empty() {
        let optional = |name: &str, beside: &[&str]| is_optional(name, beside.iter().copied());
        assert!(optional("input", &["instruction", "input", "output"]));
        assert!(!optional("input", &["input", "output"]));
        assert!(!optional("output", &["instruction", "output"]));
    }
}
