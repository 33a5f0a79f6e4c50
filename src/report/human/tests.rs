//! What people read, whole reports at several widths.

use textwrap::core::display_width;

use super::*;
use crate::diagnostic::{Diagnostic, Level, Outcome, Suppression, Verdict};
use crate::measure::Measurement;
use crate::outcome::{LeftOut, Report, sample};
use crate::report::Reporter;

fn speak(run: &Report, width: usize) -> String {
    let mut out = Vec::new();
    Human {
        terminal: Terminal {
            width,
            colour: false,
        },
    }
    .report(run, &mut out)
    .expect("a vector can be written");
    String::from_utf8(out).expect("a report is UTF-8")
}

#[test]
fn a_whole_report_at_80_columns() {
    let expected = r#"
  acs.csv · 3,237 rows · PINCP: 2 classes, 0.59/0.41 in CA · built-in model
  standard, seed 0
  3 columns: 1 number, 2 categories; 2 cells read as missing: `?`; 1 cell of
  AGEP is no number and read as missing (line 7)
  trained on 700 of 1,457 rows of CA; tested on 700 others of CA, 90 rows of ND,
  410 of SD

  × collapsed-probes: on this embedding, logistic regression collapses: one
  │ answer whatever the input
    ╭─[rules/collapsed-probes.toml:57:14]
 57 │ max-excess = 0.20
    ·              ──┬─
    ·                ╰─┤ share of logistic regression settings that collapse,
    ·                  │ beyond the raw columns: 0.40, n = 29
    ·                  │ (severity at its defaults, beyond the raw columns:
    ·                  │ 0.77 [0.74, 0.80])
    ╰────
  help: logistic regression gives one answer for every C up to 0.3;
        standardise the embedding

  × distorted-line: for SD, collapse turns the accuracy line around (flipped)
   ╭─[trueline.toml:5:18]
 5 │ max-distortion = 0.10
   ·                  ──┬─
   ·                    ╰─┤ change of r by the collapsed probes:
   ·                      │ -0.61 [-0.82, -0.41], n = 110
   ·                      │ (r over all probes: -0.37; r over healthy probes:
   ·                      │ 0.24)
   ╰────
  help: don't choose models for SD by their in-domain accuracy on this
        embedding

  ⚠ duplicate-rows: 41 rows repeat an earlier one, label included
     ╭─[acs.csv:118:1]
 118 │ 0,0,21.0,6.0,1.0,4220.0,0.0,1.0,1.0,40.0,52.0,CA
     · ────────────────────────┬───────────────────────
     ·                         ╰── first seen in line 77
     ╰────
     ╭─[acs.csv:120:1]
 120 │ 1,"two\nlines",\u{1b}[31mred,CA
     · ───────────────┬───────────────
     ·                ╰── first seen in line 9
     ╰────
     ╭─[acs.csv:200:1]
 200 │ 1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,…
     · ────────────────────────────────────┬────────────────────────────────────
     ·                                     ╰── first seen in line 3
     ╰────
  help: keep the first of each, or weight them
        share of rows that repeat an earlier one: 0.013; max-share is 0.01
        (trueline.toml:2)
        and 38 more: --output-format json lists them all

  ☞ distorted-line for ND: the shifted rows are too few (to settle it: 900
  │ more rows)

  why it matters and how it is measured: `trueline explain RULE`
  1 of 3 findings may be fixed: see `trueline fix --diff`
  judged 4 of 5 rules on 3,237 rows of acs.csv: 2 denied, 1 warned, 1 passed
  1 skipped (no text column is named) · undetermined: distorted-line for ND
  11.8 s
"#;
    let text = speak(&sample::report(), 80);
    assert_eq!(text, expected, "\n{text}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [60, 80, 100, 200] {
        let many = with(
            (0..40)
                .map(|nth| shifted(nth, Verdict::Found))
                .chain((0..9).map(|nth| shifted(nth, Verdict::Undetermined)))
                .collect(),
        );
        for line in speak(&sample::report(), width)
            .lines()
            .chain(speak(&many, width).lines())
        {
            assert!(display_width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn what_the_data_says_does_nothing_to_the_terminal() {
    let mut run = sample::report();
    let nasty = "\u{1b}[2J::error::x\u{202e}\n::warning::y";
    let dataset = &mut run.datasets[0];
    dataset.name = nasty.to_owned();
    dataset.in_domain = Some(nasty.to_owned());
    for diagnostic in &mut dataset.diagnostics {
        diagnostic.outcome.message = nasty.to_owned();
        diagnostic.outcome.help = nasty.to_owned();
        diagnostic.outcome.subject = Some(nasty.to_owned());
        for witness in &mut diagnostic.outcome.witnesses {
            witness.excerpt = Some(nasty.to_owned());
            witness.note = nasty.to_owned();
            witness.path = nasty.to_owned();
        }
    }
    let text = speak(&run, 80);
    assert!(
        !text
            .chars()
            .any(|c| c != '\n' && crate::report::visible::acts(c)),
        "{text}"
    );
    assert!(
        !text.lines().any(|line| line.trim_start().starts_with("::")),
        "{text}"
    );
}

#[test]
fn strict_shows_what_is_undetermined_as_a_finding() {
    let run = Report {
        strict: true,
        ..sample::report()
    };
    let text = speak(&run, 80);
    assert!(
        text.contains("for ND: the shifted rows are too few") && !text.contains("☞"),
        "{text}"
    );
}

#[test]
fn colour_is_written_only_where_it_is_wanted() {
    assert!(!speak(&sample::report(), 80).contains('\u{1b}'));
    let mut out = Vec::new();
    let terminal = Terminal {
        width: 80,
        colour: true,
    };
    Human { terminal }
        .report(&sample::report(), &mut out)
        .expect("a vector can be written");
    assert!(out.contains(&0x1b));
}

/// One rule's outcome for the shift `nth` of a dataset with many.
fn shifted(nth: usize, verdict: Verdict) -> Diagnostic {
    let name = format!("shift-{nth}");
    let share = 0.9 - 0.01 * nth as f64;
    Diagnostic {
        rule: "label-shift",
        level: Level::Warn,
        outcome: Outcome {
            broken: Some("max-shift"),
            ..Outcome::new(
                verdict,
                format!("class 0 has {share:.2} of the rows in {name}, against 0.10 in-domain"),
            )
        }
        .about(&name)
        .with_help("compare balanced accuracy")
        .with_measurements(vec![
            Measurement::new("difference in the share of class 0", share - 0.1)
                .with_interval(share - 0.2, share)
                .with_n(300)
                .with_limit(0.1),
        ]),
        span: None,
        suppression: Suppression::default(),
    }
}

fn with(diagnostics: Vec<Diagnostic>) -> Report {
    let mut run = sample::report();
    run.datasets[0].diagnostics = diagnostics;
    run
}

#[test]
fn forty_shifts_make_one_block_and_one_piece_of_advice() {
    let run = with(
        (0..40)
            .map(|nth| shifted(nth, Verdict::Found))
            .chain((40..60).map(|nth| shifted(nth, Verdict::Undetermined)))
            .collect(),
    );
    let expected = r"
  ⚠ label-shift: class 0 has 0.90 of the rows in shift-0, against 0.10 in-domain; also for
  │ shift-1, shift-2, shift-3, shift-4 and 35 more
  help: compare balanced accuracy
        difference in the share of class 0:
        shift-0: 0.80 [0.70, 0.90], n = 300
        shift-1: 0.79 [0.69, 0.89], n = 300
        shift-2: 0.78 [0.68, 0.88], n = 300
        shift-3: 0.77 [0.67, 0.87], n = 300
        shift-4: 0.76 [0.66, 0.86], n = 300
        and 35 more

  ☞ label-shift: class 0 has 0.50 of the rows in shift-40, against 0.10 in-domain; also for
  │ shift-41, shift-42, shift-43, shift-44 and 15 more (to settle it: compare balanced accuracy)

  why it matters and how it is measured: `trueline explain label-shift`
  judged 1 rule on 3,237 rows of acs.csv: 1 warned
  undetermined: label-shift for shift-40, shift-41, shift-42, shift-43 and 16 more · 11.8 s
";
    let text = speak(&run, 100);
    assert!(text.ends_with(expected), "\n{text}");
}

#[test]
fn a_sound_dataset_takes_a_few_lines() {
    let mut skipped = shifted(0, Verdict::Skipped);
    skipped.rule = "distorted-line";
    skipped.outcome = Outcome::skipped("no domain is named");
    let run = with(vec![skipped, shifted(1, Verdict::Pass)]);
    assert_eq!(
        speak(&run, 100),
        "
  acs.csv · 3,237 rows · PINCP: 2 classes, 0.59/0.41 in CA · built-in model · standard, seed 0
  3 columns: 1 number, 2 categories; 2 cells read as missing: `?`; 1 cell of AGEP is no number and
  read as missing (line 7)
  trained on 700 of 1,457 rows of CA; tested on 700 others of CA, 90 rows of ND, 410 of SD
  judged 1 of 2 rules on 3,237 rows: nothing found · 1 skipped (no domain is named) · 11.8 s
"
    );
}

#[test]
fn several_datasets_are_judged_one_by_one_and_together() {
    let mut run = with(vec![shifted(0, Verdict::Found)]);
    run.datasets
        .extend(with(vec![shifted(1, Verdict::Pass)]).datasets);
    run.datasets[1].paths = ["x/b.csv", "x/c.csv", "d.csv"].map(str::to_owned).to_vec();
    run.datasets[1].name = "b.csv".to_owned();
    run.datasets[1].roles.embedding = Some("vector".to_owned());
    let text = speak(&run, 100);
    for expected in [
        "\n  judged 1 rule on 3,237 rows of acs.csv: 1 warned\n\n  b.csv and 2 more files · 3,237 rows · PINCP: 2 \
         classes, 0.59/0.41 in CA · vectors of column vector\n  standard, seed 0\n",
        "\n  judged 1 rule on 3,237 rows: nothing found\n\n  why",
        "`\n  2 datasets, 6,474 rows: 1 warned, 1 passed · 11.8 s\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn a_path_is_never_broken() {
    let path = "some/where/on/the/disk/in-a-folder/data.csv";
    for width in [60, 80, 100] {
        let mut run = sample::report();
        run.datasets[0].diagnostics[0].outcome.help =
            format!("the rows stand in {path}, as `trueline check {path}` says; --profile audit");
        let text = speak(&run, width);
        assert!(text.contains(&format!("{path},")), "{width}: {text}");
        assert!(text.contains("--profile audit"), "{width}: {text}");
    }
}

#[test]
fn what_was_left_out_takes_one_line_a_reason() {
    let run = Report {
        datasets: Vec::new(),
        left_out: ["a.py", "b\u{1b}[31m.py", "c", "d", "e", "f", "g"]
            .map(|path| LeftOut {
                path: path.to_owned(),
                why: "not named as data",
            })
            .to_vec(),
        ..sample::report()
    };
    let text = speak(&run, 80);
    let expected = "
  nothing to check
  left out (not named as data): a.py, b\\u{1b}[31m.py, c, d, e, 2 more

";
    assert!(text.starts_with(expected), "{text}");
}
