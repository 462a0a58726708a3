#!/bin/sh
# Stands for the Python that starts the emulator: `MOTO_PYTHON` of the tool that does takes one command.
exec python3 "$(dirname "$0")/emulator.py" "$@"
