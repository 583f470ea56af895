"""A county that never was, with a real county's figures and planted errors with their truth."""
