"""The packaged first-level units, regions, rivers and countries, and the former names of towns."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load_regions() -> dict[str, list[dict[str, Any]]]:
    """Return ``regions.toml``: tables ``oblast``, ``region``, ``river``, ``other``, ``country``."""
    return _load("regions.toml")


@cache
def units_of(region_id: str) -> frozenset[str]:
    """Return the names of the first-level units that a region spans (Donbas); empty where it is one itself."""
    return next((frozenset(r.get("units", ())) for r in load_regions()["region"] if r["id"] == region_id), frozenset())


@cache
def load_renamed() -> dict[str, list[str]]:
    """Return ``renamed.toml``: names that GeoNames lacks, by place id."""
    return {entry["id"]: entry["names"] for entry in _load("renamed.toml").get("place", [])}


@cache
def load_exonyms() -> dict[str, dict[str, list[str]]]:
    """Return ``exonyms.toml``: what other languages call a place, by place id and language."""
    listed = _load("exonyms.toml")["place"]
    return {entry["id"]: {k: v for k, v in entry.items() if k != "id"} for entry in listed}


@cache
def load_axes() -> tuple[tuple[str, float, float], ...]:
    """Return name, lat and lon of the towns of ``axes.toml``, after which axes of the front are called."""
    return tuple((axis["name"], float(axis["lat"]), float(axis["lon"])) for axis in _load("axes.toml")["axis"])


@cache
def load_axis_fronts() -> tuple[tuple[str, float, float, tuple[str, ...]], ...]:
    """Return name, point where it meets the line, and stems of the axes that are called after something behind it."""
    return tuple(
        (axis["name"], float(axis["front"][0]), float(axis["front"][1]), tuple(axis.get("stem", ())))
        for axis in _load("axes.toml")["axis"]
        if "front" in axis
    )


def admin1_name(code: str) -> str | None:
    """Return the name of a first-level unit by ``country.unit`` ("UA.05" is Donetsk Oblast), None where unknown."""
    return _admin1_names().get(code)


@cache
def _admin1_names() -> dict[str, str]:
    names = {entry["code"]: entry["name"] for entry in load_regions()["oblast"] if ".away." not in entry["code"]}
    return {**names, "UA.11": "Crimea", "UA.20": "Sevastopol"}


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("geodata.gazetteer") / name).read_text(encoding="utf-8"))
