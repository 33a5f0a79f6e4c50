//! Format: the formats that a report can be written in, and what each may hold.
//!
//! A new one touches three files: this one (its entry in [`Format::KNOWN`]), `src/report.rs` (its module and its
//! constructor in `reporter`), and `src/report/NAME.rs` (its voice).

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people, at a terminal.
    Human,
    /// For programs: the schema `trueline/1`.
    Json,
    /// One JSON object a line: each outcome, then the verdict.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
    /// A job summary.
    Markdown,
    /// A test report.
    Junit,
    /// One line a finding, for programs that read text.
    Agent,
    /// A page to look at, with everything drawn.
    Html,
}

/// What is known of a format before anything is written in it.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own about a format"
)]
struct Known {
    format: Format,
    /// The word that users write.
    word: &'static str,
    /// What it is, where its word doesn't say it; may be empty.
    meaning: &'static str,
    /// Whether it draws, so that figures must be gathered.
    draws: bool,
    /// Whether a person reads it where the run was started, so that it may show what cells hold.
    on_the_spot: bool,
    /// Whether `trueline line` writes it, too.
    of_lines: bool,
    /// Whether `trueline look` writes it, too.
    of_looks: bool,
}

impl Known {
    const fn new(word: &'static str, meaning: &'static str, format: Format) -> Self {
        Self {
            format,
            word,
            meaning,
            draws: false,
            on_the_spot: false,
            of_lines: false,
            of_looks: false,
        }
    }
}

impl Format {
    /// Every format.
    const KNOWN: [Known; 9] = [
        Known {
            on_the_spot: true,
            of_lines: true,
            of_looks: true,
            ..Known::new("human", "", Self::Human)
        },
        Known {
            of_lines: true,
            of_looks: true,
            ..Known::new("json", "", Self::Json)
        },
        Known::new("json-lines", "", Self::JsonLines),
        Known::new("sarif", "", Self::Sarif),
        Known::new("github", "annotations", Self::Github),
        Known {
            of_looks: true,
            ..Known::new("markdown", "a job summary", Self::Markdown)
        },
        Known::new("junit", "", Self::Junit),
        Known::new("agent", "one line a finding", Self::Agent),
        Known {
            draws: true,
            of_lines: true,
            ..Known::new("html", "a page to look at", Self::Html)
        },
    ];

    /// The words of all formats, in the order in which they are offered.
    pub(crate) fn words() -> Vec<&'static str> {
        Self::KNOWN.iter().map(|known| known.word).collect()
    }

    /// The words of the formats that `trueline line` writes.
    pub(crate) fn line_words() -> Vec<&'static str> {
        let of_lines = Self::KNOWN.iter().filter(|known| known.of_lines);
        of_lines.map(|known| known.word).collect()
    }

    /// The words of the formats that `trueline look` writes.
    pub(crate) fn look_words() -> Vec<&'static str> {
        let of_looks = Self::KNOWN.iter().filter(|known| known.of_looks);
        of_looks.map(|known| known.word).collect()
    }

    /// All formats in a sentence: `human, ..., github (annotations), ... or html (a page to look at)`.
    pub(crate) fn in_words() -> String {
        in_words(&Self::KNOWN)
    }

    /// The formats that `trueline line` writes, in a sentence.
    pub(crate) fn lines_in_words() -> String {
        let of_lines: Vec<Known> = Self::KNOWN
            .into_iter()
            .filter(|known| known.of_lines)
            .collect();
        in_words(&of_lines)
    }

    /// The format that `word` names.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let known = Self::KNOWN.iter().find(|known| known.word == word);
        known.map(|known| known.format)
    }

    /// Whether it draws, so that figures must be gathered.
    pub(crate) fn draws(self) -> bool {
        self.known().is_some_and(|known| known.draws)
    }

    /// Whether a person reads it where the run was started, so that it may show what cells hold.
    pub(crate) fn is_read_on_the_spot(self) -> bool {
        self.known().is_some_and(|known| known.on_the_spot)
    }

    fn known(self) -> Option<&'static Known> {
        const { &Self::KNOWN }
            .iter()
            .find(|known| known.format == self)
    }
}

fn in_words(formats: &[Known]) -> String {
    let words: Vec<String> = formats
        .iter()
        .map(|known| match known.meaning {
            "" => known.word.to_owned(),
            meaning => format!("{} ({meaning})", known.word),
        })
        .collect();
    match words.as_slice() {
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_a_format_of_its_own() {
        let words = Format::words();
        let formats: Vec<Format> = words.iter().filter_map(|word| Format::of(word)).collect();
        assert_eq!(formats.len(), words.len());
        for (at, format) in formats.iter().enumerate() {
            assert!(!formats[..at].contains(format), "{format:?} has two words");
        }
        assert_eq!(Format::line_words(), ["human", "json", "html"]);
        assert_eq!(
            Format::lines_in_words(),
            "human, json or html (a page to look at)"
        );
        assert_eq!(Format::of("xml"), None);
    }
}
