//! Is there text that the encoder can't read?

use crate::diagnostic::{Outcome, Verdict};
use crate::embed::UNKNOWN_LETTERS;
use crate::evidence::{Evidence, Language, RowTokens, Tokens};
use crate::measure::Measurement;
use crate::measure::ratio::Ratio;
use crate::policy::limits;
use crate::wording::{format_count, list_some, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_share = "max-share",
    max_rows = "max-rows",
    unread_row = "unread-row",
    max_split = "max-split",
    min_familiar = "min-familiar",
}

/// Letters that a message names before it says how many more.
const NAMED: usize = 6;

/// What is held against the limits.
struct Unread {
    /// Share of all characters, beyond natural text.
    characters: Ratio,
    /// Share of the rows of which much isn't read.
    rows: Ratio,
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let tokens = evidence.tokens()?;
    let (max_share, max_rows) = (limits.max_share.value, limits.max_rows.value);
    let is_unread = |row: &RowTokens| row.unread_share() >= limits.unread_row.value;
    let unread = Unread {
        characters: tokens.beyond_natural(),
        rows: tokens.share_of_rows(is_unread),
    };
    let mut measured = measurements(&unread, tokens, max_share, max_rows);
    if let Some(language) = &tokens.language {
        measured.extend(measure_language(language, limits));
    }
    let outcome = if unread.characters.at_least() > max_share {
        Outcome::found(
            format!(
                "{:.2} of the characters can't be read by the model: {}",
                tokens.unread_share().value,
                describe_most(tokens, limits)
            ),
            limits.max_share.key,
        )
    } else if unread.rows.at_least() > max_rows {
        // The first measurement is the one that the limit was held against.
        measured.swap(0, 1);
        Outcome::found(
            format!(
                "in {:.2} of the rows, {:.2} of the characters or more can't be read by the model: {}",
                unread.rows.value,
                limits.unread_row.value,
                describe_most(tokens, limits)
            ),
            limits.max_rows.key,
        )
    } else if let Some(language) = foreign(tokens, limits) {
        // The same.
        measured.rotate_right(LANGUAGE);
        Outcome::found(message_of_language(language), limits.max_split.key)
    } else if unread.characters.at_most() > max_share || unread.rows.at_most() > max_rows {
        Outcome::undetermined(
            format!(
                "the share that can't be read is too near the limit to tell from {} rows",
                format_count(tokens.rows.len())
            ),
            "all rows counted: --profile audit",
        )
    } else {
        Outcome::pass(message_of_pass(tokens))
    };
    let outcome = if outcome.verdict == Verdict::Found {
        let witnesses = list_witnesses(evidence, notes(tokens, limits).into_iter());
        let outcome = outcome.with_help(help(tokens)).with_witnesses(witnesses);
        Outcome {
            by_example: tokens.are_sampled(),
            ..outcome
        }
    } else {
        outcome
    };
    Ok(vec![outcome.with_measurements(measured)])
}

/// The language of the text, where it is none that the model knows: most of its running words are taken
/// apart that stay whole in English, and hardly any are those of English.
fn foreign<'a>(tokens: &'a Tokens, limits: &Limits) -> Option<&'a Language> {
    tokens.language.as_ref().filter(|language| {
        language.split.at_least() > limits.max_split.value
            && language.familiar.at_most() < limits.min_familiar.value
    })
}

fn message_of_language(language: &Language) -> String {
    format!(
        "the model takes {:.2} of the words apart: {:.2} pieces a word, where those of natural English come in {:.2}; \
         it doesn't know this language",
        language.split.value, language.pieces, language.natural_pieces
    )
}

/// Measurements that [`measure_language`] adds.
const LANGUAGE: usize = 4;

fn measure_language(language: &Language, limits: &Limits) -> [Measurement; LANGUAGE] {
    let share = |name: &str, ratio: Ratio, limit: f64| {
        let measurement = Measurement::new(name, ratio.value)
            .with_n(language.rows)
            .with_limit(limit);
        match ratio.interval {
            Some((low, high)) => measurement.with_interval(low, high),
            None => measurement,
        }
    };
    [
        share(
            "share of running words that the model takes apart",
            language.split,
            limits.max_split.value,
        ),
        share(
            "share of running words that stand in sentences of natural English",
            language.familiar,
            limits.min_familiar.value,
        ),
        Measurement::new("pieces a running word", language.pieces).with_n(language.rows),
        Measurement::new(
            "pieces a running word of natural English",
            language.natural_pieces,
        ),
    ]
}

