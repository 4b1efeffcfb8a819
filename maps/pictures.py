"""A map and a chart as pictures, without a browser: PNG or SVG with source, dates, method and attribution in them."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.frames import check_change, check_control
from maps.places import WIDE_KINDS
from maps.words import GEONAMES, day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from maps.view import MapView

METHOD = "Areas are geodesic, WGS 84. Made with Frontline."
ILLUSTRATIVE = "ILLUSTRATIVE DATA"

# Those of map.css in its light dress: gained and lost differ in hue, in lightness and in hatching.
_INK, _MUTED, _SEA, _LAND, _BORDER = "#1b1d1f", "#585e64", "#e3e8ea", "#f6f4ef", "#c9c4b8"
_HELD, _EDGE, _GAINED, _LOST = "#74617d", "#33303a", "#c8321a", "#1765ad"
_DPI = 150
_KM_PER_DEGREE = 111.195
_PAD = 0.12
_LEAST_DEG = 0.3
_LABELS = 40
_LETTER, _LINE = 0.0085, 0.026  # of a name on the map, as shares of its width and height
_FONT: dict[str, Any] = {"family": "DejaVu Sans"}


def draw_map(view: MapView, *, format: str = "png", width_px: int = 1500) -> bytes:
    """Draw control before and after, ground gained and lost, and the places of the mentions.

    Parameters
    ----------
    view : MapView
        As for a page; frames in EPSG:4326. Tiles are not drawn.
    format : {"png", "svg"}
    width_px : int
        Width of the picture; its height follows the ground.

    Returns
    -------
    bytes
        The same for the same view.
    """
    from matplotlib.figure import Figure

    west, south, east, north = _extent(view)
    aspect = 1 / math.cos(math.radians((south + north) / 2))
    wide = width_px / _DPI
    tall = min(max((north - south) * aspect / (east - west) * wide * 0.94, wide * 0.45), wide * 1.2) + 1.5
    figure = Figure(figsize=(wide, tall), dpi=_DPI, facecolor="white")
    axes = figure.add_axes((0.03, 0.9 / tall, 0.94, 1 - 1.5 / tall), facecolor=_SEA)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(aspect, adjustable="datalim")
    axes.set_autoscaley_on(True)  # else widening the view to the picture's shape is remarked upon
    axes.apply_aspect()
    axes.set_autoscaley_on(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(_BORDER)
    _ground(axes, view)
    handles = _control(axes, view) + _change(axes, view)
    _places(axes, view)
    _scale(axes, aspect)
    if handles:
        axes.legend(handles=handles, loc="upper right", fontsize=8.5, framealpha=0.92, edgecolor=_BORDER)
    _heading(figure, view.title, _dates(view), tall, illustrative=view.illustrative)
    _foot(figure, [*view.attributions, GEONAMES, METHOD], tall)
    return _written(figure, format)


def draw_deltas(
    rows: Sequence[Mapping[str, Any]],
    *,
    title: str,
    attributions: Sequence[str] = (),
    illustrative: bool = False,
    format: str = "png",
) -> bytes:
    """Draw gained (up), lost (down) and net (a dot) for each row, with the figures on them.

    Parameters
    ----------
    rows : sequence of mapping
        Area deltas of one source in the order of time: ``start, end, snapshot_start, snapshot_end, gained_km2,
        lost_km2, net_km2``; at least one.
    format : {"png", "svg"}

    Returns
    -------
    bytes
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import StrMethodFormatter

    tall = 5.4
    figure = Figure(figsize=(max(7.0, min(16.0, 2.4 + 0.62 * len(rows))), tall), dpi=_DPI, facecolor="white")
    axes = figure.add_axes((0.08, 0.215, 0.89, 0.585))
    places = np.arange(len(rows))
    gained, lost, net = (np.array([row[key] for row in rows]) for key in ("gained_km2", "lost_km2", "net_km2"))
    axes.bar(places, gained, 0.66, color=_GAINED, label="gained")
    axes.bar(places, -lost, 0.66, color=_LOST, hatch="///", edgecolor="white", linewidth=0, label="lost")
    axes.plot(places, net, "o", color="white", markeredgecolor=_INK, markersize=6, markeredgewidth=1.6, label="net")
    if len(rows) <= 36:  # noqa: PLR2004 - beyond that the figures would stand on each other
        for place, top, value in zip(places, np.maximum(gained, net), net, strict=True):
            axes.annotate(
                f"{value:,.0f}", (place, top), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=8,
                color=_INK, **_FONT,
            )  # fmt: skip
    axes.axhline(0, color=_INK, linewidth=0.9)
    axes.set_xlim(-0.7, len(rows) - 0.3)
    axes.margins(y=0.12)
    step = max(1, math.ceil(len(rows) / 24))
    axes.set_xticks(places[::step], [_period(row) for row in rows[::step]], fontsize=8)
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_ylabel("km²", color=_MUTED)
    axes.grid(axis="y", color="#e4e1da", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=_INK)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.legend(ncols=3, loc="upper left", fontsize=8.5, frameon=False, bbox_to_anchor=(0, 1.13), borderaxespad=0)
    dates = f"snapshots {day(str(rows[0]['snapshot_start']))} to {day(str(rows[-1]['snapshot_end']))}; figures are net"
    _heading(figure, title, dates, tall, illustrative=illustrative)
    _foot(figure, [*attributions, METHOD], tall)
    return _written(figure, format)


