//! The tables of waivers.

use super::Block;
use crate::policy::{Origin, Value, WaiverPolicy};

/// A waiver as the file that says it has it.
pub(super) fn block(waiver: &WaiverPolicy) -> Block {
    let mut block = Block {
        listed: true,
        ..Block::headed(["waive"])
    };
    for (key, written) in [
        ("rule", &waiver.rule),
        ("dataset", &waiver.dataset),
        ("subject", &waiver.subject),
        ("reason", &waiver.reason),
    ] {
        if let Some(written) = written {
            let by = Origin::of(written.span.as_ref());
            block.put(key, Value::text(&written.value), by);
        }
    }
    if let Some(until) = &waiver.until {
        let by = Origin::of(until.span.as_ref());
        block.put("until", Value::Date(until.value.to_string()), by);
    }
    block
}
