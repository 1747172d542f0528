"""How a city joins: find the place, ask with a mandate, see how the request stands, correct it, take it back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cities.actions import ask_to_join, resend_join, withdraw_join
from cities.countries import country_name
from cities.models import City, JoinRequest, Place
from cities.queries import find_places, join_request_for_desk, place_for_join
from cities.rules import may_ask_to_join
from cities.tasks import scan_soon
from core.access import Refused
from core.local import day
from desk.forms.joining import JOIN_FIELDS, JoinForm, PlaceChoiceForm, PlaceSearchForm, TypedPlaceForm, place_words
from desk.pages import add_faults, back_to_tasks, page, tell, warn
from review.workflow import Stale

MATCHES = 20


@dataclass(frozen=True)
class Chosen:
    """The municipality somebody asks for: a row of the gazetteer, or a name they typed."""

    place: Place | None
    name: str
    country: str

    @property
    def words(self) -> str:
        return place_words(self.place) if self.place else f"{self.name}, {country_name(self.country)}"


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form of the request, once a place is chosen; before that, the search."""
    _may_ask(request.user)
    chosen = _chosen(request.GET)
    if chosen is None:
        return _search_page(request, PlaceSearchForm())
    form = JoinForm(initial={"key": uuid4(), "work_email": request.user.email})
    if request.method == "POST":
        form = JoinForm(request.POST, request.FILES)
        if form.is_valid() and (sent := _ask(request.user, chosen, form)):
            return redirect("desk:join_sent", sent.pk)
    return page(
        request,
        "join_form",
        heading=_("Ask to join for %(city)s") % {"city": chosen.name},
        form=form,
        chosen=chosen,
        member=_member(chosen),
        here="tasks",
        back=(reverse("desk:join"), _("Choose another municipality")),
    )


@require_safe
def join_place(request: HttpRequest) -> HttpResponse:
    """The search without script: matches as radio buttons, or a name typed by hand."""
    _may_ask(request.user)
    if "name" in request.GET:
        typed = TypedPlaceForm(request.GET)
        if typed.is_valid():
            return _to_join(**typed.cleaned_data)
        return _search_page(request, PlaceSearchForm(), typed=typed)
    form = PlaceSearchForm(request.GET)
    if not form.is_valid():
        return _search_page(request, form)
    if pk := form.cleaned_data["place"]:
        return _to_join(place=pk)
    return _search_page(request, form, words=form.cleaned_data["q"])


@require_http_methods(["GET", "HEAD", "POST"])
def join_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """How a request stands; a returned one is corrected and sent again here."""
    asked = join_request_for_desk(request.user, pk)
    returned = asked.state == JoinRequest.State.RETURNED
    form = _filled(asked) if returned else None
    if request.method == "POST":
        form = JoinForm(request.POST, request.FILES, stored_file=_stored(asked))
        if form.is_valid():
            try:
                scan_soon(resend_join(join_request=asked, by=request.user, **_where(asked), **form.values()))
                return tell(request, _("Your request is sent again."), reverse("desk:join_sent", args=[pk]))
            except Stale as stale:
                return warn(request, stale, reverse("desk:join_sent", args=[pk]))
            except ValidationError as error:
                add_faults(form, error)
    latest = asked.status_changes.order_by("-at", "-pk").first()
    return page(
        request,
        "join_sent",
        heading=_("Your request to join for %(city)s") % {"city": asked.place_name},
        form=form,
        asked=asked,
        note=latest.note if latest else "",
        rows=_answers(asked),
        here="tasks",
        back=back_to_tasks(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def join_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back, after one question."""
    asked = join_request_for_desk(request.user, pk)
    if request.method == "POST":
        try:
            withdraw_join(join_request=asked, by=request.user)
        except Stale as stale:
            return warn(request, stale, reverse("desk:join_sent", args=[pk]))
        return tell(request, _("Your request is taken back."), reverse("desk:dashboard"))
    return page(
        request,
        "confirm",
        heading=_("Take your request back?"),
        text=_("The review office stops checking it. You can ask again at any time."),
        button=_("Take it back"),
        here="tasks",
        back=(reverse("desk:join_sent", args=[pk]), _("No, keep it")),
    )


def _may_ask(user: Any) -> None:
    if not may_ask_to_join(user):
        raise Refused(_("The review office checks requests to join; it does not make them."))


def _chosen(query: QueryDict) -> Chosen | None:
    search = PlaceSearchForm(query)
    if search.is_valid() and (pk := search.cleaned_data["place"]):
        place = place_for_join(pk)
        return Chosen(place, place.name, place.country) if place else None
    typed = TypedPlaceForm(query)
    if "name" in query and typed.is_valid():
        return Chosen(None, **typed.cleaned_data)
    return None


def _to_join(**query: Any) -> HttpResponse:
    return redirect(f"{reverse('desk:join')}?{urlencode(query)}")


def _search_page(
    request: HttpRequest, form: PlaceSearchForm, *, words: str = "", typed: TypedPlaceForm | None = None
) -> HttpResponse:
    places = find_places(words, limit=MATCHES) if words else []
    return page(
        request,
        "join",
        heading=_("Which municipality do you act for?"),
        lede=_("A city, municipality, district or region joins with a decision of its council or mayor."),
        form=typed or form,
        search=form,
        words=words,
        matches=PlaceChoiceForm(places=places) if places else None,
        typed=typed or TypedPlaceForm(initial={"name": words}),
        typing=typed is not None or bool(words and not places),
        here="tasks",
        back=back_to_tasks(),
    )


def _member(chosen: Chosen) -> City | None:
    """The city that already takes part for this place: then an invitation is quicker."""
    if chosen.place is None:
        return None
    return City.objects.filter(place=chosen.place, membership=City.Membership.COMMITTED).first()


def _ask(user: Any, chosen: Chosen, form: JoinForm) -> JoinRequest | None:
    try:
        asked = ask_to_join(
            by=user,
            place=chosen.place,
            place_name=chosen.name,
            country=chosen.country,
            key=form.cleaned_data["key"],
            **form.values(),
        )
    except ValidationError as error:
        add_faults(form, error)
        return None
    scan_soon(asked)
    return asked


def _where(asked: JoinRequest) -> dict[str, Any]:
    return {"place": asked.place, "place_name": asked.place_name, "country": asked.country}


def _filled(asked: JoinRequest) -> JoinForm:
    values = {name: getattr(asked, name) for name in JOIN_FIELDS if name != "mandate_file"}
    return JoinForm(initial=values, stored_file=_stored(asked))


def _stored(asked: JoinRequest) -> str:
    return asked.mandate_file_name or _("your document")


def _answers(asked: JoinRequest) -> list[dict[str, str]]:
    """What somebody sent, as rows of a summary list."""
    answers = [
        (_("Municipality"), f"{asked.place_name}, {country_name(asked.country)}"),
        (_("E-mail address at work"), asked.work_email),
        (_("Your role"), asked.job_title),
        (_("Official contact"), asked.official_channel or _("Not given")),
        (_("Mandate"), asked.mandate_title),
        (_("Document"), asked.mandate_file_name or _("Not given")),
        (_("From"), day(asked.mandate_start)),
        (_("Until"), day(asked.mandate_end)),
    ]
    return [{"label": label, "value": value} for label, value in answers]
