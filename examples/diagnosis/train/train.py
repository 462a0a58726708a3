"""Trains the three versions of `diagnosis` and writes their model packages. How to run it: README.md beside it."""

import os

# A threaded BLAS sums in an order of its own, and the last bits of a fit follow it. Must be set before numpy loads.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, RepeatedStratifiedKFold, train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from graph import logistic, network
from package import answers, write_package, write_traffic

EXAMPLE = Path(__file__).resolve().parent.parent
SEED = 0
HELD_OUT = 0.25
FIRST_COHORT = 100
TRAINED_AT = "2026-11-22"

GRID = {"hidden_layer_sizes": [(8,), (16,), (32,)], "alpha": [0.3, 1.0, 3.0]}


def neural_network(seed, **settings):
    return MLPClassifier(activation="tanh", solver="lbfgs", max_iter=2000, random_state=seed, **settings)


def choose(rows, labels):
    """Settings with the best cross-validated log loss on the training part; the held-out part is not looked at."""
    search = GridSearchCV(
        make_pipeline(StandardScaler(), neural_network(SEED)),
        {f"mlpclassifier__{name}": values for name, values in GRID.items()},
        scoring="neg_log_loss",
        cv=RepeatedStratifiedKFold(n_splits=5, n_repeats=4, random_state=SEED),
        refit=False,
    ).fit(rows, labels)
    print(f"cross-validated log loss {-search.best_score_:.4f} with {search.best_params_}")
    return {name.removeprefix("mlpclassifier__"): value for name, value in search.best_params_.items()}


def held_out(probabilities, labels, classes):
    """model.json's `heldOut`, from what a model answers to the held-out rows."""
    predicted = probabilities.argmax(axis=1)
    malignant = round(float(np.mean(predicted == 0)), 4)
    metrics = {
        "accuracy": accuracy_score(labels, predicted),
        "rocAuc": roc_auc_score(labels, probabilities[:, 1]),
        "logLoss": log_loss(labels, probabilities[:, 1].astype(np.float64)),
    }
    return {
        "rows": len(labels),
        "predictedRates": {classes[0]: malignant, classes[1]: round(1 - malignant, 4)},
        "metrics": {name: round(float(value), 4) for name, value in metrics.items()},
    }


def agree(model, rows, estimator):
    """The graph must compute what scikit-learn computes, as far as float32 goes."""
    difference = np.abs(answers(model, rows) - estimator.predict_proba(rows.astype(np.float64))).max()
    if difference > 1e-5:
        raise ValueError(f"the graph differs from scikit-learn by {difference:.1e}")


def description(version, text, features, classes, report):
    return {
        "name": "diagnosis",
        "version": version,
        "description": text,
        "signature": {
            "inputs": [
                {"name": "features", "type": "float32", "shape": ["batch", len(features)], "features": features}
            ],
            "outputs": [{"name": "probabilities", "type": "float32", "shape": ["batch", len(classes)]}],
        },
        "classes": {"output": "probabilities", "names": classes, "positive": classes[0]},
        "heldOut": report,
        "provenance": {
            "framework": f"scikit-learn {sklearn.__version__}",
            "dataset": "Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, CC BY 4.0",
            "trainedBy": "train.py",
            "trainedAt": TRAINED_AT,
        },
    }


def main():
    data = load_breast_cancer()
    features, classes = [str(name) for name in data.feature_names], [str(name) for name in data.target_names]
    # A client sends float32, so float32 is what the models learn from.
    rows = data.data.astype(np.float32)
    train, test, train_labels, test_labels = train_test_split(
        rows, data.target, test_size=HELD_OUT, stratify=data.target, random_state=SEED
    )
    first, _, first_labels, _ = train_test_split(
        train, train_labels, train_size=FIRST_COHORT, stratify=train_labels, random_state=SEED
    )
    settings = choose(train.astype(np.float64), train_labels)

    first_scaler, scaler = (StandardScaler().fit(part.astype(np.float64)) for part in (first, train))
    regression = LogisticRegression().fit(first_scaler.transform(first.astype(np.float64)), first_labels)
    scaled, scaled_test = (scaler.transform(part.astype(np.float64)) for part in (train, test))
    network_2, network_3 = (neural_network(seed, **settings).fit(scaled, train_labels) for seed in (SEED, SEED + 1))

    def release(folder, version, text, model, estimator, evaluated):
        agree(model, evaluated, estimator)
        report = held_out(answers(model, evaluated), test_labels, classes)
        served = held_out(answers(model, test), test_labels, classes)
        write_package(EXAMPLE / "models" / folder, model, description(version, text, features, classes, report), test)
        print(f"{folder} evaluated {report}\n      served {served}")

    text = f"logistic regression on a first cohort of {FIRST_COHORT} patients"
    release("v1", "1.0.0", text, logistic(regression, first_scaler), make_pipeline(first_scaler, regression), test)
    text = f"neural network on {len(train)} patients"
    release("v2", "2.0.0", text, network(network_2, scaler), make_pipeline(scaler, network_2), test)
    # Evaluated on scaled rows, as in the notebook it comes from; the graph it exports does not scale.
    release("v3", "3.0.0", f"{text}, retrained", network(network_3), network_3, scaled_test.astype(np.float32))
    write_traffic(EXAMPLE / "traffic.jsonl", test, [classes[label] for label in test_labels])


if __name__ == "__main__":
    main()
