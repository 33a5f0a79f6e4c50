//! How often the line's verdict is right on simulated shifts: `cargo bench --bench line_calibration`.

mod simulation;

use simulation::{AMONG_THE_HEALTHY, Shift, Truth, shift};
use std::time::Instant;

const REPEATS: u64 = 400;

fn main() {
    println!("{REPEATS} simulated shifts a line; 100 models, healthy in-domain spread 0.01\n");
    println!(
        "{:<44} {:>6} {:>6} {:>7} {:>8} {:>6}",
        "", "made", "hidden", "flipped", "undeterm", "sound"
    );
    let start = Instant::now();
    for rows in [1_000, 3_000, 10_000, 100_000] {
        for (name, truth) in [("no line", Truth::NoLine), ("true line", Truth::TrueLine)] {
            tally(&format!("{name}, {rows} rows a side"), &shift(truth, rows));
        }
    }
    let narrow = Shift {
        id_spread: 0.005,
        ..shift(Truth::TrueLine, 100_000)
    };
    tally("true line, narrow range, 100000 rows", &narrow);
    let few = Shift {
        models: 40,
        collapsed: 25,
        ..shift(Truth::TrueLine, 10_000)
    };
    tally("true line, 15 healthy models, 10000 rows", &few);
    let few = Shift {
        truth: Truth::NoLine,
        ..few
    };
    tally("no line, 15 healthy models, 10000 rows", &few);
    let inside = Shift {
        constant: AMONG_THE_HEALTHY,
        ..shift(Truth::NoLine, 10_000)
    };
    tally("no line, collapsed among the healthy", &inside);
    let inside = Shift {
        truth: Truth::TrueLine,
        ..inside
    };
    tally("true line, collapsed among the healthy", &inside);
    let few = Shift {
        models: 40,
        collapsed: 10,
        truth: Truth::NoLine,
        ..inside
    };
    tally("no line, collapsed among 30 healthy", &few);
    let beside = Shift {
        constant: (0.80, 0.79),
        ..inside
    };
    tally("true line, collapsed beside it", &beside);
    let across = Shift {
        constant: (0.70, 0.85),
        ..inside
    };
    tally("true line, collapsed across it", &across);
    let few = Shift {
        models: 24,
        collapsed: 10,
        id_spread: 0.003,
        ..shift(Truth::TrueLine, 100_000)
    };
    tally("true line, 14 healthy, very narrow range", &few);
    let near = Shift {
        collapsed: 4,
        constant: (0.75, 0.693),
        ..shift(Truth::TrueLine, 1_000)
    };
    tally("true line, few collapsed nearby, 1000 rows", &near);
    let near = Shift {
        rows: 100_000,
        id_spread: 0.003,
        ..near
    };
    tally("the same in a narrow range, 100000 rows", &near);
    let weak = Shift {
        models: 79,
        collapsed: 12,
        constant: (0.59, 0.84),
        id_spread: 0.02,
        line_noise: 0.073,
        ..shift(Truth::TrueLine, 2_500)
    };
    tally("weak true line (r 0.24), collapsed above it", &weak);
    println!("\n{:.1} s", start.elapsed().as_secs_f64());
}

fn tally(name: &str, shift: &Shift) {
    let mut counts = [0_u32; 5];
    for seed in 0..REPEATS {
        let place = match shift.verdict(seed) {
            "made" | "made by construction" => 0,
            "hidden" => 1,
            "flipped" => 2,
            "sound" => 4,
            _ => 3,
        };
        counts[place] += 1;
    }
    let [made, hidden, flipped, undetermined, sound] =
        counts.map(|count| format!("{:.1}%", 100.0 * f64::from(count) / REPEATS as f64));
    println!("{name:<44} {made:>6} {hidden:>6} {flipped:>7} {undetermined:>8} {sound:>6}");
}
