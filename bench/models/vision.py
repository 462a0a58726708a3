"""Models of images: digits of 8x8 pixels, the layers of ResNet-50 v1.5, and one that hardly computes."""

import numpy as np

from graph import Array, Graph, Tensor
from recipe import Recipe

IMAGES = Tensor("images", "float32", ("batch", 1, 8, 8))
PROBABILITIES = Tensor("probabilities", "float32", ("batch", 10))

PIXELS = Tensor("pixels", "float32", ("batch", 3, 224, 224))
MEANS = Tensor("means", "float32", ("batch", 3))
LOGITS = Tensor("logits", "float32", ("batch", 1000))
#: Blocks and inner channels of the four stages; a stage puts out four times its inner channels.
STAGES = ((3, 64), (4, 128), (6, 256), (3, 512))
EXPANSION = 4


def _conv(graph: Graph, data: str, channels: int, filters: int, size: int, stride: int = 1, gain: float = 1.0) -> str:
    """A convolution with its batch normalization folded in, as exporters write it."""
    weights = graph.normal((filters, channels, size, size), gain * (2 / (channels * size * size)) ** 0.5)
    pads = [size // 2] * 4
    bias = graph.normal((filters,), 0.01)
    return graph.node("Conv", data, weights, bias, kernel_shape=[size, size], strides=[stride, stride], pads=pads)


def digits_cnn() -> Recipe:
    graph = Graph("digits-cnn")
    data = graph.node("Div", IMAGES.name, graph.constant(16.0))
    data = graph.node("Relu", _conv(graph, data, 1, 16, 3))
    data = graph.node("Relu", _conv(graph, data, 16, 32, 3))
    data = graph.node("Flatten", graph.node("MaxPool", data, kernel_shape=[2, 2], strides=[2, 2]))
    graph.node("Softmax", graph.dense(data, 32 * 4 * 4, 10), output=PROBABILITIES.name, axis=1)
    model = graph.model([IMAGES], [PROBABILITIES])
    image = graph.random.integers(0, 17, (1, 1, 8, 8)).astype(np.float32)
    classes = tuple(str(digit) for digit in range(10))
    text = "convolutional network, 8x8 digits"
    return Recipe(graph.name, text, [IMAGES], [PROBABILITIES], model, {IMAGES.name: image}, classes)


def resnet50() -> Recipe:
    graph = Graph("resnet50-like")
    data = graph.node("Relu", _conv(graph, PIXELS.name, 3, 64, 7, stride=2))
    data = graph.node("MaxPool", data, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    channels = 64
    for stage, (blocks, inner) in enumerate(STAGES):
        for block in range(blocks):
            data = _bottleneck(graph, data, channels, inner, stride=2 if stage > 0 and block == 0 else 1)
            channels = inner * EXPANSION
    data = graph.node("Flatten", graph.node("GlobalAveragePool", data))
    graph.dense(data, channels, 1000, output=LOGITS.name)
    request = {PIXELS.name: picture(graph.random)}
    text = "the layers of ResNet-50 v1.5 with random weights"
    return Recipe(graph.name, text, [PIXELS], [LOGITS], graph.model([PIXELS], [LOGITS]), request)


def _bottleneck(graph: Graph, data: str, channels: int, inner: int, stride: int) -> str:
    """Version 1.5 strides in the 3x3 convolution. The small gain keeps the sum from growing block by block."""
    branch = graph.node("Relu", _conv(graph, data, channels, inner, 1))
    branch = graph.node("Relu", _conv(graph, branch, inner, inner, 3, stride=stride))
    branch = _conv(graph, branch, inner, inner * EXPANSION, 1, gain=0.3)
    if channels != inner * EXPANSION:
        data = _conv(graph, data, channels, inner * EXPANSION, 1, stride=stride)
    return graph.node("Relu", graph.node("Add", branch, data))


def image_means() -> Recipe:
    """Computes next to nothing: what is left is the way of an image into the model."""
    graph = Graph("image-means")
    graph.node("ReduceMean", PIXELS.name, output=MEANS.name, axes=[2, 3], keepdims=0)
    request = {PIXELS.name: picture(graph.random)}
    text = "the mean of each channel of an image"
    return Recipe(graph.name, text, [PIXELS], [MEANS], graph.model([PIXELS], [MEANS]), request)


def picture(random: np.random.Generator) -> Array:
    """Bytes of an image, normalized the way ImageNet models are fed."""
    pixels = random.integers(0, 256, (1, 3, 224, 224)).astype(np.float32) / np.float32(255)
    mean, deviation = np.array([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]], dtype=np.float32)
    return (pixels - mean[:, None, None]) / deviation[:, None, None]
