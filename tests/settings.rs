//! `trueline check --show-settings`: what it prints reads back as the same settings, and names where each
//! comes from.

use std::fs;
use std::process::Command;

use serde_json::Value;
use trueline::testing::{Planned, plan};

const FILE: &str = r#"
profile = "quick"
train-rows = 100
probes = false
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
input-format = "csv"
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

/// Where the cache is depends on the environment: that is tested through the program.
fn plan_without_cache(toml: &str, args: &[&str]) -> Planned {
    plan(toml, &[args, &["--no-cache"]].concat())
        .unwrap_or_else(|mistakes| panic!("{mistakes:#?}\n{toml}"))
}

/// One printed setting: its table, its key, its value as printed, and where it is said to come from.
#[derive(Debug, PartialEq)]
struct Printed<'a> {
    table: &'a str,
    key: &'a str,
    value: &'a str,
    origin: &'a str,
}

/// Every setting in what is printed.
fn settings(printed: &str) -> Vec<Printed<'_>> {
    let mut table = "";
    let mut settings = Vec::new();
    let mut rest = printed;
    while let Some(length) = rest.find('\n') {
        let mut line = &rest[..length];
        // A text of several lines ends with the second of its marks.
        if line.matches("\"\"\"").count() == 1 {
            let inside = &rest[length..];
            let end = length + inside.find("\"\"\"").expect("a text ends");
            line = &rest[..end + rest[end..].find('\n').unwrap_or(rest.len() - end)];
        }
        rest = &rest[line.len() + 1..];
        if line.starts_with('[') {
            table = line.split("  #").next().unwrap_or(line).trim_end();
        } else if let Some((key, said)) = line.split_once(" = ")
            && !line.starts_with('#')
        {
            let (value, origin) = said.rsplit_once(" # ").unwrap_or((said, ""));
            settings.push(Printed {
                table,
                key,
                value: value.trim_end(),
                origin,
            });
        }
    }
    settings
}

/// Command lines that say each setting in another way than the file.
const LINES: [&[&str]; 6] = [
    &[],
    &["--select=rare-class,personal-data"],
    &["--select=duplicate-rows"],
    &[
        "--ignore=low-rank-embedding",
        "--select=low-rank-embedding,empty-text",
    ],
    &[
        "other.csv",
        "more.csv",
        "--label=l",
        "--text=t",
        "--text=u",
        "--domain=d=1,2",
        "--shifted=s.csv",
        "--split=f",
        "--group=g",
        "--exclude=i",
        "--embedding=v",
        "--no-header",
        "--input-format=csv",
        "--encoding=latin-1",
        "--model=m",
        "--profile=audit",
        "--train-rows=99",
        "--no-probes",
        "--seed=18446744073709551615",
        "--fail-on=never",
        "--strict",
        "--offline",
    ],
    &["--label=l", "--template={a}", "--encoding=utf8"],
];

#[test]
fn what_is_printed_reads_back_as_the_same_settings() {
    for toml in ["[dataset.d]\npath = \"d.csv\"\nlabel = \"y\"\n", FILE] {
        for line in LINES {
            let planned = plan_without_cache(toml, line);
            let again = plan_without_cache(&planned.settings, &[]);
            assert_eq!(planned.meaning, again.meaning, "{}", planned.settings);
            let values = |printed: &str| -> Vec<(String, String, String)> {
                let each = settings(printed).into_iter();
                each.map(|setting| (setting.table, setting.key, setting.value))
                    .map(|(table, key, value)| (table.into(), key.into(), value.into()))
                    .collect()
            };
            assert_eq!(values(&planned.settings), values(&again.settings));
        }
    }
}

