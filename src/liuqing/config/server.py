"""The web server: one process with eight threads, because the record has one writer."""

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
        blocking_threads=8,
        log_enabled=True,
    ).serve()
