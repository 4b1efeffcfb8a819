"""``frontline gazetteer`` and ``frontline regions``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.shared import JsonOption, StoreOption, km2, print_json, print_table, progress, remark, workspace

gazetteer = typer.Typer(help="Gazetteers: the names of places and where they are.", no_args_is_help=True)
regions = typer.Typer(help="Boundaries of regions, and the country's outline.", no_args_is_help=True)


@gazetteer.command("add")
def add_gazetteer(
    file: Annotated[str, typer.Argument(help="A GeoNames country dump (UA.zip, UA.txt), or own CSV or GeoJSON.")],
    store: StoreOption = None,
) -> None:
    """Index a gazetteer.

    Names are looked up in it before the ones added earlier.
    """
    with workspace(store) as space, progress(f"indexing {Path(file).name}") as step:
        name, places, new = space.gazetteers.add(Path(file), step)
    remark(f"{name}: {places:,} places{'' if new else ', already there'}")


@gazetteer.command("list")
def list_gazetteers(store: StoreOption = None, json: JsonOption = False) -> None:
    """List the gazetteers, the embedded one last."""
    from app.gazetteers import EMBEDDED

    with workspace(store) as space:
        rows = space.store.places.gazetteers()
    if json:
        print_json({"gazetteers": [*rows, {"name": EMBEDDED, "embedded": True}]})
        return
    print_table(
        "Gazetteers (the first has the first say)",
        ["name", "places", "added", "sha-256"],
        [
            *((row["name"], f"{row['places']:,}", row["added_at"], row["sha256"]) for row in rows),
            (EMBEDDED, "", "embedded", ""),
        ],
        right=["places"],
    )


@gazetteer.command("remove")
def remove_gazetteer(name: str, store: StoreOption = None) -> None:
    """Take a gazetteer off the list."""
    with workspace(store) as space:
        space.store.places.remove_gazetteer(name)
    remark(f"removed {name}")


@regions.command("add")
def add_regions(
    file: Annotated[Path, typer.Argument(help="A file of polygons.")],
    name_column: Annotated[str | None, typer.Option("--name-column", help="The column that holds the names.")] = None,
    country: Annotated[bool, typer.Option("--country", help="It is the country's outline, not its parts.")] = False,
    store: StoreOption = None,
) -> None:
    """Add boundaries of regions, or the country's outline.

    Regions are for "in the Donetsk region"; without the outline there is no line.
    """
    from geodata.areas import area_km2
    from geodata.regions import read_regions

    found = read_regions(file, name_column=name_column)
    with workspace(store) as space:
        space.store.places.add_regions(
            found, [area_km2(region.geometry) for region in found], file=file.name, country=country
        )
    kind = "country outline" if country else "boundary" if len(found) == 1 else "boundaries"
    remark(f"{len(found)} {kind}: {', '.join(region.name for region in found)}")


@regions.command("list")
def list_regions(store: StoreOption = None, json: JsonOption = False) -> None:
    """List the boundaries."""
    with workspace(store) as space:
        rows = space.store.places.regions()
    if json:
        print_json(
            {
                "regions": [
                    {
                        "name": row.name, "other_names": row.other_names, "country": row.country,
                        "area_km2": round(row.area_km2, 3), "file": row.file,
                    }
                    for row in rows
                ]
            }
        )  # fmt: skip
        return
    if not rows:
        remark("no boundaries; 'frontline regions add FILE --name-column C' adds them, and with --country the outline")
        return
    print_table(
        "Boundaries",
        ["name", "kind", "km²", "file"],
        [(row.name, "country" if row.country else "region", km2(row.area_km2), row.file) for row in rows],
        right=["km²"],
    )


@regions.command("remove")
def remove_regions(
    name: Annotated[str | None, typer.Argument(help="A boundary's name.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every boundary.")] = False,
    store: StoreOption = None,
) -> None:
    """Remove a boundary, or all of them."""
    from app.errors import BadInput

    if (name is None) == (not all_):
        raise BadInput("name one boundary, or say --all")
    with workspace(store) as space:
        gone = space.store.places.remove_regions(name)
    remark(f"removed {gone} boundar{'y' if gone == 1 else 'ies'}")