#[test]
fn each_value_names_the_line_or_the_flag_that_set_it() {
    let planned = plan_without_cache(FILE, &[]);
    let mut from_file = 0;
    for setting in settings(&planned.settings) {
        let Some(line) = setting.origin.strip_prefix("trueline.toml:") else {
            continue;
        };
        from_file += 1;
        let line: usize = line.parse().expect("a number");
        let said = FILE.lines().nth(line - 1).expect("a line of the file");
        assert!(
            said.starts_with(&format!("{} =", setting.key)),
            "{said}: {setting:?}"
        );
    }
    // Every line with a key and a value, but for the two about the cache.
    let said = FILE.lines().filter(|line| line.contains(" = ")).count();
    assert_eq!(from_file, said - 2);

    let planned = plan_without_cache(FILE, LINES[4]);
    let by_flag: Vec<(&str, &str)> = settings(&planned.settings)
        .into_iter()
        .filter(|setting| setting.origin.starts_with("--"))
        .map(|setting| (setting.key, setting.origin))
        .collect();
    let flags = [
        ("profile", "--profile"),
        ("train-rows", "--train-rows"),
        ("probes", "--no-probes"),
        ("seed", "--seed"),
        ("fail-on", "--fail-on"),
        ("strict", "--strict"),
        ("offline", "--offline"),
        ("model", "--model"),
        ("label", "--label"),
        ("text", "--text"),
        ("domain", "--domain"),
        ("shifted", "--shifted"),
        ("split", "--split"),
        ("group", "--group"),
        ("exclude", "--exclude"),
        ("header", "--no-header"),
        ("input-format", "--input-format"),
        ("encoding", "--encoding"),
        ("embedding", "--embedding"),
    ];
    assert_eq!(by_flag, flags);
}

/// What `trueline ARGS` prints as JSON.
fn print_json(args: &[&str]) -> Value {
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(args)
        .output()
        .expect("trueline runs");
    serde_json::from_slice(&done.stdout).expect("JSON")
}

#[test]
fn every_rule_is_listed_with_its_level_and_limits() {
    let planned = plan_without_cache(FILE, &[]);
    let printed = settings(&planned.settings);
    let catalogue = print_json(&["rules", "--output-format", "json"]);
    for rule in catalogue["rules"].as_array().expect("rules are a list") {
        let name = rule["name"].as_str().expect("a name is a text");
        let heading = format!("[rules.{name}]");
        let keys: Vec<&str> = printed
            .iter()
            .filter(|setting| setting.table == heading)
            .map(|setting| setting.key)
            .collect();
        let limits = rule["limits"].as_object().expect("a table").keys();
        let expected: Vec<&str> = std::iter::once("level")
            .chain(limits.map(String::as_str))
            .collect();
        assert_eq!(keys, expected, "{name}");
        // A remark behind the heading says why a rule does not judge.
        let judges = planned.rules.contains(&name);
        let bare = planned.settings.lines().any(|line| line == heading);
        assert_eq!(judges, bare, "{name}");
    }
}

/// The defaults that the keys' descriptions name are those of a run that says nothing.
#[test]
fn the_defaults_that_keys_tell_are_the_real_ones() {
    let toml = plan_without_cache("", &["d.csv", "--label", "y"]).settings;
    let schema = print_json(&["schema"]);
    let top = &schema["properties"];
    let tables = [
        top,
        &top["embed"]["properties"],
        &top["dataset"]["additionalProperties"]["properties"],
    ];
    let mut checked = 0;
    for (key, about) in tables
        .iter()
        .flat_map(|table| table.as_object().expect("a table has keys"))
    {
        let about = about["description"].as_str().unwrap_or_default();
        let Some((_, default)) = about.split_once("Default: ") else {
            continue;
        };
        if key.starts_with("cache-") {
            continue;
        }
        let default = default.trim_end_matches('.');
        let said = toml
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key} = ")));
        if let Some(said) = said {
            assert!(said.replace('"', "").starts_with(default), "{key}: {said}");
            checked += 1;
        } else {
            assert!(
                [
                    "none",
                    "every rule",
                    "the profile's",
                    "the whole row",
                    "what their names",
                    "what their cells",
                    "utf-8, or what",
                    "what cuts every line",
                    "the double quote",
                    "# before the table",
                    "empty cells and NaN",
                    "what the cells",
                    "vectors as they come",
                    "1,000, or",
                    "200,000",
                    "1,000",
                    "100",
                ]
                .iter()
                .any(|nothing| default.starts_with(nothing)),
                "{key}: {default}"
            );
        }
    }
    assert_eq!(checked, 9, "{toml}");
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
