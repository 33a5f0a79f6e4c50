//! Recognise: what a text is by how it is written: addresses, card and account numbers, phone numbers, keys.
//!
//! Each file is pure and looks at one value alone: nothing of the data, the model or the limits is known here.

pub(crate) mod account;
pub(crate) mod card;
pub(crate) mod email;
pub(crate) mod entity;
pub(crate) mod key;
pub(crate) mod markup;
pub(crate) mod missing;
pub(crate) mod mojibake;
pub(crate) mod name;
pub(crate) mod personal;
pub(crate) mod phone;
pub(crate) mod secret;
pub(crate) mod sentinel;
pub(crate) mod side;
pub(crate) mod spelling;
