"""The three models as ONNX graphs, in plain operators of the default domain."""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 8


class Graph:
    """Nodes and weights in the order in which they are computed."""

    def __init__(self):
        self.nodes = []
        self.weights = []
        self.last = "features"

    def apply(self, op, name, *weights, **attributes):
        """Appends `op` to the chain; `weights` are (suffix, array) pairs."""
        inputs = [self.last]
        for suffix, values in weights:
            weight = f"{name}.{suffix}"
            self.weights.append(numpy_helper.from_array(np.asarray(values, dtype=np.float32), weight))
            inputs.append(weight)
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        self.last = name
        return self

    def scale(self, scaler):
        self.apply("Sub", "centred", ("mean", scaler.mean_))
        return self.apply("Div", "scaled", ("deviation", scaler.scale_))

    def dense(self, name, weights, bias):
        return self.apply("Gemm", name, ("weights", weights), ("bias", bias))

    def probabilities(self, weights, bias):
        """scikit-learn fits one logit for class 1; as two logits -z/2 and z/2, Softmax keeps both columns exact."""
        halves = np.array([-0.5, 0.5])
        self.dense("logits", np.outer(weights, halves), bias * halves)
        return self.apply("Softmax", "probabilities", axis=1)

    def model(self, name, features, classes):
        shape = lambda columns: ["batch", columns]
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, shape(features))],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, shape(classes))],
            self.weights,
        )
        model = helper.make_model(
            graph,
            producer_name="train.py",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET)],
        )
        checker.check_model(model, full_check=True)
        return model.SerializeToString(deterministic=True)


def logistic(estimator, scaler):
    graph = Graph().scale(scaler)
    graph.probabilities(estimator.coef_[0], estimator.intercept_[0])
    return graph.model("logistic_regression", estimator.n_features_in_, 2)


def network(estimator, scaler=None):
    """A tanh network with one hidden layer; without `scaler` the graph expects features that are scaled already."""
    if (estimator.activation, estimator.out_activation_) != ("tanh", "logistic") or estimator.n_layers_ != 3:
        raise ValueError("only one tanh layer and a logistic output are translated")
    graph = Graph() if scaler is None else Graph().scale(scaler)
    hidden, output = estimator.coefs_
    graph.dense("hidden", hidden, estimator.intercepts_[0]).apply("Tanh", "activated")
    graph.probabilities(output[:, 0], estimator.intercepts_[1][0])
    return graph.model("neural_network", estimator.n_features_in_, 2)
