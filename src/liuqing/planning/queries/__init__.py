"""planning/queries: what pages and papers read of this room."""
