"""OGC API - Features, Part 1: landing page, conformance, collections, items."""
