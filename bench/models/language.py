"""A sentence encoder with the layers of all-MiniLM-L6: six transformer layers, mean pooling, unit length."""

import numpy as np

from graph import Graph, Tensor
from recipe import Recipe

LAYERS = 6
HIDDEN = 384
HEADS = 12
INNER = 1536
VOCABULARY = 30522
POSITIONS = 512
TOKENS = 128
DEVIATION = 0.02

IDS = Tensor("input_ids", "int64", ("batch", "sequence"))
MASK = Tensor("attention_mask", "int64", ("batch", "sequence"))
EMBEDDING = Tensor("sentence_embedding", "float32", ("batch", HIDDEN))


def minilm() -> Recipe:
    graph = Graph("minilm-like")
    mask = graph.node("Cast", MASK.name, to=1)
    data = _embeddings(graph)
    attention_bias = _attention_bias(graph, mask)
    for _ in range(LAYERS):
        data = _norm(graph, graph.node("Add", data, _attention(graph, data, attention_bias)))
        data = _norm(graph, graph.node("Add", data, _feed_forward(graph, data)))
    _pool(graph, data, mask)
    # Ids of BERT's vocabulary: [CLS], words, [SEP].
    ids = graph.random.integers(1996, VOCABULARY, (1, TOKENS))
    ids[0, 0], ids[0, -1] = 101, 102
    request = {IDS.name: ids, MASK.name: np.ones((1, TOKENS), dtype=np.int64)}
    text = "the layers of all-MiniLM-L6-v2 with random weights, tokens to sentence embedding"
    return Recipe(graph.name, text, [IDS, MASK], [EMBEDDING], graph.model([IDS, MASK], [EMBEDDING]), request)


def _embeddings(graph: Graph) -> str:
    words = graph.node("Gather", graph.normal((VOCABULARY, HIDDEN), DEVIATION), IDS.name)
    length = graph.node("Gather", graph.node("Shape", IDS.name), graph.constant([1], np.int64))
    table = graph.normal((POSITIONS, HIDDEN), DEVIATION)
    positions = graph.node("Slice", table, graph.constant([0], np.int64), length)
    kind = graph.normal((HIDDEN,), DEVIATION)
    return _norm(graph, graph.node("Add", graph.node("Add", words, positions), kind))


def _attention_bias(graph: Graph, mask: str) -> str:
    """0 for a token, a large negative number for padding; shaped to be added to [batch, head, from, to]."""
    mask = graph.node("Unsqueeze", mask, graph.constant([1, 2], np.int64))
    return graph.node("Mul", graph.node("Sub", graph.constant(1.0), mask), graph.constant(-10000.0))


def _attention(graph: Graph, data: str, bias: str) -> str:
    split = graph.constant([0, 0, HEADS, HIDDEN // HEADS], np.int64)

    def heads(order: list[int]) -> str:
        return graph.node("Transpose", graph.node("Reshape", _linear(graph, data, HIDDEN, HIDDEN), split), perm=order)

    queries, keys, values = heads([0, 2, 1, 3]), heads([0, 2, 3, 1]), heads([0, 2, 1, 3])
    scores = graph.node("Div", graph.node("MatMul", queries, keys), graph.constant((HIDDEN // HEADS) ** 0.5))
    weights = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", weights, values), perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", mixed, graph.constant([0, 0, HIDDEN], np.int64))
    return _linear(graph, joined, HIDDEN, HIDDEN)


def _feed_forward(graph: Graph, data: str) -> str:
    inner = _linear(graph, data, HIDDEN, INNER)
    # GELU as exporters write it: x * (1 + erf(x / sqrt 2)) * 0.5.
    error = graph.node("Erf", graph.node("Div", inner, graph.constant(2**0.5)))
    raised = graph.node("Mul", inner, graph.node("Add", error, graph.constant(1.0)))
    return _linear(graph, graph.node("Mul", raised, graph.constant(0.5)), INNER, HIDDEN)


def _linear(graph: Graph, data: str, width: int, units: int) -> str:
    product = graph.node("MatMul", data, graph.normal((width, units), DEVIATION))
    return graph.node("Add", graph.normal((units,), DEVIATION), product)


def _norm(graph: Graph, data: str) -> str:
    scale, shift = graph.constant(np.ones(HIDDEN)), graph.constant(np.zeros(HIDDEN))
    return graph.node("LayerNormalization", data, scale, shift, axis=-1, epsilon=1e-12)


def _pool(graph: Graph, data: str, mask: str) -> None:
    column = graph.node("Unsqueeze", mask, graph.constant([2], np.int64))
    axis = graph.constant([1], np.int64)
    total = graph.node("ReduceSum", graph.node("Mul", data, column), axis, keepdims=0)
    count = graph.node("Max", graph.node("ReduceSum", column, axis, keepdims=0), graph.constant(1e-9))
    mean = graph.node("Div", total, count)
    length = graph.node("Max", graph.node("ReduceL2", mean, axes=[1], keepdims=1), graph.constant(1e-12))
    graph.node("Div", mean, length, output=EMBEDDING.name)
