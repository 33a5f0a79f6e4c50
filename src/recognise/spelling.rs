//! Spelling: labels that are one word but for case, blanks, punctuation, Unicode form or look-alike letters.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

/// Letters of the Cyrillic and Greek scripts that look like Latin ones, beside these: the pairs of UTS 39,
/// `confusables.txt`, whose shapes are the same in common typefaces.
const LOOK_ALIKE: &str = "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaеeѕsіiјjоoрpсcуyхx\
                          ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaρpιiκkυu";

/// Marks at either end of a label that say nothing. `!spam` isn't `spam`, nor `A*` an `A`, nor `benign?` benign.
const AROUND: &[char] = &[
    '.', ',', ';', ':', '"', '\'', '`', '´', '‘', '’', '“', '”', '«', '»', '„', '…', '(', ')', '[',
    ']', '{', '}', '。', '，', '！',
];

/// Marks between two parts of a word, which some write as a blank and others not at all.
const BETWEEN: &[char] = &['_', '-', '/', '.', '\'', '’', ','];

/// Words for one answer.
const YES: [&str; 5] = ["yes", "y", "true", "t", "1"];
const NO: [&str; 5] = ["no", "n", "false", "f", "0"];

/// Labels of one letter from which on case tells them apart, as in data about letters.
const LETTERS: usize = 10;

/// What a set of labels has in common, on which their spellings depend.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own about the labels"
)]
pub(crate) struct Conventions {
    /// Whether words for yes are one class, and words for no another: every label is such a word, and one is
    /// written out.
    answers: bool,
    /// Whether `y` is yes and `n` no, whatever labels stand beside them.
    yes: bool,
    /// Whether `t` is true and `f` false.
    truth: bool,
    /// Whether the labels are letters, so that `a` and `A` are two.
    letters: bool,
}

impl Conventions {
    /// Those of `labels`, each with its rows.
    pub(crate) fn of(labels: &[String], rows: &[usize]) -> Self {
        let folded: BTreeSet<String> = labels.iter().map(|label| fold(label, false)).collect();
        let has = |word: &str| folded.contains(word);
        let any = |words: &[&str]| words.iter().any(|word| has(word));
        let is = |words: &[&str], label: &str| words.contains(&label);
        Self {
            answers: folded.iter().all(|label| is(&YES, label) || is(&NO, label))
                && any(&YES)
                && any(&NO)
                && ["yes", "true", "no", "false"].into_iter().any(has),
            yes: has("yes") && has("no"),
            truth: has("true") && has("false"),
            letters: tells_letters_apart(labels, rows),
        }
    }

    /// What `label` says, however it is spelled: labels that share one of these are one class.
    pub(crate) fn keys(self, label: &str) -> Vec<String> {
        if self.letters && label.chars().count() == 1 {
            return vec![label.to_owned()];
        }
        // Look-alikes are folded beside the letters themselves: a Cyrillic word in capitals has other
        // look-alikes than in small letters, and stays the same word.
        let mut keys = vec![fold(label, false), fold(label, true)];
        keys.dedup();
        for key in &mut keys {
            let whole = match key.as_str() {
                "y" if self.yes => Some("yes"),
                "n" if self.yes => Some("no"),
                "t" if self.truth => Some("true"),
                "f" if self.truth => Some("false"),
                _ => None,
            };
            if let Some(whole) = whole {
                whole.clone_into(key);
            }
            if self.answers {
                let answer = if YES.contains(&key.as_str()) {
                    YES[0]
                } else {
                    NO[0]
                };
                answer.clone_into(key);
            }
        }
        keys
    }
}

/// Whether single letters differ by their case: there are many of them, or only some of three and more stand in
/// both cases, each often (the beats of an ECG are N, A, a and V).
fn tells_letters_apart(labels: &[String], rows: &[usize]) -> bool {
    let mut letters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (label, rows) in labels.iter().zip(rows) {
        if label.chars().count() == 1 {
            letters.entry(label.to_lowercase()).or_default().push(*rows);
        }
    }
    if letters.values().map(Vec::len).sum::<usize>() > LETTERS {
        return true;
    }
    let both: Vec<&Vec<usize>> = letters.values().filter(|rows| rows.len() > 1).collect();
    let often = |rows: &&Vec<usize>| {
        let (fewest, most) = (rows.iter().min(), rows.iter().max());
        fewest.is_some_and(|&fewest| most.is_some_and(|&most| 20 * fewest >= most))
    };
    letters.len() > 2 && 2 * both.len() < letters.len() && both.iter().all(often)
}

/// `label` without what may differ between spellings; as it is where nothing would be left.
fn fold(label: &str, look_alikes: bool) -> String {
    let composed: String = label
        .nfkc()
        .filter(|letter| !is_invisible(*letter))
        .map(|letter| match letter {
            '‐'..='―' | '−' => '-',
            letter if look_alikes => to_latin(letter),
            letter => letter,
        })
        .collect();
    let text = composed.trim().to_lowercase();
    // One number is one class, and its point no mark between words.
    if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return (number + 0.0).to_string();
    }
    let around = |letter: char| letter.is_whitespace() || AROUND.contains(&letter);
    let text = text.trim_matches(around).trim_start_matches('#');
    if text.is_empty() {
        return label.to_owned();
    }
    join_parts(text)
}

