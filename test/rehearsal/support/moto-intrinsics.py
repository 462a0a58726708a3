"""Resolves the intrinsic functions of templates with moto: a file of cases in, what each probe became out."""

import json
import logging
import sys
import warnings

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

from moto.cloudformation.parsing import Export, ResourceMap, clean_json  # noqa: E402


def resolve(case):
    template = case["template"]
    exports = {name: Export("exporter", name, value) for name, value in case.get("exports", {}).items()}
    resources = ResourceMap(
        "arn:aws:cloudformation:eu-west-1:123456789012:stack/App/1", "App", {}, {}, "eu-west-1", "123456789012",
        template, exports,
    )
    resources.load()
    probe = template["Resources"]["Probe"]
    condition = probe.get("Condition")
    if condition and not resources.lazy_condition_map[condition]:
        return None
    return clean_json(probe.get("Properties", {}), resources)


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([resolve(case) for case in json.load(file)]))
