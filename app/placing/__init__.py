"""What speaks for a place under a name, and how the names of a text are placed by it."""
