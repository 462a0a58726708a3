"""Makes the model packages that the benchmarks serve. How to run it: README.md beside it."""

import argparse
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from check import check_package
from language import minilm
from package import write_package
from quantized import minilm_int8, resnet50_qdq
from recipe import Recipe
from tabular import logistic, mlp, trees, wide_mlp
from vision import digits_cnn, image_means, resnet50

RECIPES: dict[str, Callable[[], Recipe]] = {
    "logistic": logistic,
    "mlp": mlp,
    "trees": trees,
    "digits-cnn": digits_cnn,
    "image-means": image_means,
    "resnet50-like": resnet50,
    "resnet50-qdq": resnet50_qdq,
    "minilm-like": minilm,
    "minilm-int8": minilm_int8,
    "wide-mlp": wide_mlp,
}


def main() -> None:
    arguments = _arguments()
    digest = _recipe_digest(arguments.external_data)
    for name in arguments.only or RECIPES:
        folder: Path = arguments.folder / name
        if _recipe_of(folder) == digest:
            print(f"{name:14} kept in {folder}")
            continue
        # Under another name until it is complete, so that a package that is there can be used.
        unfinished = arguments.folder / f"{name}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        write_package(unfinished, RECIPES[name](), digest, arguments.external_data)
        difference = check_package(unfinished)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
        megabytes = sum(file.stat().st_size for file in folder.glob("model.*")) / 1e6
        print(f"{name:14} {megabytes:8.3f} MB, a neighbour changes answers by {difference:.1e}, {folder}")


def _arguments() -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=cache / "inference-constructs" / "bench-models")
    parser.add_argument("--only", action="append", choices=list(RECIPES), help="may be given more than once")
    parser.add_argument("--external-data", action="store_true", help="weights in model.data, beside the graph")
    return parser.parse_args()


def _recipe_digest(is_external: bool) -> str:
    """Of everything that decides what a package holds: a package made from the same need not be made again."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256(str(is_external).encode())
    for file in sorted([*here.glob("*.py"), here / "requirements.txt"]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _recipe_of(folder: Path) -> str | None:
    try:
        return json.loads((folder / "model.json").read_text(encoding="utf-8"))["provenance"]["recipe"]
    except FileNotFoundError:
        return None


if __name__ == "__main__":
    main()
