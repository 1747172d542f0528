"""The city's right of reply: read the panel's draft findings, answer each, attach evidence, one approver sends."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cities.models import City
from cities.rules import is_approver
from core.access import Hidden, Refused
from desk.access import city_to_write
from desk.finding_words import reply_rows, unsent_rows
from desk.forms.findings import FindingReplyForm, scale_words
from desk.late_words import keeps_words
from desk.pages import add_faults, page, tell, warn
from desk.panel_words import city_finding_row
from desk.writing import Stored, autosave, differences, opened_on
from labels.actions.replies import StaleReply, save_reply, send_replies
from labels.models import Finding, FindingReply, LabelApplication
from labels.queries import application_of
from labels.queries.clocks import case_dates
from labels.queries.findings import CITY_STATES, findings_for_city
from labels.queries.panel_record import evidence_list
from review.workflow import NotReady, Stale

LATER = gettext_lazy(
    "The findings are published with the decision, with what an approver of the city sent in time. When the decision "
    "is “not yet”, the city can ask three people who had no part in it to look again."
)


@require_safe
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """Every finding with what the city says so far; afterwards what was sent."""
    city, application, rows = answered(request.user, slug)
    is_open = application.state == LabelApplication.State.REPLY
    return page(
        request,
        "findings",
        heading=_("What the panel finds"),
        eyebrow=f"{city.name} · {application.reference}",
        lede=_lede(application),
        city=city,
        here="label",
        rows=reply_rows(rows, slug) if is_open else [],
        unsent=[] if is_open else unsent_rows(rows),
        findings=[] if is_open else [city_finding_row(row) for row in rows],
        dates=case_dates(application) if is_open else [],
        may_send=is_approver(request.user, city),
        is_open=is_open,
        back=(reverse("desk:label_apply", args=[slug]), _("Back to the application")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(FindingReplyForm, later=LATER)
def finding(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One finding, and what the city says about it."""
    city, application, rows = answered(request.user, slug)
    row = _one(rows, code)
    if application.state != LabelApplication.State.REPLY:
        if request.method == "POST":
            raise Stale(_("The reply was sent, or its time is over. It can no longer be changed."))
        return redirect("desk:findings", slug)
    pieces = evidence_list(city)
    if request.method != "POST":
        initial = opened_on(*_stored(row))
        return _page(request, city, row, FindingReplyForm(initial=initial, pieces=pieces))
    form = FindingReplyForm(request.POST, pieces=pieces)
    return _kept(request, city, rows, row, form) if form.is_valid() else _page(request, city, row, form)


def _kept(request: HttpRequest, city: City, rows: list[Finding], row: Finding, form: FindingReplyForm) -> HttpResponse:
    """Save what was typed and go on to the next finding; else the page again with all of it."""
    try:
        keep(request, row, form)
    except StaleReply as stale:
        return _stale(request, city, row, form, stale.current) or _next(city.slug, rows, row)
    except ValidationError as error:
        add_faults(form, error)
        return _page(request, city, row, form)
    return _next(city.slug, rows, row)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_autosave(request: HttpRequest, slug: str, code: str) -> JsonResponse:
    """Save the reply that is being written."""
    city, _application, rows = answered(request.user, slug)
    row = _one(rows, code)

    def save(form: FindingReplyForm) -> Stored:
        reply = keep(request, row, form)
        return reply.revision, FindingReplyForm.initial_of(reply)

    return autosave(request, bind=lambda data: FindingReplyForm(data, pieces=evidence_list(city)), save=save)


