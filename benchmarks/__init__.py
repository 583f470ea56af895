"""Speed and memory, each against a yardstick of the same run: ``python -m benchmarks.NAME [--json]``."""
