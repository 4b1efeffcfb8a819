"""Places, polygons and what changed between them. Knows coordinates; knows no text, no web and no SQL."""
