"""Maps whose data comes beside their page, as parts of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, cast

from branca.element import Figure

from maps.assets import LIVE_MODULE, LIVE_MODULES, LIVE_SCRIPTS, LIVE_STYLES
from maps.elements import Waiting, label, named, script_json
from maps.page import TEMPLATES, shell, written
from maps.view import LiveView

_HERE = {"the configuration": "stands here"}


@dataclass(frozen=True)
class MapParts:
    """What a page puts into its head, where its maps stand (by name), and at its end; all finished HTML."""

    head: str
    bodies: Mapping[str, str]
    script: str


def live(views: Sequence[LiveView], *, nonce: str, static: str) -> MapParts:
    """Return the parts of a page with these maps.

    Parameters
    ----------
    views : sequence of LiveView
        Each map's name and what it shows.
    nonce : str
        Stands on each script, so that ``script-src 'self' 'nonce-…'`` lets it run.
    static : str
        Where :func:`maps.assets.folders` is served.
    """
    nonce, static = escape(nonce), escape(static)
    styles = "".join(f'<link rel="stylesheet" href="{static}/{style}">' for style in LIVE_STYLES)
    preload = "".join(f'<link rel="modulepreload" href="{static}/{module}">' for module in LIVE_MODULES)
    scripts = "".join(f'<script nonce="{nonce}" src="{static}/{script}"></script>' for script in LIVE_SCRIPTS)
    bodies, inline = {}, []
    for view in views:
        html, script = _written(view)
        bodies[view.name] = TEMPLATES.get_template("live.html").render(map=html, name=view.name)
        inline.append(script)
    module = f'<script nonce="{nonce}" type="module" src="{static}/{LIVE_MODULE}"></script>'
    return MapParts(styles + preload, bodies, f'{scripts}<script nonce="{nonce}">{"".join(inline)}</script>{module}')


def _written(view: LiveView) -> tuple[str, str]:
    """Return a map's HTML and script as Folium writes them."""
    config: dict[str, Any] = {**view.config, "name": view.name}
    config["attributions"] = [label(line) for line in config.get("attributions", ()) if line]
    html, before, after = _frame(view.name, view.max_zoom, (view.tiles_url, view.tiles_attribution), view.text)
    return html, before + script_json(config) + after


@lru_cache(maxsize=64)
def _frame(name: str, max_zoom: int, tiles: tuple[str | None, str], text: str) -> tuple[str, str, str]:
    """Return a map's HTML, and its script before and behind its configuration: Folium takes milliseconds for them."""
    leaflet = shell(name, max_zoom=max_zoom, tiles=tiles, text=text)
    named(Waiting(_HERE), f"waiting_{name}").add_to(leaflet)
    figure = cast(Figure, leaflet.get_root())
    figure.render()
    before, after = written(figure.script).split(script_json(_HERE))
    return written(figure.html), before, after
