"""The ledger of what was stated against what was measured, and the proof of each finding."""

from __future__ import annotations

import shlex
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app.api.claim_review import claim_review
from app.api.deps import HtmlDep, OffsetDep, WordsDep, WorkspaceDep
from app.api.kept_ledger import whole
from app.api.ledger import Asked, chosen, written_csv
from app.api.live_maps import live_view, parts
from app.api.params import parse_day, shorten
from app.api.resources import json_response
from app.api.views import page, with_titles
from app.errors import NotFound
from app.mapping import chosen_source

router = APIRouter(tags=["Pages"], include_in_schema=False)

PAGE = 50
AROUND_DEG = 0.35
Text = Annotated[str, Query(max_length=200)]


async def _asked(
    verdict: Text = "",
    source: Text = "",
    month: Text = "",
    region: Text = "",
    document: Text = "",
    q: Text = "",
    sort: Text = "published",
    order: Text = "",
) -> Asked:
    return Asked(verdict, source, month, region, document, q, sort, order != "up")


AskedDep = Annotated[Asked, Depends(_asked)]
"""Which findings, in which order: the same for the page, its JSON and its CSV."""


@router.get("/findings")
def findings(
    request: Request,
    workspace: WorkspaceDep,
    html: HtmlDep,
    asked: AskedDep,
    offset: OffsetDep = 0,
) -> Response:
    """The ledger; its filters hold for the JSON too."""
    if not html:
        document = asked.document or None
        if asked.query() in ({}, {"document": document}):
            return json_response({"findings": workspace.findings(document)})
        return json_response({"findings": [row["finding"] for row in chosen(whole(workspace, document), asked)]})
    shown, total, offered = request.app.state.ledger.found(asked)
    query = asked.query()
    more = offset + PAGE if len(shown) > offset + PAGE else None
    return page(
        request,
        "findings.html",
        rows=shown[offset : offset + PAGE],
        total=total,
        found=len(shown),
        asked=asked,
        choices=offered,
        link=lambda **over: "/findings?" + urlencode(asked.query(**over)),
        more=more and f"/findings?{urlencode({**query, 'offset': more})}",
        exports={
            "csv": f"/findings.csv?{urlencode(query)}",
            "json": f"/findings?{urlencode({**query, 'f': 'json'})}",
        },
    )


