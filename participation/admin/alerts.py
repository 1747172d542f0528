"""What is followed, for administrators. No address: who follows what says more about a person than the office needs.

Whoever wants their data deleted writes their whole address; only that finds their rows.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.admin import RuleAdmin
from participation.actions import stop_alert
from participation.models import Alert
from participation.rules import may_see_alerts
from participation.tokens import fingerprint


@admin.register(Alert)
class AlertAdmin(RuleAdmin):
    view_rule = staticmethod(may_see_alerts)
    list_display = ("subject", "query", "often", "language", "requested_on", "confirmed_at", "told_on")
    list_display_links = None
    list_filter = ("subject", "often")
    search_fields = ("email_hash",)
    search_help_text = gettext_lazy("The whole e-mail address of somebody who asked for it.")
    fields = ("subject", "query", "often", "language", "requested_on", "confirmed_at", "told_on")
    show_facets = admin.ShowFacets.NEVER
    actions = ("stop",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        return super().get_queryset(request).defer("email")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Alert], search_term: str
    ) -> tuple[QuerySet[Alert], bool]:
        """Find by the whole address, never by a part of it."""
        return (queryset.filter(email_hash=fingerprint(search_term)) if search_term else queryset), False

    @admin.action(description=gettext_lazy("Stop the chosen alerts and delete their addresses"), permissions=["view"])
    def stop(self, request: HttpRequest, queryset: QuerySet[Alert]) -> None:
        """Delete what its owner asked to have deleted."""
        number = 0
        for alert in queryset:
            stop_alert(alert=alert)
            audit.record("stop_alert", by=request.user, obj=f"participation.alert:{alert.pk}", scope="")
            number += 1
        self.message_user(request, _("Stopped: %(number)s.") % {"number": number})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