def _extent(view: MapView) -> tuple[float, float, float, float]:
    """Return west, south, east, north: around what changed and the mentions, else around what is held."""
    from maps.view import EUROPE

    boxes = [frame.total_bounds for frame in (view.change,) if frame is not None and len(frame)]
    points = [(place["lon"], place["lat"]) for place in _near(view)]
    boxes += [np.array([*np.min(points, axis=0), *np.max(points, axis=0)])] if points else []
    if not boxes:
        held = next((frame for frame in (view.after, view.before) if frame is not None and len(frame)), None)
        (south, west), (north, east) = EUROPE
        boxes = [np.array([west, south, east, north])] if held is None else [held.total_bounds]
    low, high = np.min([box[:2] for box in boxes], axis=0), np.max([box[2:] for box in boxes], axis=0)
    pad = np.maximum((high - low) * _PAD, _LEAST_DEG / 2)
    return (*map(float, low - pad), *map(float, high + pad))  # type: ignore[return-value]


def _pointed(view: MapView) -> list[Mapping[str, Any]]:
    """Return the places of the mentions that are points, each once."""
    places = (m["place"] for m in view.mentions if m.get("place") and not m.get("metonym"))
    return list({place["id"]: place for place in places if place["kind"] not in WIDE_KINDS}.values())


def _near(view: MapView) -> list[Mapping[str, Any]]:
    """Return those of them that lie where the map has ground: a capital far away does not shrink the front."""
    frames = [frame for frame in (view.regions, view.after, view.before) if frame is not None and len(frame)]
    if not frames:
        return _pointed(view)
    bounds = np.array([frame.total_bounds for frame in frames])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    return [p for p in _pointed(view) if west <= p["lon"] <= east and south <= p["lat"] <= north]


def _ground(axes: Axes, view: MapView) -> None:
    if view.regions is not None and len(view.regions):
        countries = view.regions["country"].astype(bool)
        _fill(axes, view.regions.geometry[countries], facecolor=_LAND, edgecolor=_MUTED, linewidth=1.0, zorder=1)
        _fill(axes, view.regions.geometry[~countries], facecolor="none", edgecolor=_BORDER, linewidth=0.8, zorder=2)


def _control(axes: Axes, view: MapView) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    if view.after is not None and len(view.after):
        for status, rows in check_control(view.after).groupby("status", sort=True):
            firm = status == "occupied"
            look: dict[str, Any] = {
                "facecolor": _HELD,
                "alpha": 0.32 if firm else 0.14,
                "hatch": "" if firm else "...",
                "zorder": 3,
            }
            _fill(axes, rows.geometry, edgecolor=_HELD, linewidth=0.8, **look)
            held = f", {view.after_km2:,.0f} km²" if firm and view.after_km2 else ""
            handles.append(
                Patch(
                    facecolor=_HELD, alpha=look["alpha"], hatch=look["hatch"], label=f"{status}, {day(view.end)}{held}"
                )
            )
    if view.before is not None and len(view.before):
        _fill(
            axes,
            check_control(view.before).geometry,
            facecolor="none",
            edgecolor=_EDGE,
            linewidth=0.9,
            linestyle=(0, (5, 3)),
            zorder=5,
        )
        label = f"edge on {day(view.start)}"
        handles.append(Line2D([], [], color=_EDGE, linewidth=0.9, linestyle=(0, (5, 3)), label=label))
    return handles


def _change(axes: Axes, view: MapView) -> list[Any]:
    from matplotlib.patches import Patch

    if view.change is None or not len(view.change):
        return []
    handles: list[Any] = []
    for kind, rows in check_change(view.change).groupby("kind", sort=True):
        gained = kind == "gained"
        colour, hatch = (_GAINED, "") if gained else (_LOST, "////")
        _fill(
            axes,
            rows.geometry,
            facecolor=colour,
            alpha=0.85,
            hatch=hatch,
            edgecolor="white" if hatch else colour,
            linewidth=0.3,
            zorder=6,
        )
        label = f"{kind} {rows['area_km2'].sum():,.1f} km²"
        handles.append(Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=label))
    return handles


