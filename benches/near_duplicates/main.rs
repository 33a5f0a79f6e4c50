//! Near copies among 1,000,000 short rows: time, memory, recall and precision.
//! `cargo bench --bench near_duplicates [-- ROWS]`; with a second argument, the rows go to that CSV file.

mod rows;

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use rows::Rows;
use trueline::testing::{NearCopies, find_near_copies, measure_resemblance};

const LEAST: f64 = 0.8;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let count = args
        .first()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1_000_000);
    let rows = Rows::make(count);
    if let Some(path) = args.get(1) {
        let text = format!("text\n{}\n", rows.texts.join("\n"));
        fs::write(path, text).expect("the rows can be written");
    }
    let start = Instant::now();
    let found = find_near_copies(&rows.texts, LEAST);
    let seconds = start.elapsed().as_secs_f64();
    let how = if found.exact {
        "exactly"
    } else {
        "by blocking"
    };
    println!(
        "{count} rows, {} characters in the first: {how}, {seconds:.1} s, peak {} MB",
        rows.texts[0].len(),
        peak()
    );
    report(&rows, &found);
}

fn report(rows: &Rows, found: &NearCopies) {
    // The measure's own truth: planted copies whose edit leaves them nearly the same.
    for (from, to) in [(0.8, 0.85), (0.85, 0.9), (0.9, 1.01), (0.8, 1.01)] {
        let within: Vec<_> = rows
            .planted
            .iter()
            .filter(|&&(row, original)| {
                let resemblance = measure_resemblance(&rows.texts[row], &rows.texts[original]);
                (from..to).contains(&resemblance)
            })
            .collect();
        let met = within
            .iter()
            .filter(|&&&(row, original)| found.group[row] == found.group[original])
            .count();
        println!(
            "recall of planted copies with resemblance {from:.2} to {:.2}: {met} of {} = {:.4}",
            to.min(1.0),
            within.len(),
            met as f64 / within.len().max(1) as f64
        );
    }
    let planted: BTreeSet<(usize, usize)> = rows
        .planted
        .iter()
        .flat_map(|&(row, original)| [(row, original), (original, row)])
        .collect();
    let origin: std::collections::BTreeMap<usize, usize> = rows.planted.iter().copied().collect();
    let root = |mut row: usize| {
        while let Some(&original) = origin.get(&row) {
            row = original;
        }
        row
    };
    // Two copies of one original are a true pair as well.
    let right = found
        .pairs
        .iter()
        .filter(|&&(a, b)| planted.contains(&(a, b)) || root(a) == root(b))
        .count();
    println!(
        "precision: {right} of {} pairs are planted = {:.4}",
        found.pairs.len(),
        right as f64 / found.pairs.len().max(1) as f64
    );
}

/// The most memory that this process has held, in MB; 0 where the system doesn't say.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
