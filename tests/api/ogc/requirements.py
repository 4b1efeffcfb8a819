"""The requirements of OGC API - Features Part 1 (17-069) in the classes that the service claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])

CORE = """root-op root-success api-definition-op api-definition-success conformance-op conformance-success http
    query-param-unknown query-param-invalid crs84 fc-md-op fc-md-success fc-md-links fc-md-items fc-md-items-links
    fc-md-extent fc-md-extent-multi sfc-md-op sfc-md-success fc-op fc-limit-definition fc-limit-response-1
    fc-bbox-definition fc-bbox-response fc-time-definition fc-time-response fc-response fc-links fc-rel-type
    fc-timeStamp fc-numberMatched fc-numberReturned f-op f-success f-links"""
REQUIREMENTS = {
    "core": CORE.split(),
    "geojson": ["definition", "content"],
    "html": ["definition", "content"],
    "oas30": ["oas-definition-1", "oas-definition-2", "oas-impl", "completeness", "exceptions-codes", "security"],
}
TESTED: dict[str, list[str]] = defaultdict(list)


def requirement(*names: str) -> Callable[[Test], Test]:
    """Say which requirements a test shows to be kept, such as ``/req/core/root-op``."""

    def mark(test: Test) -> Test:
        for name in names:
            TESTED[name].append(test.__name__)
        return test

    return mark
