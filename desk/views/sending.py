"""From a complete draft to the review office: check the answers, ask for sign-off, sign off and send, send back."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cities.queries import members_of
from commitments.actions import StaleEdit, ask_sign_off, content_digest, send_back, submit_version
from commitments.models import CommitmentVersion
from commitments.queries import diff_versions, open_version, published_version
from commitments.rules import DRAFT_STATES, WAITING_STATES, may_sign_off, may_submit
from desk.access import version_to_send
from desk.forms.sending import ReasonForm, SignOffForm
from desk.pages import page, tell, warn
from desk.parts import in_a_row, is_amendment
from desk.queries import whole
from desk.rows import answers
from review.deadlines import days
from review.workflow import NotReady, Stale

MANDATE = gettext_lazy("The city council has adopted this commitment and I may publish it for the city.")
CORRECTION = gettext_lazy("I only corrected mistakes in writing. Aim, targets and dates are the same.")
NOTHING_READ = "-"


@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Every answer with a link to change it, what is missing, and the next step."""
    version = open_version(request.user, code)
    if version.state not in DRAFT_STATES:
        return redirect("desk:commitment", code)
    text = whole(version)
    number = len(in_a_row(version)) + 1
    return page(
        request,
        "check",
        heading=_("Check your commitment before you send it"),
        eyebrow=_("Part %(number)s of %(total)s") % {"number": number, "total": number},
        lede=_lede(version),
        city=version.commitment.city,
        here="commitments",
        version=version,
        sections=answers(version, text.parts, change=True),
        changes=_changes(version),
        missing=text.missing,
        may_submit=may_submit(request.user, version),
        approvers=[] if may_submit(request.user, version) else _approvers(version),
        back=_back(version),
    )


@require_POST
def to_sign_off(request: HttpRequest, code: str) -> HttpResponse:
    """Hand the draft to the city's approvers."""
    version = open_version(request.user, code)
    try:
        ask_sign_off(version=version, by=request.user)
    except NotReady:
        return redirect("desk:check", code)
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[code]))
    words = _("Your approvers got an e-mail. You see here when they have decided.")
    return tell(request, words, reverse("desk:commitment", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, code: str) -> HttpResponse:
    """The approver reads exactly the text that goes out, stands for it, and sends it."""
    version = version_to_send(request.user, code)
    if request.method != "POST":
        return _sign_off_page(request, version, _send_form(version))
    form = SignOffForm(request.POST, promise=_promise(version))
    if not form.is_valid():
        return _sign_off_page(request, version, form)
    key, read = form.cleaned_data["key"], form.cleaned_data["seen"] or NOTHING_READ
    try:
        submit_version(version=version, by=request.user, key=key, read=read)
    except StaleEdit as stale:
        words = _("The text changed after you opened this page. Read it again before you send it.")
        return _sign_off_page(request, stale.current, _send_form(stale.current), problems=[words], status=409)
    except NotReady as refusal:
        return _sign_off_page(request, version, form, problems=refusal.reasons)
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[code]))
    return redirect("desk:sent", code)


@require_POST
def back_to_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Send a text back to its writers, or take it back."""
    version = open_version(request.user, code)
    form = ReasonForm(request.POST, label="")
    if not form.is_valid():
        return warn(request, " ".join(form.errors.get("reason", [])), reverse("desk:commitment", args=[code]))
    try:
        send_back(version=version, by=request.user, note=form.cleaned_data["reason"])
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[code]))
    return tell(
        request, _("The text is a draft again. Its writers can change it."), reverse("desk:commitment", args=[code])
    )


@require_safe
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The reference, and what happens next."""
    version = open_version(request.user, code)
    if version.state not in WAITING_STATES:
        return redirect("desk:commitment", code)
    return page(
        request,
        "sent",
        heading=_("Commitment sent"),
        city=version.commitment.city,
        here="commitments",
        version=version,
    )


def _lede(version: CommitmentVersion) -> str:
    given = {"days": days("form_check")}
    if is_amendment(version):
        words = _("The review office answers within %(days)s working days. Until then the published text stays public.")
        return words % given
    return _("The review office answers within %(days)s working days. Nothing is public until then.") % given


def _sign_off_page(request: HttpRequest, version: CommitmentVersion, form: Any, **more: Any) -> HttpResponse:
    if version.state in WAITING_STATES:
        return redirect("desk:sent", version.commitment.code)
    correction = not may_sign_off(request.user, version)
    text = whole(version)
    shown = {"problems": text.missing, "ready": not text.missing} | more
    return page(
        request,
        "sign_off",
        heading=_("Send this correction?") if correction else _("Sign off and send"),
        eyebrow=version.commitment.code,
        lede=_("This is exactly the text that the review office checks and the public reads."),
        city=version.commitment.city,
        here="commitments",
        version=version,
        form=form,
        sections=answers(version, text.parts, change=False),
        changes=_changes(version),
        note_form=ReasonForm(
            label=_("What should change?"),
            hint=_("The writers get your words by e-mail."),
            auto_id="note_%s",
        ),
        back=_back(version),
        **shown,
    )


def _send_form(version: CommitmentVersion) -> SignOffForm:
    return SignOffForm(initial={"key": uuid4(), "seen": content_digest(version)}, promise=_promise(version))


def _promise(version: CommitmentVersion) -> Any:
    return MANDATE if version.is_material or version.number == 1 else CORRECTION


def _approvers(version: CommitmentVersion) -> list[Any]:
    """The people who could sign this text off."""
    roles = members_of(version.commitment.city).filter(role="approver", user__is_active=True)
    return [role.user for role in roles if role.user_id not in {version.author_id, version.editor_id}]


def _changes(version: CommitmentVersion) -> list[dict[str, str]] | None:
    """What differs from the published text, confidential evidence included; None for a first text."""
    published = published_version(version.commitment) if is_amendment(version) else None
    return diff_versions(published, version, confidential=True) if published else None


def _back(version: CommitmentVersion) -> tuple[str, str]:
    return reverse("desk:commitment", args=[version.commitment.code]), _("All parts of this commitment")
