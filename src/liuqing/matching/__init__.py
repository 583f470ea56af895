"""Is this the same person? Tables of people in, matches with their reasons out."""
