#!/bin/sh
# Makes a virtual environment with pinned packages in the cache folder, unless it is there, and prints its Python.
# bench/peers/setup.sh [REQUIREMENTS]      default: requirements.txt beside this script
set -eu
requirements=${1:-$(dirname "$0")/requirements.txt}
python=${PYTHON:-python3}
tag=$({ "$python" --version; cat "$requirements"; } | cksum | cut -d ' ' -f 1)
environment=${XDG_CACHE_HOME:-$HOME/.cache}/inference-constructs/python-$tag
if [ ! -e "$environment/complete" ]; then
  rm -rf "$environment"
  "$python" -m venv "$environment" >&2
  "$environment/bin/python" -m pip install --disable-pip-version-check --quiet --requirement "$requirements" >&2
  touch "$environment/complete"
fi
echo "$environment/bin/python"
