"""Frontline: ties the places and areas stated in war news to the polygons that bear them out."""

__version__ = "0.1.0"
