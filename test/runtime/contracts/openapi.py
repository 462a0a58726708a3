"""Validates the document of a server, and requests against its schema: python openapi.py PORT REQUESTS."""

import json
import sys
import urllib.request

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

port, requests = sys.argv[1], json.loads(sys.argv[2])
with urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json") as response:
    document = json.load(response)
validator = Draft202012Validator({**document["components"]["schemas"]["Request"]})
print(
    json.dumps(
        {
            "errors": [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()],
            "valid": [validator.is_valid(request) for request in requests],
        }
    )
)
