"""Names suspect labels with cleanlab, from the probabilities that benches/cleanlab wrote.

    python benches/cleanlab/cleanlab_issues.py FOLDER

Prints one JSON object: for each case the rows, the most doubtful first, and the seconds they took. Where cleanlab
rounds counts, equal ones are ordered by numpy's default sort, which isn't stable: "settled" holds the rows it names
with a stable one.
"""

import json
import pathlib
import sys
import time

import cleanlab.internal.util
import numpy as np
from cleanlab.filter import find_label_issues


def round_preserving_sum(values):
    """cleanlab's own, with kind="stable"."""
    values = np.asarray(values, dtype=float)
    whole = values.round()
    wanted = values.sum().round()
    while abs(whole.sum().round() - wanted) > 1e-6:
        lacking = np.round(wanted - whole.sum().round())
        step = -1 if lacking < 0 else 1
        for at in np.argsort(values - whole, kind="stable")[::-step][: int(abs(lacking))]:
            whole[at] += step
    return whole.astype(int)


def issues(labels, probabilities):
    return find_label_issues(labels, probabilities, return_indices_ranked_by="normalized_margin", n_jobs=1)


def main(folder):
    results = {}
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text())
        labels = np.array(case["labels"])
        probabilities = np.fromfile(path.with_suffix(".f64")).reshape(len(labels), -1)
        started = time.perf_counter()
        rows = issues(labels, probabilities)
        seconds = time.perf_counter() - started
        original = cleanlab.internal.util.round_preserving_sum
        cleanlab.internal.util.round_preserving_sum = round_preserving_sum
        settled = issues(labels, probabilities)
        cleanlab.internal.util.round_preserving_sum = original
        results[path.stem] = {"rows": rows.tolist(), "settled": settled.tolist(), "seconds": seconds}
    print(json.dumps(results))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
