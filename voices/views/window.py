"""The form: what somebody says on a label application. The answer never tells whose address is known."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import Refused
from labels.models import LabelApplication
from labels.queries.public import public_application
from labels.queries.window import window_of
from participation.actions import file_label_statement
from participation.rules import may_speak_on
from review.workflow import Stale
from voices.faults import add_faults
from voices.window_form import WindowForm

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what one sees of the questions of an application, while its public window is open."""
    if not settings.LABEL_ENABLED:
        raise Http404
    application = public_application(reference)
    if not may_speak_on(request.user, application):
        raise Refused(_("Whoever acts for a city, works for the office or sits in this panel adds no statement."))
    form = _form(request, application)
    if request.method == "POST" and form.is_valid() and _is_filed(request, application, form):
        return redirect("voices:sent")
    window = window_of(application)
    context = {
        "application": application,
        "city": application.city,
        "form": form if window.is_open or form.is_bound else None,
        "window": window,
        "heading": _("What do you see in %(city)s?") % {"city": application.city.name},
    }
    return render(request, "voices/window.html", context, status=200 if window.is_open else GONE)


def _form(request: HttpRequest, application: LabelApplication) -> WindowForm:
    questions = application.scheme.criteria.select_related("scheme").order_by("position", "pk")
    if request.method == "POST":
        return WindowForm(request.POST, questions=questions)
    initial = {"key": uuid.uuid4(), "language": get_language(), "email": getattr(request.user, "email", "")}
    return WindowForm(initial=initial, questions=questions)


def _is_filed(request: HttpRequest, application: LabelApplication, form: WindowForm) -> bool:
    values: dict[str, Any] = form.values()
    try:
        file_label_statement(by=request.user, application=application, mail_language=get_language() or "en", **values)
    except ValidationError as error:
        add_faults(form, error)
        return False
    except Stale as stale:
        form.add_error(None, str(stale))
        return False
    return True
