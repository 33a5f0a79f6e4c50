//! Progress: what a run is at, how fast and how much longer, on a terminal's standard error; none elsewhere.

mod pace;

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::evidence::Watcher;
use pace::Pace;

/// How long a run may take before anything is drawn: what is over by then would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time between two frames of a bar that nobody moves.
const FRAME: Duration = Duration::from_millis(200);

/// The bar on the terminal, to be taken off when a signal stops the run.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Takes the bar off the terminal.
#[cfg(unix)]
pub(crate) fn clear() {
    if let Some(bar) = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take() {
        bar.finish_and_clear();
    }
}

/// The bars of one run, one after the other, and the time that each stage takes.
pub(crate) struct Bars {
    state: Arc<Mutex<State>>,
    /// Ends the thread that waits with drawing.
    _waiting: Option<Sender<()>>,
}

#[derive(Default)]
struct State {
    /// Whether the run has gone on for long enough to be shown.
    visible: bool,
    current: Option<Stage>,
    /// Stages that ended, in the order in which they began, with their time together.
    ended: Vec<(&'static str, Duration)>,
}

struct Stage {
    name: &'static str,
    began: Instant,
    bar: ProgressBar,
}

impl Bars {
    /// Bars on standard error where that is a terminal; none at all when `quiet`.
    pub(crate) fn new(quiet: bool) -> Self {
        let state: Arc<Mutex<State>> = Arc::default();
        let waiting = (!quiet && !ProgressDrawTarget::stderr().is_hidden()).then(|| {
            let (end, ended) = channel::<()>();
            let state = Arc::clone(&state);
            thread::spawn(move || {
                if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    let mut state = lock(&state);
                    state.visible = true;
                    if let Some(stage) = &state.current {
                        stage.draw();
                    }
                }
            });
            end
        });
        Self {
            state,
            _waiting: waiting,
        }
    }

    /// Each stage with the time that it took.
    pub(crate) fn times(&self) -> Vec<(&'static str, Duration)> {
        lock(&self.state).ended.clone()
    }

    /// Moves the bar of the stage `name`, which begins here unless it has begun.
    fn show(&self, name: &'static str, unit: &'static str, done: usize, all: usize) {
        let mut state = lock(&self.state);
        if state
            .current
            .as_ref()
            .is_none_or(|stage| stage.name != name)
        {
            state.begin(name);
        }
        let Some(stage) = &state.current else {
            return;
        };
        if stage.bar.length().is_none() {
            stage.bar.set_style(counting(Pace::from(done), unit));
            stage.bar.set_length(all as u64);
        }
        stage.bar.set_position(done as u64);
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        lock(&self.state).end();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn begin(&mut self, name: &'static str) {
        self.end();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("  {msg} {spinner}") {
            bar.set_style(style);
        }
        let stage = Stage {
            name,
            began: Instant::now(),
            bar: bar.with_message(name),
        };
        if self.visible {
            stage.draw();
        }
        self.current = Some(stage);
    }

    fn end(&mut self) {
        let Some(stage) = self.current.take() else {
            return;
        };
        SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take();
        stage.bar.finish_and_clear();
        let took = stage.began.elapsed();
        match self.ended.iter_mut().find(|(name, _)| *name == stage.name) {
            Some((_, sum)) => *sum += took,
            None => self.ended.push((stage.name, took)),
        }
    }
}

impl Stage {
    fn draw(&self) {
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(FRAME);
        *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.bar.clone());
    }
}

impl Watcher for Bars {
    fn begin(&self, stage: &'static str) {
        lock(&self.state).begin(stage);
    }

    fn end(&self, stage: &'static str) {
        let mut state = lock(&self.state);
        if state.current.as_ref().is_some_and(|now| now.name == stage) {
            state.end();
        }
    }

    fn count_embedded(&self, done: usize, all: usize) {
        self.show("embedding rows", "rows", done, all);
    }

    fn count_compared(&self, done: usize, all: usize) {
        self.show("comparing texts", "texts", done, all);
    }

    fn count_trained(&self, done: usize, all: usize) {
        self.show("training probes", "fits", done, all);
    }
}

/// A bar with a count, the rate and the remaining time.
fn counting(pace: Pace, unit: &'static str) -> ProgressStyle {
    ProgressStyle::with_template("  {msg} {wide_bar} {human_pos}/{human_len}{pace} ")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key(
            "pace",
            move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let done = usize::try_from(state.pos()).unwrap_or(usize::MAX);
                let all = state.len().and_then(|all| usize::try_from(all).ok());
                // What can't be written isn't shown.
                let _ = out.write_str(&pace.in_words(done, all.unwrap_or(done), unit));
            },
        )
}
