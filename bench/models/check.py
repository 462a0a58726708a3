"""Does onnxruntime load a package, agree with its model.json, and answer its request with finite numbers?"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

NUMPY_TYPES = {"tensor(float)": "float32", "tensor(int64)": "int64"}


def check_package(folder: Path) -> float:
    """Returns the largest difference between the answers to a row asked alone and asked beside another row."""
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    signature = manifest["signature"]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
    _compare(folder, "inputs", signature["inputs"], session.get_inputs())
    _compare(folder, "outputs", signature["outputs"], session.get_outputs())

    feeds = request_feeds(folder, signature["inputs"])
    alone = session.run(None, feeds)
    for tensor, values in zip(signature["outputs"], alone):
        expected = [1 if isinstance(size, str) else size for size in tensor["shape"]]
        if list(values.shape) != expected or not np.isfinite(values).all():
            raise ValueError(f"{folder.name}: {tensor['name']} is not finite numbers of shape {expected}")
    pair = session.run(None, {name: np.concatenate([row, row[..., ::-1]]) for name, row in feeds.items()})
    return max(float(np.abs(both[:1] - one).max()) for one, both in zip(alone, pair))


def request_feeds(folder: Path, inputs: list[dict[str, Any]]) -> dict[str, Any]:
    body = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    given = body["inputs"] if "inputs" in body else {inputs[0]["name"]: body["instances"]}
    feeds = {item["name"]: np.asarray(given[item["name"]], dtype=item["type"]) for item in inputs}
    binary = folder / "request.bin"
    if binary.exists() and binary.read_bytes() != next(iter(feeds.values())).tobytes():
        raise ValueError(f"{folder.name}: request.bin and request.json differ")
    return feeds


def _compare(folder: Path, role: str, declared: list[dict[str, Any]], found: Any) -> None:
    graph = [{"name": item.name, "type": NUMPY_TYPES[item.type], "shape": item.shape} for item in found]
    if graph != declared:
        raise ValueError(f"{folder.name}: model.json declares the {role} {declared}, the graph has {graph}")
