//! Worker: the process that reads one columnar file for another, and may break on it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::time::Instant;

use super::decode::decode;
use super::message::{Message, Request};

/// Seconds of computing without a word, after which the system ends the process.
const PATIENCE: u64 = 10;

/// Reads the file that is standard input and tells standard output what it holds.
///
/// # Errors
/// When the request is none, or nobody listens.
pub(crate) fn serve_reader(request: &str) -> io::Result<()> {
    let request: Request = serde_json::from_str(request)?;
    let started = Instant::now();
    limit(request.memory);
    let file = input()?;
    let mut out = BufWriter::new(io::stdout().lock());
    decode(file, &request, &mut |message: Message| {
        allow_time(&started);
        message.write(&mut out)?;
        match message {
            // Whoever listens should know where this process broke.
            Message::Reading(_) | Message::Done | Message::Fault(_) => out.flush(),
            _ => Ok(()),
        }
    })
}

#[cfg(unix)]
fn input() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

#[cfg(windows)]
fn input() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

/// Holds this process to `memory` bytes, to no core file, and to some seconds at first.
#[cfg(unix)]
fn limit(memory: u64) {
    use rlimit::Resource;
    // A system that refuses leaves the file's own claims as the bound.
    _ = Resource::AS.set(memory, memory);
    _ = Resource::CORE.set(0, 0);
    allow_time(&Instant::now());
}

/// Allows some more seconds: a process has never computed for longer than it runs.
#[cfg(unix)]
fn allow_time(started: &Instant) {
    use rlimit::Resource;
    if let Ok((_, hard)) = Resource::CPU.get() {
        _ = Resource::CPU.set((started.elapsed().as_secs() + PATIENCE).min(hard), hard);
    }
}

#[cfg(not(unix))]
fn limit(_: u64) {}

#[cfg(not(unix))]
fn allow_time(_: &Instant) {}
