"""What a map draws of a store: ground, places and names, cut to what is in view and thinned for its zoom.

Figures come from the unthinned polygons, never from what is drawn.
"""
