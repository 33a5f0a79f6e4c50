//! Pages on an audit, which trains every setting on three splits: all of them are drawn, within the bounds.

use trueline::testing::draw_audit;

use crate::assert_sound;
use crate::browser::browse;
use crate::made::Page;

#[test]
fn the_runs_of_all_splits_are_drawn_and_a_page_stays_small_and_quick() {
    let page = Page::of(draw_audit(7));
    println!(
        "344 settings, 3 splits, 3 arms, 8 test sets: {} bytes",
        page.html.len()
    );
    assert!(page.html.len() <= 5_000_000, "{} bytes", page.html.len());
    let Some(seen) = browse(&page, "audit") else {
        return;
    };
    assert_sound(&seen);
    for strip in seen.of_kind("light", "collapse") {
        assert_eq!(strip["drawn"], 1_032);
    }
    let lines = seen.of_kind("light", "line");
    assert_eq!(lines.len(), 7);
    for line in lines {
        assert_eq!(line["drawn"], 1_032);
        let said = line["caption"].as_str().expect("a caption");
        assert!(said.contains("over all 1032 probes"), "{said}");
    }
    let text = seen.text();
    assert!(text.contains("done on 3 splits of the rows, and all 3 are drawn"));
    assert!(text.contains("of 1,032 probes collapsed"));
    let hover = seen
        .list("hovers")
        .iter()
        .find(|hover| hover["kind"] == "collapse")
        .expect("a strip");
    assert!(
        hover["says"]
            .as_str()
            .is_some_and(|says| says.contains("of 3")),
        "{hover}"
    );
}

#[test]
fn of_many_shifts_as_many_are_drawn_as_a_page_has_room_for() {
    let page = Page::of(draw_audit(24));
    println!("24 shifts: {} bytes", page.html.len());
    assert!(page.html.len() <= 5_000_000, "{} bytes", page.html.len());
    assert!(page.html.contains("9 of 24 shifts are drawn"));
    assert_eq!(page.html.matches("data-figure=\"line\"").count(), 9);
}
