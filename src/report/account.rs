//! Account: what a run went by, what the cache knew of it, and where its time went.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::visible::visible;
use crate::wording::format_count;

/// What is said of a run that was asked to say more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account<'a> {
    /// The configuration files that it obeyed, in words.
    pub(crate) config: &'a str,
    /// The model that it was to use.
    pub(crate) model: &'a str,
    /// The cache, when there is one.
    pub(crate) cache: Option<CacheUse<'a>>,
    /// Stages with the time that each took.
    pub(crate) stages: &'a [(&'static str, Duration)],
    /// The whole run.
    pub(crate) elapsed: Option<Duration>,
}

/// What the cache knew.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CacheUse<'a> {
    /// Its folder.
    pub(crate) folder: &'a Path,
    /// Datasets whose verdict it held, and all datasets.
    pub(crate) verdicts: (usize, usize),
    /// Vectors that it held, and all that it was asked for.
    pub(crate) vectors: (usize, usize),
}

/// Writes an account, a line for each thing.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_account(account: &Account, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![
        ("configuration", visible(account.config)),
        ("model", visible(account.model)),
    ];
    lines.extend(cache_lines(account.cache.as_ref()));
    let seconds = |took: &Duration| format!("{:.2} s", took.as_secs_f64());
    lines.extend(
        account
            .stages
            .iter()
            .map(|(stage, took)| (*stage, seconds(took))),
    );
    lines.extend(
        account
            .elapsed
            .as_ref()
            .map(|took| ("in all", seconds(took))),
    );
    for (what, said) in lines {
        writeln!(out, "  {what:<17}{said}")?;
    }
    Ok(())
}

fn cache_lines(cache: Option<&CacheUse>) -> Vec<(&'static str, String)> {
    let Some(cache) = cache else {
        return vec![("cache", "none".to_owned())];
    };
    let mut said = vec![("cache", visible(&cache.folder.display().to_string()))];
    for (what, (known, asked)) in [("verdicts", cache.verdicts), ("vectors", cache.vectors)] {
        if asked > 0 {
            said.push((
                what,
                format!(
                    "{} of {} recalled",
                    format_count(known),
                    format_count(asked)
                ),
            ));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_a_line_for_each_thing() {
        let mut out = Vec::new();
        let account = Account {
            config: "trueline.toml",
            model: "builtin",
            cache: Some(CacheUse {
                folder: Path::new("/c"),
                verdicts: (1, 2),
                vectors: (0, 0),
            }),
            stages: &[("training probes", Duration::from_millis(1_250))],
            elapsed: Some(Duration::from_secs(2)),
        };
        write_account(&account, &mut out).expect("a vector can be written");
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "  configuration    trueline.toml\n  model            builtin\n  \
             cache            /c\n  verdicts         1 of 2 recalled\n  training probes  1.25 s\n  \
             in all           2.00 s\n"
        );
    }
}
