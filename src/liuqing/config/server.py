"""The web server: one process with four threads, because the record has one writer.

Four and not eight: pages are made by one interpreter at a time, and with eight of them taking
turns 20 people at once waited half as long again (``python -m benchmarks.pages``).
"""

from granian import Granian
from granian.constants import Interfaces

from liuqing.config.settings import WORKSPACE


def run(*, host: str, port: int) -> None:
    """Serve the workspace until it is stopped."""
    print(f"\n  打开 http://{host}:{port}/   （{WORKSPACE.folder}，按 Ctrl+C 停止）\n", flush=True)
    Granian(
        target="liuqing.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=True,
    ).serve()
