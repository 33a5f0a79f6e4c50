//! Values of flags that say more of a mistake than their type does.

/// A seed, with what it may be where it is none.
pub(super) fn seed(written: &str) -> Result<u64, String> {
    written
        .parse()
        .map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}
