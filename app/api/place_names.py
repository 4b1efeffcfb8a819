"""Places as a reader's language calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geodata.gazetteer.ukrainian import ukrainian_units


def local_place(workspace: Any, lang: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function that gives a place with its name and unit in a language, as far as they are known."""
    named, unit = workspace.viewer.named(lang), local_unit(lang)

    def local(place: dict[str, Any]) -> dict[str, Any]:
        admin1 = place.get("admin1")
        return {**place, "name": named(place["id"], place["name"]), "admin1": admin1 and unit(admin1)}

    return local


def local_unit(lang: str) -> Callable[[str], str]:
    """Return a function from a first-level unit's name to its name in a language, as far as it is known."""
    if lang != "uk":
        return lambda name: name
    return lambda name: ukrainian_units().get(name, name)
