"""Trains the zoo's configurations with scikit-learn on the rows that benches/zoo wrote.

    python benches/zoo/sklearn_zoo.py FOLDER

Every configuration is its own estimator, as a script would write it; two processes share the work.
Prints one JSON object: seconds in all and by family, and each configuration's in-domain accuracy.
"""

import json
import pathlib
import sys
import time
import warnings

import numpy as np
from joblib import Parallel, delayed
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier


def estimator(entry, factor, rows):
    family = entry["family"]
    leaf = max(1, round(entry.get("leaf", 1) / factor))
    if family == "logistic regression":
        return LogisticRegression(C=entry["c"] * factor, max_iter=1000)
    if family == "linear SVM":
        return LinearSVC(C=entry["c"] * factor)
    if family == "decision tree":
        return DecisionTreeClassifier(max_depth=entry["depth"], min_samples_leaf=leaf, random_state=0)
    if family == "random forest":
        return RandomForestClassifier(
            entry["trees"], max_depth=entry["depth"], min_samples_leaf=leaf, random_state=0
        )
    if family == "boosted trees":
        return HistGradientBoostingClassifier(
            learning_rate=entry["rate"],
            max_depth=entry["depth"],
            max_iter=entry["rounds"],
            max_bins=64,
            early_stopping=False,
        )
    if family == "naive Bayes":
        return GaussianNB(var_smoothing=entry["share"])
    return KNeighborsClassifier(n_neighbors=min(rows, max(1, round(entry["k"] / factor))))


def fit(entry, factor, train, labels, test_sets, truth):
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    model = estimator(entry, factor, len(labels)).fit(train, labels)
    answers = [model.predict(rows) if len(rows) else np.empty(0) for rows in test_sets]
    return entry["family"], time.perf_counter() - start, float(np.mean(answers[0] == truth))


def main(folder):
    data = json.loads((folder / "data.json").read_text())
    labels = np.array(data["labels"])
    truth = np.array(data["truth"])
    started = time.perf_counter()
    results = {}
    for arm, columns in data["arms"].items():
        parts = [
            np.fromfile(folder / f"{arm}-{part}.f64").reshape(-1, columns) for part in range(data["parts"])
        ]
        results[arm] = Parallel(n_jobs=2)(
            delayed(fit)(entry, data["match_factor"], parts[0], labels, parts[1:], truth)
            for entry in data["grid"]
        )
    seconds = time.perf_counter() - started
    families = {}
    for arm in results.values():
        for family, spent, _ in arm:
            families[family] = families.get(family, 0.0) + spent
    accuracy = {arm: [right for _, _, right in fits] for arm, fits in results.items()}
    print(json.dumps({"seconds": seconds, "families": families, "accuracy": accuracy}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
