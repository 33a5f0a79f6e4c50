"""Writes each `run:` of action.yml and of the workflows to a file: python scripts.py ROOT FOLDER

Fails where an expression stands in shell text: what comes from outside reaches a script by `env`.
"""

import re
import sys
from pathlib import Path

import yaml

root, folder = map(Path, sys.argv[1:])
files = [root / "action.yml", *sorted((root / ".github/workflows").glob("*.yml"))]
for file in files:
    written = yaml.safe_load(file.read_text())
    jobs = written["jobs"].values() if "jobs" in written else [written["runs"]]
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    for nth, script in enumerate(scripts):
        assert not re.search(r"\$\{\{", script), f"{file.name}: an expression in shell text: {script}"
        (folder / f"{file.stem}-{nth}.sh").write_text(f"#!/usr/bin/env bash\nset -eo pipefail\n{script}\n")