/// The rows that a finding is about, the worst first: those with characters that aren't read, else those
/// with words that are taken apart.
fn notes(tokens: &Tokens, limits: &Limits) -> Vec<(usize, String)> {
    let worst = worst_first(tokens, limits.max_share.value);
    if let (true, Some(language)) = (worst.is_empty(), &tokens.language) {
        let mut rows = language.by_row.clone();
        rows.sort_by(|a, b| (b.1 * a.2).cmp(&(a.1 * b.2)).then(b.2.cmp(&a.2)));
        let note = |split, words| format!("{split} of {words} words in pieces");
        return rows
            .into_iter()
            .map(|(row, split, words)| (row, note(split, words)))
            .collect();
    }
    worst.iter().map(|row| (row.row, note(row))).collect()
}

fn message_of_pass(tokens: &Tokens) -> String {
    match tokens.unread.first() {
        None => "the model can read every character".to_owned(),
        Some(_) => format!(
            "{:.3} of the characters can't be read by the model: mostly {}",
            tokens.unread_share().value,
            name_most(tokens)
        ),
    }
}

/// What most of the unread characters are.
fn most(tokens: &Tokens) -> &'static str {
    tokens
        .unread
        .first()
        .map_or("of no kind", |&(what, _)| what)
}

/// The same, with the letters that the model doesn't know: `words with letters that the model doesn't know (ƙ, ɗ and ɓ)`.
fn name_most(tokens: &Tokens) -> String {
    let what = most(tokens);
    if what != UNKNOWN_LETTERS || tokens.letters.is_empty() {
        return what.to_owned();
    }
    let letters: Vec<String> = tokens.letters.iter().map(char::to_string).collect();
    format!("{what} ({})", list_some(&letters, NAMED))
}

/// The same as part of a finding, and what the running words say beside it.
fn describe_most(tokens: &Tokens, limits: &Limits) -> String {
    let language = match foreign(tokens, limits) {
        Some(_) => "; it doesn't know this language",
        None => "",
    };
    format!("mostly {}{language}", name_most(tokens))
}

/// Rows with more unread than may be in all, the worst first.
fn worst_first(tokens: &Tokens, max_share: f64) -> Vec<RowTokens> {
    let mut worst: Vec<RowTokens> = tokens
        .rows
        .iter()
        .filter(|row| row.unread_share() > max_share)
        .copied()
        .collect();
    worst.sort_by(|a, b| b.unread_share().total_cmp(&a.unread_share()));
    worst
}

fn note(row: &RowTokens) -> String {
    format!(
        "{} of {} characters unread: {}",
        row.unread,
        row.characters,
        row.what.unwrap_or_default()
    )
}

fn help(tokens: &Tokens) -> String {
    let mut parts = vec![match most(tokens) {
        what if what.starts_with("broken") => {
            "go back to where the text came from and read it in the encoding that it was written in"
        }
        what if what.starts_with("text read") => {
            "read the file as UTF-8: --encoding, or what wrote it, took it for something else"
        }
        what if what.starts_with("emoji") => {
            "write them as words, or use a model that knows them"
        }
        what if what.starts_with("very long") => {
            "leave out encoded data and long unbroken strings, or write them as words"
        }
        _ => "use a model that was trained on this language, or leave these rows out",
    }
    .to_owned()];
    let nothing = nothing_left(tokens);
    if nothing > 0 {
        parts.push(format!(
            "{} no token that the model knows, and a vector that says nothing",
            plural(nothing, "row has", "rows have")
        ));
    }
    parts.join("; ")
}

/// Rows with text of which the model knows no token.
fn nothing_left(tokens: &Tokens) -> usize {
    let rows = tokens.rows.iter();
    rows.filter(|row| row.characters > 0 && row.known == 0)
        .count()
}

/// What is held against the limits, then what lies behind it.
fn measurements(
    unread: &Unread,
    tokens: &Tokens,
    max_share: f64,
    max_rows: f64,
) -> Vec<Measurement> {
    let all: usize = tokens.rows.iter().map(|row| row.characters).sum();
    let n = tokens.with_text();
    let share = |name: &str, ratio: Ratio, limit: f64| {
        let measurement = Measurement::new(name, ratio.value)
            .with_n(n)
            .with_limit(limit);
        match ratio.interval {
            Some((low, high)) => measurement.with_interval(low, high),
            None => measurement,
        }
    };
    let mut measured = vec![
        share(
            "share of characters that aren't read, beyond natural text",
            unread.characters,
            max_share,
        ),
        share(
            "share of rows of which much isn't read",
            unread.rows,
            max_rows,
        ),
        Measurement::new(
            "share of characters that aren't read in natural text",
            tokens.natural,
        ),
        Measurement::new(
            "rows without a token that the model knows",
            nothing_left(tokens) as f64,
        )
        .with_n(n),
    ];
    measured.extend(tokens.unread.iter().map(|&(what, count)| {
        let share = count as f64 / all.max(1) as f64;
        Measurement::new(
            format!("share of characters that aren't read: {what}"),
            share,
        )
        .with_n(n)
    }));
    measured
}
