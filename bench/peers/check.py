"""Do the peers answer what onnxruntime answers? Usage: check.py [FOLDER OF MODEL PACKAGES]"""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from model import Arrays, Model

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
BINARY = "application/octet-stream"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE / "inference-constructs" / "bench-models"
    packages = sorted(file.parent for file in folder.glob("*/model.json"))
    for peer in ("fastapi_best", "fastapi_usual"):
        for package in packages:
            with _started(peer, package) as port:
                _check(peer, package, port)


def _check(peer: str, package: Path, port: int) -> None:
    model = Model(package, threads=1)
    body = (package / "request.json").read_bytes()
    document = json.loads(body)
    values = document.get("inputs") or {model.inputs[0].name: document["instances"]}
    expected = model.run(model.feeds(values))

    answer = json.loads(_post(port, body))
    numbers = {name: np.array(answer["outputs"][name], dtype=array.dtype) for name, array in expected.items()}
    _same(peer, package, expected, numbers)
    assert answer["model"] == model.identity
    assert not model.has_classes or answer["classes"] == model.class_names(expected)
    assert _status(port, json.dumps({"inputs": values}).encode()) == 200
    assert _status(port, b'{"instances":[[1,"x"]]}') in (400, 422)
    forms = ["JSON"]
    if peer == "fastapi_best" and (package / "request.bin").exists():
        (name, array), *_ = expected.items()
        raw = _post(port, (package / "request.bin").read_bytes(), {"Content-Type": BINARY, "Accept": BINARY})
        _same(peer, package, {name: array}, {name: np.frombuffer(raw, array.dtype).reshape(array.shape)})
        forms.append("binary")
    print(f"{peer:13} {package.name:14} answers the numbers of onnxruntime ({', '.join(forms)})")


def _same(peer: str, package: Path, expected: Arrays, given: Arrays) -> None:
    for name, array in expected.items():
        if not np.array_equal(array, given[name]):
            raise ValueError(f"{peer}, {package.name}: {name} differs by up to {np.abs(array - given[name]).max()}")


@contextmanager
def _started(peer: str, package: Path) -> Iterator[int]:
    environment = {**os.environ, "INFERENCE_MODEL_DIRECTORY": str(package), "SAGEMAKER_BIND_TO_PORT": "0"}
    with subprocess.Popen(
        [sys.executable, str(HERE / f"{peer}.py")], env=environment, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        try:
            port = json.loads(child.stderr.readline())["port"]
            assert json.loads(child.stderr.readline())["message"] == "ready"
            yield port
        finally:
            child.terminate()


def _post(port: int, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    headers = headers or {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/invocations", body, headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read()


def _status(port: int, body: bytes) -> int:
    try:
        _post(port, body)
        return 200
    except urllib.error.HTTPError as error:
        return error.code


if __name__ == "__main__":
    main()
