"""Which findings a person has confirmed, each with a digest of what it said then."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine, delete, inspect, select
from sqlalchemy.dialects.sqlite import insert as upsert

from app.store.engine import reading, writing
from app.store.schema import confirmation


class ConfirmationStore:
    """Confirmations by finding; one of a finding that says something else by now counts no more."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, finding_id: str, digest: str) -> None:
        """Keep that a person confirmed a finding, as it stands today."""
        values = {"digest": digest, "confirmed_at": datetime.now(UTC).isoformat(timespec="seconds")}
        with writing(self._engine) as connection:
            confirmation.create(connection, checkfirst=True)  # a store of an earlier program has no such table
            connection.execute(
                upsert(confirmation)
                .values(finding_id=finding_id, **values)
                .on_conflict_do_update(index_elements=["finding_id"], set_=values)
            )

    def remove(self, finding_id: str) -> None:
        """Take a confirmation back."""
        with writing(self._engine) as connection:
            if inspect(connection).has_table(confirmation.name):
                connection.execute(delete(confirmation).where(confirmation.c.finding_id == finding_id))

    def confirmed_on(self, finding_id: str, digest: str) -> date | None:
        """Return the day on which a finding was confirmed as it stands, None where it was not."""
        with reading(self._engine) as connection:
            if not inspect(connection).has_table(confirmation.name):
                return None
            query = select(confirmation).where(confirmation.c.finding_id == finding_id)
            row = connection.execute(query).one_or_none()
        return None if row is None or row.digest != digest else datetime.fromisoformat(row.confirmed_at).date()
