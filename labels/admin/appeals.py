"""Where an administrator names the three who hear an appeal, of those who had no part in the case."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.admin import in_words
from labels.actions import name_judges
from labels.models import Appeal
from labels.queries.appeals import appeals_for_office, case_of, eligible_judges, subject_of
from labels.rules.appeals import may_see_appeals
from labels.workflow.appeal import APPEAL
from review.admin import DecisionForm, ReviewAdminMixin


class PeopleField(forms.TypedMultipleChoiceField):
    """Ids of people. The page offers those who are eligible, and the action takes nobody else."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return str(value).isascii() and str(value).isdecimal() and len(str(value)) < 19


class NamingForm(DecisionForm):
    """Who is named."""

    people = PeopleField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]


LODGED = in_words("lodged_at", gettext_lazy("lodged"))
DUE = in_words("due_on", gettext_lazy("to be decided by"))


@admin.register(Appeal)
class AppealAdmin(ReviewAdminMixin):
    """The appeals, newest first; the page of one offers only people with no earlier part and no conflict."""

    workflow = APPEAL
    decisions = {"name_judges": name_judges}
    decision_form = NamingForm
    change_form_template = "admin/labels/appeal/change_form.html"
    view_rule = staticmethod(may_see_appeals)
    fields = ("reference", "state")
    list_display = ("reference", "city_name", "state", LODGED, DUE)
    list_filter = ("state",)
    search_fields = ("reference",)
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        return appeals_for_office(request.user)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-lodged_at", "-pk")

    @admin.display(description=gettext_lazy("city"))
    def city_name(self, obj: Appeal) -> str:
        return case_of(subject_of(obj)).city.name

    def after_step(self, request: HttpRequest, obj: Appeal, name: str) -> str:
        super().after_step(request, obj, name)
        return self.page_of(obj)

    def seen_token(self, obj: Appeal) -> str:
        return f"{obj.state}-{sum(bool(row.vote) for row in obj.votes.all())}"

    def review_title(self, obj: Appeal) -> str:
        return _("Appeal %(reference)s") % {"reference": obj.reference}

    def review_context(self, request: HttpRequest, obj: Appeal) -> dict[str, Any]:
        votes = list(obj.votes.all())
        chosen = {int(pk) for pk in request.POST.getlist("people") if pk.isascii() and pk.isdecimal()}
        chosen |= {row.judge_id for row in votes}
        offered = [_offer(person, chosen) for person in eligible_judges(obj)] if obj.state != "decided" else []
        more = {"case": obj, "city": case_of(subject_of(obj)).city, "votes": votes, "offered": offered}
        return super().review_context(request, obj) | more


def _offer(person: User, chosen: set[int]) -> dict[str, Any]:
    member = getattr(person, "pool_member", None)
    words = f"{person.name}, {member.institution}" if member else person.name
    return {"pk": person.pk, "words": words, "chosen": person.pk in chosen}
