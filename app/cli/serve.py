"""``frontline serve``, ``status`` and ``demo``."""

from __future__ import annotations

import os
import socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.shared import (
    JsonOption,
    StoreOption,
    print_json,
    print_table,
    remark,
    settings_for,
    workspace,
)
from app.logs import LogFormat, configure

if TYPE_CHECKING:
    from app.workspace import Workspace

HostOption = Annotated[str | None, typer.Option("--host", help="127.0.0.1 by default: only this machine.")]
PortOption = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="8000 by default.")]


def serve(
    host: HostOption = None,
    port: PortOption = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes; one by default.")] = None,
    log_format: Annotated[
        LogFormat | None, typer.Option("--log-format", help="json: a line for each request, for machines.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Serve the viewer and the REST interface."""
    with workspace(store) as space:
        settings = space.settings
        _run(
            space,
            host or settings.host,
            settings.port if port is None else port,
            workers or settings.workers,
            log_format or settings.log_format,
        )


def demo(
    host: HostOption = None,
    port: PortOption = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Print the tables and stop.")] = False,
    store: StoreOption = None,
) -> None:
    """Load the illustrative demo, print it, serve the viewer."""
    from app.cli.documents import print_reading
    from app.cli.measure import print_findings
    from app.demo import load_demo

    settings = settings_for(None)
    with workspace(store or settings.store or str(settings.data_dir / "demo.db")) as space:
        document_id = load_demo(space)
        text, reading = space.document(document_id)
        print_reading(reading, text)
        print_findings(space.findings(document_id), definitions=False)
        rows = space.deltas(source="demo", every="month")
        print_table(
            "Area deltas by month, km² (illustrative outlines)",
            ["from", "to", "gained", "lost", "net"],
            [
                (r["start"], r["end"], f"{r['gained_km2']:,.1f}", f"{r['lost_km2']:,.1f}", f"{r['net_km2']:+,.1f}")
                for r in rows
            ],
            right=["gained", "lost", "net"],
        )
        remark("The outlines are illustrative: drawn for this demo, not anyone's assessment of control.")
        remark(f"They stand in a store of their own: --store {space.store.path}")
        if not no_serve:
            _run(space, host or settings.host, settings.port if port is None else port)


def status(store: StoreOption = None, json: JsonOption = False) -> None:
    """Say what is loaded, and which days are missing."""
    with workspace(store) as space:
        told = space.status()
    if json:
        print_json(told)
        return
    remark(f"{told['program']}, store {told['store']}")
    print_table(
        "Control",
        ["source", "snapshots", "first", "last", "days missing"],
        [
            (row["id"], row["snapshots"], row["first"], row["last"], _gaps(row["gaps"]) or "none")
            for row in told["control"]
        ],
        right=["snapshots"],
    )
    documents = told["documents"]
    dates = f"{documents['first']} to {documents['last']}" if documents["first"] else ""
    names = ", ".join([*(gazetteer["name"] for gazetteer in told["gazetteers"]), "embedded"])
    print_table(
        "Loaded",
        ["what", "how many", "which"],
        [
            ("documents", documents["count"], dates),
            ("gazetteers", len(told["gazetteers"]) + 1, names),
            ("boundaries", told["regions"]["parts"], ""),
            (
                "country outline", len(told["regions"]["country"]),
                ", ".join(told["regions"]["country"]) or "none: add one with 'frontline regions add FILE --country'",
            ),
        ],
        right=["how many"],
    )  # fmt: skip


def _run(space: Workspace, host: str, port: int, workers: int = 1, log_format: LogFormat = LogFormat.text) -> None:
    import uvicorn

    listening = _listen(host, port)
    told = f"[{host}]" if ":" in host else host
    remark(f"serving on http://{told}:{listening.getsockname()[1]} (Ctrl+C stops)")
    common: dict[str, Any] = {"log_level": "warning", "log_config": None, "access_log": False, "server_header": False}
    configure(log_format)
    with listening:
        if workers == 1:
            from app.main import create_app

            uvicorn.Server(uvicorn.Config(create_app(space.settings, space), **common)).run(sockets=[listening])
            return
        from uvicorn.supervisors import Multiprocess

        # Each process opens the store of its environment itself; one that ends is started again.
        os.environ |= {"FRONTLINE_STORE": space.settings.store_url, "FRONTLINE_LOG_FORMAT": log_format.value}
        config = uvicorn.Config("app.main:from_environment", factory=True, workers=workers, **common)
        with TemporaryDirectory(prefix="frontline-metrics-") as folder:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
            Multiprocess(config, sockets=[listening]).run()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is said, so that a taken one is one clear line."""
    from app.errors import FrontlineError

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise FrontlineError(
            f"cannot serve on {host}:{port}: {error.strerror}; --host and --port choose another"
        ) from error


def _gaps(gaps: list[dict[str, object]]) -> str:
    shown = [f"{gap['days']} after {gap['after']}" for gap in gaps[:6]]
    return "; ".join(shown) + (f"; and {len(gaps) - 6} more gaps" if len(gaps) > 6 else "")  # noqa: PLR2004
