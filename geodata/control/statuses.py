"""Which status a feature has, by the allowlist of its format in ``formats.toml``; what is not listed is dropped."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from geodata.control.features import Collected, Feature, StatusOf
from geodata.definitions import OCCUPIED
from geodata.errors import ImportRefused

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_COLUMNS = ("status", "статус", "control", "category", "class", "layer", "type", "name")
_SHOWN = 6


def checked_status(status: str) -> str:
    """Return the status if it can be one: lower-case letters, digits, - and _."""
    if not _NAME.fullmatch(status):
        raise ImportRefused(f"expected a status such as {OCCUPIED}, got {status[:40]!r}")
    return status


def by_token(feature: Feature) -> tuple[str | None, str]:
    """DeepState raw: the token after the last ``///`` of the name; text before it has newlines and odd spaces."""
    token = str(feature.properties.get("name", "")).rsplit("///", 1)[-1].strip().split("{{")[0].strip()
    return allowed("deepstate-raw").get(token.lower()), f"{token or 'no token'} is not on the list"


def by_folder(feature: Feature) -> tuple[str | None, str]:
    """AMK: the folder's name, and for the ground held before 2022 the placemark's own."""
    status = allowed("amk").get(feature.layer.lower())
    if status == OCCUPIED:
        name = str(feature.properties.get("name", "")).lower()
        status = next((s for word, s in allowed("amk-names").items() if word in name), status)
        return status or None, "the side's own ground"
    return status, f"folder {feature.layer!r} is not on the list"


def by_type(feature: Feature) -> tuple[str | None, str]:
    """NZZ: the feature's type."""
    kind = str(feature.properties.get("type", ""))
    return allowed("nzz").get(kind.lower()), f"type {kind!r} is not on the list"


def by_layer(name: str) -> StatusOf:
    """ISW: the layer's name, in the feature or in the file's name."""

    def status(feature: Feature) -> tuple[str | None, str]:
        layer = str(feature.properties.get("layer") or feature.layer or name)
        return isw_status(layer), f"layer {layer!r} is not on the list"

    return status


def isw_status(name: str) -> str | None:
    """Return the status of an ISW layer whose name contains a word of the list, or None."""
    plain = re.sub(r"[\s_-]", "", name).lower()
    return next((status for word, status in allowed("isw").items() if word in plain), None)


def own(found: Collected, status: str | None, column: str | None = None) -> StatusOf:
    """Own files: as stated, else by the first column or the layers that hold a known word, else occupied.

    Parameters
    ----------
    column : str, optional
        The column that holds the statuses, as stated.

    Raises
    ------
    ImportRefused
        There is a column of that name, and none of its values is known; or there is none.
    """
    if status is not None:
        return lambda _: (status, "")
    words = allowed("own")
    if column is not None and not any(
        key.lower() == column.lower() for feature in found.features for key in feature.properties
    ):
        keys = dict.fromkeys(key for feature in found.features for key in feature.properties)
        raise ImportRefused(f"expected a column {column!r}, got {', '.join(keys)[:200] or 'no columns'}")
    for name in _COLUMNS if column is None else (column.lower(),):
        values = [_value(feature, name) for feature in found.features]
        if any(value in words for value in values):
            found.notes.append(f"statuses from the column {name!r}")
            return lambda feature: (
                words.get(_value(feature, name)),
                f"{name} {_value(feature, name)[:40]!r} is not on the list",
            )
        if column is not None or (name == "status" and any(values)):
            shown = ", ".join(sorted(set(filter(None, values)))[:_SHOWN])
            raise ImportRefused(
                f"the column {name} has {shown or 'no values'}: expected {', '.join(sorted(set(words.values())))}; "
                "or say with --status what all of it is"
            )
    layers = {
        feature.layer: words.get(feature.layer.lower()) or isw_status(feature.layer) for feature in found.features
    }
    if any(layers.values()):
        found.notes.append("statuses from the names of the layers")
        return lambda feature: (layers[feature.layer], f"layer {feature.layer!r} is not on the list")
    if any(feature.properties for feature in found.features):
        found.notes.append(f"no column or layer says a status that is known: all of it taken as {OCCUPIED}")
    return lambda _: (OCCUPIED, "")


def _value(feature: Feature, column: str) -> str:
    value: Any = next((v for key, v in feature.properties.items() if key.lower() == column), None)
    return "" if value is None else str(value).strip().lower()


@cache
def allowed(table: str) -> dict[str, str]:
    """Return the list of a format: words in lower case and their statuses."""
    tables = tomllib.loads((resources.files("geodata.control") / "formats.toml").read_text(encoding="utf-8"))
    return {word.lower(): status for word, status in tables[table].items()}
