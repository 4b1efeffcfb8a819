"""What is linked: annotations and reviews, as JSON-LD."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.api.shapes.common import Object, Shape


class TextPositionSelector(Shape):
    """Where in a text: characters, the end exclusive."""

    type: Literal["TextPositionSelector"]
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class TextQuoteSelector(Shape):
    """What stands there, and around it."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class Target(Shape):
    """A part of a text."""

    type: Literal["SpecificResource"]
    source: str
    selector: list[TextPositionSelector | TextQuoteSelector]


class Annotation(Shape):
    """A mention as a W3C Web Annotation."""

    id: str
    type: Literal["Annotation"]
    motivation: str
    target: Target
    body: list[Object] | None = None


class AnnotationPage(Shape):
    """The mentions of a document as annotations."""

    id: str
    type: Literal["AnnotationPage"]
    items: list[Annotation]


class ClaimReview(Shape):
    """A confirmed finding as ClaimReview (schema.org)."""

    type: Literal["ClaimReview"] = Field(alias="@type")
    url: str
    claimReviewed: str
    reviewRating: Object
