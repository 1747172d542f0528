"""Where the office moderates. The author's address is not here: the office decides about a text, not about a person."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, TextChoices
from django.http import FileResponse, HttpRequest
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cities.admin.base import scan_words
from cities.admin.conflicts import ConflictMixin
from commitments.admin.filters import CountryFilter
from commitments.models import Milestone
from commitments.queries import published_version
from core import audit, clamd
from core.access import Hidden, Refused
from core.languages import language_name
from core.models import Scan
from core.storage import download_response
from core.templatetags.portal_ui import filesize
from participation.actions import publish_statement, refuse_statement
from participation.models import CounterEvidence
from participation.queries import statements_for_office
from participation.rules import may_see_statements
from participation.tasks import scan_now
from participation.workflow import STATEMENT
from review.admin import SCAN, DecisionForm, WaitingMixin


class ModerationForm(DecisionForm):
    """To refuse, one reason that is counted in public, and words for the author. Each kind has its own reasons."""

    reasons: type[TextChoices] = CounterEvidence.Reason
    reason = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("To refuse: why?"),
        help_text=gettext_lazy("The public reads how often each reason was given, never the text."),
    )
    field_order = ("seen", "ticks", "reason", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("The author reads this by e-mail. Needed to refuse.")
        self.fields["reason"].choices = [(row.value, capfirst(row.label)) for row in self.reasons]
        if "ticks" in self.fields:
            self.fields["ticks"].help_text = _("To publish, everything is needed; to refuse, nothing.")


class StateFilter(admin.SimpleListFilter):
    """Shows what waits, unless somebody asks for more."""

    title = gettext_lazy("state")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("decided", gettext_lazy("decided or taken back")), ("all", gettext_lazy("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("waiting")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        if self.value() == "decided":
            return queryset.exclude(state="submitted")
        return queryset.filter(state="submitted")


class StatementAdmin(WaitingMixin, ConflictMixin):
    """The queue of one kind of text, oldest first, and the page to publish or refuse."""

    decisions: dict[str, Any] = {"publish": publish_statement, "refuse": refuse_statement}
    decision_form = ModerationForm
    view_rule = staticmethod(may_see_statements)
    fields = ("reference", "state")
    list_display = ("reference", "city_name", "subject", "state", "submitted_at", "days_waiting")
    list_display_links = ("reference", "subject")
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("submitted_at", "pk")

    def conflict_city(self, obj: Any) -> Any:
        return obj.city

    @admin.display(description=gettext_lazy("city"))
    def city_name(self, obj: Any) -> str:
        return str(obj.city.name)


@admin.register(CounterEvidence)
class CounterEvidenceAdmin(StatementAdmin):
    """What somebody says against the proof of a city."""

    workflow = STATEMENT
    decisions = StatementAdmin.decisions | {SCAN: scan_now}
    checklist_kind = "statement"
    change_form_template = "admin/participation/counterevidence/change_form.html"
    list_filter = (StateFilter, CountryFilter)
    search_fields = ("reference", "commitment__code", "commitment__city__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CounterEvidence]:
        return statements_for_office(request.user)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("<uuid:public_id>/file/", view, name="participation_counterevidence_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, public_id: UUID) -> FileResponse:
        """Send the proof to the people who may moderate this city's cases."""
        statement = self.get_queryset(request).filter(public_id=public_id, proof=CounterEvidence.Proof.FILE).first()
        if statement is None or not self.has_view_permission(request):
            raise Hidden
        if statement.scan_state == Scan.INFECTED:
            raise Refused(_("A virus was found in this file, so nobody can open it."))
        audit.record("open_proof", by=request.user, obj=statement)
        return download_response(
            statement.file.open("rb"), name=statement.file_name, content_type=statement.content_type
        )

    def waiting_files(self, obj: CounterEvidence) -> list[str]:
        return [str(obj.file.name)] if obj.file and clamd.waits(obj.scan_state) else []

    def review_title(self, obj: CounterEvidence) -> str:
        return _("Counter-evidence %(reference)s") % {"reference": obj.reference}

    def review_context(self, request: HttpRequest, obj: CounterEvidence) -> dict[str, Any]:
        rows = {"city_says": _city_says(obj), "author_says": _author_says(obj), "proof_url": _proof_url(obj)}
        return super().review_context(request, obj) | rows

    @admin.display(description=gettext_lazy("about"))
    def subject(self, obj: CounterEvidence) -> str:
        return obj.evidence.title if obj.evidence else _report_words(obj)


def _row(label: Any, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def _report_words(obj: CounterEvidence) -> str:
    return _("Progress report of %(day)s") % {"day": obj.report.as_of} if obj.report else ""


def _city_says(obj: CounterEvidence) -> list[dict[str, Any]]:
    version = published_version(obj.commitment)
    rows = [_row(_("Commitment"), f"{obj.commitment.code} · {version.title if version else ''}")]
    if obj.evidence:
        url = reverse("portal:evidence", args=[obj.evidence.public_id])
        rows += [
            {**_row(_("Evidence"), obj.evidence.title), "url": url},
            _row(_("What it proves"), obj.evidence.proves),
        ]
    elif obj.report:
        rows.append(_row(_report_words(obj), obj.report.text))
        milestone = (
            Milestone.objects.filter(version=version, key=obj.milestone_key).first() if obj.milestone_key else None
        )
        rows += [_row(_("Milestone"), milestone.title)] if milestone else []
    return rows


def _author_says(obj: CounterEvidence) -> list[dict[str, Any]]:
    shown = _("may be public") if obj.show_name else _("not to be shown")
    scan = [_row(_("Virus scan"), scan_words(obj))] if obj.file else []
    return [
        _row(_("What it shows instead"), obj.text),
        _row(_("Language"), language_name(obj.language)),
        _row(_("Name"), f"{obj.speaker} ({shown})" if obj.speaker else _("Not given")),
        *scan,
    ]


def _proof_url(obj: CounterEvidence) -> dict[str, str] | None:
    if obj.proof == CounterEvidence.Proof.LINK:
        return {"url": obj.url, "text": obj.url}
    if obj.proof == CounterEvidence.Proof.FILE and obj.scan_state != Scan.INFECTED:
        url = reverse("admin:participation_counterevidence_file", args=[obj.public_id])
        return {"url": url, "text": f"{obj.file_name} ({filesize(obj.size)})"}
    return None
