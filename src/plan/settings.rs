//! Settings: every key at the top of trueline.toml and of `[embed]`, each declared as one value.
//!
//! **A new setting touches two files: this one** (a `static` and its place in `TOP` or `EMBED`) **and the one
//! that uses it** (`plan.get(&NAME)`). Nothing else names it: the reader, the layers of files that extend
//! each other, the flag and its help, the variable, the JSON schema, `--show-settings` and the key of the
//! cache's verdicts are made of the declaration. docs/trueline.schema.json is written anew by its test. (A
//! setting of one dataset stands in settings/dataset.rs, and has a field of `Source` besides.)

pub(crate) mod dataset;
mod row_key;

pub(crate) use row_key::KEY;

use std::path::PathBuf;

use crate::measure::{Step, Transform};
use crate::outcome::FailOn;
use crate::policy::{Fallback, Form, Key, Keys, Meaning, Setting, Value, WAIVE, Word, vocabulary};
use crate::probe::Profile;

const JUDGING: &str = "Judging";
const OUTPUT: &str = "Output";
const KNOWN: &str = "Known findings";
const CACHE: &str = "Cache";
const FIXING: &str = "Fixing";

/// How much is trained.
pub(crate) static PROFILE: Setting<Profile> = Setting::word(
    "profile",
    "standard",
    "How much is trained: quick, standard or audit.",
)
.flag(JUDGING, "PROFILE");

/// Most train rows, in place of the profile's.
pub(crate) static TRAIN_ROWS: Setting<Option<usize>> = Setting::new(
    "train-rows",
    // Fewer can't be split into folds that say anything.
    Form::Whole(73),
    Fallback::Nothing("the profile's 2,000, 4,000 or 20,000"),
    "Train on at most so many rows.",
)
.flag(JUDGING, "ROWS");

/// Whether probes are trained; without, rules that need them are skipped.
pub(crate) static PROBES: Setting<bool> = Setting::switch(
    "probes",
    true,
    "Whether probes are trained; without, only rows, labels and texts are judged, which is quick.",
)
.flag_as(
    JUDGING,
    "no-probes",
    "",
    "Train no probes: judge rows, labels and texts only, which is quick",
);

/// Decides everything drawn at random.
pub(crate) static SEED: Setting<u64> =
    Setting::whole("seed", 0, 0, "Decides everything drawn at random.").flag(JUDGING, "NUMBER");

/// From which level on a finding fails the run.
pub(crate) static FAIL_ON: Setting<FailOn> = Setting::word(
    "fail-on",
    "deny",
    "The level from which a finding fails the run: deny, warn or never.",
)
.flag(OUTPUT, "LEVEL")
.outside_verdicts();

/// Whether what is undetermined counts as found.
pub(crate) static STRICT: Setting<bool> =
    Setting::switch("strict", false, "Count what is undetermined as found.")
        .flag(OUTPUT, "")
        .outside_verdicts();

/// Whether the network must not be touched.
pub(crate) static OFFLINE: Setting<bool> =
    Setting::switch("offline", false, "Never touch the network.")
        .flag(JUDGING, "")
        .outside_verdicts();

/// Where what was computed is kept.
pub(crate) static CACHE_DIR: Setting<Option<PathBuf>> = Setting::new(
    "cache-dir",
    Form::Path,
    Fallback::Nothing("the system's folder for caches"),
    "The folder of the cache.",
)
.flag(CACHE, "FOLDER")
.variable("TRUELINE_CACHE_DIR")
.outside_verdicts();

/// How large the cache may become.
pub(crate) static CACHE_MAX_GB: Setting<u64> = Setting::whole(
    "cache-max-gb",
    1,
    5,
    "How large the cache may become, in gigabytes of 10^9 bytes.",
)
.hint("to keep nothing, run with --no-cache")
.outside_verdicts();

/// The rules to judge by.
pub(crate) static SELECT: Setting<Option<Vec<String>>> = Setting::new(
    "select",
    Form::RuleNames,
    Fallback::Nothing("every rule"),
    "Judge by these rules only.",
)
.flag(JUDGING, "RULE,RULE")
// The rules that are left stand in the key with their limits.
.outside_verdicts();

/// The rules to leave out.
pub(crate) static IGNORE: Setting<Option<Vec<String>>> = Setting::new(
    "ignore",
    Form::RuleNames,
    Fallback::Nothing("none"),
    "Leave these rules out.",
)
.flag(JUDGING, "RULE,RULE")
// The rules that are left stand in the key with their limits.
.outside_verdicts();

/// The file of known findings.
pub(crate) static BASELINE: Setting<Option<PathBuf>> = Setting::new(
    "baseline",
    Form::Path,
    Fallback::Nothing("none"),
    "The file of known findings, of which only new ones fail the run.",
)
.flag(KNOWN, "FILE")
.outside_verdicts();

/// What turns texts into vectors.
pub(crate) static MODEL: Setting<String> = Setting::new(
    "model",
    Form::NameOrFolder,
    Fallback::Word(super::BUILTIN),
    "The model that turns text into vectors: builtin, the name of a text model of fastembed's catalogue, or a \
     folder with model.onnx and tokenizer.json.",
)
.flag(JUDGING, "NAME|FOLDER");

