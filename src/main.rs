//! The program: argv in, exit code out. A panic is an internal error and ends with 2.

use std::env;
use std::panic;
use std::process::ExitCode;

use trueline::Cli;

fn main() -> ExitCode {
    let cli = match Cli::read(env::args_os().collect()) {
        Ok(cli) => cli,
        Err(usage) => return ExitCode::from(Cli::print(&usage)),
    };
    // What went wrong is said once, below, in words; libraries that panic and recover stay quiet.
    panic::set_hook(Box::new(|_| ()));
    match panic::catch_unwind(|| trueline::run(cli)) {
        Ok(code) => code,
        Err(cause) => {
            let said = cause
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| cause.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            eprintln!("trueline broke on an error of its own, and judged nothing: {said}");
            eprintln!(
                "Please report it with the command line and, if you can, a few rows of the data."
            );
            ExitCode::from(2)
        }
    }
}
