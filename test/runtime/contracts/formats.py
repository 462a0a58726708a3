"""Sends numpy arrays to a server and tells what came back: python formats.py PORT CASE."""

import io
import json
import sys
import urllib.error
import urllib.request

import numpy as np

FLOATS = np.array([[1.5, -2], [0.25, 3]])
CASES = {
    "float16": FLOATS.astype(np.float16),
    "float32": FLOATS.astype(np.float32),
    "float64": FLOATS,
    "float64-columns": np.asfortranarray(FLOATS),
    "float64-big-endian": FLOATS.astype(">f8"),
    "int64": np.array([[2**63 - 1, -1]]),
    "int64-from-int8": np.array([[127, -1]], dtype=np.int8),
    "float64-from-int64": np.array([[2, -1]]),
    "bool": np.array([[True, False]]),
    "string": np.array([["a", "✓ and more"], ["", "𝄞"]]),
    "string-from-bytes": np.array([[b"a", b"bc"]]),
}


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def post(port, body, headers):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/invocations", data=body, headers=headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        raise SystemExit(error.read().decode())


port, case = sys.argv[1:]
array = CASES[case]
answer = np.load(io.BytesIO(post(port, npy(array), {"Content-Type": "application/x-npy"})))
print(
    json.dumps(
        {
            "dtype": answer.dtype.str,
            "same": answer.shape == array.shape and answer.astype(str).tolist() == array.astype(answer.dtype).astype(str).tolist(),
        }
    )
)
