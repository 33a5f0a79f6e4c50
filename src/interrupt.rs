//! Interrupt: a signal stops the run at once, as it would without us, and leaves nothing half-written.

#[cfg(unix)]
use std::sync::Arc;

/// From now on, SIGINT, SIGTERM, SIGQUIT and SIGXCPU remove what is being written and take the bar off the terminal
/// before they end the process; whoever waits for it sees that it ended by the signal. SIGXFSZ ends nothing: writing fails.
///
/// # Errors
/// When the system doesn't let signals be watched.
#[cfg(unix)]
pub(crate) fn watch() -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    // A file that may not grow any further is an error of its writer, who removes it; the signal would end the run first.
    flag::register(SIGXFSZ, Arc::default())?;
    let mut signals = Signals::new([SIGINT, SIGQUIT, SIGTERM, SIGXCPU])?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _held = crate::unfinished::remove();
                crate::progress::clear();
                // The process ends here; were it to fail, the next signal would be ours no more either.
                let _ = emulate_default_handler(signal);
                std::process::abort();
            }
        })?;
    Ok(())
}

/// Elsewhere the system stops the run by itself.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub(crate) fn watch() -> std::io::Result<()> {
    Ok(())
}
