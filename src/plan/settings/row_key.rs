//! Row key: the setting of the column by which a row is known again in another version of the data.

use crate::policy::Setting;

/// The column by which rows are known again.
pub(crate) static KEY: Setting<Option<String>> = Setting::text(
    "key",
    "The column by which `trueline compare` knows a row again in another version of the data.",
);
