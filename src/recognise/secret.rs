//! Secrets: keys and tokens whose issuers gave them a form of their own.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// What each kind is called, and its form. The forms are the issuers' own, as gitleaks' rules
/// (github.com/gitleaks/gitleaks, config/gitleaks.toml) collect them; JSON web tokens: RFC 7519.
const FORMS: [(&str, &str); 11] = [
    (
        "private key",
        r"-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----",
    ),
    (
        "AWS access key",
        r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
    ),
    (
        "GitHub token",
        r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{82})\b",
    ),
    ("GitLab token", r"\bglpat-[0-9A-Za-z_-]{20}"),
    (
        "Stripe key",
        r"\b[sr]k_(?:live|test|prod)_[0-9A-Za-z]{10,99}\b",
    ),
    (
        "Slack token",
        r"\bxox[abeoprs]-(?:[0-9]+-)+[0-9A-Za-z-]{10,}|hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{43,56}",
    ),
    ("Google API key", r"\bAIza[0-9A-Za-z_-]{35}\b"),
    (
        "OpenAI key",
        r"\bsk-[0-9A-Za-z_-]{20,}T3BlbkFJ[0-9A-Za-z_-]{20,}",
    ),
    (
        "Anthropic key",
        r"\bsk-ant-(?:api|admin)[0-9]{2}-[0-9A-Za-z_-]{80,}",
    ),
    ("Hugging Face token", r"\bhf_[A-Za-z]{34}\b"),
    (
        "JSON web token",
        r"\bey[0-9A-Za-z]{17,}\.ey[0-9A-Za-z/_-]{17,}\.[0-9A-Za-z/_-]{10,}",
    ),
];
/// Where a secret goes on beyond its form: a key to the line that ends it, or to the end of a text that was cut; a
/// token of any length to its last character.
const WHOLE: [(&str, &str); 2] = [
    (
        "private key",
        r"-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----(?su:.)*?(?:-----END[ A-Z0-9_-]{0,100}?-----|\z)",
    ),
    ("GitLab token", r"\bglpat-[0-9A-Za-z_-]{20,}"),
];
/// The shortest of them.
const SHORTEST: usize = 18;

static SECRETS: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(FORMS.map(|(_, form)| format!("(?-u:{form})"))).ok());

/// What each kind is, and the whole of it, in the order of the forms.
static WHOLE_SECRETS: LazyLock<Vec<Option<Regex>>> = LazyLock::new(|| {
    let whole = |(kind, form): (&str, &'static str)| {
        let longer = WHOLE.iter().find(|(known, _)| *known == kind);
        let form = longer.map_or(form, |(_, longer)| longer);
        Regex::new(&format!("(?-u:{form})")).ok()
    };
    FORMS.into_iter().map(whole).collect()
});

/// The kinds of secrets in `text`.
pub(crate) fn kinds(text: &str) -> impl Iterator<Item = &'static str> {
    forms_in(text).into_iter().map(|form| FORMS[form].0)
}

/// Where the secrets of `text` stand, each as a whole.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    let patterns = forms_in(text)
        .into_iter()
        .filter_map(|form| WHOLE_SECRETS[form].as_ref());
    patterns
        .flat_map(|pattern| pattern.find_iter(text).map(|found| found.range()))
        .collect()
}

/// Which of the forms stand in `text`.
fn forms_in(text: &str) -> Vec<usize> {
    if text.len() < SHORTEST {
        return Vec::new();
    }
    let secrets = SECRETS.as_ref();
    secrets.map_or_else(Vec::new, |secrets| {
        secrets.matches(text).into_iter().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&'static str> {
        kinds(text).collect()
    }

    /// Made-up keys, put together here so that nobody's scanner takes them for real ones.
    #[test]
    fn each_form_is_found() {
        let long = |count: usize| "a1B2c3D4e5F6g7H8i9J0".repeat(5)[..count].to_owned();
        let letters = "abcdefghij".repeat(4);
        for (kind, text) in [
            (
                "private key",
                format!("-----BEGIN RSA {} KEY-----\nMII", "PRIVATE"),
            ),
            ("AWS access key", format!("key AKIA{}", "IOSFODNN7EXAMPLE")),
            ("GitHub token", format!("ghp_{}", long(36))),
            ("GitHub token", format!("github_pat_{}", long(82))),
            ("GitLab token", format!("glpat-{}", long(20))),
            ("Stripe key", format!("sk_{}_{}", "live", long(24))),
            (
                "Slack token",
                format!("xoxb-{}-{}-{}", "123456789012", "123456789012", long(24)),
            ),
            ("Google API key", format!("key=AIza{}&q", long(35))),
            ("OpenAI key", format!("sk-{}T3BlbkFJ{}", long(20), long(20))),
            ("Anthropic key", format!("sk-ant-api03-{}", long(93))),
            ("Hugging Face token", format!("hf_{}", &letters[..34])),
            (
                "JSON web token",
                format!("ey{}.ey{}.{}", long(30), long(40), long(43)),
            ),
        ] {
            assert_eq!(found(&text), [kind], "{kind}");
        }
    }

    #[test]
    fn ordinary_text_holds_none() {
        for text in [
            "The risk-averse sk-learn user wrote a hooks.slack.com page about AKIA.",
            "-----BEGIN PUBLIC KEY-----",
            "hf_token, ghp_token and xoxb-token are prefixes",
            "AIzawa AIzawa AIzawa AIzawa AIzawa AIzawa",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn each_form_is_found_as_a_whole() {
        assert!(WHOLE_SECRETS.iter().all(Option::is_some));
        for (kind, _) in WHOLE {
            assert!(FORMS.iter().any(|(known, _)| *known == kind), "{kind}");
        }
    }

    #[test]
    fn a_key_goes_to_its_last_line_and_a_token_to_its_last_character() {
        let key = |end: &str| {
            let (begin, kind) = ("-----BEGIN", "PRIVATE KEY-----");
            format!("{begin} RSA {kind}\nMIIé\nQ==\n{end}")
        };
        let end = format!("-----END RSA {}", "PRIVATE KEY-----");
        let token = format!("glpat-{}", "a1B2-".repeat(6));
        for secret in [key(&end), token] {
            for between in [" and ", " ", "\n"] {
                let text = format!("see {secret}{between}{secret}");
                let spans = find(&text);
                let found: Vec<&str> = spans.iter().map(|span| &text[span.clone()]).collect();
                assert_eq!(found, [&secret, &secret]);
            }
        }
        // One whose end was cut away.
        let text = format!("see {}", key("and more"));
        let spans = find(&text);
        assert_eq!((spans.len(), spans[0].clone()), (1, 4..text.len()));
    }
}
