"""planning/services: the acts of this room; only they write its records."""
