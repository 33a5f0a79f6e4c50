"""Makes Parquet files with faults, and holds what `trueline fix` made of them against them.

    parquet.py make FOLDER
    parquet.py compare BEFORE AFTER MANIFEST
"""

import datetime
import decimal
import json
import sys
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 120


def sentence(row):
    random = numpy.random.default_rng(row)
    return " ".join(f"word{n}" for n in random.integers(0, 4_000, 12))


def make_table():
    texts = [sentence(row) for row in range(ROWS)]
    labels = ["good" if row % 2 else "bad" for row in range(ROWS)]
    # Copies, rows without text, spellings, mojibake and an address, over all groups of rows.
    for row in (30, 31, 77, 118):
        texts[row], labels[row] = texts[row - 20], labels[row - 20]
    texts[5] = texts[99] = None
    labels[40], labels[41], labels[90] = "Good", "BAD", " good "
    texts[50] += " cafÃ© crÃ¨me"
    texts[60] = "  write to a.b@example.org now \n" + texts[60]
    whole = list(range(ROWS))
    # What two copies differ in isn't theirs alone to lose.
    for row in (30, 31, 77, 118):
        whole[row] = row - 20
    at = [datetime.datetime(2024, 1, 1, 1, 2, 3, n, tzinfo=datetime.timezone.utc) for n in whole]
    return pa.table(
        {
            "text": pa.array(texts, pa.large_string()),
            "label": pa.array(labels).dictionary_encode(),
            "whole": pa.array(whole, pa.int16()),
            "real": pa.array([float("nan") if n % 7 == 3 else n / 3 for n in whole], pa.float32()),
            "money": pa.array([decimal.Decimal(n) / 4 for n in whole], pa.decimal128(9, 2)),
            "at": pa.array(at, pa.timestamp("us", tz="Europe/Berlin")),
            "day": pa.array([n if n % 5 else None for n in whole], pa.date32()),
            "old": pa.array([n * 1_000_000 for n in whole], pa.timestamp("ns")),
            "tags": pa.array([[f"t{n}", None] if n % 4 else [] if n % 8 else None for n in whole]),
            "vector": pa.array([[n, n / 2, 1] for n in whole], pa.list_(pa.float64(), 3)),
            "nested": pa.array([{"a": n, "b": [{"c": f"c{n}"}] * (n % 3)} for n in whole]),
            "map": pa.array([[("k", n)] if n % 3 else [] for n in whole], pa.map_(pa.string(), pa.int64())),
            "bytes": pa.array([bytes([255, n]) for n in whole], pa.binary(2)),
            "yes": pa.array([n % 2 == 0 for n in whole]),
            "none": pa.nulls(ROWS),
        }
    ).replace_schema_metadata({"made": "by hand", "pandas": json.dumps({"columns": []})})


def make(folder):
    table = make_table()
    ways = {
        "plain": {"compression": "none", "use_dictionary": False, "row_group_size": 50},
        "snappy": {"compression": "snappy", "row_group_size": 17},
        "zstd": {
            "compression": {name: "gzip" if name == "text" else "zstd" for name in leaves(table)},
            "row_group_size": 1_000,
            "data_page_version": "2.0",
        },
        # Instants of 96 bits, and the names of list items that Hive has.
        "hive": {
            "compression": "brotli",
            "use_deprecated_int96_timestamps": True,
            "use_compliant_nested_type": False,
            "version": "1.0",
        },
        "delta": {
            "use_dictionary": False,
            "column_encoding": {"text": "DELTA_BYTE_ARRAY", "whole": "DELTA_BINARY_PACKED", "real": "BYTE_STREAM_SPLIT"},
            "store_schema": False,
            "sorting_columns": [pq.SortingColumn(2)],
        },
    }
    for name, how in ways.items():
        pq.write_table(table, folder / f"{name}.parquet", **how)


def leaves(table):
    sink = pa.BufferOutputStream()
    pq.write_table(table.slice(0, 1), sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return [schema.column(at).path for at in range(len(schema))]


def same(a, b):
    """Whether two values are one, a NaN being itself."""
    return repr(a) == repr(b)


def compare(before, after, manifest):
    old, new = pq.ParquetFile(before), pq.ParquetFile(after)
    # The first line holds where the object lies in memory.
    assert str(old.schema).split("\n")[1:] == str(new.schema).split("\n")[1:], f"{old.schema}\n{new.schema}"
    assert old.schema_arrow.equals(new.schema_arrow, check_metadata=True)
    assert old.metadata.metadata == new.metadata.metadata
    chunks = (old.metadata.row_group(0), new.metadata.row_group(0))
    for at in range(len(old.schema)):
        one, other = (chunk.column(at) for chunk in chunks)
        assert one.compression == other.compression, (one.path_in_schema, one.compression, other.compression)
        assert one.has_dictionary_page == other.has_dictionary_page, one.path_in_schema
    assert chunks[0].sorting_columns == chunks[1].sorting_columns
    lines = [json.loads(line) for line in manifest.read_text().splitlines()]
    assert all(line["lines"] is None for line in lines[1:])
    dropped = {line["row"] - 1 for line in lines[1:] if line["action"] == "drop"}
    changed = {}
    for line in lines[1:]:
        if line["action"] == "change":
            changed.setdefault(line["row"] - 1, set()).update(line["columns"])
    assert dropped and changed
    rows = [row for at, row in enumerate(old.read().to_pylist()) if at not in dropped]
    places = [at for at in range(ROWS) if at not in dropped]
    mended = new.read().to_pylist()
    assert len(rows) == len(mended) == lines[0]["files"][0]["left"]
    for at, row, now in zip(places, rows, mended):
        for column, value in row.items():
            if column in changed.get(at, ()):
                assert not same(value, now[column]), (at, column, value)
                print(at, column, repr(now[column]))
            else:
                assert same(value, now[column]), (at, column, value, now[column])


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    {"make": make, "compare": compare}[command](*map(Path, paths))
