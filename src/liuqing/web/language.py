"""Which language a page speaks: Chinese, unless the reader has switched."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class SwitchedLanguageMiddleware(LocaleMiddleware):
    """Only the switch counts, kept in a cookie.

    What a browser asks for does not: office computers are set up in any language, and the
    words of the trade are Chinese.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Speak the language of the switch for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _ in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say in the answer which language it is in."""
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
