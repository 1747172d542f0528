"""The admin site: staff's workplace, behind the one login of the portal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.rules import is_office
from core.access import Refused
from core.theme import themed
from review.queries import queues_for


class PortalAdminSite(admin.AdminSite):
    """Django's admin, without a login form of its own and with the queues on its first page."""

    site_title = index_title = _("Administration")
    enable_nav_sidebar = False

    @property
    def site_header(self) -> str:
        return settings.PORTAL_NAME

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff with a role of the office; a bare `is_staff` flag opens nothing."""
        return bool(request.user.is_active and request.user.is_staff and is_office(request.user))

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Every page of the administration: visitors go to the portal's login, others are refused."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                return self.login(request)
            return themed(request, inner(request, *args, **kwargs))

        return guarded

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Send visitors to the portal's login; tell signed-in people that this is not theirs."""
        if request.user.is_authenticated:
            raise Refused(_("The administration is for the review office only."))
        return redirect_to_login(request.GET.get("next") or request.get_full_path())

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one place to change a password: the portal's."""
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The first page lists what waits for this person."""
        return super().index(request, {"queues": queues_for(request.user), **(extra_context or {})})