/// `text` without blanks and marks between its parts, where they tell nothing apart: `1-2` isn't `12`, and a sign at
/// an end (`A-`) or before a number (`score -1`) is part of the word.
fn join_parts(text: &str) -> String {
    let apart = |letter: char| letter.is_whitespace() || BETWEEN.contains(&letter);
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if !apart(letter) {
            joined.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let end = rest.find(|letter| !apart(letter)).unwrap_or(rest.len());
        let (marks, after) = rest.split_at(end);
        let written: String = marks.split_whitespace().collect();
        let (before, next) = (joined.chars().last(), after.chars().next());
        let is = |letter: Option<char>, kind: fn(char) -> bool| letter.is_some_and(kind);
        let digits = is(before, char::is_numeric) && is(next, char::is_numeric);
        let sign = marks.starts_with(char::is_whitespace)
            && marks.ends_with('-')
            && is(next, char::is_numeric);
        let words = is(before, char::is_alphanumeric) && is(next, char::is_alphanumeric);
        if digits && written.is_empty() {
            joined.push(' ');
        } else if digits || sign || !words {
            joined.push_str(&written);
        }
        rest = after;
    }
    joined
}

/// Marks without width, soft hyphens, and what tells how a letter is drawn.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn to_latin(letter: char) -> char {
    let mut pairs = LOOK_ALIKE.chars();
    while let (Some(other), Some(latin)) = (pairs.next(), pairs.next()) {
        if other == letter {
            return latin;
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        let conventions = Conventions::of(&[a.to_owned(), b.to_owned()], &[9, 9]);
        let keys = conventions.keys(a);
        conventions.keys(b).iter().any(|key| keys.contains(key))
    }

    #[test]
    fn spellings_of_one_word_are_alike() {
        for (a, b) in [
            ("positive", "Positive"),
            ("positive", "POSITIVE."),
            ("negative", "negative."),
            ("negative", "\"negative\""),
            ("not spam", "not_spam"),
            ("not spam", "Not-Spam"),
            ("not  spam", "not\u{a0}spam"),
            ("naïve", "nai\u{308}ve"),
            ("spam", "ｓｐａｍ"),
            ("spam", "sp\u{200b}am"),
            ("spam", "ѕраm"),
            ("CAT", "САТ"),
            ("Нет", "нет"),
            ("ΝΑΙ", "ναι"),
            ("<=50K", "<=50K."),
            ("1", "1.0"),
            ("one/two", "one two"),
            ("class_1", "Class 1"),
            ("18-25", "18 – 25"),
            ("<= 50K", "<=50K"),
            ("J. Doe", "j doe"),
        ] {
            assert!(alike(a, b), "{a} {b}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (a, b) in [
            ("<=50K", ">50K"),
            ("C", "C++"),
            ("C", "C#"),
            ("A-", "A"),
            ("A+", "A-"),
            ("1.5", "15"),
            ("1-2", "12"),
            ("10", "1.0"),
            ("?", "!"),
            ("color", "colour"),
            ("кот", "кит"),
            ("m", "n"),
            ("-1", "1"),
            ("class 1", "class 11"),
            ("score -1", "score 1"),
            ("18-25", "1825"),
            ("spam", "!spam"),
            ("benign", "benign?"),
            ("A", "A*"),
            (":)", ":("),
            ("1,5", "15"),
            ("x > 1", "x < 1"),
            ("+1", "-1"),
        ] {
            assert!(!alike(a, b), "{a} {b}");
        }
    }

    fn keys(labels: &[&str]) -> usize {
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        let conventions = Conventions::of(&labels, &vec![9; labels.len()]);
        let keys: std::collections::BTreeSet<String> = labels
            .iter()
            .map(|label| conventions.keys(label).remove(0))
            .collect();
        keys.len()
    }

    #[test]
    fn words_for_yes_and_no_are_alike_where_they_can_mean_nothing_else() {
        assert_eq!(keys(&["yes", "Y", "no", "N"]), 2);
        assert_eq!(keys(&["true", "1", "0", "false"]), 2);
        assert_eq!(keys(&["yes", "n", "Y"]), 2);
        assert_eq!(keys(&["1", "0", "true"]), 2);
        assert_eq!(keys(&["yes", "y", "no", "maybe"]), 3);
        assert_eq!(keys(&["yes", "1", "no", "maybe"]), 4);
        assert_eq!(keys(&["y", "n", "t", "f"]), 4);
        assert_eq!(keys(&["yes", "t"]), 2);
        assert_eq!(keys(&["y", "yes", "maybe"]), 3);
    }

    #[test]
    fn letters_are_told_apart_by_case_in_data_about_letters() {
        let both: Vec<String> = ('a'..='l').chain('A'..='L').map(String::from).collect();
        let both: Vec<&str> = both.iter().map(String::as_str).collect();
        assert_eq!(keys(&both), 24);
        assert_eq!(keys(&["a", "A", "b", "B"]), 2);
    }

    #[test]
    fn letters_are_told_apart_where_only_some_stand_in_both_cases_and_often() {
        let beats = ["N", "A", "a", "V"].map(str::to_owned);
        let grades = ["A", "B", "C", "a", "b"].map(str::to_owned);
        let conventions = |labels: &[String], rows: &[usize]| Conventions::of(labels, rows).letters;
        assert!(conventions(&beats, &[900, 200, 90, 300]));
        assert!(!conventions(&beats, &[900, 200, 3, 300]));
        assert!(!conventions(&grades, &[9, 9, 9, 9, 9]));
    }
}
