"""Trains scikit-learn's MLPClassifier on the rows that tests/real/networks.rs wrote, with the same settings.

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


def answers(entry, batch, seed, train, labels, test):
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
    return model.fit(train, labels).predict(test).tolist()


def main(folder):
    warnings.simplefilter("ignore")
    data = json.loads((folder / "data.json").read_text())
    labels = np.array(data["labels"])
    said = {}
    for arm, columns in data["arms"].items():
        train, test = (
            np.fromfile(folder / f"{arm}-{part}.f32", dtype="<f4").reshape(-1, columns) for part in ("train", "test")
        )
        said[arm] = [
            [answers(entry, data["batch"], seed, train, labels, test) for entry in data["grid"]]
            for seed in data["seeds"]
        ]
    print(json.dumps(said))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
