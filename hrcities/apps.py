"""The roof: the portal's own admin site in place of Django's, and commands that need every app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "hrcities.admin.PortalAdminSite"


class RoofConfig(AppConfig):
    name = "hrcities"
