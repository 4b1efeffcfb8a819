"""``frontline read`` and ``frontline documents``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.shared import (
    JobsOption,
    JsonOption,
    SchedulerOption,
    StoreOption,
    day,
    print_json,
    print_table,
    progress,
    remark,
    workspace,
)

commands = typer.Typer(help="The documents that are stored.", no_args_is_help=True)

WIDE = frozenset({"oblast", "raion", "country", "region", "river"})


def read(
    source: Annotated[
        str | None, typer.Argument(help="A text, page, PDF or feed; - for standard input.", show_default=False)
    ] = None,
    published: Annotated[str | None, typer.Option("--published", help="Day of publication, YYYY-MM-DD.")] = None,
    title: Annotated[str | None, typer.Option("--title")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where the text stands.")] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="en, uk, ru, de, fr, pl or zh; detected by default.")
    ] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help='An archive, a line each: {"id", "text", "published"?, …}; .gz, .zst, .parquet.'),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where the readings of --jsonl go; .gz, .zst, .parquet too.")
    ] = None,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin --out anew, not behind what an interrupted run has read.")
    ] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Read a text: its places, how they stood, its stated areas.

    One text is stored and printed; --jsonl reads many and stores nothing. Interrupted, the same command goes on.
    """
    from app.errors import BadInput, FrontlineError

    if jsonl is not None:
        if out is None or source is not None:
            raise BadInput("--jsonl IN goes with --out OUT and without another input")
        _read_archive(jsonl, out, store, jobs=jobs, scheduler=scheduler, restart=restart)
        return
    if out is not None or jobs is not None or scheduler is not None or restart:
        raise BadInput("--out, --jobs, --scheduler and --restart go with --jsonl IN")
    if source is None:
        raise BadInput("expected a file, or - for standard input")
    if lang is not None:
        from app.reading.language import LANGUAGES

        if lang not in LANGUAGES:
            raise BadInput(f"--lang: expected one of {', '.join(LANGUAGES)}, got {lang!r}")
    readings: list[dict[str, Any]] = []
    refused: list[str] = []
    with workspace(store) as space:
        documents, feed = _documents(source, space.settings.max_text_bytes, published, title, url, lang)
        for document in documents:
            try:
                readings.append({**space.read(document), "text": document.text})
            except FrontlineError as error:
                refused.append(f"{document.title or document.id}: {error}")
        outline = not space.polygons().sources() or space.polygons().outline() is not None
    texts = [reading.pop("text") for reading in readings]
    if json:
        print_json(readings[0] if not feed and readings else {"readings": readings})
    else:
        for reading, text in zip(readings, texts, strict=True):
            print_reading(reading, text)
    for reading in readings:
        for warning in reading["warnings"]:
            remark(f"{reading['id']}: {warning}")
    if not outline:
        remark("no distance to the line without the country's outline: 'frontline regions add FILE --country'")
    for line in refused:
        remark(f"refused {line}")
    if refused:
        raise typer.Exit(1)


def _documents(
    source: str, max_bytes: int, published: str | None, title: str | None, url: str | None, lang: str | None
) -> tuple[list[Any], bool]:
    """Return the documents of an input, and whether it is a feed."""
    from app.reading.inputs import is_feed, read_input
    from app.workspace import today

    given: str | bytes = sys.stdin.buffer.read(max_bytes + 1) if source == "-" else source
    documents = read_input(
        given, published=day(published), title=title, url=url, lang=lang, max_bytes=max_bytes, today=today()
    )
    return documents, is_feed(given)


def _read_archive(source: Path, out: Path, store: str | None, **how: Any) -> None:
    from app.archive.run import read_archive
    from app.cli.shared import stopped_by_signals

    with stopped_by_signals(), workspace(store) as space, progress("reading") as step:
        done = read_archive(space, source, out, progress=step, say=remark, **how)
    remark(
        f"{done.count:,} line{'' if done.count == 1 else 's'} read into {out}"
        + (f", {done.failed:,} of them failed: see their error" if done.failed else "")
    )
    if done.failed:
        raise typer.Exit(1)


