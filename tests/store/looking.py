"""Looking through a store after a kill: what was acknowledged and is not there, is there twice, or is there by half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, text

from app.store.blobs import key_of
from app.store.schema import claim, document, finding, ground, layer, mention, snapshot, statement
from app.workspace import Workspace

LAST = 40
"""So many items, the last ones, are looked at closely after each kill; all of them when everything is asked for."""


def problems(
    space: Workspace, begun: Mapping[str, str], acknowledged: Mapping[str, Any], *, everything: bool
) -> list[str]:
    """Return a line for each fault of a store, given what workers have begun and what was acknowledged to them."""
    days = Counter(str(each.on) for each in space.store.control.series("mapper"))
    ids = Counter(space.store.documents.ids())
    found = _in_itself(space)
    found += [f"day {day} is there {times} times" for day, times in days.items() if times != 1]
    found += [f"day {day} was never begun" for day in days if f"import {day}" not in begun]
    found += [f"text {each} was never begun" for each in ids if f"read {each}" not in begun]
    close = set(list(acknowledged)[-LAST:] if not everything else acknowledged)
    for item, said in acknowledged.items():
        job, name = item.split(" ")
        if job == "import" and not days[name]:
            found.append(f"day {name} was acknowledged and is lost")
        if job != "import" and not ids[name]:
            found.append(f"text {name} was acknowledged and is lost")
        elif job == "read" and item in close:
            _, body = space.store.documents.get(name)
            there = {kind: len(body[kind]) for kind in ("mentions", "claims")}
            if there != said:
                found.append(f"text {name}: {there} are there, {said} were acknowledged")
        elif job == "check" and item in close:
            kept = _rows(space, select(finding.c.id).where(finding.c.document_id == name))
            if kept and sorted(kept) != said:  # a finding of polygons that are others by now is computed anew
                found.append(f"text {name}: findings {kept} are there, {said} were acknowledged")
    for stored in space.store.control.series("mapper")[0 if everything else -LAST :]:
        for each in stored.layers.values():
            if key_of(space.store.control.geometry(each.key)) != each.key:
                found.append(f"day {stored.on}: its ground is not what was stored")
    space.store.close()
    return found


def _in_itself(space: Workspace) -> list[str]:
    """Return what contradicts itself: a broken file, a day without ground, a part of a text without the text."""
    engine = space.store._engine
    found: list[str] = []
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            told = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            found += [f"integrity: {line}" for line in told if line != "ok"]
            found += [f"foreign key: {row}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
        bare = select(snapshot.c.on).where(snapshot.c.id.not_in(select(layer.c.snapshot_id)))
        found += [f"day {day} has no ground" for day in connection.execute(bare).scalars()]
        orphans = select(func.count()).select_from(ground).where(ground.c.key.not_in(select(layer.c.geometry_key)))
        if number := connection.execute(orphans).scalar():
            found.append(f"{number} grounds of no day")
        for table in (mention, claim, statement, finding):
            orphan = select(func.count()).select_from(table).where(table.c.document_id.not_in(select(document.c.id)))
            if number := connection.execute(orphan).scalar():
                found.append(f"{number} rows of {table.name} of no text")
    return found


def _rows(space: Workspace, query: Any) -> list[Any]:
    with space.store._engine.begin() as connection:
        return list(connection.execute(query).scalars())
