//! The flags of `trueline line`.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};

use super::words::Words;
use crate::line::LineRequest;
use crate::outcome::{FailOn, Format};
use crate::runs::{AccuracyUnit, RunsSource};

const AFTER: &str = "\
Examples:
  trueline line runs.csv --id val_acc --shifted test_acc --balanced-id val_bacc --balanced-shifted test_bacc
      collapsed runs are those whose balanced accuracy is 1/K on both sides
  trueline line imagenet.csv --id val --shifted imagenet-a --shifted imagenet-sketch --scale percent
      several shifts; runs that share one point count as collapsed
  trueline line runs.csv --id val_acc --shifted test_acc --family model --where task=income
      runs are resampled within their family; only these rows count

A line that collapse makes, hides or flips is found (see `trueline explain distorted-line`).
Exit codes: 0 nothing found that fails the run, 1 findings, 2 could not judge.";

/// `trueline line`
#[derive(Debug, Args)]
#[command(
    after_help = AFTER,
    override_usage = "trueline line [OPTIONS] --id <COLUMN>\n       --shifted <COLUMN> <FILE>..."
)]
pub(crate) struct LineArgs {
    /// Tables of results, one run a row (CSV, TSV, JSON, JSONL, Parquet, Arrow; also .gz and .zst)
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,

    /// The column of in-domain accuracies
    #[arg(long, value_name = "COLUMN")]
    id: String,
    /// A column of accuracies under a shift, may be repeated
    #[arg(long, value_name = "COLUMN", required = true)]
    shifted: Vec<String>,
    /// The column of balanced accuracies (mean recall of the classes) in-domain
    #[arg(long, value_name = "COLUMN", requires = "balanced_shifted")]
    balanced_id: Option<String>,
    /// A column of balanced accuracies for each --shifted, in the same order
    #[arg(long, value_name = "COLUMN", requires = "balanced_id")]
    balanced_shifted: Vec<String>,
    /// The column that names a run
    #[arg(long, value_name = "COLUMN")]
    model: Option<String>,
    /// The column of families: runs that belong together are resampled together
    #[arg(long, value_name = "COLUMN")]
    family: Option<String>,
    /// How accuracies are written: 0 to 1, or 0 to 100
    #[arg(long, value_name = "SCALE", default_value = "share")]
    scale: AccuracyScale,
    /// Only rows with this value in this column, may be repeated
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    only: Vec<String>,
    /// Classes of the task: a constant answer has balanced accuracy 1/K [default: read off the runs]
    #[arg(long, value_name = "K", value_parser = RangedU64ValueParser::<usize>::new().range(2..))]
    classes: Option<usize>,
    /// Rows that the in-domain accuracies were measured on: a made line can't be told from noise without
    #[arg(long, value_name = "ROWS", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    id_rows: Option<usize>,
    /// Rows that the shifted accuracies were measured on: one number, or one for each --shifted
    #[arg(long, value_name = "ROWS", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    shifted_rows: Vec<usize>,
    /// The file has no header line: columns are column_1, column_2, ...
    #[arg(long)]
    no_header: bool,
    /// How far collapse may move r [default: that of the rule distorted-line]
    #[arg(long, value_name = "R", value_parser = correlation)]
    max_distortion: Option<f64>,
    /// Decides the resamples
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,

    /// The reports to write.
    #[arg(
        long,
        value_name = "FORMAT[=PATH]",
        value_parser = Words::line_formats(),
        hide_possible_values = true,
        help = format!(
            "What to write, to standard output or to a file: {}. May be repeated, each with a file of its own \
             [default: human]",
            Format::lines_in_words()
        )
    )]
    pub(crate) output_format: Vec<String>,
    /// The level from which a finding fails the run
    #[arg(long, value_name = "LEVEL", default_value = "deny")]
    fail_on: FailLevel,
    /// Count what is undetermined as found
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AccuracyScale {
    Share,
    Percent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailLevel {
    Deny,
    Warn,
    Never,
}

fn correlation(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=2.0).contains(value))
        .ok_or_else(|| "a difference of two correlations lies from 0 to 2".to_owned())
}

impl From<LineArgs> for LineRequest {
    fn from(args: LineArgs) -> Self {
        Self {
            source: RunsSource {
                paths: args.paths,
                header: !args.no_header,
                id: args.id,
                shifted: args.shifted,
                balanced_id: args.balanced_id,
                balanced_shifted: args.balanced_shifted,
                model: args.model,
                family: args.family,
                unit: match args.scale {
                    AccuracyScale::Share => AccuracyUnit::Share,
                    AccuracyScale::Percent => AccuracyUnit::Percent,
                },
                only: args.only,
                classes: args.classes,
            },
            id_rows: args.id_rows,
            shifted_rows: args.shifted_rows,
            max_distortion: args.max_distortion,
            seed: args.seed,
            fail_on: Some(match args.fail_on {
                FailLevel::Deny => FailOn::Deny,
                FailLevel::Warn => FailOn::Warn,
                FailLevel::Never => FailOn::Never,
            }),
            strict: args.strict,
        }
    }
}
