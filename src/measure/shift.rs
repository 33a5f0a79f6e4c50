//! Shift: how far in-domain and shifted rows lie apart.

pub mod auc;
pub mod label_shift;
pub(crate) mod standardised;
