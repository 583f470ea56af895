"""The door for the web server; opening it takes up the lists that a stopped server left unread."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# After the line above: before it there are no models.
from liuqing.web import jobs  # noqa: E402

jobs.reader.wake()
jobs.housekeeper.start()

# What is loaded by now stays for good; looking through it again for garbage at every hundredth
# page made 20 people at once wait a third longer (``python -m benchmarks.pages``).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
