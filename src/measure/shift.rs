//! Shift: how far in-domain and shifted rows lie apart.

pub(crate) mod auc;
pub(crate) mod label_shift;
pub(crate) mod standardised;
