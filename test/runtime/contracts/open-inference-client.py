"""Drives a server with tritonclient's HTTP client: python open-inference-client.py PORT CASE. Prints what it saw."""

import json
import sys

import numpy as np
import tritonclient.http as http
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

port, case = sys.argv[1:]
client = http.InferenceServerClient(f"127.0.0.1:{port}")


def tensor(name, array, binary):
    given = http.InferInput(name, array.shape, np_to_triton_dtype(array.dtype))
    given.set_data_from_numpy(array, binary_data=binary)
    return given


def round_trip(array, model, **options):
    """Whether an identity model gives an array back, for each way of sending and of answering."""
    seen = {}
    for binary in (False, True):
        for wanted in (False, True):
            result = client.infer(
                model,
                [tensor("x", array, binary)],
                outputs=[http.InferRequestedOutput("y", binary_data=wanted)],
                **options,
            )
            back = result.as_numpy("y")
            same = [v.decode() if isinstance(v, bytes) else v for v in back.flatten().tolist()] == array.flatten().tolist()
            seen[f"{'binary' if binary else 'json'} to {'binary' if wanted else 'json'}"] = same and back.shape == array.shape
    return seen


def health():
    return {
        "live": client.is_server_live(),
        "ready": client.is_server_ready(),
        "model ready": client.is_model_ready("two-inputs", "1.0.0"),
        "other model ready": client.is_model_ready("other"),
        "server": client.get_server_metadata()["extensions"],
        "model": client.get_model_metadata("two-inputs"),
    }


def two_inputs(**options):
    features = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.float32)
    category = np.array([2, 3], dtype=np.int64)
    inputs = [tensor("features", features, True), tensor("category", category, False)]
    result = client.infer("two-inputs", inputs, request_id="id-7", **options)
    return {"score": result.as_numpy("score").tolist(), "id": result.get_response()["id"]}


def refusal():
    try:
        client.infer("two-inputs", [tensor("features", np.zeros((1, 4), dtype=np.float32), True)])
    except InferenceServerException as error:
        return {"status": error.status(), "message": error.message()}


CASES = {
    "health": health,
    "two-inputs": two_inputs,
    "gzip": lambda: two_inputs(request_compression_algorithm="gzip"),
    "deflate": lambda: two_inputs(request_compression_algorithm="deflate"),
    "refusal": refusal,
    "float64": lambda: round_trip(np.array([[0.1, 1e300]]), "identity-float64"),
    "int64": lambda: round_trip(np.array([[2**53 - 1, -1]]), "identity-int64"),
    "bool": lambda: round_trip(np.array([[True, False]]), "identity-bool"),
    "string": lambda: round_trip(np.array([["a", "✓"]], dtype=np.object_), "identity-string"),
}
print(json.dumps(CASES[case]()))
