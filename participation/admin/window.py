"""Where the office moderates what is said on label applications. The author's address is not here either."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.admin.filters import CountryFilter
from core.languages import language_name
from participation.admin.statements import ModerationForm, StateFilter, StatementAdmin
from participation.models import LabelStatement
from participation.queries import label_statements_for_office
from participation.workflow import LABEL_STATEMENT


class CaseCountryFilter(CountryFilter):
    path = "application__city__country"


class WindowForm(ModerationForm):
    """With the reasons of this kind."""

    reasons = LabelStatement.Reason


@admin.register(LabelStatement)
class LabelStatementAdmin(StatementAdmin):
    """What somebody says on the questions of an application."""

    workflow = LABEL_STATEMENT
    checklist_kind = "label_statement"
    decision_form = WindowForm
    change_form_template = "admin/participation/labelstatement/change_form.html"
    list_filter = (StateFilter, CaseCountryFilter)
    search_fields = ("reference", "application__reference", "application__city__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LabelStatement]:
        return label_statements_for_office(request.user)

    def review_title(self, obj: LabelStatement) -> str:
        return _("Statement %(reference)s") % {"reference": obj.reference}

    def review_context(self, request: HttpRequest, obj: LabelStatement) -> dict[str, Any]:
        questions = list(obj.criteria.order_by("position", "pk"))
        return super().review_context(request, obj) | {"author_says": _author_says(obj), "questions": questions}

    @admin.display(description=gettext_lazy("about"))
    def subject(self, obj: LabelStatement) -> str:
        return obj.application.reference


def _author_says(obj: LabelStatement) -> list[dict[str, Any]]:
    shown = _("may be public") if obj.show_name else _("not to be shown")
    return [
        {"label": _("Statement"), "value": obj.text},
        {"label": _("Language"), "value": language_name(obj.language)},
        {"label": _("Who speaks"), "value": capfirst(obj.get_kind_display())},
        {"label": _("Name"), "value": f"{obj.speaker} ({shown})" if obj.speaker else _("Not given")},
        {"label": _("Link"), "value": obj.url or _("None"), "url": obj.url},
    ]
