//! Process: has another process of this program read a columnar file, and explains how that one ended.

use std::env;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;

use super::message::{Fault, Message, Request, Wanted};

/// The hidden command that a reading process runs.
pub(crate) const READER: &str = "read-columns";

/// Bytes of what a broken process said that are looked at.
const SAID: u64 = 4_096;
/// A request as an argument; longer ones leave no column out.
const ARGUMENT: usize = 100_000;

/// The program, where it runs as one.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Lets columnar files be read by processes of this program; without, they are read where they are asked for.
pub(crate) fn allow_readers() {
    if let Ok(program) = env::current_exe() {
        _ = PROGRAM.set(program);
    }
}

/// A process that reads a file.
pub(super) struct Process {
    child: Child,
}

impl Process {
    /// Starts one, if this program may.
    pub(super) fn start(file: &File, request: &Request) -> Option<io::Result<Self>> {
        let program = PROGRAM.get()?;
        Some(Self::spawn(program, file, request))
    }

    fn spawn(program: &PathBuf, file: &File, request: &Request) -> io::Result<Self> {
        let mut argument = serde_json::to_string(request)?;
        if argument.len() > ARGUMENT {
            argument = serde_json::to_string(&Request {
                wanted: Wanted::default(),
                ..request.clone()
            })?;
        }
        let child = Command::new(program)
            .args([READER, &argument])
            .stdin(Stdio::from(file.try_clone()?))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        Ok(Self { child })
    }

    /// Takes every message until `take` has enough of it; `true` when the last word was said.
    pub(super) fn listen<E>(
        &mut self,
        mut take: impl FnMut(Message) -> Result<(), E>,
    ) -> Result<bool, E> {
        let Some(out) = self.child.stdout.take() else {
            return Ok(false);
        };
        let mut out = BufReader::with_capacity(1 << 20, out);
        while let Some(message) = Message::read(&mut out) {
            let last = matches!(message, Message::Done | Message::Fault(_));
            take(message)?;
            if last {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Why it ended without its last word.
    pub(super) fn explain(mut self, request: &Request) -> String {
        let mut said = String::new();
        if let Some(error) = self.child.stderr.take() {
            _ = error.take(SAID).read_to_string(&mut said);
        }
        let status = self.child.wait();
        if said.contains("memory allocation") || said.contains("Cannot allocate") {
            return format!(
                "it claims more memory than the {} MB that a file of its size may take; if it is whole and unpacks to \
                 so much, max-unpacked-mb in its table of trueline.toml allows for more",
                request.memory / 1_000_000
            );
        }
        if said.contains("overflow") {
            return "its types are nested too deep".to_owned();
        }
        match status {
            Ok(status) if out_of_time(status) => {
                "reading it makes no progress: what it holds goes round in circles, or claims too much".to_owned()
            }
            Ok(status) => format!("the process that read it broke on it ({status})"),
            Err(error) => format!("the process that read it is gone ({error})"),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended by itself can't be ended again.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[cfg(unix)]
fn out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(signal_hook::consts::SIGXCPU)
}

#[cfg(not(unix))]
fn out_of_time(_: ExitStatus) -> bool {
    false
}

impl Fault {
    /// A fault of the whole file, or of the column that was being read.
    pub(super) fn new(column: Option<&str>, cause: impl Into<String>) -> Self {
        Self {
            column: column.map(str::to_owned),
            cause: cause.into(),
        }
    }
}
