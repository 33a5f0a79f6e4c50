//! Testing: what integration tests and benches see of the inside, as plain values and functions.
//!
//! Command lines stand for requests, words for levels and formats, so that tests name no inner type. It is no
//! interface for anybody else: it may change with any commit.

mod cache;
mod copies;
mod costs;
mod findings;
mod fuzz;
mod labels;
mod line;
mod model;
mod page;
mod plan;
mod run;
mod subject;
mod zoo;

pub use cache::{Vectors, hash_row};
pub use copies::{NearCopies, find_near_copies, measure_resemblance};
pub use costs::{Costs, RuleCost, measure_costs};
pub use findings::{Finding, write_findings};
pub use fuzz::{fuzz, fuzz_targets};
pub use labels::{Suspects, doubt_labels, find_suspects};
pub use line::{LineModel, Reading, normal_quantile, probit, read_line};
pub use model::{Model, Refusal, fingerprint, open};
pub use page::draw_audit;
pub use plan::{Planned, plan};
pub use run::Run;
pub use zoo::{Arm, Score, Zoo, score};

use std::collections::BTreeMap;

use crate::measure::interval::Proportion;
use crate::report::explain;
use crate::rules;

/// The 95 % Wilson interval of `hits` in `n`.
pub fn wilson(hits: usize, n: usize) -> (f64, f64) {
    Proportion::new(hits, n).wilson(0.95)
}

/// Every page about the rules, by its file name.
pub fn rule_pages() -> BTreeMap<String, String> {
    let all: Vec<_> = rules::words().into_iter().map(|(_, words)| words).collect();
    let mut pages = BTreeMap::new();
    pages.insert(
        "README.md".to_owned(),
        text_of(|out| explain::index(&all, out)),
    );
    for words in &all {
        let page = text_of(|out| explain::page(words, &all, out));
        pages.insert(format!("{}.md", words.name), page);
    }
    pages
}

/// What `write` writes.
fn text_of(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("a vector can be written");
    String::from_utf8(out).expect("what trueline writes is UTF-8")
}
