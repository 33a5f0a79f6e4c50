//! `trueline check --show-settings`: what it prints reads back as the same settings, and names where each
//! comes from.

use std::fs;
use std::path::Path;
use std::process::Command;

use trueline::dataset::RoleLists;
use trueline::plan::{Entry, Origin, Plan, Request, Settings};
use trueline::policy::Policy;
use trueline::{report, rules};

const FILE: &str = r#"
profile = "quick"
seed = 9223372036854775808
fail-on = "warn"
strict = true
offline = true
cache-dir = "kept"
cache-max-gb = 2
select = ["rare-class", "duplicate-rows", "low-rank-embedding"]
ignore = ["duplicate-rows"]

[embed]
model = "all-MiniLM-L6-v2"

[dataset."odd \"name\".csv"]
path = ["a.csv", "b.csv"]
label = "sentiment"
text = { template = "{title}:\n\t{body} \u001b \"quoted\" 'single'" }
domain = { column = "source", train = ["amazon", "yelp # no comment"] }
shifted = "late.csv"
split = "fold"
group = "sex"
exclude = ["id", "key"]
header = false
encoding = "latin-1"
embedding = "vector"

[dataset.also]
path = "c.csv"
label = "y"
text = ["title", "body"]
domain = "site"

[rules.rare-class]
level = "allow"
min-rows = 20

[rules.hub-rows]
level = "deny"
max-times = 2.5
"#;

/// The plan of `text` and `request`, and its settings.
fn planned(text: &str, request: &Request) -> (Plan, Settings) {
    let words = rules::words();
    let catalogue: Vec<Entry> = words
        .iter()
        .map(|(rule, words)| Entry {
            words,
            needs_label: rule.needs_label,
        })
        .collect();
    let (policy, mistakes) = Policy::parse("trueline.toml", Path::new(""), text);
    let plan = Plan::new(&policy, mistakes, request, &catalogue)
        .unwrap_or_else(|error| panic!("{:#?}\n{text}", error.mistakes));
    let settings = Settings::of(&plan, &policy, request, &catalogue);
    (plan, settings)
}

fn printed(settings: &Settings) -> String {
    let mut out = Vec::new();
    report::settings(settings, &mut out).expect("a vector can be written");
    String::from_utf8(out).expect("TOML is UTF-8")
}

