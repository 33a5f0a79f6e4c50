"""Holds documents against a JSON Schema of draft 2020-12, after holding the schema against its own.

    validate.py SCHEMA < DOCUMENTS

DOCUMENTS is a JSON list. Prints a JSON list as long: the faults of each document.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
found = [
    [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]
    for document in json.load(sys.stdin)
]
json.dump(found, sys.stdout)
