"""``frontline export``: what is stored as a file for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.measure import Every
from app.cli.shared import SourceOption, StoreOption, day, remark, workspace


class Kind(StrEnum):
    """What can be exported."""

    mentions = "mentions"
    claims = "claims"
    findings = "findings"
    control = "control"
    changes = "changes"
    finding = "finding"


def export(
    kind: Annotated[Kind, typer.Argument(help="What.")],
    target: Annotated[
        str,
        typer.Argument(help="A file that ends in .geojson, .gpkg, .parquet, .fgb, .csv or .kml; or a finding's id."),
    ],
    pack: Annotated[
        Path | None, typer.Argument(help="Of one finding: the .zip that holds all it rests on.", show_default=False)
    ] = None,
    document: Annotated[str | None, typer.Option("--document", help="Only of this document.")] = None,
    source: SourceOption = None,
    start: Annotated[
        str | None, typer.Option("--from", help="First day: of publication, of snapshots, of the change.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    every: Annotated[Every | None, typer.Option("--every", help="Changes: a step for each.")] = None,
    store: StoreOption = None,
) -> None:
    """Export for QGIS, a spreadsheet, a notebook.

    The file says where it comes from and how it was made.

    Of control the last snapshots, of changes the last thirty days, unless --from and --to say otherwise.
    """
    from app.exports.about import about
    from app.exports.files import WRITERS, write_table
    from app.exports.tables import Asked, table

    if (kind is Kind.finding) != (pack is not None):
        from app.errors import BadInput

        raise BadInput("expected 'export finding ID OUT.zip' or 'export KIND OUT'")
    if pack is not None:
        _export_finding(target, pack, store)
        return
    out = Path(target)
    if out.suffix.lower() not in WRITERS:
        from app.errors import BadInput

        raise BadInput(f"expected a file that ends in {', '.join(WRITERS)}, got {out.name}")
    asked = Asked(document, source, day(start), day(end), every.value if every else None)
    with workspace(store) as space:
        frame = table(space, kind.value, asked)
        write_table(frame, out, about(space, kind.value, frame))
    remark(f"wrote {len(frame):,} {kind.value} to {out} ({out.stat().st_size / 1e6:.2f} MB)")


def _export_finding(finding_id: str, out: Path, store: str | None) -> None:
    from app.exports.evidence import write_evidence

    with workspace(store) as space:
        names = write_evidence(space, finding_id, out)
    remark(f"wrote {out} ({out.stat().st_size / 1e6:.2f} MB): {', '.join(names)}")
