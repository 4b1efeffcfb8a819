"""Corrected days as a person reads them: the days, then the deltas and the findings that they moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.cli.shared import km2, print_table

Correction = dict[str, Any]


def print_corrections(found: Sequence[Correction]) -> None:
    """Print the corrections, and what rested on the version before."""
    print_table(
        "Corrected days, km²",
        ["source", "on", "version", "imported", "before → after", "gained", "lost"],
        [
            (
                each["source"], each["on"], each["version"], each["imported_at"],
                "; ".join(_areas(status, pair) for status, pair in each["statuses"].items()),
                km2(each["gained_km2"]), km2(each["lost_km2"]),
            )
            for each in found
        ],
        right=["version", "gained", "lost"],
    )  # fmt: skip
    print_table(
        "Deltas that used the version before, km²",
        ["corrected", "every", "from", "to", "gained", "lost", "net", "net moved by"],
        [
            (
                f"{each['source']} {each['on']}", row["every"], row["start"], row["end"],
                _then_now(row["gained_km2"]), _then_now(row["lost_km2"]), _then_now(row["net_km2"], sign="+"),
                f"{row['net_km2']['difference']:+,.2f}",
            )
            for each in found
            for row in each["deltas"]
        ],
        right=["net moved by"],
    )  # fmt: skip
    rows = [
        (
            f"{each['source']} {each['on']}", finding["document_id"], finding["text"],
            " → ".join(dict.fromkeys(finding["verdict"][when].replace("_", " ") for when in ("before", "after"))),
            _then_now(finding["computed_km2"]),
        )
        for each in found
        for finding in each["findings"]
    ]  # fmt: skip
    if rows:
        columns = ["corrected", "document", "stated", "verdict", "computed"]
        print_table("Findings that used the version before, km²", columns, rows)


def _areas(status: str, pair: dict[str, float | None]) -> str:
    before, after = ("none" if area is None else km2(area) for area in (pair["before_km2"], pair["after_km2"]))
    return f"{status} {before} → {after}"


def _then_now(value: dict[str, float | None], sign: str = "") -> str:
    told = ["none" if area is None else format(area, f"{sign},.2f") for area in (value["before"], value["after"])]
    return " → ".join(dict.fromkeys(told))