def print_reading(reading: dict[str, Any], text: str) -> None:
    """Print the mentions, stated areas and statements of one reading."""
    from app.cli.correct import print_corrections
    from app.cli.statements import corrected_mark, print_statements
    from app.render import whole_statement

    document = reading["document"]
    remark(
        f"{reading['id']}  {document['title'] or (text.strip().splitlines() or ['(no text)'])[0][:80]}  "
        f"({document['published'] or 'no date'}, {document['lang'] or 'language unknown'})"
    )
    located = [m for m in reading["mentions"] if m["kind"] not in WIDE and not m["metonym"]]
    if located:
        print_table(
            "Places",
            ["text", "place", "in", "lat, lon", "control", "since", "km to line", "why there"],
            [_place_row(same) for same in _grouped(located)],
            right=["km to line"],
        )
    wide = [m for m in reading["mentions"] if m["kind"] in WIDE or m["metonym"]]
    if wide:
        names = (
            f"{same[0]['text']}{' (as an actor)' if same[0]['metonym'] else ''}{_times(same)}"
            for same in _grouped(wide)
        )
        remark(f"Regions, countries, actors: {', '.join(names)}")
    if reading["claims"]:
        print_table(
            "Stated areas",
            ["text", "km²", "who", "did", "period", "per", "attributed to"],
            [
                (
                    claim["text"] + corrected_mark(claim), _range(claim),
                    claim["actor"] or "?", claim["direction"], period(claim["period"]),
                    claim["rate"], claim["attributed_to"],
                )
                for claim in reading["claims"]
            ],
            right=["km²"],
        )  # fmt: skip
    print_statements([whole_statement(one) for one in reading["statements"]])
    if reading.get("corrections"):
        print_corrections(reading["corrections"])
    for claim in reading["claims"]:
        for flag in claim["flags"]:
            remark(f"{claim['text']}: {flag}")


def _grouped(mentions: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the mentions that a table shows in one row: the same text for the same place."""
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for mention in mentions:
        place = mention["place"]
        groups.setdefault((mention["text"], mention["metonym"], place and place["id"]), []).append(mention)
    return list(groups.values())


def _times(same: list[dict[str, Any]]) -> str:
    return f" ×{len(same)}" if len(same) > 1 else ""


def _since(control: dict[str, Any]) -> str:
    """Return since when, with a sign where the series begins no earlier."""
    since = str(control["status_since"])
    return f"≤ {since}" if control["since_first_snapshot"] else since


def _place_row(same: list[dict[str, Any]]) -> tuple[object, ...]:
    mention = same[0]
    place = mention["place"]
    known = [c for c in mention["control"] if c["status"] is not None]
    distances = [c["distance_to_line_km"] for c in known]
    return (
        mention["text"] + _times(same),
        place["name"] if place else "—",
        ", ".join(filter(None, (place["admin1"], place["country"]))) if place else "",
        f"{place['lat']:.3f}, {place['lon']:.3f}" if place else "",
        "\n".join(f"{c['source']}: {c['status']}" for c in known),
        "\n".join(_since(c) for c in known),
        "\n".join("" if km is None else f"{km:.1f}" for km in distances),
        mention["why"],
    )


def _range(claim: dict[str, Any]) -> str:
    low, high = claim["area_km2"], claim["area_km2_high"]
    return f"{low:,.1f}" + (f"–{high:,.1f}" if high is not None else "")


def period(value: dict[str, Any] | None) -> str:
    """Return a period for a table."""
    if value is None:
        return "?"
    return f"{'~' if value['approximate'] else ''}{value['start'] or '…'} → {value['end'] or '…'}"


@commands.command("list")
def list_(store: StoreOption = None, json: JsonOption = False) -> None:
    """List the documents, oldest publication first."""
    with workspace(store) as space:
        rows = space.documents()
    if json:
        print_json({"documents": rows})
        return
    print_table(
        "Documents",
        ["id", "published", "lang", "title", "sentences", "mentions", "areas"],
        [
            (row["id"], row["published"], row["lang"], row["title"], row["sentences"], row["mentions"], row["claims"])
            for row in rows
        ],
        right=["sentences", "mentions", "areas"],
    )


@commands.command("show")
def show(document_id: str, store: StoreOption = None, json: JsonOption = False) -> None:
    """Show the reading of a document."""
    with workspace(store) as space:
        text, reading = space.document(document_id)
    if json:
        print_json(reading)
    else:
        print_reading(reading, text)


@commands.command("remove")
def remove(document_id: str, store: StoreOption = None) -> None:
    """Remove a document and all that was read and found in it."""
    with workspace(store) as space:
        space.remove_document(document_id)
    remark(f"removed {document_id}")
