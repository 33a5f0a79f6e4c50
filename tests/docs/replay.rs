//! Replay: the commands of a page, in its order and in one folder, against what the page shows.
//!
//! In a `console` block each line that begins with `$ ` is a command, and what follows is all that it prints; a last line
//! `...` stands for what was cut. Each line of an `sh` block is a command, of which nothing is shown; it must not end
//! with an error (0 and 1 are verdicts). A block of any kind whose first line is `# FILE.EXTENSION` is that file, as it
//! is saved. Other blocks are only read.

use std::fmt::Write;

use crate::desk::Desk;

/// How the fault of a command begins that failed.
pub(crate) const FAILED: &str = "fails: ";

/// A page with what its commands print now, how many it has, and what differs from what it shows.
#[derive(Default)]
pub(crate) struct Replay {
    pub(crate) text: String,
    pub(crate) commands: usize,
    pub(crate) faults: Vec<String>,
}

/// The text with elapsed seconds left out, which differ from run to run, and without empty lines at its ends.
fn normalise(text: &str) -> String {
    let seconds = regex::Regex::new(r"\b\d+\.\d s\b").expect("the pattern is sound");
    seconds
        .replace_all(text.trim_matches('\n'), "<time> s")
        .into_owned()
}

/// What a page should show of `printed`, where it shows `shown`; None when it does.
fn correct(shown: &str, printed: &str) -> Option<String> {
    let printed = printed.trim_end_matches('\n');
    let kept = match shown.strip_suffix("\n...") {
        Some(beginning) => {
            let lines = beginning.lines().count();
            let first: Vec<&str> = printed.lines().take(lines).collect();
            // Nothing is cut where nothing follows.
            if printed.lines().count() > lines {
                format!("{}\n...", first.join("\n"))
            } else {
                printed.to_owned()
            }
        }
        None => printed.to_owned(),
    };
    (normalise(shown) != normalise(&kept)).then_some(kept)
}

impl Replay {
    fn add_line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    /// Commands with what they print.
    fn run_console(&mut self, block: &[&str], desk: &Desk) {
        for part in format!("\n{}", block.join("\n")).split("\n$ ").skip(1) {
            let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
            self.commands += 1;
            self.add_line(&format!("$ {command}"));
            let right = correct(shown, &desk.run(command).0);
            if let Some(printed) = &right {
                self.faults
                    .push(format!("$ {command}\nshown:\n{shown}\nprinted:\n{printed}"));
            }
            let now = right.unwrap_or_else(|| shown.to_owned());
            if !now.is_empty() {
                self.add_line(&now);
            }
        }
    }

    /// Commands of which nothing is shown.
    fn run_silent(&mut self, block: &[&str], desk: &Desk) {
        let text = block.join("\n");
        for command in text
            .replace("\\\n", " ")
            .lines()
            .filter(|line| !line.is_empty())
        {
            self.commands += 1;
            let (printed, code) = desk.run(command);
            if !matches!(code, Some(0 | 1)) {
                self.faults.push(format!("{FAILED}$ {command}\n{printed}"));
            }
        }
        self.add_line(&text);
    }
}

/// Replays the commands of `page` at `desk`.
pub(crate) fn replay(page: &str, desk: &Desk) -> Replay {
    let mut replay = Replay::default();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        replay.add_line(line);
        let Some(kind) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match kind {
            "console" => replay.run_console(&block, desk),
            "sh" => replay.run_silent(&block, desk),
            _ => {
                let text = block.join("\n") + "\n";
                let name = block.first().and_then(|first| first.strip_prefix("# "));
                if let Some(name) = name.filter(|name| is_file_name(name)) {
                    desk.save(name, &text);
                }
                replay.text.push_str(&text);
            }
        }
        replay.add_line("```");
    }
    replay
}

/// Whether a first line names a file: one word with an extension.
fn is_file_name(name: &str) -> bool {
    !name.contains(' ') && name.contains('.')
}

#[test]
fn a_cut_is_kept_and_seconds_dont_count() {
    assert_eq!(correct("one\n...", "one\ntwo\n"), None);
    assert_eq!(
        correct("on\n...", "one\ntwo\n"),
        Some("one\n...".to_owned())
    );
    assert_eq!(correct("took 1.2 s", "took 3.4 s\n"), None);
    assert_eq!(correct("one", "one\ntwo\n"), Some("one\ntwo".to_owned()));
}
