//! Fuzzes what `trueline::testing::fuzz` does for the target `config`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| trueline::testing::fuzz("config", bytes));
