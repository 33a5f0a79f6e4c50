"""Writes reference.json: inputs, and what scipy, scikit-learn, statsmodels and cleanlab make of them.

Run it with scipy 1.17, scikit-learn 1.9, statsmodels 0.15 and cleanlab 2.9: python src/measure/tests/reference.py
"""

import json
from pathlib import Path

import numpy as np
from cleanlab.filter import find_label_issues
from scipy import stats
from sklearn.metrics import log_loss, matthews_corrcoef, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

random = np.random.default_rng(20261129)


def wilson():
    counts = [(0, 12), (1, 29), (15, 148), (81, 263), (381, 381), (7, 10)]
    return [
        {"hits": hits, "n": n, "confidence": confidence,
         "interval": proportion_confint(hits, n, 1 - confidence, method="wilson")}
        for hits, n in counts
        for confidence in (0.9, 0.95, 0.99)
    ]


def newcombe():
    counts = [(56, 70, 48, 80), (9, 10, 3, 10), (5, 56, 1, 29), (200, 1000, 90, 400)]
    return [
        {"one": [a, m], "other": [b, n],
         "interval": confint_proportions_2indep(a, m, b, n, method="newcomb", compare="diff", alpha=0.05)}
        for a, m, b, n in counts
    ]


def mcnemar_exact():
    return [
        {"pairs": [b, c], "p": float(mcnemar([[0, b], [c, 0]], exact=True).pvalue)}
        for b, c in [(10, 2), (5, 5), (0, 7), (40, 20), (1, 0)]
    ]


def probit():
    return [{"p": p, "z": float(stats.norm.ppf(p))} for p in (1e-5, 0.01, 0.3, 0.5, 0.77, 0.95, 0.9999)]


def draws():
    cases = []
    for count in (5, 10):
        values = random.uniform(0, 1, count).round(6)
        reach = stats.t.ppf(0.995, count - 1) * values.std(ddof=1) * (1 + 1 / count) ** 0.5
        cases.append({"values": values.tolist(), "mean": float(values.mean()), "reach": float(reach)})
    return cases


def correlation():
    accuracies = random.uniform(0.5, 0.99, (40, 2)).round(6)
    accuracies[:, 1] = (0.7 * accuracies[:, 0] + 0.3 * accuracies[:, 1]).round(6)
    z = stats.norm.ppf(accuracies)
    line = stats.linregress(z[:, 0], z[:, 1])
    return {"accuracies": accuracies.tolist(), "pearson": float(stats.pearsonr(z[:, 0], z[:, 1]).statistic),
            "spearman": float(stats.spearmanr(z[:, 0], z[:, 1]).statistic),
            "slope": float(line.slope), "intercept": float(line.intercept)}


def area():
    truth = (np.arange(60) % 3 == 0).astype(int)
    scores = (random.normal(0, 1, 60) + truth).round(2)
    return {"truth": truth.tolist(), "scores": scores.tolist(), "auc": float(roc_auc_score(truth, scores))}


def rank():
    vectors = random.normal(0, 1, (30, 6)) * np.array([5, 3, 2, 1, 0.5, 0.1])
    vectors = (vectors + 7).round(6)
    values = np.linalg.eigvalsh(np.cov(vectors, rowvar=False))
    return {"vectors": vectors.tolist(), "effective_rank": float(np.exp(stats.entropy(values / values.sum())))}


def probabilities():
    truth = random.integers(0, 3, 200)
    given = np.where(random.uniform(size=200) < 0.15, random.integers(0, 3, 200), truth)
    scores = random.normal(0, 1, (200, 3))
    scores[np.arange(200), truth] += 2.5
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    shares = shares.round(9)
    shares[:, 2] = 1 - shares[:, 0] - shares[:, 1]
    predicted = shares.argmax(axis=1)
    prior = np.bincount(given, minlength=3) / len(given)
    entropy = log_loss(given, np.tile(prior, (200, 1)), labels=[0, 1, 2])
    issues = find_label_issues(given, shares, return_indices_ranked_by="normalized_margin")
    return {"given": given.tolist(), "probabilities": shares.tolist(), "prior": prior.tolist(),
            "bits": float((entropy - log_loss(given, shares, labels=[0, 1, 2])) / np.log(2)),
            "mcc": float(matthews_corrcoef(given, predicted)), "issues": [int(row) for row in issues]}


def quantiles():
    values = random.normal(0, 1, 500).round(6)
    return {"values": values.tolist(), "interval": np.quantile(values, [0.025, 0.975]).tolist()}


if __name__ == "__main__":
    made = {"wilson": wilson(), "newcombe": newcombe(), "mcnemar": mcnemar_exact(), "probit": probit(),
            "draws": draws(), "correlation": correlation(), "area": area(), "rank": rank(),
            "probabilities": probabilities(), "quantiles": quantiles()}
    text = json.dumps(made, indent=None, separators=(",", ":"))
    Path(__file__).with_name("reference.json").write_text(text.replace('],"', '],\n"') + "\n")
