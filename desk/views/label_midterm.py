"""The report at half time: written in parts, filled in already with what was reported before, sent by an approver."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cities.models import City
from cities.rules import is_approver
from commitments.queries import usual_language
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.midterm import MidtermForm
from desk.late_words import keeps_words
from desk.pages import add_faults, page, tell, warn
from desk.rows import evidence_row
from desk.writing import Stored, autosave, differences, opened_on
from labels.actions import StaleMidterm, save_midterm, send_midterm
from labels.actions.midterm import refuse_before_time
from labels.models import MidtermReport
from labels.queries.midterm import MidtermPage, label_in_force, midterm_page
from labels.queries.panel_record import evidence_list
from review.workflow import NotReady, Stale

LATER = gettext_lazy(
    "The label and the report that was sent stand as they are; what became of a commitment can still be said in its "
    "own report."
)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(MidtermForm, later=LATER)
def label_midterm(request: HttpRequest, slug: str) -> HttpResponse:
    """Write, save and send the report; once it was sent, read it."""
    city, shown = _shown(request.user, slug)
    if shown.report is not None and shown.report.sent_at is not None:
        if request.method == "POST" and "send" not in request.POST:
            raise Stale(_("The report was sent, so its text can no longer be changed."))
        return _page(request, city, shown, None)
    if request.method != "POST":
        return _page(request, city, shown, _opened(city, shown))
    form = _bound(city, shown, request.POST)
    if not form.is_valid():
        return _page(request, city, shown, form)
    return _save(request, city, shown, form)


@require_http_methods(["GET", "HEAD", "POST"])
def label_midterm_autosave(request: HttpRequest, slug: str) -> JsonResponse:
    """Save the report that is being written."""
    city, shown = _shown(request.user, slug)

    def save(form: MidtermForm) -> Stored:
        _keep(request, city, shown, form)
        return _stored(city, midterm_page(shown.label))

    return autosave(request, bind=lambda data: _bound(city, shown, data), save=save)


def _save(request: HttpRequest, city: City, shown: MidtermPage, form: MidtermForm) -> HttpResponse:
    here, back = (reverse(name, args=[city.slug]) for name in ("desk:label_midterm", "desk:label_apply"))
    try:
        report = _keep(request, city, shown, form)
        if "send" not in request.POST:
            return tell(request, _("Saved. You can come back at any time."), here)
        send_midterm(label=shown.label, by=request.user, revision=report.revision)
    except StaleMidterm:
        return _stale(request, city, form)
    except ValidationError as error:
        add_faults(form, error)
        return _page(request, city, shown, form)
    except NotReady as refusal:
        return warn(request, refusal, here)
    return tell(request, _("The report is public now, on the page of the label."), back)


def _keep(request: HttpRequest, city: City, shown: MidtermPage, form: MidtermForm) -> MidtermReport:
    """Save what was typed; what was saved meanwhile and says what the form was opened on is no conflict."""
    return save_midterm(
        label=shown.label,
        by=request.user,
        revision=form.against(*_stored(city, shown)),
        text=form.cleaned_data["text"],
        language=form.cleaned_data["language"],
        lines=form.lines(),
        evidence=form.chosen(),
    )


def _stored(city: City, shown: MidtermPage) -> Stored:
    return shown.report.revision if shown.report else 0, MidtermForm.initial_of(shown, usual_language(city))


def _stale(request: HttpRequest, city: City, form: MidtermForm) -> HttpResponse:
    now = _shown(request.user, city.slug)[1]
    revision, said = _stored(city, now)
    new = form.cleaned_data | {"evidence": form.chosen()}
    found = differences(form, said, {name: new.get(name, "") for name in said if name in form.fields})
    form.renew(revision, said)
    return _page(request, city, now, form, status=409, differences=found)


def _bound(city: City, shown: MidtermPage, data: Any) -> MidtermForm:
    return MidtermForm(data, lines=shown.lines, pieces=evidence_list(city))


def _opened(city: City, shown: MidtermPage) -> MidtermForm:
    return MidtermForm(initial=opened_on(*_stored(city, shown)), lines=shown.lines, pieces=evidence_list(city))


def _shown(user: Any, slug: str) -> tuple[City, MidtermPage]:
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(user, slug)
    label = label_in_force(city)
    if label is None:
        raise Refused(_("The city holds no label, so no report at half time is due."))
    try:
        refuse_before_time(label)
    except NotReady as early:
        raise Refused(str(early)) from early
    return city, midterm_page(label)


def _page(request: HttpRequest, city: City, shown: MidtermPage, form: MidtermForm | None, **more: Any) -> HttpResponse:
    here = reverse("desk:label_midterm", args=[city.slug])
    words = {"due": day(shown.dates.midterm_due), "hold": day(shown.dates.hold_after)} if form else {}
    return page(
        request,
        "label_midterm",
        heading=_("Report at half time"),
        eyebrow=city.name,
        lede=_("Due on %(due)s. Without it the label goes on hold after %(hold)s.") % words if form else "",
        city=city,
        here="label",
        shown=shown,
        form=form,
        may_send=is_approver(request.user, city),
        proofs=[evidence_row(piece) for piece in shown.report.evidence.all()] if shown.report and not form else [],
        reload_url=here,
        autosave_url=reverse("desk:label_midterm_autosave", args=[city.slug]),
        back=(reverse("desk:label_apply", args=[city.slug]), _("Back to the label")),
        **{"differences": [], "editor": None, **more},
    )
