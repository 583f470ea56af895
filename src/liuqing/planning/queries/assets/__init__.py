"""What assets there are, what becomes of them, what they earn."""
