"""The door for the web server; opening it takes up the lists that a stopped server left unread."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# After the line above: before it there are no models.
from liuqing.web import jobs  # noqa: E402

jobs.reader.wake()
