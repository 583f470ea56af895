"""planning/imports: the lists of this room, row by row into records."""
