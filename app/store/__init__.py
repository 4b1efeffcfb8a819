"""One schema, two databases: what was read and what was imported."""
