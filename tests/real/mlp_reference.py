"""Trains scikit-learn's MLPClassifier on the lessons that tests/real/networks.rs wrote, with the same settings.

    python tests/real/mlp_reference.py FOLDER

Steps are matched through `max_iter`: scikit-learn counts epochs, each with a last smaller batch. Prints each
configuration's in-domain answers, arm by arm and seed by seed, as JSON.
"""

import json
import math
import pathlib
import sys
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier


def answers(entry, batch, seed, teach, labels, exam):
    epochs = max(1, round(entry["steps"] / math.ceil(len(labels) / batch)))
    model = MLPClassifier(
        hidden_layer_sizes=(entry["width"],),
        learning_rate_init=entry["rate"],
        alpha=entry["decay"] * batch,
        batch_size=batch,
        max_iter=epochs,
        n_iter_no_change=epochs + 1,
        random_state=seed,
    )
    return model.fit(teach, labels).predict(exam).tolist()


def main(folder):
    warnings.simplefilter("ignore")
    lesson = json.loads((folder / "lesson.json").read_text())
    labels = np.array(lesson["labels"])
    said = {}
    for arm, columns in lesson["arms"].items():
        teach, exam = (
            np.fromfile(folder / f"{arm}-{part}.f32", dtype="<f4").reshape(-1, columns) for part in ("teach", "exam")
        )
        said[arm] = [
            [answers(entry, lesson["batch"], seed, teach, labels, exam) for entry in lesson["grid"]]
            for seed in lesson["seeds"]
        ]
    print(json.dumps(said))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
