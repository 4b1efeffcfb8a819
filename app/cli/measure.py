"""``frontline deltas`` and ``frontline check``: what the polygons show, and stated against computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.shared import (
    JobsOption,
    JsonOption,
    SchedulerOption,
    SourceOption,
    StoreOption,
    day,
    km2,
    print_json,
    print_table,
    remark,
    workspace,
)

if TYPE_CHECKING:
    from app.workspace import Asked

FEW_FINDINGS = 4
DOCUMENT_ID = re.compile(r"[0-9a-f]{16}")


class Every(StrEnum):
    """Steps of a series."""

    day = "day"
    week = "week"
    month = "month"


def deltas(
    source: SourceOption = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    every: Annotated[Every | None, typer.Option("--every", help="A row for each; one row by default.")] = None,
    region: Annotated[str | None, typer.Option("--region", help='Inside this boundary; "all": a row for each.')] = None,
    statuses: Annotated[str | None, typer.Option("--statuses", help="Which, with commas between.")] = None,
    calendar: Annotated[
        bool, typer.Option("--calendar", help="Months from the 1st to the 1st, not under the source's own rule.")
    ] = False,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Recompute area deltas: gained, lost and net, geodesic, in km².

    With --jobs or --scheduler a source is one task, so that many sources are measured at once.
    """
    with workspace(store) as space:
        asked: Asked = {
            "source": source,
            "start": day(start),
            "end": day(end),
            "every": every.value if every else None,
            "calendar": calendar,
            "region": region,
            "statuses": tuple(part.strip() for part in statuses.split(",")) if statuses else None,
        }
        if jobs is None and scheduler is None:
            rows, notes = space.deltas_and_notes(**asked)
        else:
            from app.archive.run import deltas_of_all

            rows, notes = deltas_of_all(space, asked, jobs=jobs, scheduler=scheduler)
    if json:
        print_json({"deltas": rows})
    elif rows:
        by_region = region == "all"
        where = " by region" if by_region else f" in {rows[0]['region']}" if rows and rows[0]["region"] else ""
        print_table(
            f"Area deltas{where}, km² (geodesic, WGS 84)",
            ["source", "from", "to", "snapshots", *(["region"] if by_region else []), "gained", "lost", "net"],
            [
                (
                    row["source"], row["start"], row["end"], f"{row['snapshot_start']} → {row['snapshot_end']}",
                    *([row["region"]] if by_region else []),
                    km2(row["gained_km2"]), km2(row["lost_km2"]), f"{row['net_km2']:+,.1f}",
                )
                for row in (_with_sums(rows) if by_region else rows)
            ],
            right=["gained", "lost", "net"],
        )  # fmt: skip
    for note in notes:
        remark(note)
    if not rows:
        remark("no deltas: each takes two snapshots; 'frontline status' shows which days there are")
        raise typer.Exit(1)


def _with_sums(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows, the largest movement of a span first, and behind each span of several their sum."""
    for _, same in groupby(rows, key=lambda row: (row["source"], row["start"], row["end"])):
        parts = sorted(same, key=lambda row: -(row["gained_km2"] + row["lost_km2"]))
        yield from parts
        if len(parts) > 1:
            sums = {key: sum(row[key] for row in parts) for key in ("gained_km2", "lost_km2", "net_km2")}
            yield {**parts[0], "region": "= together", **sums}


def check(
    what: Annotated[
        str | None, typer.Argument(help="A document's id, or a file; every stored document by default.")
    ] = None,
    published: Annotated[str | None, typer.Option("--published", help="Day of publication, YYYY-MM-DD.")] = None,
    definitions: Annotated[bool, typer.Option("--definitions", help="Show every definition that was tried.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Check stated areas and statements against the polygons.

    For areas: under which definition they hold; for who took which place: what the polygons say, and when.
    """
    from app.errors import BadInput

    wanted = day(published)
    with workspace(store) as space:
        if what is None or (DOCUMENT_ID.fullmatch(what) and not Path(what).exists()):
            if wanted:
                raise BadInput("--published goes with a file: a stored document has its date")
            found = space.findings(what)
            if what is None and not space.documents():
                remark("no documents are stored; 'frontline read FILE --published DAY' reads one")
        else:
            from app.reading.inputs import read_input
            from app.workspace import today

            documents = read_input(what, published=wanted, max_bytes=space.settings.max_text_bytes, today=today())
            found = [
                finding
                for document in documents
                for finding in space.check(space.stored_as(document) if wanted is None else document)
            ]
    if json:
        print_json({"findings": found})
        return
    if not found:
        remark("no stated areas and no statements found")
        return
    print_findings(found, definitions=definitions or sum("claim_id" in each for each in found) <= FEW_FINDINGS)


def print_findings(found: list[dict[str, Any]], *, definitions: bool) -> None:
    """Print the findings, and every definition that was tried where asked."""
    from app.cli.statements import print_statement_findings

    several = len({finding["document_id"] for finding in found}) > 1
    areas = [finding for finding in found if "statement_id" not in finding]
    if areas:
        _print_areas(areas, definitions=definitions, several=several)
    print_statement_findings([finding for finding in found if "statement_id" in finding], several=several)


def _print_areas(found: list[dict[str, Any]], *, definitions: bool, several: bool) -> None:
    print_table(
        "Findings: stated against computed, km²",
        [*(["document"] if several else []), "id", "stated", "verdict", "computed", "off", "tried", "they span", "why"],
        [(*([finding["document_id"]] if several else []), *_finding_row(finding)) for finding in found],
        right=["stated", "computed", "off", "tried"],
    )
    for finding in found:
        for flag in finding["flags"]:
            remark(f"{finding['text']}: {flag}")
        if definitions and finding["measured"]:
            own = "the source's own definition is marked *"
            print_table(
                f"{finding['text']} — {finding['tried']} definitions tried; {own}" if finding["tried"]
                else f"{finding['text']} — not checked, but beside it",
                ["", "source", "measure", "snapshots", "computed", "computed − stated"],
                [
                    (
                        "*" if m["own"] else "", m["source"], m["definition"].split(",")[0],
                        " → ".join(filter(None, (m["snapshot_start"], m["snapshot_end"]))),
                        km2(m["computed_km2"]), f"{m['difference_km2']:+,.1f}",
                    )
                    for m in finding["measured"]
                ],
                right=["computed", "computed − stated"],
            )  # fmt: skip


def _finding_row(finding: dict[str, Any]) -> tuple[object, ...]:
    from app.cli.statements import corrected_mark

    best = finding["best"]
    high = finding["stated_km2_high"]
    rate = f" a {finding['rate']}" if finding["rate"] else ""
    span = finding["span_km2"]
    return (
        finding["id"],
        f"{finding['stated_km2']:,.1f}{f'–{high:,.1f}' if high is not None else ''}{rate}",
        finding["verdict"].replace("_", " "),
        km2(best["computed_km2"]) if best else "",
        f"{best['difference_km2']:+,.1f}" if best else "",
        finding["tried"] or "",
        f"{km2(span[0])} to {km2(span[1])}" if span else "",
        finding["reason"] + corrected_mark(finding["provenance"]),
    )
