"""Writes a model package: model.onnx, model.json, golden.jsonl; and the traffic file."""

import json

import numpy as np
import onnxruntime


def answers(model, rows):
    """What Python's onnxruntime answers to each row, asked one by one."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(["probabilities"], {"features": row[None, :]})[0] for row in rows])


def numbers(values):
    """A JSON array with the fewest digits from which a reader gets the same float32 back."""
    texts = [str(value) for value in np.asarray(values, dtype=np.float32)]
    if not np.array_equal(np.array([float(text) for text in texts]).astype(np.float32), values):
        raise ValueError("a number does not survive being written as text")
    return "[" + ",".join(text.removesuffix(".0") for text in texts) + "]"


def lines(path, texts):
    path.write_text("".join(text + "\n" for text in texts), encoding="utf-8", newline="\n")


def document(value, indent=0):
    """JSON as prettier prints it: short lists on one line, objects one member a line."""
    if isinstance(value, dict):
        inner = " " * (indent + 2)
        members = (f"{inner}{json.dumps(key)}: {document(item, indent + 2)}" for key, item in value.items())
        return "{\n" + ",\n".join(members) + "\n" + " " * indent + "}"
    if isinstance(value, list):
        flat = json.dumps(value)
        if len(flat) < 80 and not any(isinstance(item, dict) for item in value):
            return flat
        inner = " " * (indent + 2)
        return "[\n" + ",\n".join(inner + document(item, indent + 2) for item in value) + "\n" + " " * indent + "]"
    return json.dumps(value, ensure_ascii=False)


def write_package(folder, model, description, rows):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model)
    lines(folder / "model.json", [document(description)])
    lines(
        folder / "golden.jsonl",
        (
            f'{{"inputs":{{"features":[{numbers(row)}]}},"outputs":{{"probabilities":[{numbers(answer)}]}}}}'
            for row, answer in zip(rows, answers(model, rows))
        ),
    )


def write_traffic(path, rows, labels):
    lines(
        path,
        (
            f'{{"body":{{"instances":[{numbers(row)}]}},"label":{json.dumps(label)}}}'
            for row, label in zip(rows, labels)
        ),
    )
