"""FastAPI as fast as one gets it without leaving it: raw bodies, orjson, NumPy, no pydantic, no threads for quick models."""

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import orjson
from fastapi import FastAPI, Request, Response

from model import Arrays, model_from_environment
from server import serve

#: A model slower than this runs in a thread: the event loop must go on reading, and cores must not idle.
INLINE_SECONDS = 0.0005
#: One row of this length is timed where the length varies, as in a text.
VARYING_SIZE = 128
BINARY = "application/octet-stream"

model = model_from_environment()
app = FastAPI(openapi_url=None, telemetry={"tracing": False, "metrics": False, "logs": False})


def _seconds_per_run() -> float:
    def usual(axis: int, size: int | str) -> int:
        return size if isinstance(size, int) else 1 if axis == 0 else VARYING_SIZE

    shapes = {tensor: [usual(*item) for item in enumerate(tensor.shape)] for tensor in model.inputs}
    feeds = {tensor.name: np.ones(shape, tensor.dtype) for tensor, shape in shapes.items()}
    durations = []
    for _ in range(5):
        start = time.perf_counter()
        model.run(feeds)
        durations.append(time.perf_counter() - start)
    return sorted(durations)[2]


def _pool() -> ThreadPoolExecutor | None:
    if _seconds_per_run() < INLINE_SECONDS:
        return None
    threads = int(os.environ.get("PEER_THREADS", "1"))
    return ThreadPoolExecutor(max(1, len(os.sched_getaffinity(0)) // threads))


pool = _pool()


# First: routes are tried in their order.
@app.post("/invocations")
async def predict(request: Request) -> Response:
    body = await request.body()
    try:
        feeds = _binary(body) if request.headers.get("content-type") == BINARY else _json(body)
    except (ValueError, TypeError, KeyError) as error:
        return Response(orjson.dumps({"error": str(error)}), 400, media_type="application/json")
    if pool is None:
        outputs = model.run(feeds)
    else:
        outputs = await asyncio.get_running_loop().run_in_executor(pool, model.run, feeds)
    if request.headers.get("accept") == BINARY:
        return Response(next(iter(outputs.values())).tobytes(), media_type=BINARY)
    answer: dict[str, Any] = {"model": model.identity, "outputs": outputs}
    if model.has_classes:
        answer["classes"] = model.class_names(outputs)
    return Response(orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")


@app.get("/ping")
async def ping() -> Response:
    return Response()


def _json(body: bytes) -> Arrays:
    document = orjson.loads(body)
    return model.feeds(document["inputs"] if "inputs" in document else {model.inputs[0].name: document["instances"]})


def _binary(body: bytes) -> Arrays:
    """Little-endian numbers of the only input, row after row; they are not copied."""
    (tensor,) = model.inputs
    sizes = [size if isinstance(size, int) else -1 for size in tensor.shape]
    return {tensor.name: np.frombuffer(body, tensor.dtype).reshape(sizes)}


if __name__ == "__main__":
    serve(app)