/// Whether fixes are done that lose or decide something.
pub(crate) static UNSAFE_FIXES: Setting<bool> = Setting::switch(
    "unsafe",
    false,
    "Whether `trueline fix` does unsafe fixes, too: those that lose or decide something.",
)
.flag_as(
    FIXING,
    "unsafe-fixes",
    "",
    "Do unsafe fixes, too: those that lose or decide something",
)
.outside_verdicts();

/// The rules whose findings are left as they are.
pub(crate) static UNFIXABLE: Setting<Option<Vec<String>>> = Setting::new(
    "unfixable",
    Form::RuleNames,
    Fallback::Nothing("none"),
    "Leave what these rules find as it is.",
)
.flag(FIXING, "RULE,RULE")
.outside_verdicts();

/// The side from which rows are dropped that stand on both.
pub(crate) static LEAKS_FROM: Setting<LeakSide> = Setting::word(
    "leaks-from",
    "train",
    "The side from which rows are dropped that stand on both: train or test. Cutting test rows changes the benchmark.",
)
.flag(FIXING, "SIDE")
.outside_verdicts();

static FIX_TABLE: Key = Key::new("fix", Form::Table(FIX), "What `trueline fix` does.");

static EXTEND: Key = Key::new(
    "extend",
    Form::Bases,
    "Configuration files that this one builds on, as paths relative to this file. What this file says wins, \
     key by key; of several, the later one.",
);

static DATASETS: Key = Key::new(
    "dataset",
    Form::Datasets(dataset::KEYS),
    "The datasets that `trueline check` judges, each by a name of your choice.",
);

static EMBED_TABLE: Key = Key::new("embed", Form::Table(EMBED), "How texts become vectors.");

static RULES: Key = Key::new(
    "rules",
    Form::Rules,
    "Levels and limits of rules, where they aren't the defaults.",
);

static WAIVERS: Key = Key::new(
    "waive",
    Form::Waivers(WAIVE, &["rule", "reason"]),
    "Findings that don't count, each with its reason and, if it ends, its last day.",
);

/// What vectors go through before models are trained on them.
pub(crate) static TRANSFORM: Setting<Transform> = Setting::new(
    "transform",
    Form::WordList(vocabulary::<Step>()),
    Fallback::Nothing("vectors as they come"),
    "What your training does to the vectors before it learns from them: centre, standardise, whiten or unit, or a list \
     of them in their order. Each is fitted on the train rows, and the embedding is judged as it then is.",
)
.flag_as(
    JUDGING,
    "transform",
    "STEP,STEP",
    "What your training does to the vectors: centre, standardise, whiten, unit, or several in their order",
);

/// The keys at the top.
pub(crate) static TOP: Keys = &[
    &EXTEND,
    &PROFILE.key,
    &TRAIN_ROWS.key,
    &PROBES.key,
    &SEED.key,
    &FAIL_ON.key,
    &STRICT.key,
    &OFFLINE.key,
    &CACHE_DIR.key,
    &CACHE_MAX_GB.key,
    &SELECT.key,
    &IGNORE.key,
    &BASELINE.key,
    &EMBED_TABLE,
    &FIX_TABLE,
    &DATASETS,
    &RULES,
    &WAIVERS,
];

/// The keys of `[fix]`.
pub(crate) static FIX: Keys = &[&UNSAFE_FIXES.key, &UNFIXABLE.key, &LEAKS_FROM.key];

/// The keys of `[embed]`.
pub(crate) static EMBED: Keys = &[&MODEL.key, &TRANSFORM.key];

impl Word for Profile {
    const KIND: &'static str = "profile";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("quick", Self::Quick),
        ("standard", Self::Standard),
        ("audit", Self::Audit),
    ];
}

/// A side of a split, as users name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeakSide {
    /// The rows that are trained on.
    Train,
    /// The rows that are tested on.
    Test,
}

impl LeakSide {
    /// The word that users write.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Test => "test",
        }
    }
}

impl Word for LeakSide {
    const KIND: &'static str = "side";
    const WORDS: &'static [(&'static str, Self)] = &[("train", Self::Train), ("test", Self::Test)];
}

impl Word for Step {
    const KIND: &'static str = "transform";
    const WORDS: &'static [(&'static str, Self)] = &Self::WORDS;
}

impl Meaning for Transform {
    fn read(value: Option<&Value>) -> Option<Self> {
        let words = value.map_or(&[][..], Value::texts).iter();
        let steps = words.map(|word| Step::read(Some(&Value::text(word))));
        let mut steps = steps.collect::<Option<Vec<_>>>()?;
        // The same step once more changes nothing.
        steps.dedup();
        Some(Self(steps))
    }
}

impl Word for FailOn {
    const KIND: &'static str = "level";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("deny", Self::Deny),
        ("warn", Self::Warn),
        ("never", Self::Never),
    ];
}

#[cfg(test)]
mod tests;
