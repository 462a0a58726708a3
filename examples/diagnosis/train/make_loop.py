"""Writes the test model `slow-loop`: an ONNX Loop that runs for as long as its input says.

Each iteration depends on the one before and multiplies by a 256 x 256 matrix, so nothing can be folded or skipped. The
matrix is computed in the graph, which keeps the file small. A row's value depends on its own iterations only, so that
the model may be batched like any other; a batch takes as long as its longest row.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from package import document, lines

FOLDER = Path(__file__).resolve().parents[3] / "test" / "fixtures" / "slow-loop"
WIDTH = 256

DESCRIPTION = {
    "name": "slow-loop",
    "version": "1.0.0",
    "description": "runs a loop as often as it is told to",
    "signature": {
        "inputs": [{"name": "iterations", "type": "int64", "shape": ["batch"]}],
        "outputs": [{"name": "value", "type": "float32", "shape": ["batch"]}],
    },
}


def constant(name, values, dtype):
    return numpy_helper.from_array(np.array(values, dtype=dtype), name)


def body():
    node = helper.make_node
    nodes = [
        node("MatMul", ["state_in", "matrix"], ["product"]),
        node("Add", ["product", "half"], ["shifted"]),
        node("Tanh", ["shifted"], ["next"]),
        node("Less", ["iteration", "limits"], ["unfinished"]),
        node("Where", ["unfinished", "next", "state_in"], ["state_out"]),
        node("Identity", ["condition_in"], ["condition_out"]),
    ]
    value = helper.make_tensor_value_info
    return helper.make_graph(
        nodes,
        "body",
        [
            value("iteration", TensorProto.INT64, []),
            value("condition_in", TensorProto.BOOL, []),
            value("state_in", TensorProto.FLOAT, ["batch", WIDTH]),
        ],
        [value("condition_out", TensorProto.BOOL, []), value("state_out", TensorProto.FLOAT, ["batch", WIDTH])],
    )


def loop():
    node = helper.make_node
    nodes = [
        # matrix[i][j] = cos(i * j) / sqrt(WIDTH)
        node("Range", ["zero", "width", "one"], ["columns"]),
        node("Unsqueeze", ["columns", "last_axis"], ["rows"]),
        node("Mul", ["rows", "columns"], ["angles"]),
        node("Cos", ["angles"], ["cosines"]),
        node("Mul", ["cosines", "gain"], ["matrix"]),
        node("ReduceMax", ["iterations"], ["trips"], keepdims=0),
        node("Unsqueeze", ["iterations", "last_axis"], ["limits"]),
        node("Cast", ["limits"], ["as_float"], to=TensorProto.FLOAT),
        node("Mul", ["as_float", "zero"], ["nothing"]),
        node("Add", ["nothing", "columns"], ["ramp"]),
        node("Sin", ["ramp"], ["start"]),
        node("Loop", ["trips", "", "start"], ["end"], body=body()),
        node("ReduceMean", ["end"], ["value"], axes=[1], keepdims=0),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "slow_loop",
        [value("iterations", TensorProto.INT64, ["batch"])],
        [value("value", TensorProto.FLOAT, ["batch"])],
        [
            constant("zero", 0, np.float32),
            constant("one", 1, np.float32),
            constant("half", 0.5, np.float32),
            constant("width", WIDTH, np.float32),
            constant("gain", WIDTH**-0.5, np.float32),
            constant("last_axis", [-1], np.int64),
        ],
    )
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
    checker.check_model(model, full_check=True)
    return model


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "model.onnx").write_bytes(loop().SerializeToString(deterministic=True))
    lines(FOLDER / "model.json", [document(DESCRIPTION)])
