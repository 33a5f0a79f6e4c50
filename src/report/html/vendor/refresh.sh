#!/bin/sh
# Fetches the libraries of the HTML report from npm and records what came.
# Usage: refresh.sh D3-VERSION PLOT-VERSION; then set the versions in ../../html.rs, too.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "# What is embedded in every HTML report, as it is published on npm, byte for byte; refresh.sh writes it anew." \
    >"$here/vendored.toml"
echo "The HTML report embeds two libraries, unchanged." >"$here/NOTICE"

# name of the file, package, version, path in the package, what the NOTICE calls it
take() {
    mkdir "$work/$1"
    npm pack --silent --pack-destination "$work/$1" "$2@$3" >/dev/null
    tar -xzf "$work/$1"/*.tgz -C "$work/$1"
    cp "$work/$1/package/$4" "$here/$1"
    hash=$(sha256sum "$here/$1" | cut -d ' ' -f 1)
    printf '\n[[file]]\nname = "%s"\npackage = "%s"\nversion = "%s"\nlicence = "ISC"\nsha256 = "%s"\n' \
        "$1" "$2" "$3" "$hash" >>"$here/vendored.toml"
    printf '\n%s: %s\n\n' "$1" "$5" >>"$here/NOTICE"
    cat "$work/$1/package/LICENSE" >>"$here/NOTICE"
}

take d3.min.js d3 "$1" dist/d3.min.js "D3 (https://d3js.org)"
take plot.min.js @observablehq/plot "$2" dist/plot.umd.min.js "Observable Plot (https://observablehq.com/plot)"

# The style sheet that Plot writes into each chart of the class `plot`: the page's policy names its hash.
node - "$work/plot.min.js/package/src/plot.js" >"$here/plot.css" <<'SCRIPT'
const source = require("node:fs").readFileSync(process.argv[2], "utf8");
const found = /append\("style"\)\.text\(\s*`([^`]*)`/.exec(source);
if (!found) throw new Error("Plot writes no style sheet where it did");
process.stdout.write(found[1].replaceAll("${className}", "plot"));
SCRIPT
