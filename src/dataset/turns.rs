//! Turns: conversations in the cells of a column, taken apart into one column of text for each speaker.

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

/// Whether the cells of `column` are conversations.
pub(super) fn holds_turns(column: &Column) -> bool {
    let mut cells = (0..column.len()).filter_map(|row| column.text(row));
    let first = cells.next().and_then(turns);
    column.kind == Kind::Text
        && first.is_some_and(|first| {
            let mut spoken = !first.is_empty();
            let all = cells.all(|cell| {
                turns(cell).is_some_and(|turns| {
                    spoken |= !turns.is_empty();
                    true
                })
            });
            all && spoken
        })
}

/// The speakers in the conversations of the column `at`, in the order in which they first speak; a column of
/// text for each of them joins `columns`.
pub(super) fn split_speakers(columns: &mut Vec<Column>, at: usize) -> Vec<Speaker> {
    let rows = columns[at].len();
    let mut names: Vec<String> = Vec::new();
    let conversations: Vec<Vec<(usize, String)>> = (0..rows)
        .map(|row| {
            let turns = columns[at].text(row).and_then(turns).unwrap_or_default();
            let place = |(name, words): (String, String)| {
                let known = names.iter().position(|known| *known == name);
                let place = known.unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                (place, words)
            };
            turns.into_iter().map(place).collect()
        })
        .collect();
    let mut speakers = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let mut cells = CellsBuilder::new(rows);
        let mut gaps = Vec::new();
        for (row, turns) in conversations.iter().enumerate() {
            let said = || turns.iter().filter(|turn| turn.0 == place);
            let spoken: Vec<&str> = said()
                .map(|turn| turn.1.trim())
                .filter(|words| !words.is_empty())
                .collect();
            if !spoken.is_empty() && spoken.len() < said().count() {
                gaps.push(row);
            }
            cells.push(Some(&spoken.join("\n")));
        }
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
    speakers
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
        let speakers = split_speakers(&mut columns, 0);
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
}
