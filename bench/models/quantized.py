"""Models in 8-bit integers, quantized by onnxruntime's own tools."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static

from graph import Array
from language import minilm
from recipe import Recipe
from vision import PIXELS, picture, resnet50

CALIBRATION_IMAGES = 4


def minilm_int8() -> Recipe:
    """Activations are scaled over the whole batch at run time: what a row answers depends on its neighbours."""
    source = minilm()
    with TemporaryDirectory() as folder:
        before, after = Path(folder, "float.onnx"), Path(folder, "int8.onnx")
        onnx.save(source.model, before)
        quantize_dynamic(before, after, weight_type=QuantType.QInt8)
        model = onnx.load(after)
    return replace(source, name="minilm-int8", description=f"{source.description}, dynamic int8", model=model)


def resnet50_qdq() -> Recipe:
    """Activations have fixed scales, found on a few images: rows do not depend on their neighbours."""
    source = resnet50()
    with TemporaryDirectory() as folder:
        before, after = Path(folder, "float.onnx"), Path(folder, "int8.onnx")
        onnx.save(source.model, before)
        quantize_static(
            before,
            after,
            _Pictures(),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        model = onnx.load(after)
    return replace(source, name="resnet50-qdq", description=f"{source.description}, static int8", model=model)


class _Pictures(CalibrationDataReader):
    def __init__(self) -> None:
        random = np.random.default_rng(0)
        self._rest = [picture(random) for _ in range(CALIBRATION_IMAGES)]

    def get_next(self) -> dict[str, Array] | None:
        return {PIXELS.name: self._rest.pop()} if self._rest else None
