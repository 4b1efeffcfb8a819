"""What answers look like, for the OpenAPI document; tests hold answers to it."""
