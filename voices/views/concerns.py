"""A concern about a label, without an account: file it, confirm it, stand behind one, take it back.

A GET changes nothing; no page tells which addresses are known or entitled.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import Refused
from labels.actions import (
    ask_support,
    confirm_filed,
    file_concern,
    support_concern,
    unconfirmed_concern,
    unconfirmed_support,
    withdraw_concern,
)
from labels.models import PEOPLE_NEEDED, Appeal, Filer
from labels.queries.appeals import case_of
from labels.queries.concerns import (
    behind,
    concern_to_support,
    label_to_concern,
    own_concern,
    things_to_concern,
    title_of,
)
from labels.rules.concerns import may_file_concern
from labels.tokens import concern_of, concern_token, support_token, supported_by
from review.workflow import NotAllowed, Stale
from voices.forms_concern import ConcernForm, SupportForm


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a labelled city does not keep to the label."""
    label = label_to_concern(code)
    if not may_file_concern(request.user, label):
        raise Refused(_("The city answers concerns at its desk and the office reads them; neither files one here."))
    criteria, commitments = things_to_concern(label)
    known: dict[str, Any] = {"criteria": criteria, "commitments": commitments}
    first = {"key": uuid.uuid4(), "language": get_language(), "email": getattr(request.user, "email", "")}
    form = ConcernForm(initial=first, **known)
    if request.method == "POST":
        form = ConcernForm(request.POST, request.FILES, **known)
        if form.is_valid() and _done(form, lambda: _file(request, label, form)):
            return redirect("voices:concern_sent")
    needed = {"residents": PEOPLE_NEEDED[Filer.RESIDENTS], "members": PEOPLE_NEEDED[Filer.PANEL]}
    return render(request, "voices/concern.html", {"label": label, "form": form, **needed})


@require_safe
def concern_sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address: look into your mailbox."""
    return render(request, "voices/concern_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button. The link in the mail leads here; only the button confirms."""
    posted = request.method == "POST"
    found = _or_over(request, lambda: confirm_filed(token=token) if posted else unconfirmed_concern(token))
    if isinstance(found, HttpResponse):
        return found
    if posted:
        return redirect("voices:concern_own", concern_token(found.reference))
    context = {"concern": found, "title": title_of(found), "button": _("Confirm the concern")}
    return render(request, "voices/concern_confirm.html", context)


@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, and how one's own concern stands."""
    found = own_concern(concern_of(token))
    waits = found.state == "gathering"
    context = {
        "concern": found,
        "title": title_of(found),
        "token": token,
        "support_token": support_token(found.reference) if waits else "",
        "behind": behind(found) if waits else 0,
        "appeal": Appeal.objects.filter(concern=found).first(),
        "may_appeal": not case_of(found).faults,
        "may_withdraw": found.state in {"gathering", "submitted"} and found.accepted_at is None,
    }
    return render(request, "voices/concern_own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's own concern back, after one question."""
    found = own_concern(concern_of(token))
    if request.method == "POST":
        done = _or_over(request, lambda: withdraw_concern(concern=found))
        return done if isinstance(done, HttpResponse) else redirect("voices:concern_own", token)
    return render(request, "voices/concern_withdraw.html", {"concern": found, "token": token})


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, token: str) -> HttpResponse:
    """What is said, how many stand behind it, and the form to have one's own link sent."""
    found = _or_over(request, lambda: concern_to_support(supported_by(token)))
    if isinstance(found, HttpResponse):
        return found
    form = SupportForm(request.POST) if request.method == "POST" else SupportForm()
    if form.is_bound and form.is_valid():
        language = get_language() or "en"
        if _done(form, lambda: ask_support(concern=found, language=language, **form.cleaned_data)):
            return redirect("voices:concern_sent")
    context = {"concern": found, "title": title_of(found), "form": form, "behind": behind(found)}
    return render(request, "voices/concern_support.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_support(request: HttpRequest, token: str) -> HttpResponse:
    """One button: stand behind the concern."""
    if request.method == "POST":
        done = _or_over(request, lambda: support_concern(token=token))
        return done if isinstance(done, HttpResponse) else render(request, "voices/concern_supported.html")
    found = _or_over(request, lambda: unconfirmed_support(token).concern)
    if isinstance(found, HttpResponse):
        return found
    context = {"concern": found, "title": title_of(found), "button": _("I stand behind it")}
    return render(request, "voices/concern_confirm.html", context)


def _file(request: HttpRequest, label: Any, form: ConcernForm) -> None:
    file_concern(by=request.user, label=label, mail_language=get_language() or "en", **form.values())


def _done(form: Form, act: Callable[[], Any]) -> bool:
    """Do what a form asks for; faults are told at its fields."""
    try:
        act()
    except ValidationError as error:
        faults = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, fault in faults.items():
            form.add_error(name if name in form.fields else None, fault)
        return False
    except Stale as stale:
        form.add_error(None, str(stale))
        return False
    return True


def _or_over(request: HttpRequest, read: Callable[[], Any]) -> Any:
    """Return what a link opens or does; else the page that says why it does not."""
    try:
        return read()
    except Http404:
        words, status = _("This link does not work. Check that it is complete."), 404
    except Stale as stale:
        words, status = str(stale), 410
    except NotAllowed as refusal:
        words, status = str(refusal), 403
    return render(request, "voices/concern_over.html", {"words": words}, status=status)
