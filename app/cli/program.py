"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from app import __version__
from app.cli import (
    backups,
    control,
    correct,
    documents,
    exports,
    fetch,
    histories,
    measure,
    pictures,
    places,
    serve,
    token,
)

program = typer.Typer(
    name="frontline",
    help="Ties the places and areas stated in war news to the polygons that bear them out.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"frontline {__version__}")
        raise typer.Exit


@program.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    pass


program.add_typer(control.commands, name="control")
control.commands.command("fetch")(fetch.fetch)
program.add_typer(places.gazetteer, name="gazetteer")
program.add_typer(places.regions, name="regions")
program.add_typer(documents.commands, name="documents")
program.command("read")(documents.read)
program.command("deltas")(measure.deltas)
program.command("check")(measure.check)
program.command("correct")(correct.correct)
program.command("place")(histories.place)
program.command("line")(histories.line)
program.command("map")(pictures.write_map)
program.command("chart")(pictures.write_chart)
program.command("export")(exports.export)
program.command("status")(serve.status)
program.command("backup")(backups.backup)
program.command("restore")(backups.restore)
program.command("serve")(serve.serve)
program.add_typer(token.commands, name="token")
program.command("demo")(serve.demo)
