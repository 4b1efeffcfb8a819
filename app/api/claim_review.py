"""A finding as ClaimReview (schema.org), where an operator publishes and a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.api.figures import original
from maps.elements import script_json

if TYPE_CHECKING:
    from app.settings import Settings

REVIEWED = frozenset({"match", "match_other_definition", "overstated", "understated", "consistent", "contradicted"})
"""The others, ``not_checkable`` and ``within_band`` among them, settle nothing that could be carried on."""


def claim_review(
    finding: Mapping[str, Any],
    *,
    document: Mapping[str, Any],
    settings: Settings,
    confirmed_on: date | None,
    link: str,
) -> str | None:
    """Return JSON-LD that is inert inside ``<script>``; None unless every condition holds.

    A publisher's name and URL are set, a person has confirmed this finding, and its verdict is one of
    :data:`REVIEWED`. The rating is the finding's reason, which names source and definition; it has no number, because
    agreement with one map is no scale of truth.
    """
    publisher, url = settings.publisher_name, settings.publisher_url
    if not publisher or not url or confirmed_on is None or finding["verdict"] not in REVIEWED:
        return None
    item: dict[str, Any] = {"@type": "CreativeWork", "headline": document.get("title") or ""}
    if address := original(document.get("url")):
        item["url"] = address
    if document.get("published"):
        item["datePublished"] = document["published"]
    return script_json(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": link,
            "datePublished": confirmed_on.isoformat(),
            "author": {"@type": "Organization", "name": publisher, "url": url},
            "claimReviewed": finding["sentence_text"],
            "itemReviewed": {"@type": "Claim", "appearance": item},
            "reviewRating": {"@type": "Rating", "alternateName": finding["reason"]},
        }
    )
