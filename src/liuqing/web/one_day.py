"""One day a page: what is read for an answer is read of one day, and the day is asked for once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from liuqing.workflow import clock


class OneDayMiddleware:
    """Holds the day while a page is read; an act (anything but GET and HEAD) asks for the day itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with clock.one_day():
            return self.get_response(request)
