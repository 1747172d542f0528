"""The imports that change with Django 6, in one place."""

from django_tasks import task

__all__ = ["task"]
