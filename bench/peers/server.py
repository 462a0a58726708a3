"""One uvicorn worker on one socket. Says on standard error when it listens and when it is ready, as the runtime does."""

import json
import os
import socket
import sys

import uvicorn
from fastapi import FastAPI


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _say(message="ready")


def serve(app: FastAPI) -> None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))))
    _say(message="listening", port=listener.getsockname()[1])
    config = uvicorn.Config(
        app, loop="uvloop", http="httptools", ws="none", access_log=False, log_level="warning", timeout_keep_alive=75
    )
    _Server(config).run([listener])


def _say(**entry: str | int) -> None:
    print(json.dumps(entry), file=sys.stderr, flush=True)
