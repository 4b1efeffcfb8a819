"""OpenAPI 3.1 → 3.0.3, strictly: what has no counterpart is an error, so that nothing is lost without a word.

The class ``oas30`` of OGC API - Features is for documents of 3.0 only. Schemas of 3.1 are JSON Schema 2020-12, those
of 3.0 an older dialect: ``null`` is a type there, ``nullable`` here, ``examples`` is ``example``, ``const`` an ``enum``
of one, exclusive bounds are numbers there and flags here, and beside ``$ref`` nothing counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]

KEPT = frozenset(
    [
        "title",
        "multipleOf",
        "maximum",
        "minimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "required",
        "enum",
        "type",
        "description",
        "format",
        "default",
        "nullable",
        "readOnly",
        "writeOnly",
        "example",
        "deprecated",
        "discriminator",
        "externalDocs",
        "xml",
    ]
)
MANY = frozenset({"allOf", "anyOf", "oneOf"})
ONE = frozenset({"not", "items", "additionalProperties"})
BINARY = {"application/octet-stream", "application/x-ndjson"}


class NotConvertible(ValueError):
    """Something in the document has no counterpart in OpenAPI 3.0."""


def as_openapi_30(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document as one of 3.0.3.

    Raises
    ------
    NotConvertible
        Naming what has no counterpart, and where it stands.
    """
    version = str(document.get("openapi"))
    if not re.fullmatch(r"3\.1\.\d+", version):
        raise NotConvertible(f"expected OpenAPI 3.1, got {version}")
    if document.get("webhooks"):
        raise NotConvertible("webhooks have no counterpart in OpenAPI 3.0")
    left_out = ("openapi", "jsonSchemaDialect", "webhooks", "info")
    info = {key: value for key, value in document["info"].items() if key != "summary"}
    if "license" in info:
        info["license"] = {key: value for key, value in info["license"].items() if key != "identifier"}
    rest = {key: value for key, value in document.items() if key not in left_out}
    rest.setdefault("paths", {})
    return {"openapi": "3.0.3", "info": info, **{key: _walked(value, f"#/{key}") for key, value in rest.items()}}


def _walked(value: Any, where: str) -> Any:
    """Return a part of the document that is no schema, the schemas in it converted."""
    if isinstance(value, list):
        return [_walked(each, f"{where}/{number}") for number, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if "$ref" in value and isinstance(value["$ref"], str):
        return {"$ref": value["$ref"]}
    converted = {}
    for key, each in value.items():
        here = f"{where}/{key}"
        if key == "schema":
            converted[key] = as_schema_30(each, here)
        elif key == "schemas" and where == "#/components":
            converted[key] = {name: as_schema_30(schema, f"{here}/{name}") for name, schema in each.items()}
        elif key in ("example", "examples", "default", "value"):
            converted[key] = each
        else:
            converted[key] = _walked(each, here)
    return converted


def as_schema_30(schema: Any, where: str = "#") -> Schema:
    """Return a schema of OpenAPI 3.1 as one of 3.0.

    >>> as_schema_30({"anyOf": [{"type": "string", "const": "a"}, {"type": "null"}]})
    {'type': 'string', 'enum': ['a', None], 'nullable': True}
    >>> as_schema_30({"type": "number", "exclusiveMinimum": 0, "examples": [1.5]})
    {'type': 'number', 'minimum': 0, 'exclusiveMinimum': True, 'example': 1.5}

    Raises
    ------
    NotConvertible
        For a keyword that 3.0 has nothing for.
    """
    if schema is True:
        return {}
    if schema is False:
        return {"not": {}}
    if "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        alone = {"$ref": schema["$ref"]}
        return {"allOf": [alone], **as_schema_30(beside, where)} if beside else alone
    converted: Schema = {}
    for key, value in schema.items():
        here = f"{where}/{key}"
        if key in CONVERTED:
            converted |= CONVERTED[key](value, here)
        elif key in MANY:
            converted |= _many(key, value, here)
        elif key in ONE:
            plain = isinstance(value, bool) and key == "additionalProperties"
            converted[key] = value if plain else as_schema_30(value, here)
        elif key == "properties":
            converted[key] = {name: as_schema_30(each, f"{here}/{name}") for name, each in value.items()}
        elif key in KEPT or key.startswith("x-"):
            converted[key] = value
        else:
            raise NotConvertible(f"{here}: no counterpart in OpenAPI 3.0")
    if converted.get("type") == "array":
        converted.setdefault("items", {})
    return _flattened(converted)


def _type(value: Any, where: str) -> Schema:
    if isinstance(value, str):
        if value == "null":
            return {"enum": [None], "nullable": True}
        return {"type": value}
    others = [each for each in value if each != "null"]
    nullable: Schema = {"nullable": True} if len(others) < len(value) else {}
    if len(others) == 1:
        return {"type": others[0], **nullable}
    if not others:
        raise NotConvertible(f"{where}: only null has no counterpart in OpenAPI 3.0")
    return {"anyOf": [{"type": each} for each in others], **nullable}


def _bound(side: str, flag: str) -> Callable[[Any, str], Schema]:
    def converted(value: Any, where: str) -> Schema:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotConvertible(f"{where}: expected a number, got {value!r}")
        return {side: value, flag: True}

    return converted


def _pattern_properties(value: Any, where: str) -> Schema:
    if len(value) != 1:
        raise NotConvertible(f"{where}: several patterns have no counterpart in OpenAPI 3.0")
    return {"additionalProperties": as_schema_30(next(iter(value.values())), where)}


def _prefix_items(value: Any, where: str) -> Schema:
    kinds: list[Schema] = []
    for number, each in enumerate(value):
        if (kind := as_schema_30(each, f"{where}/{number}")) not in kinds:
            kinds.append(kind)
    return {"items": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}}


CONVERTED: Mapping[str, Callable[[Any, str], Schema]] = {
    "type": _type,
    "const": lambda value, _: {"enum": [value]},
    "examples": lambda value, _: {"example": value[0]} if value else {},
    "exclusiveMinimum": _bound("minimum", "exclusiveMinimum"),
    "exclusiveMaximum": _bound("maximum", "exclusiveMaximum"),
    "contentMediaType": lambda value, _: {"format": "binary"} if value in BINARY else {},
    "contentEncoding": lambda value, _: {"format": "byte"} if value == "base64" else {},
    "patternProperties": _pattern_properties,
    "prefixItems": _prefix_items,
    "propertyNames": lambda _value, _: {},  # names are strings anyhow; what else they must be goes into no 3.0 schema
    "$comment": lambda _value, _: {},
}


def _many(key: str, value: list[Any], where: str) -> Schema:
    """Return alternatives; ``null`` among them becomes ``nullable``."""
    rest = [each for each in value if each != {"type": "null"}]
    nullable = len(rest) < len(value) and key != "allOf"
    kinds = [as_schema_30(each, f"{where}/{number}") for number, each in enumerate(rest)]
    if not nullable:
        return {key: kinds}
    if len(kinds) == 1 and "$ref" not in kinds[0]:
        return {**kinds[0], "nullable": True}
    # Beside ``$ref`` nothing counts, and ``nullable`` needs a type: null stands as an alternative of its own.
    return {key: [*kinds, {"enum": [None], "nullable": True}]}


def _flattened(schema: Schema) -> Schema:
    """Let an enum that may be null say so, as 3.0 wants it."""
    if schema.get("nullable") and "enum" in schema and None not in schema["enum"]:
        return {**schema, "enum": [*schema["enum"], None]}
    return schema
