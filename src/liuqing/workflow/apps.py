"""The workflow as a Django application."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Roles, rights and the trail."""

    name = "liuqing.workflow"
    label = "workflow"
    verbose_name = "职责与留痕"
    default_auto_field = "django.db.models.BigAutoField"
