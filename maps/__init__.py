"""Folium: frames in, page out."""
