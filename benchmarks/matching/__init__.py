"""Who is who, measured: ``python -m benchmarks.matching`` (see ``__main__``)."""
