"""All addresses: the pages and the interface for programs, and what is shown when things fail."""

from django.urls import include, path

urlpatterns = [path("", include("liuqing.web.urls"))]

handler400 = "liuqing.web.problems.bad_request"
handler403 = "liuqing.web.problems.not_allowed"
handler404 = "liuqing.web.problems.not_found"
handler500 = "liuqing.web.problems.broken"
