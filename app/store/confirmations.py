"""Which findings a person has confirmed, each with a digest of what it said then."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine, delete, select

from app.store.schema import confirmation
from app.store.transactions import reading, writing
from app.store.upsert import upsert


class ConfirmationStore:
    """Confirmations by finding; one of a finding that says something else by now counts no more."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, finding_id: str, digest: str) -> None:
        """Keep that a person confirmed a finding, as it stands today."""
        values = {"digest": digest, "confirmed_at": datetime.now(UTC).isoformat(timespec="seconds")}
        with writing(self._engine) as connection:
            upsert(connection, confirmation, {"finding_id": finding_id}, values)

    def remove(self, finding_id: str) -> None:
        """Take a confirmation back."""
        with writing(self._engine) as connection:
            connection.execute(delete(confirmation).where(confirmation.c.finding_id == finding_id))

    def confirmed_on(self, finding_id: str, digest: str) -> date | None:
        """Return the day on which a finding was confirmed as it stands, None where it was not."""
        with reading(self._engine) as connection:
            query = select(confirmation).where(confirmation.c.finding_id == finding_id)
            row = connection.execute(query).one_or_none()
        return None if row is None or row.digest != digest else datetime.fromisoformat(row.confirmed_at).date()
