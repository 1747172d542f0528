"""The lists of single kinds say how long something waits as the queue does: its clock stands still as well."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.clock import days_waiting
from review.queries import with_clock


class WaitingList(ChangeList):
    """A list whose rows carry the clock of the queue."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        return with_clock(super().get_queryset(request, exclude_parameters))


class WaitingMixin:
    """Adds the column `days_waiting` to the list of a kind that waits at the office."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WaitingList

    @admin.display(description=_("days waiting"))
    def days_waiting(self, obj: Any) -> str:
        if obj.queue_since is None:
            return "–"
        return str(days_waiting(obj.queue_since, obj.queue_stopped, timezone.localdate()))
