//! Personal: texts in which placeholders stand for what belongs to somebody.

use std::ops::Range;

use super::{account, card, email, phone, secret};

/// `text` with a placeholder for each key, card, account, phone number and address. `phones` is whether digits that may be
/// phone numbers are called so.
pub(crate) fn hide(text: &str, phones: bool) -> String {
    let text = replace(text, secret::find(text), "[secret]");
    let text = replace(&text, card::find(&text), "[card]");
    let text = replace(&text, account::find(&text), "[account]");
    let text = replace(&text, phone::find(&text, phones), "[phone]");
    replace(&text, email::find(&text), "[email]")
}

/// `text` with `placeholder` in the place of each of the `spans`; of two that overlap, once.
pub(crate) fn replace(text: &str, mut spans: Vec<Range<usize>>, placeholder: &str) -> String {
    spans.sort_by_key(|span| span.start);
    let mut out = String::with_capacity(text.len());
    let mut reached = 0;
    for span in spans {
        if span.start >= reached {
            out.push_str(&text[reached..span.start]);
            out.push_str(placeholder);
        }
        reached = reached.max(span.end);
    }
    out.push_str(&text[reached..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_hidden_at_once() {
        let token = format!(
            "ghp_{}",
            "a1B2c3D4e5F6g7H8i9J0".repeat(2).get(..36).expect("long")
        );
        let text = format!(
            "ask a.b@example.org or +44 20 7946 0958, pay 4111 1111 1111 1111, GB82 WEST 1234 5698 7654 32, {token}, 7"
        );
        assert_eq!(
            hide(&text, false),
            "ask [email] or [phone], pay [card], [account], [secret], 7"
        );
        assert_eq!(hide("nothing of anybody", true), "nothing of anybody");
    }
}
