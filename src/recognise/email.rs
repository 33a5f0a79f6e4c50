//! E-mail addresses.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// The address of the HTML standard (section 4.10.5.1.5), with the signs that are in use and a top-level domain.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}",
    )
    .ok()
});

/// What looks like a top-level domain behind the `@2x` of a picture's name.
const FILES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "css"];

/// Whether `text` holds an e-mail address.
pub(crate) fn is_in(text: &str) -> bool {
    spans(text).next().is_some()
}

/// Where the e-mail addresses of `text` stand.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    spans(text).collect()
}

fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let pattern = ADDRESS.as_ref().filter(|_| text.as_bytes().contains(&b'@'));
    let found = pattern
        .into_iter()
        .flat_map(|pattern| pattern.find_iter(text));
    let is_address = |found: &regex::Match| {
        let (local, domain) = found.as_str().split_once('@').unwrap_or_default();
        let top = domain.rsplit('.').next().unwrap_or_default();
        let next = text.as_bytes().get(found.end());
        // `git@host` is how repositories are named, not a person.
        local != "git"
            && !local.ends_with('.')
            && !FILES.contains(&top.to_ascii_lowercase().as_str())
            && !next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    found.filter(is_address).map(|found| found.range())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_text() {
        for text in [
            "jane.doe@example.com",
            "write to <o'brien+news@mail.co.uk>, please",
            "mailto:J_D%x@sub-domain.example.museum.",
            "Größe: müller@example.de",
        ] {
            assert!(is_in(text), "{text}");
        }
    }

    #[test]
    fn mentions_and_other_at_signs_are_not() {
        for text in [
            "@someone look at this",
            "thanks@all",
            "F@g-Hag",
            "cr@p.",
            "icon@2x.png",
            "git@github.com:rust-lang/rust.git",
            "https://medium.com/@first.last/title",
            "3 apples @ 0.50",
            "a@b",
            "",
        ] {
            assert!(!is_in(text), "{text}");
        }
    }
}
