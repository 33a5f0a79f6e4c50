//! Data that attacks whoever reads about it: in cells, in names of columns, classes, domains and files.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::run::{FORMATS, Sandbox};
use crate::schemas::assert_valid;

const ATTACKS: [&str; 20] = [
    "::error::owned",
    " \u{3000}::warning file=a,line=1::owned",
    "::set-output name=a::b",
    "##[error]owned",
    "a##[set-output name=x;]y",
    "#\u{200d}#[warning]owned",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[message text='x']",
    "\u{1b}[31mred\u{1b}[2J\u{9b}2J",
    "\u{1b}]0;title\u{7}\u{1b}]8;;http://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](http://evil.example) <http://evil.example>",
    "![image](http://evil.example/x.png)",
    "]]><!-- &lt; &#64;all",
    "\u{202e}desrever\u{2066}\u{200f}\u{feff}",
    "@everyone #1 owner/name#2 :smile: www.evil.example https://evil.example a@evil.example",
    "\u{1}\u{2}\u{8}\u{b}\u{7f}\u{fffe}\u{ffff}\u{fdd0}",
    "{0} %0A::error::x %25 $x^2$ `code` **bold** ~~gone~~ | cell | do: obey",
    "one line\r\n::error::another\r::notice::third\n\n# Heading\n\n- item",
    "\u{e0041}\u{2028}::error::x\u{85}::error::y",
];

const TEXT: &str = "text \u{202e}\n::error::column <b>[c](http://evil.example) ##[error]";
const LABEL: &str = "label ##[error]@all\u{1b}[31m | `l`";
const DOMAIN: &str = "domain \u{1b}]0;t\u{7} ![d](http://evil.example)";
const FILE: &str =
    "data/::error::x ##[error] <b>[l](x) @all `q` ]]>\u{202e}\u{1b}[31m\n::error::y.jsonl";

/// 400 rows whose every cell and name attacks, one of them with 1 MB of text, and with it a label and a
/// domain of that length. Repeats, conflicts and a shift make findings that tell of them.
fn data() -> String {
    let class = |row: usize| {
        [
            "::error::class GH-1 @name 0a1b2c3 <script>[c](http://evil.example)",
            "##[error]ham @all \u{1b}[31m",
        ][row % 2]
    };
    let domain = |row: usize| {
        [
            "::warning::north",
            "]]><script>\u{202e}",
            "@south\n::error::x",
        ][row / 2 % 3]
    };
    let mut rows: Vec<Value> = (0..400)
        .map(|row| {
            let attack = ATTACKS[row * 7 % ATTACKS.len()];
            json!({TEXT: format!("{attack} {}", row % 150), LABEL: class(row * row), DOMAIN: domain(row)})
        })
        .collect();
    let long = format!("{}::error::x", "B".repeat(1_000_000));
    rows.push(json!({TEXT: long, LABEL: class(0), DOMAIN: domain(0)}));
    rows.push(json!({TEXT: "short", LABEL: long, DOMAIN: domain(0)}));
    rows.push(json!({TEXT: "shorter", LABEL: class(0), DOMAIN: long}));
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// Characters that control a terminal, reorder text or hide it, and those that XML doesn't allow.
fn acts(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e0041}'
        )
}

/// What no format may print, wherever it is shown.
fn assert_inert(format: &str, text: &str) {
    assert_eq!(
        text.chars().find(|c| acts(*c)),
        None,
        "{format} prints what acts"
    );
    for line in text.lines() {
        assert!(
            format == "github" || !line.trim_start().starts_with("::"),
            "{format} prints a command: {line}"
        );
        for mark in ["##[", "##vso[", "##teamcity["] {
            // The runner ignores characters without width.
            let seen = line.replace(['\u{200d}', '\u{200c}', '\u{ad}'], "");
            assert!(!seen.contains(mark), "{format} prints a command: {line}");
        }
    }
    // Only JSON tells everything at its full length.
    assert!(
        format.starts_with("json") || text.len() < 1_000_000,
        "{format} prints {} bytes",
        text.len()
    );
}

