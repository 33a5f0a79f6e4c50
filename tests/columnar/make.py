"""Makes columnar files: python make.py FOLDER [DAMAGED [SEED]] writes valid/ (a file for each type of column, with its kind in kinds.json),
damaged/ (DAMAGED files with bits flipped or ends cut, 1,000 unless said) and bombs/ (small files that claim or unpack to much).
Every draw comes from one seed, the project's own unless SEED says another: the same versions of pyarrow and numpy make the same files."""

import datetime
import decimal
import gzip
import json
import pathlib
import random
import struct
import sys
import uuid

import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet as pq

ROWS = 200
out = pathlib.Path(sys.argv[1])
damaged_count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 20_260_801)
label = pa.array([["no", "yes"][row % 2] for row in range(ROWS)])
text = pa.array([f"sentence {row} about {draw.choice(['cats', 'dogs', 'tea', 'rain'])}" for row in range(ROWS)])


def half(values):
    packed = b"".join(struct.pack("<e", value) for value in values)
    return pa.Array.from_buffers(pa.float16(), len(values), [None, pa.py_buffer(packed)])


def gaps(values):
    """The values, every ninth missing."""
    return [None if row % 9 == 5 else value for row, value in enumerate(values)]


def types():
    """Names, columns, and what reports should call them: a kind, or None where any will do."""
    whole = [draw.randrange(0, 100) for _ in range(ROWS)]
    real = [draw.gauss(0, 1) for _ in range(ROWS)]
    words = [draw.choice(["red", "green", "blue"]) for _ in range(ROWS)]
    vector = [[draw.gauss(0, 1) for _ in range(4)] for _ in range(ROWS)]
    ragged = [[1, 2, 3][: 1 + row % 3] for row in range(ROWS)]
    when = [datetime.datetime(2024, 1, 1) + datetime.timedelta(hours=row, microseconds=row) for row in range(ROWS)]
    for width in (8, 16, 32, 64):
        yield f"int{width}", pa.array(gaps(whole), getattr(pa, f"int{width}")()), "number"
        yield f"uint{width}", pa.array(gaps(whole), getattr(pa, f"uint{width}")()), "number"
    yield "float16", half(real), "number"
    yield "float32", pa.array(gaps(real), pa.float32()), "number"
    yield "float64", pa.array(gaps(real), pa.float64()), "number"
    yield "odd-floats", pa.array([[1.5, float("nan"), 1e300, -0.0][row % 4] for row in range(ROWS)]), "number"
    yield "bool", pa.array(gaps([value > 0 for value in real])), None
    yield "null", pa.nulls(ROWS), "empty"
    for bits, kind in ((32, "decimal32"), (64, "decimal64"), (128, "decimal128"), (256, "decimal256")):
        if hasattr(pa, kind):
            digits = {32: 9, 64: 18, 128: 38, 256: 60}[bits]
            values = [decimal.Decimal(value).scaleb(-2) for value in whole]
            yield kind, pa.array(gaps(values), getattr(pa, kind)(digits, 2)), "number"
    for unit in ("s", "ms", "us", "ns"):
        units = [row * 86_400 * 10 ** {"s": 0, "ms": 3, "us": 6, "ns": 9}[unit] for row in range(ROWS)]
        yield f"timestamp-{unit}", pa.array(gaps(units), pa.int64()).cast(pa.timestamp(unit)), "time"
        yield f"timestamp-{unit}-utc", pa.array(gaps(units), pa.int64()).cast(pa.timestamp(unit, "UTC")), "time"
        yield f"duration-{unit}", pa.array(gaps(units), pa.int64()).cast(pa.duration(unit)), "number"
    yield "timestamp-berlin", pa.array(when, pa.timestamp("us", "Europe/Berlin")), "time"
    yield "timestamp-offset", pa.array(when, pa.timestamp("us", "+05:30")), "time"
    far = [-62_135_596_800 - row if row % 2 else 253_402_300_799 + row for row in range(ROWS)]
    yield "timestamp-far", pa.array(far, pa.int64()).cast(pa.timestamp("s")), None
    yield "timestamp-farther", pa.array([2**62 + row for row in range(ROWS)], pa.int64()).cast(pa.timestamp("s", "UTC")), None
    yield "date32", pa.array(gaps(range(ROWS)), pa.int32()).cast(pa.date32()), "time"
    yield "date32-far", pa.array([2**31 - 1 - row for row in range(ROWS)], pa.int32()).cast(pa.date32()), None
    yield "date64", pa.array(gaps([row * 86_400_000 for row in range(ROWS)]), pa.int64()).cast(pa.date64()), "time"
    yield "time32-s", pa.array(gaps(range(ROWS)), pa.int32()).cast(pa.time32("s")), "time"
    yield "time32-ms", pa.array(gaps(range(ROWS)), pa.int32()).cast(pa.time32("ms")), "time"
    yield "time64-us", pa.array(gaps(range(ROWS)), pa.int64()).cast(pa.time64("us")), "time"
    yield "time64-ns", pa.array(gaps(range(ROWS)), pa.int64()).cast(pa.time64("ns")), "time"
    yield "interval", pa.array([pa.MonthDayNano([1, row, 1_000])for row in range(ROWS)], pa.month_day_nano_interval()), None
    for name in ("string", "large_string", "string_view"):
        if hasattr(pa, name):
            yield name, pa.array(gaps(words), getattr(pa, name)()), None
    for name in ("binary", "large_binary", "binary_view"):
        if hasattr(pa, name):
            yield name, pa.array(gaps([word.encode() for word in words]), getattr(pa, name)()), None
    yield "bytes", pa.array([bytes(draw.randrange(256) for _ in range(100)) for _ in range(ROWS)]), None
    yield "fixed_size_binary", pa.array([f"{row:08}".encode() for row in range(ROWS)], pa.binary(8)), None
    ids = [uuid.UUID(int=draw.getrandbits(128)).bytes for _ in range(ROWS)]
    yield "uuid", pa.ExtensionArray.from_storage(pa.uuid(), pa.array(ids, pa.binary(16))) if hasattr(pa, "uuid") else pa.array(ids, pa.binary(16)), None
    if hasattr(pa, "json_"):
        yield "json", pa.ExtensionArray.from_storage(pa.json_(), pa.array(['{"a": 1}'] * ROWS)), None
    if hasattr(pa, "bool8"):
        yield "bool8", pa.ExtensionArray.from_storage(pa.bool8(), pa.array([row % 2 for row in range(ROWS)], pa.int8())), None
    if hasattr(pa, "opaque"):
        yield "opaque", pa.ExtensionArray.from_storage(pa.opaque(pa.string(), "thing", "maker"), pa.array(words)), None
    yield "dictionary", pa.array(gaps(words)).dictionary_encode(), None
    yield "dictionary-int8", pa.DictionaryArray.from_arrays(pa.array([row % 3 for row in range(ROWS)], pa.int8()), ["a", "b", None]), None
    yield "dictionary-of-numbers", pa.array(whole).dictionary_encode(), "number"
    yield "run-end", pa.RunEndEncodedArray.from_arrays([ROWS // 2, ROWS], ["first", "second"]), None
    yield "run-end-of-numbers", pa.RunEndEncodedArray.from_arrays(pa.array([3, ROWS], pa.int16()), [1.5, 2.5]), "number"
    yield "list-of-floats", pa.array(gaps(vector), pa.list_(pa.float64())), "vector"
    yield "list-of-ints", pa.array([[row, 1, 2] for row in range(ROWS)], pa.list_(pa.int32())), "vector"
    yield "large-list", pa.array(gaps(vector), pa.large_list(pa.float32())), "vector"
    yield "fixed-size-list", pa.array(gaps(vector), pa.list_(pa.float32(), 4)), "vector"
    flat = half([value for row in vector for value in row])
    yield "halves", pa.FixedSizeListArray.from_arrays(flat, 4), "vector"
    yield "list-of-halves", pa.ListArray.from_arrays(pa.array(range(0, 4 * ROWS + 1, 4), pa.int32()), flat), "vector"
    if hasattr(pa, "fixed_shape_tensor"):
        storage = pa.array(vector, pa.list_(pa.float32(), 4))
        yield "tensor", pa.ExtensionArray.from_storage(pa.fixed_shape_tensor(pa.float32(), [2, 2]), storage), "vector"
    if hasattr(pa, "list_view"):
        yield "list-view", pa.array(gaps(vector), pa.list_view(pa.float32())), "vector"
        yield "large-list-view", pa.array(gaps(vector), pa.large_list_view(pa.float32())), "vector"
        yield "list-view-of-words", pa.array([[word] for word in words], pa.list_view(pa.string())), None
    yield "ragged", pa.array(gaps(ragged)), None
    yield "ragged-late", pa.array(vector[:-1] + [[1.0]]), None
    yield "empty-lists", pa.array([[]] * ROWS, pa.list_(pa.float32())), None
    yield "list-of-words", pa.array([[word, word] for word in words]), None
    yield "nested-lists", pa.array([[[1], [2, 3]]] * ROWS), None
    yield "matrices", pa.array([[[1.0, 2.0], [3.0, 4.0]]] * ROWS, pa.list_(pa.list_(pa.float32(), 2), 2)), None
    yield "struct", pa.array(gaps([{"a": row, "b": word} for row, word in enumerate(words)])), None
    yield "struct-of-struct", pa.array([{"a": {"b": {"c": row}}} for row in range(ROWS)]), None
    yield "structs-in-lists", pa.array([[{"role": "user", "content": word}] for word in words]), None
    yield "map", pa.array(gaps([[("k", row)] for row in range(ROWS)]), pa.map_(pa.string(), pa.int64())), None
    kinds = pa.array([row % 2 for row in range(ROWS)], pa.int8())
    yield "sparse-union", pa.UnionArray.from_sparse(kinds, [pa.array(range(ROWS)), pa.array(words)]), None
    places = pa.array([row // 2 for row in range(ROWS)], pa.int32())
    halves = [pa.array(range(ROWS // 2)), pa.array(words[: ROWS // 2])]
    yield "dense-union", pa.UnionArray.from_dense(kinds, places, halves), None


def valid(folder):
    """Every type in every layout that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds, tables = {}, []

    def note(name, kind):
        kinds[name] = kind

    for name, column, kind in types():
        table = pa.table({"text": text, "label": label, "x": column})
        tables.append((name, table))
        try:
            pq.write_table(table, folder / f"{name}.parquet")
            note(f"{name}.parquet", kind)
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        with pa.ipc.new_file(folder / f"{name}.arrow", table.schema) as sink:
            sink.write_table(table, max_chunksize=64)
        note(f"{name}.arrow", kind)
    plain = {"text": text, "label": label, "x": pa.array(range(ROWS))}
    table = pa.table(plain)
    with pa.OSFile(str(folder / "stream.arrow"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table, max_chunksize=50)
    note("stream.arrow", "number")
    for packing in ("snappy", "gzip", "brotli", "zstd", "lz4"):
        pq.write_table(table, folder / f"{packing}.parquet", compression=packing)
        note(f"{packing}.parquet", "number")
    for packing in ("lz4", "zstd"):
        pa.feather.write_feather(table, folder / f"{packing}.feather", compression=packing)
        note(f"{packing}.feather", "number")
    pq.write_table(table, folder / "v2.parquet", data_page_version="2.0", version="2.6", use_dictionary=False)
    pq.write_table(table, folder / "groups.parquet", row_group_size=7, data_page_size=64, write_page_index=True)
    pq.write_table(table, folder / "int96.parquet")
    when = pa.array([datetime.datetime(2024, 1, 1)] * ROWS)
    pq.write_table(table.set_column(2, "x", when), folder / "int96.parquet", use_deprecated_int96_timestamps=True)
    for encoding in ("DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"):
        pq.write_table(table, folder / f"{encoding.lower()}.parquet", use_dictionary=False, column_encoding={"x": encoding})
        note(f"{encoding.lower()}.parquet", "number")
    for name in ("v2", "groups"):
        note(f"{name}.parquet", "number")
    note("int96.parquet", "time")
    twins = pa.table([text, label, label, text], names=["text", "label", "x", "x"])
    with pa.ipc.new_file(folder / "twins.arrow", twins.schema) as sink:
        sink.write_table(twins)
    pq.write_table(twins, folder / "twins.parquet")
    note("twins.arrow", None)
    note("twins.parquet", None)
    with gzip.open(folder / "packed.parquet.gz", "wb") as sink:
        sink.write((folder / "v2.parquet").read_bytes())
    note("packed.parquet.gz", "number")
    (folder / "kinds.json").write_text(json.dumps(kinds, indent=1))
    return len(kinds)


def damaged(folder, sources, count):
    """Files with bits flipped, bytes replaced or ends cut, drawn over all valid ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for nth in range(count):
        source = draw.choice(sources)
        data = bytearray(source.read_bytes())
        how = nth % 5
        if how == 0:
            data = data[: draw.randrange(8, len(data))]
        elif how == 1:
            for _ in range(draw.randrange(1, 8)):
                data[draw.randrange(4, len(data))] ^= 1 << draw.randrange(8)
        elif how == 2:
            start = draw.randrange(4, len(data) - 8)
            data[start : start + 8] = draw.randbytes(8)
        elif how == 3:
            # The footer tells of everything.
            start = draw.randrange(max(4, len(data) - 600), len(data) - 8)
            data[start] = draw.randrange(256)
        else:
            start = draw.randrange(4, len(data) - 60)
            data[start : start + draw.randrange(4, 60)] = b"\xff" * draw.randrange(4, 60)
        name = source.name.split(".", 1)
        (folder / f"{nth:05}-{name[0]}.{name[1]}").write_bytes(bytes(data))


def bombs(folder):
    """Small files that unpack to much."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = 1_000_000
    label = pa.DictionaryArray.from_arrays(pa.array([row % 2 for row in range(rows)], pa.int8()), ["no", "yes"])
    long = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), ["x" * 4_000])
    pq.write_table(pa.table({"text": long, "label": label}), folder / "dictionary.parquet")
    part = pa.table({"text": pa.array(["a"] * rows).dictionary_encode(), "label": label})
    with pq.ParquetWriter(folder / "rows.parquet", part.schema, compression="zstd") as sink:
        for _ in range(80):
            sink.write_table(part, row_group_size=rows)
    zeros = pa.table({"text": pa.array(["0" * 1_200_000_000]), "label": pa.array(["b"])})
    pa.feather.write_feather(zeros, folder / "cell.feather", compression="zstd", compression_level=1)
    with gzip.open(folder / "lines.csv.gz", "wb", compresslevel=9) as sink:
        sink.write(b"text,label\n")
        for _ in range(1_100):
            sink.write(b"a,b\n" * 250_000)


if __name__ == "__main__":
    count = valid(out / "valid")
    sources = sorted(path for path in (out / "valid").iterdir() if path.name != "kinds.json" and path.suffix != ".gz")
    damaged(out / "damaged", sources, damaged_count)
    bombs(out / "bombs")
    print(count, "valid files and", damaged_count, "damaged ones")
