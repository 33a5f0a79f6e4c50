//! Progress: a bar on standard error while rows are embedded and probes trained; none elsewhere.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::evidence::Watcher;

/// The bars of one run. indicatif draws them on a terminal only.
pub struct Bars {
    current: Mutex<Option<(&'static str, ProgressBar)>>,
}

impl Bars {
    pub fn new() -> Self {
        Self {
            current: Mutex::new(None),
        }
    }

    /// Moves the bar named `what`, which is drawn anew when another one was there.
    fn show(&self, what: &'static str, done: usize, all: usize) {
        let Ok(mut current) = self.current.lock() else {
            return;
        };
        let same = current.as_ref().is_some_and(|(name, _)| *name == what);
        if !same {
            if let Some((_, bar)) = current.take() {
                bar.finish_and_clear();
            }
            *current = Some((what, bar(what, all)));
        }
        if let Some((_, bar)) = current.as_ref() {
            bar.set_position(done as u64);
        }
        if done >= all
            && let Some((_, bar)) = current.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Watcher for Bars {
    fn embedding(&self, done: usize, all: usize) {
        self.show("embedding rows", done, all);
    }

    fn training(&self, done: usize, all: usize) {
        self.show("training probes", done, all);
    }
}

fn bar(what: &'static str, all: usize) -> ProgressBar {
    let bar = ProgressBar::new(all as u64).with_message(what);
    if let Ok(style) =
        ProgressStyle::with_template("  {msg} {bar:30} {human_pos}/{human_len} {eta}")
    {
        bar.set_style(style);
    }
    bar
}
