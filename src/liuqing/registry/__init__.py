"""The record: areas, households, persons and their six clears. Only ``services`` writes here."""