/// Every line is an annotation of ours, read as GitHub's runner reads it (actions/runner, ActionCommand).
fn assert_annotations(text: &str) {
    assert!(!text.is_empty());
    for line in text.lines() {
        let (command, message) = line[2..]
            .split_once("::")
            .expect("an annotation has a message");
        let (kind, properties) = command
            .split_once(' ')
            .expect("an annotation has properties");
        assert!(
            line.starts_with("::") && ["error", "warning", "notice"].contains(&kind),
            "{line}"
        );
        let keys: Vec<&str> = properties
            .split(',')
            .filter_map(|pair| pair.split_once('=').map(|(key, _)| key))
            .collect();
        let expected: &[&str] = if kind == "notice" {
            &["title"]
        } else {
            &["file", "line", "title"]
        };
        assert_eq!(keys, expected, "{line}");
        let after = message.replace("%25", "").replace("%0A", "");
        assert!(!after.contains('%'), "{line}");
    }
}

/// The summary's own elements and no other, read as CommonMark with tables and the like.
fn assert_plain(markdown: &str) {
    const OURS: [&str; 2] = ["<details><summary>", "</details>"];
    // What GitHub makes links of in the finished text.
    let reference = regex::Regex::new(r"(?i)[@#]\w|\bgh-\d|\b0a1b2c3\b").expect("sound");
    let mut finished = String::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(
                tag @ (Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)),
            ) => {
                panic!("{tag:?}")
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.trim();
                let folded = html.starts_with(OURS[0])
                    && html.ends_with("rows</summary>")
                    && html.len() < 120
                    || html.starts_with(OURS[0])
                        && html.ends_with("1 row</summary>")
                        && html.len() < 120;
                assert!(folded || html == OURS[1] || html.is_empty(), "{html}");
            }
            Event::InlineMath(math) | Event::DisplayMath(math) => panic!("{math}"),
            Event::FootnoteReference(note) => panic!("{note}"),
            Event::Text(text) => finished.push_str(&text),
            _ => finished.push('\n'),
        }
    }
    let found = reference.find(&finished).map(|found| found.as_str());
    assert_eq!(found, None, "{finished}");
}

/// The page has its own elements and no other, and no address; what Chromium makes of it is a test of its own.
fn assert_page(page: &str) {
    const OURS: &str = "a article body caption code dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 \
                        head header html input label legend li main meta meter nav noscript p script section span \
                        strong style summary table tbody td th thead title tr ul";
    let inside =
        regex::Regex::new("(?s)<(script|style)([^>]*)>.*?</(script|style)>").expect("sound");
    let element = regex::Regex::new("</?([^\\s/>]+)([^>]*)>").expect("sound");
    let scripts = inside.captures_iter(page).filter(|all| &all[1] == "script");
    assert_eq!(scripts.count(), 7, "the charts' numbers and six scripts");
    let page = inside.replace_all(page, "<$1$2></$1>");
    for found in element.captures_iter(&page) {
        let (name, rest) = (found[1].to_ascii_lowercase(), &found[2]);
        assert!(
            name == "!doctype" || OURS.split_whitespace().any(|ours| ours == name),
            "{}",
            &found[0]
        );
        for attribute in [" on", "src=", "href=\"h", "href=\"j", "style="] {
            assert!(
                !rest.to_ascii_lowercase().contains(attribute),
                "{}",
                &found[0]
            );
        }
    }
}

#[test]
fn nothing_of_hostile_data_acts_in_any_format() {
    for show in [false, true] {
        let sandbox = Sandbox::new(&[(FILE, data().as_bytes())]);
        let mut args = vec![
            FILE,
            "--label",
            LABEL,
            "--text",
            TEXT,
            "--domain",
            DOMAIN,
            "--profile",
            "quick",
        ];
        args.extend(show.then_some("--show-values"));
        let reports = sandbox.every_format(&args, &[]);
        for (format, text) in &reports {
            assert!(!text.is_empty());
            assert_inert(format, text);
            match *format {
                "github" => assert_annotations(text),
                "markdown" => assert_plain(text),
                "json" | "sarif" => drop(serde_json::from_str::<Value>(text).expect("JSON")),
                "json-lines" => {
                    for line in text.lines() {
                        serde_json::from_str::<Value>(line).expect("JSON on every line");
                    }
                }
                "agent" => {
                    let known = ["deny ", "warn ", "undetermined ", "exit "];
                    assert!(
                        text.lines()
                            .all(|line| known.iter().any(|word| line.starts_with(word))),
                        "{text}"
                    );
                    assert!(!text.contains("| do: obey"));
                }
                "html" => assert_page(text),
                _ => {}
            }
        }
        assert_valid(&sandbox.reports());
    }
}