/// Everything in a plan that a configuration file can say, but for where it says it.
fn sayable(plan: &Plan) -> String {
    let rules: Vec<_> = plan
        .rules
        .iter()
        .map(|rule| {
            let limits = rule.limits.0.iter();
            let limits: Vec<_> = limits.map(|(key, limit)| (key, limit.value)).collect();
            (rule.name, rule.level, limits)
        })
        .collect();
    // The flags' own lists say again what the roles say.
    let mut datasets = plan.datasets.clone();
    for source in &mut datasets {
        source.lists = RoleLists::default();
    }
    format!(
        "{:#?}",
        (
            datasets,
            &plan.model,
            plan.profile.word(),
            plan.seed,
            rules,
            plan.fail_on,
            plan.strict,
            plan.offline,
            &plan.cache,
        )
    )
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

/// Where the cache is depends on the environment: that is tested through the program.
fn without_cache() -> Request {
    Request {
        no_cache: true,
        ..Request::default()
    }
}

/// Command lines that say each setting in another way than the file.
fn requests() -> Vec<Request> {
    let without_cache = without_cache();
    vec![
        without_cache.clone(),
        Request {
            select: words(&["rare-class", "personal-data"]),
            ..without_cache.clone()
        },
        Request {
            select: words(&["duplicate-rows"]),
            ..without_cache.clone()
        },
        Request {
            ignore: words(&["low-rank-embedding"]),
            select: words(&["low-rank-embedding", "empty-text"]),
            ..without_cache.clone()
        },
        Request {
            paths: vec!["other.csv".into(), "more.csv".into()],
            label: Some("l".into()),
            text: words(&["t", "u"]),
            domain: Some("d=1,2".into()),
            shifted: vec!["s.csv".into()],
            split: Some("f".into()),
            group: Some("g".into()),
            exclude: words(&["i"]),
            embedding: Some("v".into()),
            no_header: true,
            encoding: Some("latin-1".into()),
            model: Some("m".into()),
            profile: Some("audit".into()),
            seed: Some(u64::MAX),
            fail_on: Some("never".into()),
            strict: true,
            offline: true,
            ..without_cache.clone()
        },
        Request {
            label: Some("l".into()),
            template: Some("{a}".into()),
            encoding: Some("utf8".into()),
            ..without_cache
        },
    ]
}

#[test]
fn what_is_printed_reads_back_as_the_same_settings() {
    for text in ["[dataset.d]\npath = \"d.csv\"\nlabel = \"y\"\n", FILE] {
        for request in requests() {
            let (plan, settings) = planned(text, &request);
            let toml = printed(&settings);
            let (again, settled) = planned(&toml, &without_cache());
            assert_eq!(sayable(&plan), sayable(&again), "{toml}");
            let values = |settings: &Settings| {
                let each = settings.blocks.iter().flat_map(|block| &block.settings);
                each.map(|setting| (setting.key.clone(), setting.value.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(values(&settings), values(&settled));
        }
    }
}

#[test]
fn each_value_names_the_line_or_the_flag_that_set_it() {
    let (_, settings) = planned(FILE, &requests()[0]);
    for block in &settings.blocks {
        for setting in &block.settings {
            let Origin::File { name, line } = &setting.origin else {
                continue;
            };
            assert_eq!(name, "trueline.toml");
            let said = FILE
                .lines()
                .nth(*line as usize - 1)
                .expect("a line of the file");
            assert!(
                said.starts_with(&format!("{} =", setting.key)),
                "{said}: {setting:?}"
            );
        }
    }
    let from_file = |settings: &Settings| {
        let each = settings.blocks.iter().flat_map(|block| &block.settings);
        each.filter(|setting| matches!(setting.origin, Origin::File { .. }))
            .count()
    };
    // Every line with a key and a value, but for the two about the cache.
    let said = FILE.lines().filter(|line| line.contains(" = ")).count();
    assert_eq!(from_file(&settings), said - 2);

    let (_, settings) = planned(FILE, &requests()[4]);
    let by_flag: Vec<(&str, &Origin)> = settings
        .blocks
        .iter()
        .flat_map(|block| &block.settings)
        .filter(|setting| matches!(setting.origin, Origin::Flag(_)))
        .map(|setting| (setting.key.as_str(), &setting.origin))
        .collect();
    let flags = [
        ("profile", "--profile"),
        ("seed", "--seed"),
        ("fail-on", "--fail-on"),
        ("strict", "--strict"),
        ("offline", "--offline"),
        ("model", "--model"),
        ("path", "the command line"),
        ("shifted", "--shifted"),
        ("label", "--label"),
        ("text", "--text"),
        ("domain", "--domain"),
        ("split", "--split"),
        ("group", "--group"),
        ("exclude", "--exclude"),
        ("embedding", "--embedding"),
        ("header", "--no-header"),
        ("encoding", "--encoding"),
    ];
    let named: Vec<(&str, Origin)> = flags
        .iter()
        .map(|(key, flag)| (*key, Origin::Flag(flag)))
        .collect();
    let named: Vec<(&str, &Origin)> = named.iter().map(|(key, flag)| (*key, flag)).collect();
    assert_eq!(by_flag, named);
}

#[test]
fn every_rule_is_listed_with_its_level_and_limits() {
    let (plan, settings) = planned(FILE, &requests()[0]);
    for (rule, words) in rules::words() {
        let heading = ["rules".to_owned(), rule.name.to_owned()];
        let block = settings
            .blocks
            .iter()
            .find(|block| block.heading == heading)
            .unwrap_or_else(|| panic!("{} is missing", rule.name));
        let keys: Vec<&str> = block
            .settings
            .iter()
            .map(|setting| setting.key.as_str())
            .collect();
        let limits = words.meanings.iter().map(|limit| limit.key.as_str());
        assert_eq!(
            keys,
            std::iter::once("level").chain(limits).collect::<Vec<_>>()
        );
        let judges = plan.rules.iter().any(|planned| planned.name == rule.name);
        assert_eq!(judges, block.note.is_none(), "{}", rule.name);
    }
}

/// The defaults that the keys' descriptions name are those of a run that says nothing.
#[test]
fn the_defaults_that_keys_tell_are_the_real_ones() {
    use trueline::policy::keys::{DATASET, EMBED, TOP};
    let request = Request {
        paths: vec!["d.csv".into()],
        label: Some("y".into()),
        ..without_cache()
    };
    let toml = printed(&planned("", &request).1);
    let mut checked = 0;
    for key in TOP.iter().chain(EMBED).chain(DATASET) {
        let Some((_, default)) = key.about.split_once("Default: ") else {
            continue;
        };
        if key.name.starts_with("cache-") {
            continue;
        }
        let default = default.trim_end_matches('.');
        let said = toml
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{} = ", key.name)));
        if let Some(said) = said {
            assert!(
                said.replace('"', "").starts_with(default),
                "{}: {said}",
                key.name
            );
            checked += 1;
        } else {
            assert!(
                ["none", "every rule", "the whole row"]
                    .iter()
                    .any(|nothing| default.starts_with(nothing)),
                "{}: {default}",
                key.name
            );
        }
    }
    assert_eq!(checked, 8, "{toml}");
}

/// Through the program itself: a file that extends another, printed, obeyed, printed again.
#[test]
fn the_program_obeys_what_it_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    put(
        "shared/base.toml",
        "[dataset.d]\npath = \"d.csv\"\nlabel = \"y\"\n[rules.rare-class]\nmin-rows = 3\n",
    );
    put("shared/d.csv", "t,y\na,1\nb,2\n");
    put(
        "pyproject.toml",
        "[tool.trueline]\nextend = \"shared/base.toml\"\nseed = 4\n",
    );
    let show = |config: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
            .args(["check", "--show-settings", "--fail-on", "warn"])
            .args(config)
            .current_dir(folder.path())
            .env_remove("TRUELINE_NO_CACHE")
            .env_remove("TRUELINE_CACHE_DIR")
            .output()
            .expect("trueline runs");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8(done.stdout).expect("TOML is UTF-8")
    };
    let first = show(&["--cache-dir", "kept"]);
    for line in [
        "# obeyed: pyproject.toml, which extends shared/base.toml",
        "seed = 4              # pyproject.toml:3",
        "cache-dir = \"kept\"    # --cache-dir",
        "cache-max-gb = 5      # default",
        "fail-on = \"warn\"      # --fail-on",
        "path = \"shared/d.csv\"  # shared/base.toml:2",
        "min-rows = 3    # shared/base.toml:5",
    ] {
        assert!(
            first.lines().any(|printed| printed == line),
            "{line}\n{first}"
        );
    }
    put("settled.toml", &first);
    let second = show(&["--config", "settled.toml"]);
    let values = |text: &str| text.parse::<toml::Table>().expect("TOML");
    assert_eq!(values(&first), values(&second));
}
