"""The one coordinate reference system that frames carry, and the ellipsoid that areas are measured on."""

CRS = "EPSG:4326"
ELLIPSOID = "WGS84"
