"""Holds reports against their schemas, and Markdown against GitHub's own renderer.

    validate.py SARIF_SCHEMA JUNIT_SCHEMA REPORT...

A report is told by its ending: .sarif, .xml or .md. Prints every fault on a line, and exits with 1 when
there is one.
"""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import cmarkgfm
from cmarkgfm.cmark import Options
from jsonschema import Draft7Validator
from lxml import etree

# What a summary of ours is made of. Whatever else a renderer makes of it came from data.
TAGS = {"h2", "h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}
TAGS |= {"details", "summary", "ul", "li"}
EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]


def sarif(path, schema):
    log = json.loads(path.read_text(encoding="utf-8"))
    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    for error in validator.iter_errors(log):
        yield f"{error.json_path}: {error.message[:200]}"
    yield from github(log)


def github(log):
    """What GitHub demands beyond the schema (docs.github.com, SARIF support for code scanning)."""
    for place, text in strings(log, "$"):
        if not text:
            yield f"{place} is empty"
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for rule in rules:
            for part, longest in [("shortDescription", 1024), ("fullDescription", 1024), ("help", 1 << 16)]:
                if not 0 < len(rule[part]["text"]) <= longest:
                    yield f"{rule['id']}: {part} has {len(rule[part]['text'])} characters"
            if len(rule.get("properties", {}).get("tags", [])) > 10 or len(rule["name"]) > 255:
                yield f"{rule['id']}: too many tags, or too long a name"
        results = run["results"]
        if len(results) > 5_000:
            yield f"{len(results)} results, of which 5,000 are shown"
        prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
        if len(set(prints)) < len(prints):
            yield "two results have one fingerprint"
        for result in results:
            yield from located(result)
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                yield f"{result['ruleId']}: the index is that of another rule"
            if "](" in result["message"]["text"]:
                yield f"{result['ruleId']}: a link in the message"


def located(result):
    if not result.get("locations"):
        yield f"{result['ruleId']} has no location"
    for location in result.get("locations", []):
        physical = location["physicalLocation"]
        uri = urlsplit(physical["artifactLocation"]["uri"])
        if uri.scheme or uri.netloc or uri.path.startswith("/") or ".." in unquote(uri.path).split("/"):
            yield f"{uri.geturl()} isn't relative to the repository"
        if physical["region"]["startLine"] < 1:
            yield f"{result['ruleId']}: no line {physical['region']['startLine']}"


def strings(value, place):
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from strings(inner, f"{place}[{at}]")


def junit(path, schema):
    try:
        report = etree.parse(path)
    except etree.XMLSyntaxError as error:
        yield str(error)
        return
    if not schema.validate(report):
        yield from map(str, schema.error_log)
    for suites in report.iter("testsuites", "testsuite"):
        counted = {"tests": "testcase", "failures": "failure", "skipped": "skipped"}
        for attribute, tag in counted.items():
            told, found = suites.get(attribute), len(list(suites.iter(tag)))
            if told is not None and int(told) != found:
                yield f"{attribute} is {told}, and there are {found}"


class Rendered(HTMLParser):
    """The elements of a rendered summary, and its text."""

    def __init__(self, html):
        super().__init__()
        self.faults = []
        self.text = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS or attributes:
            self.faults.append(f"<{tag}> {attributes}")

    def handle_comment(self, data):
        self.faults.append(f"a comment: {data}")

    def handle_data(self, data):
        self.text.append(data)


def markdown(path):
    text = path.read_text(encoding="utf-8")
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_GITHUB_PRE_LANG
    html = cmarkgfm.markdown_to_html_with_extensions(text, options=options, extensions=EXTENSIONS)
    rendered = Rendered(html)
    yield from rendered.faults
    if len(text.encode()) > 900 * 1024:
        yield f"{len(text.encode())} bytes"
    # GitHub looks for these in the finished text.
    shown = "".join(rendered.text)
    for before, after in zip(shown, shown[1:]):
        if before in "@#" and (after.isalnum() or after == "_"):
            yield f"{before}{after} may be a mention or a reference"


def main():
    schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    xsd = etree.XMLSchema(etree.parse(sys.argv[2]))
    check = {
        ".sarif": lambda path: sarif(path, schema),
        ".xml": lambda path: junit(path, xsd),
        ".md": markdown,
    }
    faults = [f"{name}: {fault}" for name in sys.argv[3:] for fault in check[Path(name).suffix](Path(name))]
    print("\n".join(faults))
    return bool(faults)


sys.exit(main())