def _fill(axes: Axes, geometries: Any, **look: Any) -> None:
    """Add polygons with their holes as one collection."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    polygons = [part for shape in geometries if shape is not None for part in getattr(shape, "geoms", [shape])]
    paths = []
    for polygon in polygons:
        rings = [np.asarray(ring.coords)[:, :2] for ring in (polygon.exterior, *polygon.interiors)]
        codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings if len(ring) > 2]  # noqa: PLR2004
        if codes:
            paths.append(Path(np.concatenate(rings), np.concatenate(codes)))
    if paths:
        axes.add_collection(PathCollection(paths, **look), autolim=False)


def _places(axes: Axes, view: MapView) -> None:
    from matplotlib.patheffects import withStroke

    counts: dict[str, int] = {}
    for mention in view.mentions:
        if mention.get("place"):
            counts[mention["place"]["id"]] = counts.get(mention["place"]["id"], 0) + 1
    places = sorted(_pointed(view), key=lambda place: (-counts[place["id"]], place["name"]))
    if not places:
        return
    axes.plot(
        [p["lon"] for p in places], [p["lat"] for p in places], "o", color="white", markeredgecolor=_INK,
        markersize=6, markeredgewidth=1.8, zorder=8,
    )  # fmt: skip
    halo = [withStroke(linewidth=2.6, foreground="white")]
    taken: list[tuple[float, float, float, float]] = []
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    for place in places[:_LABELS]:
        x, y = (place["lon"] - west) / (east - west), (place["lat"] - south) / (north - south)
        wide = len(place["name"]) * _LETTER + 0.012
        for side, level in ((1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            left, low = x if side == 1 else x - wide, y + (level - 0.5) * _LINE
            box = (left, low, left + wide, low + _LINE)
            if 0 <= x <= 1 and left >= 0 and left + wide <= 1 and not any(_meet(box, other) for other in taken):
                taken.append(box)
                for look in ({"path_effects": halo, "zorder": 8.5}, {"zorder": 9}):  # a haloed name is no text in SVG
                    axes.annotate(
                        _plain(place["name"]), (place["lon"], place["lat"]), xytext=(7 * side, -3 + 11 * level),
                        textcoords="offset points", ha="left" if side == 1 else "right", fontsize=9, color=_INK,
                        **look, **_FONT,
                    )  # fmt: skip
                break  # a name that finds no room is left out; its point stays


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _scale(axes: Axes, aspect: float) -> None:
    """Draw a scale bar of a round length, true at the middle of the map."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    wide_km = (east - west) / aspect * _KM_PER_DEGREE
    length_km = next(km for km in (500, 200, 100, 50, 20, 10, 5, 2, 1) if km <= wide_km / 4 or km == 1)
    degrees = length_km * aspect / _KM_PER_DEGREE
    x, y = west + 0.03 * (east - west), south + 0.035 * (north - south)
    axes.plot([x, x + degrees], [y, y], color=_INK, linewidth=2.2, solid_capstyle="butt", zorder=9)
    axes.annotate(
        f"{length_km} km", (x, y), xytext=(0, 4), textcoords="offset points", fontsize=8.5, color=_INK, zorder=9
    )


def _dates(view: MapView) -> str:
    if view.start is None or view.end is None:
        return "no control loaded"
    return f"{view.source_title}: {day(view.start)} → {day(view.end)}"


def _heading(figure: Figure, title: str, dates: str, tall: float, *, illustrative: bool) -> None:
    figure.text(
        0.03, 1 - 0.24 / tall, _plain(title)[:110], fontsize=13, fontweight="bold", color=_INK, va="center", **_FONT
    )
    figure.text(0.03, 1 - 0.46 / tall, _plain(dates), fontsize=9.5, color=_MUTED, va="center", **_FONT)
    if illustrative:
        figure.text(
            0.97, 1 - 0.24 / tall, ILLUSTRATIVE, fontsize=9, fontweight="bold", color="white", ha="right", va="center",
            bbox={"facecolor": _INK, "edgecolor": "none", "pad": 4}, **_FONT,
        )  # fmt: skip


def _foot(figure: Figure, lines: Sequence[str], tall: float) -> None:
    text = "\n".join(_plain(line) for line in dict.fromkeys(lines) if line)
    figure.text(0.03, 0.12 / tall, text, fontsize=7.5, color=_MUTED, va="bottom", linespacing=1.35, **_FONT)


def _period(row: Mapping[str, Any]) -> str:
    """Return a month as "Nov 2025" over two lines, any other span as its last day."""
    start, end = str(row["start"]), str(row["end"])
    if start[8:] == "01" and (start[:7] == end[:7] or end[8:] == "01"):
        return "\n".join(day(start).split(" ")[1:])
    return day(end).rsplit(" ", 1)[0]


def _plain(text: str) -> str:
    """Return text in which matplotlib reads no formula: a dollar sign opens one."""
    return str(text).replace("\\", "\\\\").replace("$", r"\$")


def _written(figure: Figure, format: str) -> bytes:
    import matplotlib as mpl

    out = io.BytesIO()
    # Neither a date nor random ids: the same figures give the same file. Text stays text, to search and to read aloud.
    with mpl.rc_context({"svg.hashsalt": "frontline", "svg.fonttype": "none"}):
        figure.savefig(out, format=format, metadata={"Date": None} if format == "svg" else None)
    return out.getvalue()
