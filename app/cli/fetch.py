"""``frontline control fetch``: a series of maps from a server, and its import."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.shared import (
    JsonOption,
    StoreOption,
    day,
    out,
    print_json,
    progress,
    remark,
    stopped_by_signals,
    workspace,
)

if TYPE_CHECKING:
    from app.fetch.client import Client
    from app.fetch.series import Fetched
    from app.fetch.template import Template, Wanted
    from app.workspace import Workspace

_MB = 1024**2
_SHOWN = 8
_URL_HELP = (
    "With {YYYYMMDD} or {YYYY-MM-DD} for a series by day, {id} for one by --index, neither for the map as it is now; "
    "an ArcGIS 'query' is read page by page."
)


def fetch(
    url: Annotated[str, typer.Argument(help=_URL_HELP, show_default=False)],
    source: Annotated[str, typer.Option("--source", "-s", help="Whose map it is: a name such as deepstate.")],
    start: Annotated[
        str | None, typer.Option("--from", help="First day; by default the day after the last one stored.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day; by default today.")] = None,
    every: Annotated[int, typer.Option("--every", help="Days from one map to the next.", min=1)] = 1,
    index: Annotated[str | None, typer.Option("--index", help="URL of the JSON list of ids, for {id}.")] = None,
    into: Annotated[Path | None, typer.Option("--into", help="Folder for the files; else in the data folder.")] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for what is there; the server may say that it is still so.")
    ] = False,
    rate: Annotated[float, typer.Option("--rate", help="Requests a second at most.", min=0.01, max=10)] = 1.0,
    user_agent: Annotated[
        str | None, typer.Option("--user-agent", help="Who asks, with an address to write to.", show_default=False)
    ] = None,
    max_mb: Annotated[float, typer.Option("--max-mb", help="Largest reply.", min=0.001, max=2048)] = 256,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask addresses of this machine and of private networks too.")
    ] = False,
    status: Annotated[str | None, typer.Option("--status", help="The status, where the files have none.")] = None,
    format: Annotated[str | None, typer.Option("--format", help="The format, where it is not told rightly.")] = None,
    crs: Annotated[str | None, typer.Option("--crs", help="Such as EPSG:3857, where the files do not say it.")] = None,
    within: Annotated[str | None, typer.Option("--within", help="Clip to this stored boundary.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked for; only an --index is asked.")
    ] = False,
    no_import: Annotated[bool, typer.Option("--no-import", help="Leave the files in the folder.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Get a series of maps from a server and import it.

    One request after another; the same command again goes on where it stopped.
    """
    from app import __version__
    from app.cli.importing import STOPPED, import_files
    from app.fetch.client import Client, check_url
    from app.fetch.series import Fetch
    from app.fetch.template import Template
    from app.imports import check_source
    from geodata.control import Stated

    check_source(source)
    template = Template(url)
    for each in (url, index):
        if each is not None:
            check_url(each)
    client = Client(
        user_agent=user_agent or f"frontline/{__version__} (control fetch)",
        rate_per_second=rate,
        most_bytes=int(max_mb * _MB),
        allow_private=allow_private,
        say=remark,
    )
    with workspace(store) as space:
        wanted = _wanted(space, template, client, source, index=index, start=day(start), end=day(end), every=every)
        if dry_run:
            _print_wanted(wanted, json=json)
            return
        folder = into or space.settings.data_dir / "fetched" / source
        job = Fetch(client, folder, most_bytes=int(max_mb * _MB), refresh=refresh or template.is_now, sleep=time.sleep)
        with progress(f"fetching {source}") as step, stopped_by_signals():
            asked = iter(range(1, len(wanted) + 1))
            try:
                done = job.run(wanted, lambda: step(next(asked), len(wanted)))
            except KeyboardInterrupt:
                remark(f"stopped: {_told(job.done, len(wanted))}; the same command goes on from there")
                raise typer.Exit(STOPPED) from None
        if not json and (done.files or not done.stopped):
            out().print(f"{source}: {_told(done, len(wanted))}; in {folder}", soft_wrap=True)
        if done.stopped:
            remark(f"stopped: {done.stopped}")
        if done.files and not no_import:
            stated = Stated(status=status, format=format, crs=crs)
            import_files(
                space, done.files, source, stated=stated, within=within, dry_run=False, json=json, fetched=done.json()
            )
        elif json:
            print_json({"fetched": done.json()})
    if done.stopped or (wanted and not done.files):
        raise typer.Exit(1)


def _wanted(
    space: Workspace,
    template: Template,
    client: Client,
    source: str,
    *,
    index: str | None,
    start: date | None,
    end: date | None,
    every: int,
) -> Sequence[Wanted]:
    """Return the maps to get.

    Raises
    ------
    BadInput
        Days or an index that the template needs and does not have, or the other way round.
    """
    from app.errors import BadInput
    from app.workspace import today

    last = today() if end is None else end
    if template.has_id != (index is not None):
        raise BadInput("expected {id} in the URL and --index together, got one of them")
    if template.is_now:
        if start or end:
            raise BadInput("expected a place such as {YYYYMMDD} in the URL for --from and --to, got none")
        return [template.now(source, last)]
    if start is None:
        stored = space.store.control.series(source)
        start = stored[-1].on + timedelta(1) if stored else None
    if index is not None:
        return list(template.ids(source, _index(client, index), start, last))
    if start is None:
        raise BadInput(f"expected --from, for nothing of {source} is stored yet")
    return list(template.days(source, start, last, every))


def _index(client: Client, url: str) -> object:
    import orjson

    from app.errors import CouldNotFetch

    try:
        return orjson.loads(client.get(url).data or b"")
    except orjson.JSONDecodeError as error:
        raise CouldNotFetch(f"the index: expected JSON, got {error}") from error


def _print_wanted(wanted: Sequence[Wanted], *, json: bool) -> None:
    if json:
        print_json({"wanted": [{"on": each.on.isoformat(), "url": each.url} for each in wanted]})
        return
    out().print(f"{len(wanted)} maps would be asked for, nothing is stored", soft_wrap=True)
    for each in wanted if len(wanted) <= _SHOWN else (*wanted[: _SHOWN // 2], *wanted[-_SHOWN // 2 :]):
        out().print(f"{each.on}  {each.url}", soft_wrap=True)


def _told(done: Fetched, wanted: int) -> str:
    told = [
        f"{len(days):,} {name}"
        for days, name in (
            (done.new, "fetched"),
            (done.changed, "fetched anew, changed"),
            (done.same, "unchanged on the server"),
            (done.there, "there already"),
        )
        if days
    ]
    if done.absent:
        days = ", ".join(str(day) for day in done.absent[:_SHOWN]) + (", …" if len(done.absent) > _SHOWN else "")
        told.append(f"{len(done.absent):,} not on the server ({days})")
    return f"{', '.join(told) or 'nothing fetched'}, of {wanted:,}"
