//! Pages of a report made by hand.

use super::*;
use crate::baseline::Comparison;
use crate::diagnostic::{BaselineState, WaiverNote};
use crate::outcome::{BaselineReport, FailOn, Report, RunVerdict, sample};
use crate::report::Reporter;

fn page(run: &Report) -> String {
    let mut out = Vec::new();
    Html::default()
        .report(run, &mut out)
        .expect("a vector can be written");
    let page = String::from_utf8(out).expect("a page is UTF-8");
    // What draws comes last, and isn't read.
    page.split("<script").next().unwrap_or_default().to_owned()
}

/// A report with a finding that denies, one that the baseline knows, one that a waiver covers and one
/// with new rows beside known ones.
fn with_suppressed() -> Report {
    let mut run = sample::report();
    let diagnostics = &mut run.datasets[0].diagnostics;
    let mut again = diagnostics[3].clone();
    let span = again.span.clone().expect("a limit");
    diagnostics[0].suppression.baseline = Some(BaselineState::Known);
    diagnostics[1].suppression.baseline = Some(BaselineState::New);
    let rows = &mut diagnostics[3];
    rows.suppression.baseline = Some(BaselineState::New);
    rows.suppression.known_rows = rows.outcome.witnesses.split_off(2);
    again.outcome = again.outcome.about("north");
    again.suppression.waiver = Some(WaiverNote {
        reason: "quotations <repeat> by design".to_owned(),
        until: Some("2027-01-31".to_owned()),
        span,
    });
    diagnostics.push(again);
    run.verdict = RunVerdict::of(&run.datasets[0].diagnostics, FailOn::Deny, false);
    run.baseline = Some(BaselineReport {
        file: "known.json".to_owned(),
        compared: Comparison { known: 40, gone: 3 },
    });
    run
}

#[test]
fn what_is_suppressed_says_so_and_stands_after_what_fails() {
    let page = page(&with_suppressed());
    let at = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("the page lacks {text}"))
    };
    let order = [
        "distorted-line denies; duplicate-rows warns; 2 more findings are suppressed, 1 by the baseline and 1 by \
         a waiver; 1 judgement is open.",
        "Baseline: 40 entries known, in known.json.",
        "Baseline: 3 entries of the baseline are gone: write it anew (--write-baseline).",
        "<article class=\"finding deny\">",
        "<article class=\"finding warn\">",
        ">Suppressed<",
        "<span class=\"level\">suppressed</span> <code>collapsed-probes</code>",
        "suppressed by the baseline. Otherwise it would deny.",
        "<span class=\"level\">suppressed</span> <code>duplicate-rows</code>",
        "suppressed by a waiver until 2027-01-31: quotations &lt;repeat&gt; by design. Otherwise it would warn.",
        "What could not be judged",
    ];
    let places: Vec<usize> = order.into_iter().map(at).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(page.matches("<article").count(), 4);
}

#[test]
fn known_rows_are_marked_and_every_link_has_its_table() {
    let page = page(&with_suppressed());
    let rows = "2 rows, and 39 more that the baseline knows";
    assert_eq!(page.matches(rows).count(), 2, "the finding and its table");
    assert_eq!(page.matches("<td>new</td>").count(), 2);
    assert_eq!(page.matches("<td>known</td>").count(), 39);
    for anchor in ["duplicate-rows", "duplicate-rows-suppressed-1"] {
        for reference in [
            format!("href=\"#d0-rows-{anchor}\""),
            format!("id=\"d0-rows-{anchor}\""),
        ] {
            assert_eq!(page.matches(&reference).count(), 1, "{reference}");
        }
    }
}

#[test]
fn a_run_whose_every_finding_is_suppressed_passes_and_says_why() {
    let mut run = with_suppressed();
    let diagnostics = &mut run.datasets[0].diagnostics;
    for diagnostic in diagnostics.iter_mut() {
        diagnostic.suppression.baseline = Some(BaselineState::Known);
    }
    run.verdict = RunVerdict::of(&run.datasets[0].diagnostics, FailOn::Deny, false);
    let page = page(&run);
    for text in [
        "Passes.",
        "The only judgement passed; 4 findings are suppressed, 3 by the baseline and 1 by a waiver; 1 judgement \
         is open.",
        "Nothing was found that counts.",
    ] {
        assert!(page.contains(text), "the page lacks {text}");
    }
}

#[test]
fn a_run_without_a_baseline_says_nothing_of_it() {
    let page = page(&sample::report());
    for word in ["baseline", "suppressed by", ">Suppressed<"] {
        assert!(!page.contains(word), "{word}");
    }
}
