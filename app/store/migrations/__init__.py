"""Alembic's steps from each older version of the schema to the next; they speak of tables as they were then."""
