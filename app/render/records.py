"""Stored JSON back to the records that checking needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.reading.records import Comparison, Period, StatedArea, Statement


def claim_record(body: Mapping[str, Any]) -> StatedArea:
    """Return the stated area that a claim's JSON was made from."""
    period = body["period"]
    return StatedArea(
        sentence=body["sentence"],
        start=body["start"],
        end=body["end"],
        text=body["text"],
        value=body["value"],
        unit=body["unit"],
        value_high=body["value_high"],
        qualifier=body["qualifier"],
        direction=body["direction"],
        actor=body["actor"],
        period=period and Period(_day(period["start"]), _day(period["end"]), period["approximate"]),
        rate=body["rate"],
        scope=None,
        attributed_to=body["attributed_to"],
        flags=tuple(body["flags"]),
    )


def statement_record(body: Mapping[str, Any]) -> Statement:
    """Return the statement that a statement's JSON was made from, without its spans of mentions."""
    names = (
        *("kind", "sentence", "start", "end", "text", "event", "actor", "percent", "distance_km", "dated"),
        *("claimed", "claimed_by", "attributed_to", "percent_high", "qualifier"),
    )
    return Statement(**{name: body[name] for name in names}, on=_day(body["on"]), on_start=_day(body["on_start"]))


def whole_statement(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored statement with every key: older readers knew fewer."""
    return {**dict.fromkeys(_LATER_KEYS), "dated": False, "claimed": False, **body}


_LATER_KEYS = (
    *("mention_id", "on_start", "claimed_by", "attributed_to", "percent_high", "qualifier"),
    *("other_mention_id", "other_place", "times", "direction", "period", "base"),
)


def comparison_record(body: Mapping[str, Any]) -> Comparison:
    """Return the comparison that a statement's JSON of that kind was made from."""
    names = ("sentence", "start", "end", "text", "percent", "times", "qualifier", "direction", "actor", "attributed_to")
    return Comparison(
        **{name: body[name] for name in names},
        relation=body["event"],
        period=_span(body["period"]),
        base=_span(body["base"]),
    )


def _span(body: Mapping[str, Any]) -> Period:
    return Period(_day(body["start"]), _day(body["end"]), body["approximate"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
