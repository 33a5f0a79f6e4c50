//! `trueline check --show-settings`: what it prints reads back as the same settings, and names where each
//! comes from.

use std::fs;
use std::path::Path;
use std::process::Command;

use trueline::cli::{Cli, Command as Subcommand};
use trueline::dataset::RoleLists;
use trueline::plan::settings::{
    FAIL_ON, MODEL, OFFLINE, PROBES, PROFILE, SEED, STRICT, TRAIN_ROWS,
};
use trueline::plan::{Entry, Overview, Plan, Request};
use trueline::policy::{Fallback, Origin, Policy};
use trueline::{report, rules};

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

/// The plan of `text` and `request`, and its settings.
fn planned(text: &str, request: &Request) -> (Plan, Overview) {
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
    let settings = Overview::new(&plan, &policy, request, &catalogue);
    (plan, settings)
}

fn printed(settings: &Overview) -> String {
    let mut out = Vec::new();
    report::write_settings(settings, &mut out).expect("a vector can be written");
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
            plan.get(&MODEL),
            plan.get(&PROFILE).word(),
            (plan.get(&TRAIN_ROWS), plan.get(&PROBES), plan.get(&SEED)),
            rules,
            plan.get(&FAIL_ON),
            plan.get(&STRICT),
            plan.get(&OFFLINE),
            &plan.cache,
        )
    )
}

/// What `trueline check` with these words asks for. Where the cache is depends on the environment: that is
/// tested through the program.
fn request(words: &[&str]) -> Request {
    let args = ["trueline", "check", "--no-cache"];
    let args = args.iter().chain(words).map(Into::into).collect();
    match Cli::read(args).expect("a well-formed line").command {
        Subcommand::Check(args) => Request::from(*args),
        other => panic!("not a check: {other:?}"),
    }
}

/// Command lines that say each setting in another way than the file.
fn requests() -> Vec<Request> {
    let every = "other.csv more.csv --label l --text t --text u --domain d=1,2 --shifted s.csv --split f --group g \
                 --exclude i --embedding v --no-header --input-format csv --encoding latin-1 --model m --profile audit \
                 --train-rows 99 --no-probes --seed 18446744073709551615 --fail-on never --strict --offline";
    vec![
        request(&[]),
        request(&["--select", "rare-class,personal-data"]),
        request(&["--select", "duplicate-rows"]),
        request(&[
            "--ignore",
            "low-rank-embedding",
            "--select",
            "low-rank-embedding,empty-text",
        ]),
        request(&every.split_whitespace().collect::<Vec<_>>()),
        request(&["--label", "l", "--template", "{a}", "--encoding", "utf8"]),
    ]
}

#[test]
fn what_is_printed_reads_back_as_the_same_settings() {
    for text in ["[dataset.d]\npath = \"d.csv\"\nlabel = \"y\"\n", FILE] {
        for asked in requests() {
            let (plan, settings) = planned(text, &asked);
            let toml = printed(&settings);
            let (again, overview) = planned(&toml, &request(&[]));
            assert_eq!(sayable(&plan), sayable(&again), "{toml}");
            let values = |settings: &Overview| {
                let each = settings.blocks.iter().flat_map(|block| &block.rows);
                each.map(|setting| (setting.key.clone(), setting.value.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(values(&settings), values(&overview));
        }
    }
}

#[test]
fn each_value_names_the_line_or_the_flag_that_set_it() {
    let (_, settings) = planned(FILE, &requests()[0]);
    for block in &settings.blocks {
        for setting in &block.rows {
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
    let from_file = |settings: &Overview| {
        let each = settings.blocks.iter().flat_map(|block| &block.rows);
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
        .flat_map(|block| &block.rows)
        .filter(|setting| matches!(setting.origin, Origin::Flag(_)))
        .map(|setting| (setting.key.as_str(), &setting.origin))
        .collect();
    let flags = [
        ("profile", "profile"),
        ("train-rows", "train-rows"),
        ("probes", "no-probes"),
        ("seed", "seed"),
        ("fail-on", "fail-on"),
        ("strict", "strict"),
        ("offline", "offline"),
        ("model", "model"),
        ("label", "label"),
        ("text", "text"),
        ("domain", "domain"),
        ("shifted", "shifted"),
        ("split", "split"),
        ("group", "group"),
        ("exclude", "exclude"),
        ("header", "no-header"),
        ("input-format", "input-format"),
        ("encoding", "encoding"),
        ("embedding", "embedding"),
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
            .rows
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
fn the_defaults_that_keys_name_are_the_real_ones() {
    use trueline::plan::settings::{EMBED, TOP, dataset};
    let request = request(&["d.csv", "--label", "y"]);
    let toml = printed(&planned("", &request).1);
    let mut checked = 0;
    for key in TOP.iter().chain(EMBED).chain(dataset::KEYS) {
        let Some(default) = key.default_in_words() else {
            continue;
        };
        if key.name.starts_with("cache-") {
            continue;
        }
        let said = toml
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{} = ", key.name)));
        if let Some(said) = said {
            assert!(
                said.replace('"', "").starts_with(&default),
                "{}: {said}",
                key.name
            );
            checked += 1;
        } else {
            assert!(matches!(key.default, Fallback::Nothing(_)), "{}", key.name);
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
    put("printed.toml", &first);
    let second = show(&["--config", "printed.toml"]);
    let values = |text: &str| text.parse::<toml::Table>().expect("TOML");
    assert_eq!(values(&first), values(&second));
}

/// What the README shows is what is printed, white space aside: it depends on where the cache is.
#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .expect("the README is there");
    let block = |start: &str| {
        let (_, rest) = readme.split_once(start).expect("the README has the block");
        let (inside, _) = rest.split_once("```").expect("a block ends");
        inside.to_owned()
    };
    let folder = tempfile::tempdir().expect("a folder");
    for inner in ["shared", "mine"] {
        fs::create_dir(folder.path().join(inner)).expect("made");
    }
    let base = "seed = 7\n\n[rules.rare-class]\nlevel = \"deny\"\n";
    fs::write(folder.path().join("shared/trueline.toml"), base).expect("written");
    let pyproject = block("```toml\n# pyproject.toml\n");
    let pyproject = format!("# pyproject.toml\n{pyproject}");
    fs::write(folder.path().join("mine/pyproject.toml"), pyproject).expect("written");
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(["check", "--show-settings", "--profile", "quick"])
        .current_dir(folder.path().join("mine"))
        .env_remove("TRUELINE_NO_CACHE")
        .output()
        .expect("trueline runs");
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed: Vec<String> = String::from_utf8_lossy(&done.stdout)
        .lines()
        .map(words)
        .collect();
    let shown = block("```text\n$ trueline check --show-settings --profile quick\n");
    for line in shown.lines().filter(|line| *line != "...") {
        assert!(printed.contains(&words(line)), "{line}\n{printed:#?}");
    }
}
