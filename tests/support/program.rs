//! trueline as a test calls it, whatever the tester's own environment says.

use std::path::Path;
use std::process::Command;

/// Variables that change what is said, in which colours, or where the cache is.
const FOREIGN: [&str; 10] = [
    "CI",
    "GITHUB_ACTIONS",
    "TF_BUILD",
    "JENKINS_URL",
    "TEAMCITY_VERSION",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TRUELINE_NO_CACHE",
    "TRUELINE_CACHE_DIR",
];

/// `trueline ARGS` in `folder`: outside of CI, 100 columns wide, with its cache in the folder `cache` there.
pub(crate) fn trueline(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trueline"));
    command.args(args).current_dir(folder);
    for name in FOREIGN {
        command.env_remove(name);
    }
    command
        .env("COLUMNS", "100")
        .env("TRUELINE_CACHE_DIR", folder.join("cache"));
    command
}
