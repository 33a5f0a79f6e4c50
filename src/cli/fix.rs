//! The flags of `trueline fix`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::DatasetChoice;
use super::config::ConfigArgs;
use super::flags::{Choice, Flags};
use crate::plan::Request;
use crate::plan::settings::{BASELINE, FIX, IGNORE, SEED, SELECT};
use crate::policy::Keys;

const AFTER: &str = "\
Examples:
  trueline fix reviews.csv --label sentiment --text review --output curated.csv
      the safe fixes; curated.csv.manifest tells of each row that went
  trueline fix reviews.csv --label sentiment --diff
      what would change, as a unified diff
  trueline fix --in-place --unsafe-fixes --select split-leak,duplicate-rows
      the datasets of trueline.toml, by two rules, unsafe fixes too
  trueline fix reviews.csv --label sentiment --review sheet.csv
      rows with doubtful labels, for a person to decide on
  trueline fix reviews.csv --label sentiment --decisions sheet.csv --output curated.csv
      the same after somebody filled in the column decision
  trueline fix --verify curated.csv.manifest
      whether the curated file is what its manifest says

Exit codes: 0 nothing left to find, 1 findings are left (with --diff: something would change; with --verify:
something differs; with --review: labels are doubted), 2 could not.";

/// The flags of `trueline fix` beside those of the dataset.
#[derive(Clone, Copy)]
pub(crate) struct FixChoice;

impl Choice for FixChoice {
    const GROUP: &'static str = "FixFlags";
    const TABLES: &'static [Keys] = &[FIX, &[&SELECT.key, &IGNORE.key, &SEED.key, &BASELINE.key]];
}

/// `trueline fix`
#[derive(Debug, Args)]
#[command(after_help = AFTER, group = ArgGroup::new("target").required(true))]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line by itself"
)]
pub(crate) struct FixArgs {
    /// Data files (CSV, TSV, JSON, JSONL, Parquet; also .gz and .zst), together one dataset, or a folder of shards; none: the
    /// datasets of trueline.toml
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write the curated data here: a file, a folder for several files, or - for standard output. It must not be
    /// there yet
    #[arg(long, value_name = "PATH", group = "target", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Change the data files themselves, each as a whole
    #[arg(long, group = "target", help_heading = "Output")]
    pub(crate) in_place: bool,
    /// Write nothing; show what would change as a unified diff, and end with 1 if anything would
    #[arg(long, group = "target", help_heading = "Output")]
    pub(crate) diff: bool,
    /// Check curated data by this manifest, and fix nothing
    #[arg(long, value_name = "MANIFEST", group = "target", help_heading = "Output", conflicts_with_all = ["paths", "changed"])]
    pub(crate) verify: Option<PathBuf>,

    /// Write the rows with doubtful labels into this sheet (CSV), the worst first, for a person to decide on, and fix
    /// nothing
    #[arg(
        long,
        value_name = "SHEET",
        group = "target",
        help_heading = "Output",
        conflicts_with = "changed"
    )]
    pub(crate) review: Option<PathBuf>,
    /// Do what was decided in this sheet: where its column `decision` holds a class, that becomes the label; drop
    /// takes the row out
    #[arg(long, value_name = "SHEET", help_heading = "Output", conflicts_with_all = ["changed", "verify", "review"])]
    pub(crate) decisions: Option<PathBuf>,

    /// End with 0 though findings are left, as a hook does that only mends
    #[arg(long, help_heading = "Output", conflicts_with_all = ["diff", "verify"])]
    pub(crate) exit_zero: bool,

    /// The files are what changed, as a hook tells it: fix the datasets of trueline.toml that hold one of them,
    /// and each other data file by itself, by the rules that need no label
    #[arg(long, conflicts_with = DatasetChoice::GROUP, conflicts_with = "output")]
    changed: bool,

    #[command(flatten)]
    dataset: Flags<DatasetChoice>,
    #[command(flatten)]
    settings: Flags<FixChoice>,

    /// Which configuration file is read
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl From<FixArgs> for Request {
    fn from(args: FixArgs) -> Self {
        let mut request = Self {
            paths: args.paths,
            changed: args.changed,
            // What is judged is judged anew.
            no_cache: true,
            ..Self::default()
        };
        args.dataset.say_in(&mut request);
        args.settings.say_in(&mut request);
        request
    }
}
