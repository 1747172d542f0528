"""The office's side of a panel: announce a draw, see what it gave, remove a member by two people."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import is_office
from cities.admin.base import ActingAdmin
from cities.countries import country_name
from cities.queries import conflicting_cities
from labels.actions.draws import announce_draw
from labels.actions.seating import drop_removal, propose_removal, remove_member
from labels.models import LabelApplication, PanelDraw, PanelMember, PanelSeat
from labels.queries.draws import cases_for_draw, empty_seats, utc_today
from labels.rules.panel import may_announce_draws
from labels.workflow.panel import SEAT
from review.admin import DecisionForm, ReviewAdminMixin

WHICH_CASE = gettext_lazy("Only cases between the public window and the second look, without a listed draw.")
WHICH_DAY = gettext_lazy(
    "The pool declares conflicts until the day before. A draw that is announced already moves here."
)


class DrawForm(forms.ModelForm):
    """Of which case, on which day."""

    class Meta:
        model = PanelDraw
        fields = ("application", "draw_on")
        help_texts = {
            "application": WHICH_CASE,
            "draw_on": WHICH_DAY,
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        application, day = found.get("application"), found.get("draw_on")
        if day and day <= utc_today():
            self.add_error("draw_on", _("Name a day after today: the pool has to know before."))
        if application and not empty_seats(application):
            words = _("Every seat is taken, or the edition asks for no panel. There is nothing to draw.")
            self.add_error("application", words)
        return found


@admin.register(PanelDraw)
class PanelDrawAdmin(ActingAdmin):
    """Draws are announced here, or by the portal; they are listed and held by themselves."""

    view_rule = staticmethod(is_office)
    add_rule = staticmethod(may_announce_draws)
    form = DrawForm
    actions = None
    list_display = ("application", "number", "draw_on", "listed_at", "drawn_at", "still_free")
    list_select_related = ("application__city",)
    list_per_page = 50
    search_fields = ("application__reference", "application__city__name")
    fields = (
        "application",
        "number",
        "announced_at",
        "draw_on",
        "listed_at",
        "digest",
        "candidates_in_words",
        "drawn_at",
        "seed",
        "seed_seq",
        "drawn_in_words",
        "still_free",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PanelDraw]:
        return super().get_queryset(request).exclude(application__city__in=conflicting_cities(request.user))

    def get_fields(self, request: HttpRequest, obj: PanelDraw | None = None) -> Any:
        return self.fields if obj else DrawForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: PanelDraw | None = None) -> Any:
        return self.fields if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "application":
            kwargs["queryset"] = cases_for_draw(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: PanelDraw, form: DrawForm, change: bool) -> None:
        application: LabelApplication = form.cleaned_data["application"]
        found = announce_draw(application=application, by=request.user, draw_on=form.cleaned_data["draw_on"])
        obj.pk, obj.number = found.pk, found.number

    @admin.display(description=gettext_lazy("candidates"))
    def candidates_in_words(self, obj: PanelDraw) -> str:
        rows = [(row["id"], row["kind"], row["country"]) for row in obj.candidates]
        return format_html_join(", ", "{} ({}, {})", rows) or "–"

    @admin.display(description=gettext_lazy("drawn"))
    def drawn_in_words(self, obj: PanelDraw) -> str:
        return ", ".join(obj.document["drawn"]) or "–"

    @admin.display(description=gettext_lazy("seats that stayed free in this draw"))
    def still_free(self, obj: PanelDraw) -> str:
        kinds = dict(PanelSeat.Kind.choices)
        free = ", ".join(f"{kinds[kind]} × {count}" for kind, count in obj.left_free.items())
        if not free:
            return "–"
        words = _("%(free)s. Accept more people of this kind into the pool, then announce another draw of this case.")
        return words % {"free": free}


class RemovalForm(DecisionForm):
    """Why a member is removed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "To propose: say why this member cannot stay. The office and the member read it, the public does not. A "
            "second person of the office signs; then the next of the same draw takes the seat."
        )


def proposing(*, obj: PanelMember, by: Any, note: str, ticks: Any = ()) -> Any:
    """Propose a removal, as the page calls it."""
    return propose_removal(obj=obj, by=by, note=note)


def removing(*, obj: PanelMember, by: Any, note: str, ticks: Any = ()) -> Any:
    """Sign a removal, as the page calls it."""
    return remove_member(obj=obj, by=by, note=note)


def dropping(*, obj: PanelMember, by: Any, note: str, ticks: Any = ()) -> Any:
    """Drop a proposal, as the page calls it."""
    return drop_removal(obj=obj, by=by, note=note)


@admin.register(PanelMember)
class PanelMemberAdmin(ReviewAdminMixin):
    workflow = SEAT
    decisions = {"propose_removal": proposing, "remove": removing, "drop_removal": dropping}
    decision_form = RemovalForm
    view_rule = staticmethod(is_office)
    list_display = ("application", "name", "kind", "institution", "state_in_words", "state")
    list_select_related = ("application__city",)
    list_filter = ("state", "kind")
    list_per_page = 50
    search_fields = ("name", "application__reference", "application__city__name")
    fields = (
        "application",
        "name",
        "kind",
        "institution",
        "state_in_words",
        "declared",
        "state",
        "seated_at",
        "left_at",
        "in_conflict",
        "removal_by",
        "removed_by",
        "reason",
    )
    readonly_fields = ("state_in_words",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PanelMember]:
        rows = super().get_queryset(request).select_related("application__city", "application__scheme", "member")
        return rows.exclude(application__city__in=conflicting_cities(request.user)).order_by("-seated_at", "place")

    def seen_token(self, obj: PanelMember) -> str:
        return f"{super().seen_token(obj)}-{obj.removal_by_id or 0}"

    def after_step(self, request: HttpRequest, obj: PanelMember, name: str) -> str:
        super().after_step(request, obj, name)
        return self.page_of(obj)

    @admin.display(description=gettext_lazy("serves from"), ordering="country")
    def state_in_words(self, obj: PanelMember) -> str:
        return country_name(obj.country)
