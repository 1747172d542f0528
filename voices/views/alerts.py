"""Following by e-mail without an account: ask, confirm, change, stop. A GET changes nothing, no answer tells names."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.access import Hidden
from core.networks import asks_too_often
from core.secret_pages import secret_page
from participation.actions import (
    ask_for_alert,
    asked_alert,
    change_alert,
    confirm_alert,
    renew_list,
    send_list,
    stop_alert,
)
from participation.filters import names_of, read_filters, stored_filters, title_of
from participation.models import MOST_ALERTS, MOST_ASKED_A_DAY, Alert
from participation.queries import alerts_of_address
from participation.tokens import address_of, alert_of, list_token
from review.workflow import Stale
from voices.forms import AddressForm, AlertForm

MOST_OF_NETWORK, AN_HOUR = 30, 3600


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, subject: str) -> HttpResponse:
    """Follow what the filters in the address name."""
    if subject not in Alert.Subject.values:
        raise Http404
    filters, names, faults = read_filters(subject, request.GET)
    if faults:
        context = {"faults": faults, "list_url": reverse(f"portal:{subject}")}
        return render(request, "voices/alert_unclear.html", context, status=400)
    form = AlertForm(initial={"key": uuid.uuid4(), "email": getattr(request.user, "email", "")})
    if request.method == "POST":
        form = AlertForm(request.POST)
        if form.is_valid() and _is_done(request, form, lambda: _ask(form, filters)):
            return redirect("voices:alert_sent")
    context = {"form": form, "title": title_of(filters, names), "most": MOST_ALERTS}
    return render(request, "voices/alert_new.html", context)


def _ask(form: AlertForm, filters: Any) -> None:
    ask_for_alert(filters=filters, language=get_language() or "en", **form.cleaned_data)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address: look into your mailbox."""
    return render(request, "voices/alert_sent.html", {"most": MOST_ASKED_A_DAY, "most_alerts": MOST_ALERTS})


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Have the link to all alerts of an address sent to it."""
    form = AddressForm(request.POST or None, initial={"email": getattr(request.user, "email", "")})
    if request.method == "POST" and form.is_valid() and _is_done(request, form, lambda: _send_list(form)):
        return redirect("voices:alert_sent")
    return render(request, "voices/alerts.html", {"form": form})


def _send_list(form: AddressForm) -> None:
    send_list(email=form.cleaned_data["email"], language=get_language() or "en")


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button. The link in the mail leads here; only the button confirms."""
    try:
        alert = confirm_alert(token=token) if request.method == "POST" else asked_alert(token)
    except Hidden:
        return _over(request, _("This link does not work. Check that it is complete, or ask for the alert again."), 404)
    except Stale as stale:
        return _over(request, str(stale), 410)
    if request.method == "POST":
        messages.success(request, _("Your alert runs."))
        return redirect("voices:alerts_own", list_token(alert.email_hash))
    return render(request, "voices/alert_confirm.html", _row(alert, names_of([stored_filters(alert)])))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button that stops one alert; a mail program presses it by itself (RFC 8058). Stopping twice is fine."""
    public_id = alert_of(token)
    if public_id is None:
        return _over(request, _("This link does not work. Check that it is complete."), 404)
    alert = Alert.objects.filter(public_id=public_id).first()
    if request.method == "POST" and alert is not None:
        stop_alert(alert=alert)
        alert = None
    context = _row(alert, names_of([stored_filters(alert)])) if alert else {}
    return render(request, "voices/alert_stop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def own(request: HttpRequest, token: str) -> HttpResponse:
    """All alerts of one address: more or less often, or not any more."""
    email_hash, is_over = address_of(token)
    if not email_hash:
        return _over(request, _("This link does not work. Check that it is complete."), 404)
    if is_over:
        if request.method == "POST":
            renew_list(email_hash=email_hash)
            return redirect("voices:alert_sent")
        return _over(request, _("This link is over: it worked for 30 days."), 410, can_renew=True)
    alerts = alerts_of_address(email_hash)
    if request.method == "POST":
        _change(request, alerts)
        return redirect("voices:alerts_own", token)
    names = names_of([stored_filters(alert) for alert in alerts])
    often = [(row.value, capfirst(row.label)) for row in Alert.Often]
    context = {"rows": [_row(alert, names) for alert in alerts], "often": often}
    return render(request, "voices/alerts_own.html", context)


def _change(request: HttpRequest, alerts: list[Alert]) -> None:
    """Do what one of the page's buttons says."""
    wanted = request.POST.get("alert", "")
    chosen = [alert for alert in alerts if wanted in {str(alert.public_id), "all"}]
    try:
        for alert in chosen:
            if "stop" in request.POST:
                stop_alert(alert=alert)
            else:
                change_alert(alert=alert, often=request.POST.get("often", ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return
    if chosen:
        messages.success(request, _("Stopped.") if "stop" in request.POST else _("Changed."))


def _row(alert: Alert, names: Any) -> dict[str, Any]:
    filters = stored_filters(alert)
    return {"alert": alert, "title": title_of(filters, names)}


def _is_done(request: HttpRequest, form: Any, act: Any) -> bool:
    """Act for a stranger, unless their network asked too often; return whether it went well."""
    if asks_too_often(request, what="alerts", most=MOST_OF_NETWORK, seconds=AN_HOUR):
        form.add_error(None, _("Too many requests came from your network. Try again in an hour; what you typed stays."))
        return False
    try:
        act()
    except ValidationError as error:
        faults = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, fault in faults.items():
            form.add_error(name if name in form.fields else None, fault)
        return False
    return True


def _over(request: HttpRequest, words: str, status: int, *, can_renew: bool = False) -> HttpResponse:
    return render(request, "voices/alert_over.html", {"words": words, "can_renew": can_renew}, status=status)
