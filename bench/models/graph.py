"""Builds an ONNX graph node by node, with random weights of a fixed seed."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray
from onnx import ModelProto, checker, helper, numpy_helper

OPSET = 17
TREES_OPSET = 3
IR_VERSION = 8

Array = NDArray[Any]


@dataclass(frozen=True)
class Tensor:
    """An input or output, as model.json's signature has it."""

    name: str
    type: str
    shape: tuple[int | str, ...]


class Graph:
    def __init__(self, name: str) -> None:
        self.name = name
        self.random = np.random.default_rng(crc32(name.encode()))
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def constant(self, values: ArrayLike, type: type = np.float32) -> str:
        name = f"weight_{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.asarray(values, dtype=type), name))
        return name

    def normal(self, shape: tuple[int, ...], deviation: float) -> str:
        return self.constant(self.random.standard_normal(shape, dtype=np.float32) * np.float32(deviation))

    def node(self, op: str, *inputs: str, output: str | None = None, domain: str = "", **attributes: Any) -> str:
        name = output or f"{op.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(op, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def dense(self, data: str, width: int, units: int, output: str | None = None) -> str:
        """He initialization keeps the size of activations from layer to layer."""
        weights = self.normal((width, units), (2 / width) ** 0.5)
        return self.node("Gemm", data, weights, self.normal((units,), 0.01), output=output)

    def model(self, inputs: list[Tensor], outputs: list[Tensor]) -> ModelProto:
        graph = helper.make_graph(
            self._nodes, self.name, [_value(item) for item in inputs], [_value(item) for item in outputs], self._weights
        )
        domains = {node.domain: OPSET if node.domain == "" else TREES_OPSET for node in self._nodes}
        model = helper.make_model(
            graph,
            producer_name="make.py",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid(domain, version) for domain, version in sorted(domains.items())],
        )
        checker.check_model(model)
        return model


def _value(tensor: Tensor) -> Any:
    data_type = helper.np_dtype_to_tensor_dtype(np.dtype(tensor.type))
    return helper.make_tensor_value_info(tensor.name, data_type, list(tensor.shape))
