//! Interrupt: a signal stops the run at once, as it would without us, and leaves nothing half-written.

/// From now on, SIGINT and SIGTERM remove what is being written and take the bar off the terminal before
/// they end the process; whoever waits for it sees that it ended by the signal.
///
/// # Errors
/// When the system doesn't let signals be watched.
#[cfg(unix)]
pub(crate) fn watch() -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
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
