"""Runs the steps of a composite action as a runner does: python steps.py ACTION.YML CASE.JSON

The case holds `inputs`, `env` and `workspace`. Steps that use other actions are only told. Prints JSON:
each step's name, exit code and output, the action's outputs, and the job's summary.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

action_file, case_file = map(Path, sys.argv[1:])
action = yaml.safe_load(action_file.read_text())
case = json.loads(case_file.read_text())
inputs = {name: spec.get("default", "") for name, spec in action["inputs"].items()}
assert set(case["inputs"]) <= set(inputs), "an input that the action doesn't have"
inputs |= case["inputs"]
steps = {}
temp = Path(tempfile.mkdtemp(dir=case["workspace"]))


def value(name):
    match name.split("."):
        case ["inputs", key]:
            return inputs[key]
        case ["steps", step, "outputs", key]:
            return steps.get(step, {}).get(key, "")
        case ["github", key]:
            return case.get("github", {}).get(key, "")
    if name[0] == name[-1] == "'":
        return name[1:-1]
    raise ValueError(name)


def holds(condition):
    """`A == B && C != D`, all that the action needs."""
    for part in condition.split("&&"):
        left, sign, right = re.split(r"\s*(==|!=)\s*", part.strip())
        if (value(left) == value(right)) != (sign == "=="):
            return False
    return True


def filled(text):
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: value(found[1]), text)


told, code = [], 0
summary = temp / "summary.md"
summary.touch()
for step in action["runs"]["steps"]:
    condition = re.sub(r"^\$\{\{|\}\}$", "", step.get("if", "").strip()).strip()
    if code or (condition and not holds(condition)):
        told.append({"name": step["name"], "skipped": True})
        continue
    if "uses" in step:
        used = {key: filled(text) for key, text in step["with"].items()}
        told.append({"name": step["name"], "uses": step["uses"], "with": used})
        continue
    output = temp / f"output-{len(told)}"
    output.touch()
    env = os.environ | {
        "GITHUB_ACTION_PATH": str(action_file.parent.resolve()),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": case["workspace"],
        "GITHUB_REPOSITORY": "owner/name",
        "RUNNER_TEMP": str(temp),
    } | case.get("env", {}) | {key: filled(text) for key, text in step.get("env", {}).items()}
    where = Path(case["workspace"]) / filled(step.get("working-directory", "."))
    # The shell of `shell: bash`.
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(bash, cwd=where, env=env, capture_output=True, text=True)
    code = done.returncode
    if "id" in step:
        lines = output.read_text().splitlines()
        steps[step["id"]] = dict(line.split("=", 1) for line in lines)
    told.append({"name": step["name"], "code": code, "stdout": done.stdout, "stderr": done.stderr})

outputs = {name: filled(spec["value"]) for name, spec in action["outputs"].items()}
json.dump({"code": code, "steps": told, "outputs": outputs, "summary": summary.read_text()}, sys.stdout)
