//! The cache as runs meet it: shared, damaged, killed, full, unreadable, and always right.

mod filled;
mod harm;
mod sandbox;
mod transformer;
mod verdicts;
