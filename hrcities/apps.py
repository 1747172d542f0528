"""The roof's app config: puts the portal's own admin site in place of Django's."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "hrcities.admin.PortalAdminSite"
