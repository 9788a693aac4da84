"""Names: where they stand in a text, and how far each reaches."""
