"""What QGIS shows of a PostgreSQL store: views with a day, a source and a geometry in each row."""

from __future__ import annotations

VIEWS = {
    "map_control": """
SELECT snapshot.id || ':' || layer.status AS id, snapshot.source, snapshot."on", layer.status, ground.area_km2,
       layer.file, layer.file_sha256, ground.geom
FROM snapshot JOIN layer ON layer.snapshot_id = snapshot.id JOIN ground ON ground.key = layer.geometry_key
WHERE snapshot.current
""",
    "map_changes": """
WITH day AS (
  SELECT id, source, "on", lag(id) OVER in_turn AS before_id, lag("on") OVER in_turn AS before
  FROM snapshot WHERE current WINDOW in_turn AS (PARTITION BY source ORDER BY "on")
)
SELECT day.id || ':' || either.status || ':' || part.kind AS id, day.source, either.status, day.before AS start,
       day."on" AS "end", part.kind, part.area_km2, part.geom::geometry(MultiPolygon, 4326) AS geom
FROM day
CROSS JOIN LATERAL (SELECT DISTINCT status FROM layer WHERE snapshot_id IN (day.before_id, day.id)) AS either
LEFT JOIN layer AS one ON one.snapshot_id = day.before_id AND one.status = either.status
LEFT JOIN layer AS two ON two.snapshot_id = day.id AND two.status = either.status
JOIN change ON change.start_key = coalesce(one.geometry_key, 'empty')
           AND change.end_key = coalesce(two.geometry_key, 'empty')
CROSS JOIN LATERAL (
  VALUES ('gained', change.gained, change.gained_km2), ('lost', change.lost, change.lost_km2)
) AS part (kind, geom, area_km2)
WHERE day.before_id IS NOT NULL AND NOT ST_IsEmpty(part.geom)
""",
    "map_mentions": """
SELECT mention.id, mention.text, mention.kind, mention.place_id, mention.document_id, document.title,
       document.url, document.published, mention.sentence, mention.start, mention."end", mention.geom
FROM mention JOIN document ON document.id = mention.document_id
WHERE mention.geom IS NOT NULL
""",
}
"""Each view's query by its name."""
