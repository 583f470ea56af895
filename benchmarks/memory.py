"""How much memory a program has had at most."""

import resource
from pathlib import Path


def peak_mib() -> float:
    """Of this program alone: ``getrusage`` would count what started it as well."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    told = next((line for line in lines if line.startswith("VmHWM")), "")
    return int(told.split()[1]) / 1024 if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
