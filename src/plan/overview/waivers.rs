//! The tables of waivers.

use super::{Block, Value, origin, said};
use crate::policy::WaiverPolicy;

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
            let by = origin(None, said(Some(written)));
            block.put(key, Value::text(&written.value), by);
        }
    }
    if let Some(until) = &waiver.until {
        let by = origin(None, said(Some(until)));
        block.put("until", Value::Date(until.value.to_string()), by);
    }
    block
}
