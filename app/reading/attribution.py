"""Whose figure it is. A wrong source is worse than none, because it decides whose definition the check uses.

It holds within the sentence, or by an explicit reference ("the group said") in the next one of the same paragraph.
"""

from __future__ import annotations

from app.reading.clauses import Layout
from app.reading.sources import SourceSpan

_BASIS = 70  # characters between a source and the data it counts on
_CLAUSE = 40.0
_BESIDE = 4  # characters between a source and the figure set beside it


def attribute(layout: Layout, span: tuple[int, int], sources: list[SourceSpan]) -> str | None:
    """Return the source of one figure of a sentence, None where the sentence names none or leaves it open."""
    reporting = _counting(layout, [source for source in sources if source.reports])
    beside = [(s, q) for s in reporting for q in layout.quantities if 0 <= q.start - s.end <= _BESIDE]
    own = [s.source for s, q in beside if q.start == span[0]]
    if own:
        return own[0]  # "(DeepState: 4,336; ISW: 4,831)"
    taken = [s for s, _ in beside if s.start > span[0]]
    reporting = [s for s in reporting if s not in taken]
    ids = {source.source for source in reporting}
    if len(ids) <= 1:
        return next(iter(ids), None)
    costs = sorted((layout.cost((s.start, s.end), span), s.source) for s in reporting)
    (nearest, first), second = costs[0], next(cost for cost, source in costs if source != costs[0][1])
    # Two sources in one sentence: only one that stands clearly nearer.
    return first if nearest < _CLAUSE and nearest + _CLAUSE / 2 < second else None


def _counting(layout: Layout, sources: list[SourceSpan]) -> list[SourceSpan]:
    """Leave out the source whose data another one counts on ("an AFP reading of ISW files")."""
    kept: list[SourceSpan] = []
    for source in sources:
        last = kept[-1] if kept else None
        if last is not None and last.source != source.source:
            between = layout.text[last.end : source.start]
            if len(between) <= _BASIS and layout.grammar.words["counted_by"].search(between):
                kept[-1] = source
                continue
            if len(between) <= _BASIS and layout.grammar.words["based_on"].search(between):
                continue
        kept.append(source)
    return kept


def refers_back(layout: Layout) -> bool:
    """Tell whether the sentence refers to the source of the sentence before it."""
    return layout.stretch.has("reference")