@require_http_methods(["GET", "HEAD", "POST"])
def findings_send(request: HttpRequest, slug: str) -> HttpResponse:
    """An approver reads the whole reply once more and sends it."""
    city, application, rows = answered(request.user, slug)
    here = reverse("desk:findings", args=[slug])
    if not is_approver(request.user, city):
        raise Refused(_("An approver of %(city)s sends the reply.") % {"city": city})
    if application.state != LabelApplication.State.REPLY:
        return warn(request, _("The reply was sent, or its time is over."), here)
    problems: list[str] = []
    if request.method == "POST":
        try:
            sent = send_replies(application=application, by=request.user)
            return tell(request, _sent_words(sent), here)
        except NotReady as refusal:
            problems = refusal.reasons
        except Stale as stale:
            return warn(request, stale, here)
    return page(
        request,
        "findings_send",
        heading=_("Send the reply to the panel?"),
        eyebrow=city.name,
        lede=_("It is sent once, all of it. What the city disputes, another member of the panel looks at again."),
        city=city,
        here="label",
        rows=reply_rows(rows, slug),
        problems=problems,
        back=(here, _("Back to the findings")),
    )


def answered(user: Any, slug: str) -> tuple[City, LabelApplication, list[Finding]]:
    """Return the city, its application and the findings that the panel sent it.

    Raises: Hidden to strangers, without a label, and before the panel has sent its findings.
    """
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(user, slug)
    application = application_of(city)
    if application is None or application.state not in CITY_STATES:
        raise Hidden
    return city, application, findings_for_city(application)


def keep(request: HttpRequest, row: Finding, form: FindingReplyForm) -> FindingReply:
    """Save the reply; what was saved meanwhile and says what the form was opened on is no conflict."""
    return save_reply(
        finding=row,
        by=request.user,
        revision=form.against(*_stored(row)),
        values=form.values(),
        evidence=form.chosen(),
    )


def _stored(row: Finding) -> Stored:
    reply: FindingReply | None = getattr(row, "reply", None)
    return reply.revision if reply else 0, FindingReplyForm.initial_of(reply)


def _one(rows: list[Finding], code: str) -> Finding:
    for row in rows:
        if row.criterion.code == code:
            return row
    raise Hidden


def _next(slug: str, rows: list[Finding], row: Finding) -> HttpResponse:
    later = [one.criterion.code for one in rows[rows.index(row) + 1 :]]
    return redirect("desk:finding", slug, later[0]) if later else redirect("desk:findings", slug)


def _lede(application: LabelApplication) -> str:
    if application.state == LabelApplication.State.REPLY:
        return _("These are drafts: nobody else reads them yet. Answer each; an approver sends the reply, all at once.")
    return _("The reply is sent, or its time is over. The findings are published with the decision.")


def _sent_words(application: LabelApplication) -> str:
    if application.state == LabelApplication.State.SECOND_LOOK:
        return _("The reply is sent. Another member of the panel looks again at what the city disputes.")
    return _("The reply is sent. The city disputes nothing, so the decision is prepared.")


def _stale(
    request: HttpRequest, city: City, row: Finding, form: FindingReplyForm, current: FindingReply
) -> HttpResponse | None:
    """The page with both texts; nothing when they are the same, as after a double click."""
    old = FindingReplyForm.initial_of(current)
    typed = form.values() | {"evidence": form.chosen()}
    found = differences(form, old, {name: value for name, value in typed.items() if name in form.fields})
    if not found:
        return None
    form.renew(current.revision, old)
    return _page(request, city, row, form, status=409, differences=found, editor=current.editor)


def _page(request: HttpRequest, city: City, row: Finding, form: FindingReplyForm, **more: Any) -> HttpResponse:
    address = [city.slug, row.criterion.code]
    return page(
        request,
        "finding",
        heading=row.criterion.title,
        eyebrow=f"{city.name} · {row.criterion.code}",
        city=city,
        here="label",
        form=form,
        finding=city_finding_row(row),
        means=scale_words(row.criterion)[row.answer],
        language=row.application.scheme.language,
        reload_url=reverse("desk:finding", args=address),
        autosave_url=reverse("desk:finding_autosave", args=address),
        back=(reverse("desk:findings", args=[city.slug]), _("Back to the findings")),
        **{"differences": [], "editor": None, **more},
    )
