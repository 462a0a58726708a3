"""What a model package is made of, before it is written."""

from dataclasses import dataclass

from onnx import ModelProto

from graph import Array, Tensor


@dataclass(frozen=True)
class Recipe:
    name: str
    description: str
    inputs: list[Tensor]
    outputs: list[Tensor]
    model: ModelProto
    #: One realistic request of one row, by input.
    request: dict[str, Array]
    #: Names of the classes that the first output scores.
    classes: tuple[str, ...] = ()
