#!/usr/bin/env bash
# Runs `trueline check` once: annotations to the log, the summary to the job, SARIF and JSON to files.
#
# Writes exit-code, findings, sarif-file and report-file to the step's outputs, and ends with 0: the
# last step of the action ends with the exit code, after SARIF was sent.
set -euo pipefail

reports=$(mktemp -d "$RUNNER_TEMP/trueline.XXXXXX")
sarif=${SARIF:-$reports/trueline.sarif}
case $sarif in
  /* | [A-Za-z]:*) ;;
  *) sarif=$PWD/$sarif ;;
esac

command=(
  "$TRUELINE" check
  --output-format github
  --output-format "sarif=$sarif"
  --output-format "json=$reports/report.json"
  --output-format "markdown=$reports/summary.md"
)
[ -z "${CONFIG:-}" ] || command+=(--config "$CONFIG")
[ -z "${FAIL_ON:-}" ] || command+=(--fail-on "$FAIL_ON")
[ -z "${BASELINE:-}" ] || command+=(--baseline "$BASELINE")

# xargs takes quotes off as a shell does, and expands nothing.
if [[ ${ARGS:-} =~ [^[:space:]] ]]; then
  words=$(printf '%s\n' "$ARGS" | xargs -n 1 printf '%s\n') || {
    echo "::error title=trueline::the input args has a quote that is never closed"
    exit 2
  }
  while IFS= read -r word; do command+=("$word"); done <<<"$words"
fi
command+=(--)
while IFS= read -r path; do
  [ -z "$path" ] || command+=("$path")
done <<<"${DATA:-}"

# What an earlier run left there is no report of this one.
rm -f -- "$sarif"
status=0
"${command[@]}" || status=$?

# Data that can't be read ends with 2 and has its reports all the same; without them nothing could be judged at all.
report=$reports/report.json
if [ -s "$report" ] && [ -s "$sarif" ] && [ -s "$reports/summary.md" ]; then
  # The verdict stands at the end; nothing else of the report is indented by four and named so.
  count() { sed -n "s/^    \"$1\": \([0-9]*\),\{0,1\}\$/\1/p" "$report" | tail -n 1; }
  findings=$(($(count denied) + $(count warned)))
  cat "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
else
  sarif=
  report=
  findings=
  echo "::error title=trueline::trueline could not judge the data: the log of this step says why"
  printf '## trueline\n\n**could not judge**: the log of the step says why\n' >>"$GITHUB_STEP_SUMMARY"
fi

{
  echo "exit-code=$status"
  echo "findings=$findings"
  echo "sarif-file=$sarif"
  echo "report-file=$report"
} >>"$GITHUB_OUTPUT"
