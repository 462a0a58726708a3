"""FastAPI as its tutorial has it: pydantic models for request and answer, and a plain function in the thread pool."""

from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, create_model

from model import Tensor, model_from_environment
from server import serve

model = model_from_environment()
app = FastAPI()


def _nested(tensor: Tensor) -> Any:
    """For example list[list[float]]."""
    annotation: Any = int if tensor.dtype.kind in "iu" else float
    for _ in tensor.shape:
        annotation = list[annotation]
    return annotation


def _fields(tensors: list[Tensor]) -> dict[str, Any]:
    return {tensor.name: _nested(tensor) for tensor in tensors}


# What one would write by hand for a model, made here from its signature.
Inputs: Any = create_model("Inputs", **_fields(model.inputs))
Outputs: Any = create_model("Outputs", **_fields(model.outputs))


class Identity(BaseModel):
    name: str
    version: str


_classes: dict[str, Any] = {"classes": list[str]} if model.has_classes else {}
Answer: Any = create_model("Answer", model=Identity, outputs=Outputs, **_classes)


class Question(BaseModel):
    instances: _nested(model.inputs[0]) | None = None  # type: ignore[valid-type]
    inputs: Inputs | None = None


@app.get("/ping")
def ping() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/invocations", response_model=Answer)
def predict(question: Question) -> Any:
    values = {model.inputs[0].name: question.instances}
    if question.inputs is not None:
        values = {name: getattr(question.inputs, name) for name in Inputs.model_fields}
    try:
        feeds = model.feeds(values)
    except (ValueError, TypeError, KeyError) as error:
        raise HTTPException(status_code=400, detail=str(error)) from error
    outputs = model.run(feeds)
    answer: dict[str, Any] = {
        "model": model.identity,
        "outputs": {name: array.tolist() for name, array in outputs.items()},
    }
    if model.has_classes:
        answer["classes"] = model.class_names(outputs)
    return answer


if __name__ == "__main__":
    serve(app)
