"""OpenAPI 3.1 to 3.0.3: each difference by a case, the whole by a validator that is not ours."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from app.api.openapi import document
from app.api.openapi30 import NotConvertible, as_openapi_30, as_schema_30
from app.main import create_app
from app.workspace import Workspace

REF = {"$ref": "#/components/schemas/X"}


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ({"type": "string"}, {"type": "string"}),
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"type": ["string", "integer"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"type": "null"}, {"enum": [None], "nullable": True}),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, {"type": "number", "nullable": True}),
        ({"anyOf": [REF, {"type": "null"}]}, {"anyOf": [REF, {"enum": [None], "nullable": True}]}),
        ({"const": "a"}, {"enum": ["a"]}),
        ({"enum": ["a"], "type": ["string", "null"]}, {"enum": ["a", None], "type": "string", "nullable": True}),
        ({"type": "number", "exclusiveMaximum": 3}, {"type": "number", "maximum": 3, "exclusiveMaximum": True}),
        ({"examples": ["a", "b"]}, {"example": "a"}),
        ({"examples": []}, {}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"type": "array", "prefixItems": [{"type": "string"}] * 2}, {"type": "array", "items": {"type": "string"}}),
        ({**REF, "description": "why"}, {"allOf": [REF], "description": "why"}),
        ({"additionalProperties": False}, {"additionalProperties": False}),
        ({"additionalProperties": {"const": 1}}, {"additionalProperties": {"enum": [1]}}),
        ({"patternProperties": {"^a": {"const": 1}}}, {"additionalProperties": {"enum": [1]}}),
        ({"propertyNames": {"pattern": "a"}}, {}),
        ({"properties": {"type": {"const": 1}}}, {"properties": {"type": {"enum": [1]}}}),
        ({"type": "string", "contentMediaType": "application/octet-stream"}, {"type": "string", "format": "binary"}),
        ({"not": {"const": 1}}, {"not": {"enum": [1]}}),
        (True, {}),
        (False, {"not": {}}),
    ],
    ids=str,
)  # fmt: skip
def test_a_schema(newer: Any, older: Any) -> None:
    before = copy.deepcopy(newer)
    assert as_schema_30(newer) == older
    assert newer == before


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        ({"if": {}, "then": {}}, "#/if"),
        ({"properties": {"a": {"unevaluatedProperties": False}}}, "#/properties/a/unevaluatedProperties"),
        ({"exclusiveMinimum": True}, "#/exclusiveMinimum"),
        ({"$dynamicRef": "#x"}, r"#/\$dynamicRef"),
        ({"patternProperties": {"a": {}, "b": {}}}, "#/patternProperties"),
        ({"type": ["null"]}, "#/type"),
    ],
)
def test_what_has_no_counterpart_is_named(schema: Any, where: str) -> None:
    with pytest.raises(NotConvertible, match=where):
        as_schema_30(schema)


@pytest.mark.parametrize(
    "document", [{"openapi": "3.0.3"}, {"openapi": "3.2.0"}, {"openapi": "3.1.0", "webhooks": {"a": {}}}]
)
def test_another_version_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(NotConvertible):
        as_openapi_30({"info": {}, **document})


SCALARS = st.sampled_from(["string", "integer", "number", "boolean"])
SCHEMAS = st.recursive(
    SCALARS.map(lambda kind: {"type": kind})
    | SCALARS.map(lambda kind: {"anyOf": [{"type": kind}, {"type": "null"}]})
    | st.integers(-3, 3).map(lambda low: {"type": "integer", "exclusiveMinimum": low})
    | st.sampled_from(["a", 1, True]).map(lambda value: {"const": value}),
    lambda inner: (
        inner.map(lambda item: {"type": "array", "items": item})
        | st.dictionaries(st.sampled_from("ab"), inner, min_size=1).map(
            lambda properties: {"type": "object", "properties": properties, "required": sorted(properties)}
        )
        | st.lists(inner, min_size=1, max_size=3).map(lambda kinds: {"anyOf": kinds})
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=300)
@given(SCHEMAS, VALUES)
def test_both_let_the_same_values_pass(schema: Any, value: Any) -> None:
    newer = jsonschema.Draft202012Validator(schema).is_valid(value)
    assert OAS30Validator(as_schema_30(schema)).is_valid(value) == newer


def test_the_services_own_document_is_valid_in_both_versions(demo_workspace: Workspace) -> None:
    newer = document(create_app(demo_workspace.settings, demo_workspace))
    OpenAPIV31SpecValidator(newer).validate()
    older = as_openapi_30(newer)
    OpenAPIV30SpecValidator(older).validate()
    assert older["paths"].keys() == newer["paths"].keys()
    assert older["components"]["schemas"].keys() == newer["components"]["schemas"].keys()
    for path, item in newer["paths"].items():
        assert older["paths"][path].keys() == item.keys()
