"""Archives: texts by the million in, as many readings out. Nothing is stored.

Lines stream through in chunks, in this process or on the workers of a cluster; what has been written survives a kill.
"""
