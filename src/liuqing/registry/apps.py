"""The registry as a Django application."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Areas, households, persons and everything said of them."""

    name = "liuqing.registry"
    label = "registry"
    verbose_name = "六清台账"
    default_auto_field = "django.db.models.BigAutoField"
