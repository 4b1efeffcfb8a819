"""A person's corrections laid over a reading: pure functions from the reading as read to the reading as settled.

A correction names what it corrects by its id, and so by document and span. A new reading of the same text has the same
ids where it found the same words; where it found others, the correction holds for what lies over most of its span.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.errors import BadInput

LISTS = {"m": "mentions", "a": "claims", "s": "statements"}
"""The letter in an id, and the list of a reading in which it stands."""
DIRECTIONS = ("captured", "lost", "held", "remaining", "other")
FIELDS = {
    "mentions": frozenset({"place", "reject"}),
    "claims": frozenset({"place", "period", "direction", "actor", "reject"}),
    "statements": frozenset({"place", "period", "actor", "reject"}),
}
"""What can be corrected of each."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person settled, of what, why, and when.

    Parameters
    ----------
    target : str
        The id of a mention, a claim or a statement.
    change : dict
        ``place`` (a place's JSON or None), ``period`` ({"start", "end", "approximate"}), ``direction``, ``actor``,
        ``reject``: only what is changed.
    text : str
        The words that it was made for.
    """

    id: str
    target: str
    change: Mapping[str, Any]
    note: str
    by: str
    at: str
    text: str = ""
    was: Mapping[str, Any] | None = field(default=None)

    @property
    def document_id(self) -> str:
        """The document that it belongs to."""
        return split_target(self.target)[0]

    def said(self) -> dict[str, Any]:
        """Return who corrected what, when and why."""
        return {"id": self.id, "by": self.by, "at": self.at, "note": self.note, "change": _shown(self.change)}


def split_target(target: str) -> tuple[str, str, int, int]:
    """Return document id, list, start and end of what an id names.

    Raises
    ------
    BadInput
        It is the id of nothing that can be corrected.

    Examples
    --------
    >>> split_target("3fbec661d2d7a39a-m10-17")
    ('3fbec661d2d7a39a', 'mentions', 10, 17)
    """
    document, _, rest = target.partition("-")
    start, _, end = rest[1:].partition("-")
    if rest[:1] not in LISTS or not start.isdecimal() or not end.isdecimal():
        raise BadInput(
            f"{target[:80]!r} is no mention, claim or statement; expected an id such as 3fbec661d2d7a39a-m10-17, "
            "as 'frontline documents show ID --json' has them"
        )
    return document, LISTS[rest[0]], int(start), int(end)


def parsed_period(text: str) -> dict[str, Any]:
    """Return a period from ``A..B``; either end may be open.

    Examples
    --------
    >>> parsed_period("2025-11-01..2025-11-30")
    {'start': '2025-11-01', 'end': '2025-11-30', 'approximate': False}
    """
    start, dots, end = text.strip().partition("..")
    try:
        days = [date.fromisoformat(each) if each else None for each in (start, end)]
    except ValueError:
        days = []
    if not dots or not any(days) or (all(days) and str(days[0]) > str(days[1])):
        raise BadInput(f"--period {text[:60]!r}: expected two days in their order, such as 2025-11-01..2025-11-30")
    return {"start": start or None, "end": end or None, "approximate": False}


def settled(body: Mapping[str, Any], corrections: Sequence[Correction]) -> dict[str, Any]:
    """Return a reading, as read, with corrections laid over it.

    What was corrected carries ``corrected``: who, when, why, and under ``was`` how it had been read. What was rejected
    stands no more in its list. ``corrections`` lists all, with ``applied`` False where the reading has nothing there.
    """
    found = {name: [dict(item) for item in body[name]] for name in LISTS.values()}
    listed = []
    for correction in corrections:
        _, name, start, end = split_target(correction.target)
        item = _target(found[name], correction.target, start, end)
        listed.append(
            {**correction.said(), "target": correction.target, "text": correction.text, "applied": bool(item)}
        )
        if item is None:
            continue
        listed[-1]["was"] = item.get("corrected", {}).get("was") or item
        if correction.change.get("reject"):
            found[name].remove(item)
        else:
            found[name][found[name].index(item)] = _corrected(name, item, correction)
    rejected = {each["target"]: each for each in listed if each["applied"] and each["change"].get("reject")}
    _follow(found, rejected)
    return {**body, **found, "corrections": listed}


def as_read(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a settled reading as it had been read."""
    found: dict[str, Any] = {}
    rejected = [c for c in body.get("corrections", []) if c["applied"] and c["change"].get("reject")]
    for letter, name in LISTS.items():
        items = [_was(item) for item in body[name]]
        items += [c["was"] for c in rejected if f"-{letter}" in c["target"]]
        found[name] = sorted({item["id"]: item for item in items}.values(), key=lambda item: int(item["start"]))
    return {key: value for key, value in {**body, **found}.items() if key != "corrections"}


def _was(item: Mapping[str, Any]) -> dict[str, Any]:
    corrected = item.get("corrected")
    return dict(corrected["was"]) if corrected else dict(item)


def _target(items: Sequence[dict[str, Any]], target: str, start: int, end: int) -> dict[str, Any] | None:
    same = next((item for item in items if item["id"] == target), None)
    if same is not None:
        return same
    over = [(min(item["end"], end) - max(item["start"], start), item) for item in items]
    best = max(over, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] * 2 > end - start else None


def _corrected(name: str, item: dict[str, Any], correction: Correction) -> dict[str, Any]:
    change, was = correction.change, item.get("corrected", {}).get("was") or item
    new = {**item, "corrected": {**correction.said(), "was": was}}
    if "place" in change:
        place = change["place"]
        if name == "mentions":
            new |= {
                "place": place,
                "score": 1.0 if place else 0.0,
                "why": f"corrected by {correction.by}: {correction.note}",
            }
        elif name == "claims":
            new["scope"] = place and {"text": place["name"], "place_id": place["id"], "region": _region(place)}
        else:
            new["place"] = place
    if "period" in change:
        period = change["period"]
        new |= (
            {"period": period}
            if name == "claims"
            else {"on": period["end"], "on_start": period["start"], "dated": True}
        )
        if name == "statements" and new["on_start"] == new["on"]:
            new["on_start"] = None
    return {**new, **{key: change[key] for key in ("direction", "actor") if key in change}}


def _region(place: Mapping[str, Any]) -> str | None:
    return str(place["name"]) if place["kind"] in ("oblast", "raion", "region") else None


def _follow(found: Mapping[str, list[dict[str, Any]]], rejected: Mapping[str, Mapping[str, Any]]) -> None:
    """Let what was read of a mention's place follow its correction: statements, and the scopes of claims."""
    mentions = {item["id"]: item for item in found["mentions"]}
    for statement in found["statements"]:
        for key, place in (("mention_id", "place"), ("other_mention_id", "other_place")):
            gone = rejected.get(statement.get(key) or "")
            if gone is not None:  # it is no place, so nothing is said of one
                told = {name: gone[name] for name in ("id", "by", "at", "note", "change")}
                statement.setdefault("corrected", {**told, "was": dict(statement)})
                statement[place] = None
            mention = mentions.get(statement.get(key) or "")
            own = statement.get("corrected", {}).get("change", {})
            if mention is not None and "corrected" in mention and not (place == "place" and "place" in own):
                statement.setdefault("corrected", {**mention["corrected"], "was": dict(statement)})
                statement[place] = mention["place"]
    moved = {
        item["corrected"]["was"]["place"]["id"]: item
        for item in found["mentions"]
        if "corrected" in item and item["corrected"]["was"]["place"]
    }
    for claim in found["claims"]:
        scope = claim["scope"]
        mention = moved.get(scope["place_id"]) if scope and scope["place_id"] else None
        if mention is not None and mention["text"] in scope["text"] and "corrected" not in claim:
            place = mention["place"]
            claim["corrected"] = {**mention["corrected"], "was": dict(claim)}
            claim["scope"] = {
                "text": scope["text"], "place_id": place and place["id"], "region": place and _region(place),
            }  # fmt: skip


def _shown(change: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in change.items() if key != "was"}
