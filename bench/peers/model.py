"""The model package that a peer serves: what both peers need, none of it about HTTP."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Tensor:
    name: str
    dtype: np.dtype[Any]
    #: A fixed size, or the name of one that varies from request to request.
    shape: tuple[int | str, ...]

    def accepts(self, shape: tuple[int, ...]) -> bool:
        return len(shape) == len(self.shape) and all(
            isinstance(size, str) or size == given for size, given in zip(self.shape, shape)
        )


class Model:
    def __init__(self, directory: Path, threads: int) -> None:
        manifest = json.loads((directory / "model.json").read_text(encoding="utf-8"))
        self.identity = {"name": manifest["name"], "version": manifest["version"]}
        self.inputs = [_tensor(item) for item in manifest["signature"]["inputs"]]
        self.outputs = [_tensor(item) for item in manifest["signature"]["outputs"]]
        self._names = [tensor.name for tensor in self.outputs]
        self._classes: dict[str, Any] | None = manifest.get("classes")
        self._session = _session(directory / "model.onnx", threads)

    @property
    def has_classes(self) -> bool:
        return self._classes is not None

    def feeds(self, values: dict[str, Any]) -> Arrays:
        """Raises ValueError, TypeError or KeyError for a request that does not fit the signature."""
        feeds: Arrays = {}
        for tensor in self.inputs:
            array = np.array(values[tensor.name], dtype=tensor.dtype)
            if not tensor.accepts(array.shape):
                raise ValueError(f"{tensor.name}: expected shape {tensor.shape}, got {array.shape}")
            feeds[tensor.name] = array
        return feeds

    def run(self, feeds: Arrays) -> Arrays:
        return dict(zip(self._names, self._session.run(self._names, feeds)))

    def class_names(self, outputs: Arrays) -> list[str]:
        """The class of each row."""
        assert self._classes is not None
        names, scores = self._classes["names"], outputs[self._classes["output"]]
        is_single = scores.shape[1] == 1 and len(names) == 2
        positions = scores[:, 0] >= 0.5 if is_single else scores.argmax(axis=1)
        return [names[position] for position in positions.tolist()]


def model_from_environment() -> Model:
    return Model(Path(os.environ["INFERENCE_MODEL_DIRECTORY"]), int(os.environ.get("PEER_THREADS", "1")))


def _tensor(item: dict[str, Any]) -> Tensor:
    return Tensor(item["name"], np.dtype(item["type"]), tuple(item["shape"]))


def _session(file: Path, threads: int) -> onnxruntime.InferenceSession:
    """As the runtime does: threads that wait for work do not spin."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
