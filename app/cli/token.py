"""``frontline token``: who may write over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.shared import JsonOption, StoreOption, print_json, print_table, remark, workspace

commands = typer.Typer(help="Tokens: who may write over HTTP, and what.", no_args_is_help=True)

ScopeOption = Annotated[
    list[str] | None,
    typer.Option("--scope", help="What it may write: documents, control, corrections; all by default. Repeatable."),
]


@commands.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Whom or what it is for.")],
    scope: ScopeOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Make a token and print it. It is shown this once: the store keeps a hash."""
    with workspace(store) as space:
        made = space.store.tokens.add(name, tuple(scope or ()))
    if json:
        print_json({"token": made})
        return
    remark("keep it now, it is not shown again; it is sent as 'Authorization: Bearer TOKEN'")
    typer.echo(made)


@commands.command("list")
def list_tokens(store: StoreOption = None, json: JsonOption = False) -> None:
    """List the tokens, those that were taken back too."""
    with workspace(store) as space:
        rows = space.store.tokens.rows()
    if json:
        print_json({"tokens": rows})
        return
    print_table(
        "Tokens",
        ["id", "name", "may write", "made", "taken back"],
        [(row["id"], row["name"], ", ".join(row["scopes"]), row["made_at"], row["revoked_at"]) for row in rows],
    )


@commands.command("revoke")
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, as listed.")], store: StoreOption = None
) -> None:
    """Take a token back: from the next request on it may do nothing."""
    with workspace(store) as space:
        space.store.tokens.revoke(token_id)
    remark(f"{token_id} is taken back")
