"""Which answers an operation has, as FastAPI takes them for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from app.api.errors import Problem, documented_problem
from app.api.shapes import features, findings, linked, maps, readings

JSON = "application/json"
REF = "#/components/schemas/{model}"
ROOMS = (features, findings, linked, maps, readings)
WRITES = (401, 403, 413, 415)
"""What any write may be answered."""

Responses = dict[int | str, dict[str, Any]]


def documented(
    name: str | None,
    *statuses: int,
    status: int = 200,
    media_type: str = JSON,
    html: bool = False,
    more: Mapping[str, str] | None = None,
    description: str = "As asked",
) -> Responses:
    """Return the answers of an operation: the good one, and the errors with these statuses beside those of all.

    Parameters
    ----------
    name : str or None
        Of the shape of the good one; None for one without a body.
    media_type : str
        Of the good one; with `html` also a page, with `more` files of those media types too.
    """
    content: dict[str, Any] = {}
    if name is not None:
        content[media_type] = {"schema": {"$ref": REF.format(model=name)}}
    if html:
        content["text/html"] = {"schema": {"type": "string"}}
    for each in (more or {}).values():
        content.setdefault(each.partition(";")[0], {"schema": {"type": "string", "format": "binary"}})
    good: dict[str, Any] = {"description": description}
    if content:
        good["content"] = content
    return {status: good, **{each: documented_problem(each) for each in (*statuses, *ALWAYS)}}


ALWAYS = (400, 500, 503)
"""Any operation may be asked wrongly, meet a fault of ours, or find the store locked."""


def schemas() -> dict[str, Any]:
    """Return the JSON Schema of every shape, by name."""
    models = [
        each
        for room in ROOMS
        for name, each in vars(room).items()
        if isinstance(each, type) and each.__module__ == room.__name__ and not name.startswith("_")
        and hasattr(each, "model_json_schema")
    ]  # fmt: skip
    _, whole = models_json_schema([(model, "serialization") for model in (*models, Problem)], ref_template=REF)
    found: dict[str, Any] = whole["$defs"]
    return found
