"""All addresses: the pages and the interface for programs."""

from django.urls import include, path

urlpatterns = [path("", include("liuqing.web.urls"))]
