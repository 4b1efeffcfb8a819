"""Corrections of readings in a store: made, taken back, listed, and laid over every reading that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.corrected import DIRECTIONS, FIELDS, Correction, as_read, parsed_period, settled, split_target
from app.errors import BadInput, NotFound
from app.reading.records import Document
from app.render import place_json

if TYPE_CHECKING:
    from app.store import Store
    from geodata.definitions import Party
    from geodata.gazetteer import Gazetteer

MAX_NOTE = 2000
_MOST_NAMED, _SHOWN = 100, 6
_NEAR = "no place is called"


def lay_over(store: Store, document_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reading, as read, with the document's corrections laid over it."""
    rows = store.corrections.rows(document_id)
    return settled(body, [_correction(row) for row in rows])


def keep(store: Store, document: Document, body: Mapping[str, Any], *, reader: str, gazetteer: str) -> dict[str, Any]:
    """Store a reading with the document's corrections laid over it; return it so."""
    with store.transaction():
        over = lay_over(store, document.id, body)
        store.documents.put(document, over, reader=reader, gazetteer=gazetteer)
        store.corrections.note_was({c["id"]: c.get("was") for c in over["corrections"]})
    return over


def correct(
    store: Store,
    gazetteer: Gazetteer,
    parties: Mapping[str, Party],
    target: str,
    given: Mapping[str, Any],
    *,
    note: str,
    by: str,
) -> dict[str, Any]:
    """Correct a mention, a claim or a statement of a stored document; return the correction.

    Parameters
    ----------
    given : mapping
        ``place`` (a place's id) or ``none``, ``period`` (A..B), ``direction``, ``actor`` (a side, or "none"),
        ``reject``; what is empty is not changed.

    Raises
    ------
    BadInput
        Nothing is changed, no reason is given, or it cannot be changed so.
    NotFound
        No such document, target or place.
    """
    document_id, name, _, _ = split_target(target)
    change = _change(name, given, gazetteer, parties)
    if not note.strip():
        raise BadInput("a correction needs its reason: --note TEXT")
    if len(note) > MAX_NOTE:
        raise BadInput(f"--note: at most {MAX_NOTE:,} characters, got {len(note):,}")
    with store.transaction():
        document, stored = store.documents.get(document_id)
        item = next((item for item in stored[name] if item["id"] == target), None)
        if item is None:
            raise NotFound(
                f"no such mention, claim or statement: {target}; 'frontline documents show {document_id} --json'"
            )
        raw = _raw(store, document_id, stored)
        number = store.corrections.add(document_id, target, change, note=note.strip(), by=by, text=item["text"])
        _keep_again(store, document, raw)
        return next(row for row in store.corrections.rows(document_id) if row["id"] == number)


def undo(store: Store, correction_id: str) -> dict[str, Any]:
    """Take a correction back; return it."""
    with store.transaction():
        row = next((row for row in store.corrections.rows() if row["id"] == correction_id), None)
        if row is not None and store.documents.has(row["document_id"]):
            document, stored = store.documents.get(row["document_id"])
            raw = _raw(store, row["document_id"], stored)
            store.corrections.undo(correction_id)
            _keep_again(store, document, raw)
            return row
        return store.corrections.undo(correction_id)


def _raw(store: Store, document_id: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    rows = store.corrections.rows(document_id)
    return as_read({**stored, "corrections": [{**row, "applied": row["was"] is not None} for row in rows]})


def _keep_again(store: Store, document: Document, raw: Mapping[str, Any]) -> None:
    provenance = store.documents.provenance(document.id)
    keep(store, document, raw, reader=provenance["reader"], gazetteer=provenance["gazetteer"])


def _correction(row: Mapping[str, Any]) -> Correction:
    return Correction(row["id"], row["target"], row["change"], row["note"], row["by"], row["at"], row["text"])


def _change(name: str, given: Mapping[str, Any], gazetteer: Gazetteer, parties: Mapping[str, Party]) -> dict[str, Any]:
    asked = {key: value for key, value in given.items() if value not in (None, False, "")}
    if not asked:
        raise BadInput("nothing to correct: give --place, --none, --period, --direction, --actor or --reject")
    if ("reject" in asked and len(asked) > 1) or {"place", "none"} <= set(asked):
        raise BadInput("--reject stands alone, and --place and --none exclude each other")
    fields = {("place" if key == "none" else key) for key in asked}
    if odd := sorted(fields - FIELDS[name]):
        raise BadInput(f"--{odd[0]} does not go with {name}; they take {', '.join(sorted(FIELDS[name]))}")
    change: dict[str, Any] = {}
    if fields & {"place"}:
        change["place"] = None if "none" in asked else _place(str(asked["place"]), gazetteer)
    if "period" in asked:
        change["period"] = parsed_period(str(asked["period"]))
    if "direction" in asked:
        if asked["direction"] not in DIRECTIONS:
            raise BadInput(f"--direction: expected {', '.join(DIRECTIONS)}, got {str(asked['direction'])[:40]!r}")
        change["direction"] = asked["direction"]
    if "actor" in asked:
        if asked["actor"] not in {*parties, "none"}:
            raise BadInput(f"--actor: expected {', '.join(parties)} or none, got {str(asked['actor'])[:40]!r}")
        change["actor"] = None if asked["actor"] == "none" else asked["actor"]
    if "reject" in asked:
        change["reject"] = True
    return change


def _place(wanted: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the place of an id, or of a name in any spelling that only one place bears ("Lyman, Donetsk")."""
    place = gazetteer.place(wanted)
    if place is not None:
        return place_json(place)
    found = gazetteer.search(wanted, _MOST_NAMED)
    exact = [match.place for match in found if not match.why.startswith(_NEAR)]
    # A plain "Kyiv" is the town: its oblast is said with its kind.
    meant = [place for place in exact if place.kind in ("settlement", "other")] or exact
    if len(meant) == 1:
        return place_json(meant[0])
    if not found:
        raise NotFound(f"no place {wanted[:60]!r} in the gazetteers, by id or by name")
    shown = "; ".join(
        f"{match.place.id} {match.place.name} ({match.place.kind}, {match.place.admin1 or match.place.country})"
        for match in found[:_SHOWN]
    )
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    told = f"{len(exact)} places are called {wanted[:60]!r}" if exact else f"no place is called {wanted[:60]!r}"
    raise BadInput(f"--place: {told}: say which by its id, or as 'NAME, UNIT': {shown}{more}")
