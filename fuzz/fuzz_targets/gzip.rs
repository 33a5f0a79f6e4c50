//! Fuzzes what `trueline::testing::fuzz` does for the target `gzip`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| trueline::testing::fuzz("gzip", bytes));
