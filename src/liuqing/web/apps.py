"""The web pages as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files."""

    name = "liuqing.web"
    label = "web"
