"""A series of maps from a server, politely, into a folder."""
