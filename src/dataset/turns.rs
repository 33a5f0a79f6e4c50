//! Turns: conversations in the cells of a column, taken apart into one column of text for each speaker.

use std::collections::HashMap;

use serde_json::Value;

use super::cells::{Cells, CellsBuilder};
use super::{Column, Kind, KindAsked};

/// Keys that name the speaker of a turn, and keys that hold what is said: `OpenAI`'s and `ShareGPT`'s.
const SPEAKER: [&str; 3] = ["role", "from", "speaker"];
const WORDS: [&str; 3] = ["content", "value", "text"];
/// Speakers without whom a conversation trains nothing; others (system, tool) need not speak.
const REQUIRED: [&str; 7] = [
    "user",
    "human",
    "prompter",
    "assistant",
    "gpt",
    "model",
    "bot",
];

/// Speakers of a column at most: where there are more, each name is a person's, and none a role.
const MOST_SPEAKERS: usize = 16;

/// What one speaker says in the conversations of a column.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    /// The column of text that was made of it.
    pub(crate) column: usize,
    /// Whether every row should have a word of it.
    pub(crate) required: bool,
    /// Rows with a turn that says nothing, in which the speaker says something elsewhere.
    pub(crate) gaps: Vec<usize>,
}

/// The conversations of a column, each turn with its speaker's place among the names and what it says.
struct Conversations {
    names: Vec<String>,
    rows: Vec<Vec<(usize, String)>>,
}

impl Conversations {
    /// Those in the cells of `column`; nothing where a cell holds something else, nobody speaks, or so many do that
    /// they are no roles in a conversation.
    fn of(column: &Column) -> Option<Self> {
        if column.kind != Kind::Text {
            return None;
        }
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut names: Vec<String> = Vec::new();
        let mut rows = Vec::with_capacity(column.len());
        for row in 0..column.len() {
            let mut said = Vec::new();
            for (name, words) in column.text(row).map_or_else(|| Some(Vec::new()), turns)? {
                let place = *places.entry(name).or_insert_with_key(|name| {
                    names.push(name.clone());
                    names.len() - 1
                });
                said.push((place, words));
            }
            if names.len() > MOST_SPEAKERS {
                return None;
            }
            rows.push(said);
        }
        (!names.is_empty()).then_some(Self { names, rows })
    }

    /// What the speaker at `place` says in each row, and the rows in which a turn of it says nothing.
    fn words_of(&self, place: usize) -> (CellsBuilder, Vec<usize>) {
        let mut cells = CellsBuilder::new(self.rows.len());
        let mut gaps = Vec::new();
        for (row, turns) in self.rows.iter().enumerate() {
            let turns = || turns.iter().filter(|turn| turn.0 == place);
            let spoken: Vec<&str> = turns()
                .map(|turn| turn.1.trim())
                .filter(|words| !words.is_empty())
                .collect();
            if !spoken.is_empty() && spoken.len() < turns().count() {
                gaps.push(row);
            }
            cells.push(Some(&spoken.join("\n")));
        }
        (cells, gaps)
    }
}

/// Whether the cells of `column` are conversations.
pub(super) fn holds_turns(column: &Column) -> bool {
    Conversations::of(column).is_some()
}

/// The speakers in the conversations of the column `at`, in the order in which they first speak; a column of
/// text for each of them joins `columns`. Nothing where the cells are no conversations.
pub(super) fn split_speakers(columns: &mut Vec<Column>, at: usize) -> Option<Vec<Speaker>> {
    let conversations = Conversations::of(&columns[at])?;
    let mut speakers = Vec::new();
    for (place, name) in conversations.names.iter().enumerate() {
        let (cells, gaps) = conversations.words_of(place);
        speakers.push(Speaker {
            column: columns.len(),
            required: REQUIRED.contains(&name.to_lowercase().as_str()),
            gaps,
        });
        let name = format!("{}.{name}", columns[at].name);
        columns.push(Column::new(
            name,
            Cells::Text(cells.finish()),
            Some(KindAsked::Text),
        ));
    }
    Some(speakers)
}

/// The turns of one conversation, each with its speaker; `None` for a cell that holds something else.
fn turns(cell: &str) -> Option<Vec<(String, String)>> {
    if !cell.starts_with('[') {
        return None;
    }
    let turns: Vec<Value> = serde_json::from_str(cell).ok()?;
    turns.iter().map(turn).collect()
}

fn turn(turn: &Value) -> Option<(String, String)> {
    let speaker = SPEAKER.iter().find_map(|key| turn.get(key)?.as_str())?;
    let said = WORDS.iter().find_map(|key| turn.get(key));
    let called = turn.get("tool_calls").filter(|calls| {
        let none = calls.as_array().is_some_and(Vec::is_empty);
        !calls.is_null() && !none
    });
    if said.is_none() && called.is_none() {
        return None;
    }
    let mut words = said.map(words).unwrap_or_default();
    // Who calls a tool need not say anything beside.
    if let (true, Some(called)) = (words.trim().is_empty(), called) {
        words = called.to_string();
    }
    Some((speaker.to_owned(), words))
}

/// What is said: a text, or parts of which some are texts.
fn words(said: &Value) -> String {
    match said {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part.get("text") {
                    Some(Value::String(text)) => text.clone(),
                    _ => part.to_string(),
                })
                .collect();
            parts.join("\n")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        Column::new("messages".to_owned(), cells_of(&cells), None)
    }

    const ASKED: &str = r#"[{"role": "user", "content": "a"}, {"role": "assistant", "content": " "}, {"role": "user", "content": "b"}, {"role": "assistant", "content": "c"}]"#;
    const SHARED: &str =
        r#"[{"from": "human", "value": "d"}, {"from": "gpt", "value": null, "tool_calls": [1]}]"#;

    #[test]
    fn each_speaker_gets_a_column() {
        let mut columns = vec![column(&[ASKED, "[]", SHARED])];
        assert!(holds_turns(&columns[0]));
        let speakers = split_speakers(&mut columns, 0).expect("conversations");
        let told: Vec<(&str, Vec<Option<&str>>)> = columns[1..]
            .iter()
            .map(|column| {
                let cells = (0..3).map(|row| column.text(row)).collect();
                (column.name.as_str(), cells)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("messages.user", vec![Some("a\nb"), None, None]),
                ("messages.assistant", vec![Some("c"), None, None]),
                ("messages.human", vec![None, None, Some("d")]),
                ("messages.gpt", vec![None, None, Some("[1]")]),
            ]
        );
        assert_eq!(speakers[1].gaps, [0]);
        assert!(speakers[0].gaps.is_empty() && speakers[0].required);
    }

    #[test]
    fn other_lists_are_no_conversations() {
        for cell in ["[1, 2]", "[]", r#"["a"]"#, r#"[{"role": "user"}]"#, "text"] {
            assert!(!holds_turns(&column(&[cell])), "{cell}");
        }
        assert!(!holds_turns(&column(&[ASKED, "text"])));
    }

    #[test]
    fn many_names_are_no_roles() {
        let cells = |speakers: usize| -> Vec<String> {
            let turn = |nth| format!(r#"[{{"from": "person {nth}", "value": "hello"}}]"#);
            (0..speakers).map(turn).collect()
        };
        for (speakers, are_roles) in [(MOST_SPEAKERS, true), (MOST_SPEAKERS + 1, false)] {
            let cells = cells(speakers);
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let mut columns = vec![column(&cells)];
            assert_eq!(split_speakers(&mut columns, 0).is_some(), are_roles);
            assert_eq!(columns.len(), if are_roles { 1 + speakers } else { 1 });
        }
    }
}
