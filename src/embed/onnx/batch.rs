//! Batch: which texts a transformer reads together, so that little of its work is padding.

/// How much a model takes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Texts of one batch.
    texts: usize,
    /// Tokens of one batch, padding included. Bounds the memory: the attention of a batch takes
    /// heads x tokens x length numbers, 100 MB for 12 heads of 512 tokens.
    tokens: usize,
    /// Tokens of one text; the model sees no more.
    tokens_a_text: usize,
}

/// Characters that are kept for each token that the model reads.
///
/// A text is cut before it is tokenised, because tokenising costs time and memory by its length: a
/// cell of 1 MB would be cut into hundreds of thousands of tokens of which 512 are read. English
/// has about 4 characters a token; with 32 only a text of words longer than that on average loses
/// something the model would have read.
const CHARS_A_TOKEN: usize = 32;

/// Bytes of a token when its number is guessed from a text's length: few, so that the guess is high.
const BYTES_A_TOKEN: usize = 3;

impl Limits {
    /// The limits of a model that reads `tokens` of a text.
    pub(super) fn of(tokens: usize) -> Self {
        Self {
            texts: 64,
            tokens: 4096,
            tokens_a_text: tokens,
        }
    }

    /// For a model whose numbers depend on the company a text has in its batch.
    pub(super) fn one_by_one(self) -> Self {
        Self { texts: 1, ..self }
    }

    /// The most tokens of one text.
    pub(super) fn tokens_a_text(self) -> usize {
        self.tokens_a_text
    }

    fn guessed_tokens(self, text: &str) -> usize {
        (text.len() / BYTES_A_TOKEN + 2).min(self.tokens_a_text)
    }
}

/// Distinct texts that are read together, and the rows that wait for their vectors.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Batch<'a> {
    pub(super) texts: Vec<&'a str>,
    /// A row of the input, and the place of its text in `texts`.
    pub(super) rows: Vec<(usize, usize)>,
}

/// Every text that holds more than white space, in batches from short to long; equal texts once.
pub(super) fn plan<'a>(texts: &[&'a str], limits: Limits) -> Vec<Batch<'a>> {
    let kept = limits.tokens_a_text.saturating_mul(CHARS_A_TOKEN);
    let mut order: Vec<(&'a str, usize)> = texts
        .iter()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(row, &text)| (beginning(text, kept), row))
        .collect();
    order.sort_unstable_by_key(|&(text, row)| (text.len(), text, row));

    let mut batches: Vec<Batch> = Vec::new();
    for (text, row) in order {
        match batches.last_mut() {
            Some(batch) if batch.texts.last() == Some(&text) => {}
            Some(batch) if batch.has_room_for(text, limits) => batch.texts.push(text),
            _ => batches.push(Batch {
                texts: vec![text],
                rows: Vec::new(),
            }),
        }
        if let Some(batch) = batches.last_mut() {
            batch.rows.push((row, batch.texts.len() - 1));
        }
    }
    batches
}

impl Batch<'_> {
    /// `text` is at least as long as those that are in, so that it sets the padding.
    fn has_room_for(&self, text: &str, limits: Limits) -> bool {
        let texts = self.texts.len() + 1;
        texts <= limits.texts && texts * limits.guessed_tokens(text) <= limits.tokens
    }
}

/// The first `chars` characters.
fn beginning(text: &str, chars: usize) -> &str {
    // A text of no more bytes than that has no more characters.
    if text.len() <= chars {
        return text;
    }
    text.char_indices()
        .nth(chars)
        .map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_holds_something_is_served_once() {
        let texts: Vec<String> = (0..500)
            .map(|i| "ab ".repeat((i * 37) % 90) + if i % 7 == 0 { "" } else { "x" })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut served: Vec<usize> = Vec::new();
        for batch in plan(&texts, Limits::of(256)) {
            for &(row, place) in &batch.rows {
                assert_eq!(batch.texts[place], texts[row]);
                served.push(row);
            }
        }
        served.sort_unstable();
        let expected: Vec<usize> = (0..500).filter(|&i| !texts[i].trim().is_empty()).collect();
        assert_eq!(served, expected);
    }

    #[test]
    fn equal_texts_are_read_once() {
        let batches = plan(&["b", "a", "b", "", "b"], Limits::of(256));
        assert_eq!(
            batches,
            [Batch {
                texts: vec!["a", "b"],
                rows: vec![(1, 0), (0, 1), (2, 1), (4, 1)],
            }]
        );
    }

    #[test]
    fn batches_go_from_short_to_long_and_keep_their_limits() {
        let texts: Vec<String> = (0..300).map(|i| "w".repeat(i * 11 % 2000 + 1)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let limits = Limits::of(512);
        let mut longest = 0;
        for batch in plan(&texts, limits) {
            assert!(batch.texts.len() <= 64);
            assert!(batch.texts[0].len() >= longest);
            longest = batch.texts[batch.texts.len() - 1].len();
            let padded = batch.texts.len() * limits.guessed_tokens(batch.texts.last().unwrap());
            assert!(padded <= 4096, "{padded}");
        }
    }

    #[test]
    fn a_model_that_scales_by_batch_gets_one_text_at_a_time() {
        let batches = plan(&["a", "b", "a"], Limits::of(256).one_by_one());
        assert_eq!(batches.len(), 2);
        assert_eq!(batches[0].rows, [(0, 0), (2, 0)]);
    }

    #[test]
    fn a_huge_cell_is_cut_between_characters() {
        let huge = "é".repeat(1_000_000);
        let batches = plan(&[&huge], Limits::of(256));
        assert_eq!(batches[0].texts[0].chars().count(), 256 * CHARS_A_TOKEN);
    }
}
