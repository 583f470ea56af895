"""The figures of a plan: ``quantities.find`` is the door; numbers, units, times, sources and nouns serve it."""
