//! Real datasets: what must be found in each, and what must not.

#[path = "../../benches/false_alarms/judge.rs"]
mod judge;
#[path = "../support/real_data.rs"]
mod real_data;
#[path = "../../benches/false_alarms/sound.rs"]
mod sound;

mod collapse;
mod columns;
mod copies;
mod data;
mod geometry;
mod lines;
mod networks;
#[path = "../support/run.rs"]
mod run;
mod shifts;
mod silence;
mod suspect_labels;
mod tokens;
mod transformer;
