"""``frontline map`` and ``frontline chart``: files that open without a server, and pictures without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.measure import Every
from app.cli.shared import SourceOption, StoreOption, day, remark, workspace

PAGES = (".html", ".htm")
PICTURES = (".png", ".svg")


def write_map(
    out: Annotated[Path, typer.Argument(help="A file that ends in .html, .png or .svg.")],
    document: Annotated[str | None, typer.Option("--document", help="The mentions of this document.")] = None,
    source: SourceOption = None,
    start: Annotated[str | None, typer.Option("--from", help="Control before: a day.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Control after: a day.")] = None,
    store: StoreOption = None,
) -> None:
    """Write a map: a page that opens without a server, or a picture."""
    from app.mapping import asked_view
    from maps import draw_map, standalone

    suffix = _suffix(out, (*PAGES, *PICTURES))
    with workspace(store) as space:
        view = asked_view(space, document=document, source=source, start=day(start), end=day(end))
        content = standalone(view).encode() if suffix in PAGES else draw_map(view, format=suffix[1:])
    _write(out, content)


def write_chart(
    out: Annotated[Path, typer.Argument(help="A file that ends in .png or .svg.")],
    source: SourceOption = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    every: Annotated[Every, typer.Option("--every", help="A bar for each.")] = Every.month,
    region: Annotated[str | None, typer.Option("--region", help="Inside this boundary.")] = None,
    store: StoreOption = None,
) -> None:
    """Draw gained, lost and net as bars.

    One picture, with source, dates and method in it.
    """
    from app.mapping import delta_picture

    suffix = _suffix(out, PICTURES)
    with workspace(store) as space:
        picture = delta_picture(
            space, source=source, start=day(start), end=day(end), every=every.value, region=region, format=suffix[1:]
        )
    _write(out, picture)


def _suffix(out: Path, known: tuple[str, ...]) -> str:
    from app.errors import BadInput

    suffix = out.suffix.lower()
    if suffix not in known:
        raise BadInput(f"expected a file that ends in {', '.join(known)}, got {out.name}")
    if not out.parent.is_dir():  # said before the drawing, not after
        raise BadInput(f"{out}: the folder {out.parent} does not exist")
    return suffix


def _write(out: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    from app.errors import BadInput

    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadInput(f"{out}: {error.strerror}") from error
    remark(f"wrote {out} ({len(content) / 1e6:.2f} MB)")
