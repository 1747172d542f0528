"""Base of every admin page, and staff's view of the audit chain and the mail outbox."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from core import local
from core.access import Refused, hidden_scopes
from core.actions import requeue_mail
from core.models import AuditEvent, OutboxMail
from core.rules import may_read_audit, may_read_outbox
from core.sealing import new_link_act, renewal_of
from core.tasks import deliver_mail


def nobody(user: Any) -> bool:
    """The rule that lets nobody."""
    return False


def in_words(name: str, words: Any) -> Callable[[Any], str | None]:
    """Return a column, for lists and for pages that are only read, that writes a day or a moment as the portal does.

    Args:
        name: of the field; the list can be sorted by it.
        words: the heading.
    """

    @admin.display(description=words, ordering=name)
    def shown(obj: Any) -> str | None:
        value = getattr(obj, name)
        return (local.moment(value) if isinstance(value, dt.datetime) else local.day(value)) or None

    return shown


class RuleAdmin(admin.ModelAdmin):
    """A model admin whose permissions are rules (`user -> bool`), not rows of a permission table.

    Set the four rules as `staticmethod`s; each is "nobody" unless set. A superuser flag opens nothing.
    """

    view_rule: Callable[[Any], bool] = staticmethod(nobody)
    add_rule: Callable[[Any], bool] = staticmethod(nobody)
    change_rule: Callable[[Any], bool] = staticmethod(nobody)
    delete_rule: Callable[[Any], bool] = staticmethod(nobody)
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.view_rule(request.user) or self.change_rule(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_rule(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.change_rule(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.delete_rule(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Head the list with what it holds."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


if admin.site.is_registered(DBTaskResult):
    # Its stock page asks for permissions that nobody holds: two queries on every page of the administration.
    admin.site.unregister(DBTaskResult)


@admin.register(AuditEvent)
class AuditEventAdmin(RuleAdmin):
    view_rule = staticmethod(may_read_audit)
    list_display = ("seq", "at", "actor", "action", "object_ref", "scope")
    list_filter = ("action",)
    search_fields = ("actor", "object_ref", "scope")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        closed = hidden_scopes(request.user)
        rows = super().get_queryset(request)
        return rows.exclude(scope__in=closed).exclude(object_ref__in=closed) if closed else rows


@admin.register(OutboxMail)
class OutboxMailAdmin(RuleAdmin):
    view_rule = staticmethod(may_read_outbox)
    list_display = (
        "subject",
        "name",
        "recipients",
        "language",
        "state",
        "created_at",
        "sent_at",
        "again",
        "last_error",
    )
    list_filter = ("state", "name")
    search_fields = ("subject", "recipients")
    exclude = ("html",)
    readonly_fields = ("again",)
    actions = ("send_again",)

    @admin.display(description=_("send again?"))
    def again(self, obj: OutboxMail) -> str:
        """Say whether the mail can be sent again; a secret link that was sent is gone, and where a new one is made."""
        if not obj.is_spent:
            return gettext("Yes")
        if new_link_act(obj.name):
            return gettext("Yes, with a new link; the one before opens nothing any more")
        return gettext("No: its link is not kept. %(where)s") % {"where": renewal_of(obj.name)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMail]:
        closed = hidden_scopes(request.user)
        rows = super().get_queryset(request)
        # A mail about several cities names each between blanks.
        for scope in closed:
            rows = rows.exclude(scope__contains=f" {scope} ")
        return rows.exclude(scope__in=closed) if closed else rows

    @admin.action(description=_("Send the chosen mails again"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMail]) -> None:
        queued = 0
        for mail in queryset:
            try:
                requeue_mail(mail=mail, by=request.user)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
                continue
            deliver_mail.enqueue(mail.pk)
            queued += 1
        if queued:
            self.message_user(request, _("The mails are in the queue again."))
