"""Folium's elements without outside hosts, random ids or inline event handlers.

Folium names each JavaScript variable at random and links its scripts from other hosts in the figure's head; here names
are the same on every run, and the head is left out (``maps.page`` writes its own). Folium also compiles what it has
rendered as a template once more, data included: text from an article would run as a template on the server. Hence
:func:`script_json` and :func:`label`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, TypeVar

import folium
from branca.element import Element, MacroElement
from folium.map import Layer
from folium.plugins import FastMarkerCluster
from folium.template import Template

from maps.layers import PolygonLayer

E = TypeVar("E", bound=Element)


def named(element: E, name: str) -> E:
    """Give an element a name that is the same on every run, before it is added to its parent.

    >>> named(Element(), "before").get_name()
    'element_before'
    """
    element._id = name
    return element


def script_json(value: Any) -> str:
    r"""Return JSON that is inert in a script, in HTML and in a template.

    >>> script_json({"text": "</script>{{ 7*7 }}"})
    '{"text": "\\u003c/script\\u003e{\\u007b 7*7 }}"}'
    """
    text = json.dumps(value, allow_nan=False)
    # Outside strings JSON never has "{" before "{", "%" or "#", so only strings change here.
    for what, inert in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")):
        text = text.replace(what, inert)
    return text.replace("{{", "{\\u007b").replace("{%", "\\u007b%").replace("{#", "\\u007b#")


def label(text: str) -> str:
    """Return text for one of Leaflet's innerHTML places (layer names, attributions), inert in a template too.

    >>> label("<b>{{ 7*7 }}")
    '&lt;b&gt;&#123;&#123; 7*7 &#125;&#125;'
    """
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


class LocalMap(folium.Map):
    """A map without tiles of its own choice, with a metric scale and a name for screen readers."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="fl-map" id="{{ this.get_name() }}" role="region" aria-label="{{ this.label|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}
        });
        {{ this.get_name() }}.attributionControl.setPrefix("Leaflet");
        L.control.scale({imperial: false}).addTo({{ this.get_name() }});
        Frontline.panes({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, *, min_zoom: int, max_zoom: int, text: str = "Map", **options: Any) -> None:
        super().__init__(tiles=None, **options)
        self.label = text.replace("{", "(").replace("}", ")")  # inert where it is compiled once more
        # Folium gives the zoom's ends to its tile layer only; without tiles markercluster then finds none and stops.
        self.options |= {"min_zoom": min_zoom, "max_zoom": max_zoom}


class Polygons(Layer):
    """Polygons that stand in the page, or that it fetches from an address."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = Frontline.polygons({{ this.source_json }}, {{ this.options_json }});
        {% endmacro %}
        """
    )

    def __init__(self, layer: PolygonLayer, source: dict[str, Any] | str) -> None:
        # Leaflet puts a layer's name into innerHTML.
        super().__init__(name=label(layer.name), overlay=True, control=layer.control)
        self._name = "Polygons"
        self.source_json = script_json(source)
        self.options_json = script_json({"className": layer.css, "pane": f"fl-{layer.pane}"})


class PlaceCluster(FastMarkerCluster):
    """Places as clustered markers, drawn by ``Frontline.marker`` out of plain rows: no text becomes HTML."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = Frontline.cluster(
            {{ this.data_json }}, {{ this.options|tojavascript }}, {{ this.words_json }});
        {% endmacro %}
        """
    )

    def __init__(self, rows: list[list[Any]], name: str, words: Mapping[str, Any], *, show: bool = True) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            [], name=label(name), show=show, show_coverage_on_hover=False, max_cluster_radius=36, animate=False
        )
        self.data_json = script_json(rows)
        self.words_json = script_json(words)


class Start(MacroElement):
    """The last word of the script: hand the finished map to ``Frontline.start``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Frontline.start({{ this._parent.get_name() }}, {{ this.options_json }});
        {% endmacro %}
        """
    )

    def __init__(self, **options: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.options_json = script_json(options)


class Waiting(MacroElement):
    """The last word of a map whose data comes beside its page: it waits for the module that fetches it."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Frontline.waiting.push([{{ this._parent.get_name() }}, {{ this.options_json }}]);
        {% endmacro %}
        """
    )

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Waiting"
        self.options_json = script_json(options)