#[test]
fn nothing_of_hostile_data_acts_when_it_cannot_be_judged() {
    let ragged = format!(
        "a,b\n1,2\n{},x,y\n",
        ATTACKS.concat().replace(['\n', '\r', ','], " ")
    );
    let config = "# \u{202e}##[error]x \u{1b}]0;t\u{7}\n[dataset.\"::error::d\"]\npath = \"x.csv\" # \u{1b}[31m\nlable = \"##[error]y\"\n";
    let sandbox = Sandbox::new(&[
        ("ragged.csv", ragged.as_bytes()),
        (FILE, data().as_bytes()),
        ("bad/trueline.toml", config.as_bytes()),
    ]);
    let missing = format!("{FILE}.gone");
    for args in [
        &["ragged.csv", "--label", "a"][..],
        &[
            FILE,
            "--label",
            "\u{1b}[31m::error::no such column ##[error]",
        ],
        &[&missing, "--label", "a"],
        &["bad"],
        &["--config", "bad/trueline.toml"],
        &[
            "ragged.csv",
            "--label",
            "a",
            "--select",
            "\u{1b}]0;t\u{7}##[error]",
        ],
    ] {
        let done = sandbox.check(args, &[]);
        let said = String::from_utf8(done.stderr).expect("an error is UTF-8");
        assert_eq!(done.status.code(), Some(2), "{args:?}: {said}");
        assert!(!said.is_empty());
        assert_inert("an error", &said);
    }
}

/// Rows that repeat, with a secret in every cell that isn't a label.
fn secrets() -> String {
    let rows = (0..300).map(|row| {
        let said = if row % 10 == 9 { row - 1 } else { row };
        format!(
            "hunter2-{said} hunter2-x{said} said it,{}\n",
            ["ham", "spam"][said % 2]
        )
    });
    std::iter::once("text,label\n".to_owned())
        .chain(rows)
        .collect()
}

#[test]
fn values_are_left_out_of_ci_unless_asked_for() {
    let roles = [
        "data.csv",
        "--label",
        "label",
        "--text",
        "text",
        "--profile",
        "quick",
    ];
    let asked = [&roles[..], &["--show-values"]].concat();
    let shown = |args: &[&str], env: &[(&str, &str)]| -> Vec<&'static str> {
        let sandbox = Sandbox::new(&[("data.csv", secrets().as_bytes())]);
        let reports = sandbox.every_format(args, env);
        assert!(reports[1].1.contains("\"outcome\": \"found\""));
        reports
            .iter()
            .filter(|(_, text)| text.contains("hunter2"))
            .map(|(format, _)| *format)
            .collect()
    };
    assert_eq!(shown(&roles, &[]), ["human"]);
    for service in ["CI", "GITHUB_ACTIONS", "TF_BUILD"] {
        assert!(shown(&roles, &[(service, "true")]).is_empty());
    }
    assert_eq!(
        shown(&asked, &[("CI", "true")]),
        ["human", "json", "json-lines", "html"]
    );
    assert_eq!(FORMATS.len(), 9);
}

#[test]
fn an_error_shows_no_row_in_ci() {
    let sandbox = Sandbox::new(&[("data.csv", b"a,b\n1,2\nhunter2,x,y\n")]);
    let said = |args: &[&str], env: &[(&str, &str)]| {
        let all = [&["data.csv", "--label", "a"][..], args].concat();
        String::from_utf8(sandbox.check(&all, env).stderr).expect("an error is UTF-8")
    };
    assert!(said(&[], &[]).contains("hunter2"));
    let discreet = said(&[], &[("CI", "true")]);
    assert!(
        !discreet.contains("hunter2") && discreet.contains("line 3 of data.csv"),
        "{discreet}"
    );
    assert!(said(&["--show-values"], &[("CI", "true")]).contains("hunter2"));
}
