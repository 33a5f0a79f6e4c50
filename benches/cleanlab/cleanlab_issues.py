"""Names suspect labels with cleanlab, from the probabilities that benches/cleanlab wrote.

    python benches/cleanlab/cleanlab_issues.py FOLDER

Prints one JSON object: for each case the rows, the most doubtful first, and the seconds they took.
"""

import json
import pathlib
import sys
import time

import numpy as np
from cleanlab.filter import find_label_issues


def main(folder):
    results = {}
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text())
        labels = np.array(case["labels"])
        probabilities = np.fromfile(path.with_suffix(".f64")).reshape(len(labels), -1)
        started = time.perf_counter()
        rows = find_label_issues(labels, probabilities, return_indices_ranked_by="normalized_margin", n_jobs=1)
        results[path.stem] = {"rows": rows.tolist(), "seconds": time.perf_counter() - started}
    print(json.dumps(results))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
