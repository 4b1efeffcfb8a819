"""What the service writes to standard error: words for people, or a JSON object a line for machines."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum


class LogFormat(StrEnum):
    """How log lines look."""

    text = "text"
    json = "json"


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, what a request was, the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(form: LogFormat) -> None:
    """Send every log to standard error: with `json` each request and each warning, with `text` warnings only."""
    handler = logging.StreamHandler(sys.stderr)
    if form is LogFormat.json:
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("frontline.requests").setLevel(logging.INFO if form is LogFormat.json else logging.WARNING)
