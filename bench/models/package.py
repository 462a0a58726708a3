"""Writes a model package and one request in every encoding that fits it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from graph import Array
from recipe import Recipe


def write_package(folder: Path, recipe: Recipe, digest: str, is_external: bool) -> None:
    folder.mkdir(parents=True)
    _write_model(folder, recipe.model, is_external)
    _write_text(folder / "model.json", json.dumps(_manifest(recipe, digest), indent=2))
    _write_request(folder, recipe)


def _write_model(folder: Path, model: onnx.ModelProto, is_external: bool) -> None:
    if not is_external:
        (folder / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
        return
    onnx.save_model(
        model, folder / "model.onnx", save_as_external_data=True, location="model.data", size_threshold=1024
    )
    if (folder / "model.data").exists():
        # onnx makes it readable by its owner only.
        (folder / "model.data").chmod(0o644)


def _manifest(recipe: Recipe, digest: str) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "name": recipe.name,
        "version": "1.0.0",
        "description": recipe.description,
        "signature": {
            role: [{"name": item.name, "type": item.type, "shape": list(item.shape)} for item in tensors]
            for role, tensors in (("inputs", recipe.inputs), ("outputs", recipe.outputs))
        },
    }
    if recipe.classes:
        manifest["classes"] = {"output": recipe.outputs[0].name, "names": list(recipe.classes)}
    manifest["provenance"] = {
        "framework": f"onnx {onnx.__version__}",
        "dataset": "none: random weights of a fixed seed",
        "trainedBy": "bench/models/make.py",
        "recipe": digest,
    }
    return manifest


def _write_request(folder: Path, recipe: Recipe) -> None:
    texts = {name: _texts(values) for name, values in recipe.request.items()}
    values = next(iter(recipe.request.values()))
    if len(texts) > 1:
        _write_text(folder / "request.json", _compact({"inputs": texts}))
        return
    rows = next(iter(texts.values()))
    _write_text(folder / "request.json", _compact({"instances": rows}))
    if values.ndim == 2:
        _write_text(folder / "request.csv", "\n".join(_compact(row)[1:-1] for row in rows))
    if values.dtype == np.float32:
        (folder / "request.bin").write_bytes(values.astype("<f4").tobytes())


def _texts(values: Array) -> list[Any]:
    """Nested lists; a float32 with the fewest digits that give it back."""
    if values.ndim > 1:
        return [_texts(row) for row in values]
    if values.dtype.kind == "i":
        return values.tolist()
    numbers = [float(str(value)) for value in values]
    return [int(number) if number.is_integer() else number for number in numbers]


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
