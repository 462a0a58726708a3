"""Models of tables: a logistic regression, a small network, boosted trees, and a network too wide for any cache."""

from typing import Any

import numpy as np

from graph import Array, Graph, Tensor
from recipe import Recipe

FEATURES = 30
TREES = 100
DEPTH = 4
WIDE = 4096

ROWS = Tensor("features", "float32", ("batch", FEATURES))
PROBABILITIES = Tensor("probabilities", "float32", ("batch", 2))
PROBABILITY = Tensor("probability", "float32", ("batch", 1))
CLASSES = ("no", "yes")


def _columns(graph: Graph) -> tuple[Array, Array]:
    """Mean and deviation of each feature: measured quantities have units, from thousandths to thousands."""
    mean = (10 ** graph.random.uniform(-2, 3, FEATURES)).astype(np.float32)
    return mean, mean * np.float32(0.3)


def _row(graph: Graph, mean: Array, deviation: Array) -> dict[str, Array]:
    """Four significant digits, as measured values have."""
    values = mean + deviation * graph.random.standard_normal(FEATURES)
    return {ROWS.name: np.array([[float(f"{value:.4g}") for value in values]], dtype=np.float32)}


def _scaled(graph: Graph, mean: Array, deviation: Array) -> str:
    centred = graph.node("Sub", ROWS.name, graph.constant(mean))
    return graph.node("Div", centred, graph.constant(deviation))


def logistic() -> Recipe:
    graph = Graph("logistic")
    columns = _columns(graph)
    logits = graph.dense(_scaled(graph, *columns), FEATURES, 2)
    graph.node("Softmax", logits, output=PROBABILITIES.name, axis=1)
    model = graph.model([ROWS], [PROBABILITIES])
    text = "logistic regression, 30 features"
    return Recipe(graph.name, text, [ROWS], [PROBABILITIES], model, _row(graph, *columns), CLASSES)


def mlp() -> Recipe:
    graph = Graph("mlp")
    columns = _columns(graph)
    data = _scaled(graph, *columns)
    for width, units in ((FEATURES, 64), (64, 32)):
        data = graph.node("Relu", graph.dense(data, width, units))
    graph.node("Sigmoid", graph.dense(data, 32, 1), output=PROBABILITY.name)
    model = graph.model([ROWS], [PROBABILITY])
    text = "network 30-64-32-1"
    return Recipe(graph.name, text, [ROWS], [PROBABILITY], model, _row(graph, *columns), CLASSES)


def trees() -> Recipe:
    graph = Graph("trees")
    mean, deviation = _columns(graph)
    score = graph.node("TreeEnsembleRegressor", ROWS.name, domain="ai.onnx.ml", **_forest(graph, mean, deviation))
    graph.node("Sigmoid", score, output=PROBABILITY.name)
    model = graph.model([ROWS], [PROBABILITY])
    text = f"{TREES} boosted trees of depth {DEPTH}, 30 features"
    return Recipe(graph.name, text, [ROWS], [PROBABILITY], model, _row(graph, mean, deviation), CLASSES)


def _forest(graph: Graph, mean: Array, deviation: Array) -> dict[str, Any]:
    """Complete binary trees, numbered level by level: the children of node n are 2n+1 and 2n+2."""
    splits = 2**DEPTH - 1
    leaves = 2**DEPTH
    count = TREES * splits
    features = graph.random.integers(0, FEATURES, count)
    thresholds = mean[features] + deviation[features] * graph.random.standard_normal(count)
    feature_ids = np.zeros((TREES, splits + leaves), dtype=np.int64)
    values = np.zeros((TREES, splits + leaves))
    feature_ids[:, :splits] = features.reshape(TREES, splits)
    values[:, :splits] = thresholds.reshape(TREES, splits)
    node = np.arange(splits + leaves)
    is_split = node < splits
    return {
        "n_targets": 1,
        "nodes_treeids": np.repeat(np.arange(TREES), splits + leaves).tolist(),
        "nodes_nodeids": np.tile(node, TREES).tolist(),
        "nodes_featureids": feature_ids.ravel().tolist(),
        "nodes_values": values.ravel().tolist(),
        "nodes_modes": ["BRANCH_LEQ" if split else "LEAF" for split in is_split] * TREES,
        "nodes_truenodeids": np.tile(np.where(is_split, 2 * node + 1, 0), TREES).tolist(),
        "nodes_falsenodeids": np.tile(np.where(is_split, 2 * node + 2, 0), TREES).tolist(),
        "target_treeids": np.repeat(np.arange(TREES), leaves).tolist(),
        "target_nodeids": np.tile(node[splits:], TREES).tolist(),
        "target_ids": [0] * (TREES * leaves),
        "target_weights": (0.1 * graph.random.standard_normal(TREES * leaves)).tolist(),
    }


def wide_mlp() -> Recipe:
    graph = Graph("wide-mlp")
    inputs, outputs = Tensor("features", "float32", ("batch", 512)), Tensor("scores", "float32", ("batch", 64))
    data = inputs.name
    for width, units in ((512, WIDE), (WIDE, WIDE), (WIDE, WIDE), (WIDE, WIDE)):
        data = graph.node("Relu", graph.dense(data, width, units))
    graph.dense(data, WIDE, 64, output=outputs.name)
    row = graph.random.standard_normal((1, 512)).round(4).astype(np.float32)
    text = "network 512-4096-4096-4096-4096-64: reading its 211 MB of weights takes longer than computing one row"
    return Recipe(graph.name, text, [inputs], [outputs], graph.model([inputs], [outputs]), {inputs.name: row})