@router.get("/findings.csv")
def exported(workspace: WorkspaceDep, asked: AskedDep) -> Response:
    """The ledger as it is seen, all its pages, as CSV."""
    text = written_csv(chosen(whole(workspace, asked.document or None), asked))
    headers = {"Content-Disposition": 'attachment; filename="findings.csv"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/findings/{finding_id}")
def finding(request: Request, workspace: WorkspaceDep, words: WordsDep, finding_id: str, html: HtmlDep) -> Response:
    """The proof of one finding."""
    found = found_finding(workspace, finding_id)
    if not html:
        return json_response(found)
    reading = workspace.document(found["document_id"])[1]
    confirmed_on = workspace.confirmed_on(found)
    review = claim_review(
        found,
        document=reading["document"],
        settings=request.app.state.settings,
        confirmed_on=confirmed_on,
        link=str(request.url_for("finding", finding_id=finding_id)),
    )
    return page(
        request,
        "finding.html",
        finding=found,
        document=reading["document"],
        claim=next((claim for claim in reading["claims"] if claim["id"] == found.get("claim_id")), None),
        parts=_maps(request, workspace, words, found, reading),
        mapped=_mapped(found),
        control=with_titles([{"control": found.get("control") or []}], workspace)[0]["control"],
        command=_command(workspace, "check", found["document_id"]),
        pack_command=_command(workspace, "export", "finding", finding_id, "finding.zip"),
        licences=_licences(workspace, found),
        confirmed_on=confirmed_on,
        review=review,
        about=_about(found, reading),
    )


def found_finding(workspace: WorkspaceDep, finding_id: str) -> dict[str, Any]:
    """Return a finding by its id.

    Raises
    ------
    NotFound
        If there is none.
    """
    document_id = finding_id.partition("-")[0]
    try:
        rows = workspace.findings(document_id)
    except NotFound:
        rows = []
    found: dict[str, Any] | None = next((row for row in rows if row["id"] == finding_id), None)
    if found is None:
        raise NotFound(f"no finding {shorten(finding_id)}; /findings lists them")
    return found


def _about(found: dict[str, Any], reading: dict[str, Any]) -> dict[str, Any]:
    """Return of a reading what a finding is about: its figure or statement and the names in its sentence."""
    subject = found.get("claim_id") or found.get("statement_id")
    mentions = [row for row in reading["mentions"] if row["sentence"] == found["sentence"]]
    ids = {subject, *(row["id"] for row in mentions)}
    return {
        "id": reading["id"],
        "claims": [row for row in reading["claims"] if row["id"] == subject],
        "statements": [row for row in reading["statements"] if row["id"] == subject],
        "mentions": mentions,
        "corrections": [row for row in reading.get("corrections") or [] if row.get("target") in ids],
    }


def _maps(
    request: Request, workspace: WorkspaceDep, words: WordsDep, found: dict[str, Any], reading: dict[str, Any]
) -> Any:
    """Return the maps of both snapshots and of the change between them; None where none was measured."""
    best = found.get("best")
    if found.get("statement_id"):
        return _place_map(request, workspace, words, found, reading)
    if not best or not best.get("snapshot_end"):
        return None
    source = chosen_source(workspace, best["source"])
    end = parse_day(best["snapshot_end"], "to")
    start = parse_day(best.get("snapshot_start") or best["snapshot_end"], "from")
    common: dict[str, Any] = {"mentions": False, "synced": "proof"}
    wanted = [("change", (start, end), ["after", "before", "gained", "lost"])]
    if start != end:
        wanted = [("before", (start, start), ["after"]), ("after", (end, end), ["after"]), *wanted]
    first = live_view(request, "change", words("finding.map_change"), source=source, span=(start, end), show=[])
    bounds = first.config["bounds"]
    views = [
        live_view(
            request, name, words(f"finding.map_{name}"), source=source, span=span, show=show, bounds=bounds,
            tools=name == "change", **common,
        )
        for name, span, show in wanted
    ]  # fmt: skip
    return parts(request, views)


def _place_map(
    request: Request, workspace: WorkspaceDep, words: WordsDep, found: dict[str, Any], reading: dict[str, Any]
) -> Any:
    """Return the map of a statement's place on the day of the snapshot; None without a place or a snapshot."""
    statement = next((row for row in reading["statements"] if row["id"] == found["statement_id"]), None)
    place = statement and statement["place"]
    control = next((row for row in found.get("control") or () if row.get("snapshot_on")), None)
    if not place or control is None:
        return None
    day = parse_day(control["snapshot_on"], "on")
    lat, lon = place["lat"], place["lon"]
    view = live_view(
        request,
        "change",
        words("finding.map_after"),
        source=chosen_source(workspace, control["source"]),
        span=(day, day),
        show=["after"],
        mentions=False,
        bounds=[[lat - AROUND_DEG, lon - AROUND_DEG], [lat + AROUND_DEG, lon + AROUND_DEG]],
        ring={"id": place["id"], "name": place["name"], "lat": lat, "lon": lon},
    )
    return parts(request, [view])


def _mapped(found: dict[str, Any]) -> dict[str, Any] | None:
    """Return source and snapshots of what the maps of a finding show."""
    if found.get("best"):
        best: dict[str, Any] = found["best"]
        return best
    control = next((row for row in found.get("control") or () if row.get("snapshot_on")), None)
    return control and {"source": control["source"], "snapshot_start": None, "snapshot_end": control["snapshot_on"]}


def _command(workspace: WorkspaceDep, *words: str) -> str:
    """Return a command line, with the store where it is not the default one."""
    store = workspace.store_argument()
    return shlex.join(["frontline", *words, *(["--store", store] if store else [])])


def _licences(workspace: WorkspaceDep, found: dict[str, Any]) -> list[str]:
    used = {name.partition("/")[0] for name in found["provenance"].get("snapshots", {})}
    return [row["licence"] for row in workspace.loaded_sources() if row["id"] in used and row["licence"]]
