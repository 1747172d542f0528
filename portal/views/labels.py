"""The register of labels, and the public check of one."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from labels.models import Label
from labels.queries import current_scheme, label_page, register
from labels.queries.concerns import concerns_of_label
from labels.queries.conditions import conditions_of
from labels.queries.credentials import signer
from labels.queries.editions import public_edition, public_editions
from labels.queries.midterm import held_since, public_midterm
from labels.queries.public import running_applications
from labels.rules.concerns import HELD_STATES
from portal.addresses import absolute
from portal.alike import alike
from portal.application import application_rows
from portal.concerns import concern_rows
from portal.crumbs import crumbs
from portal.findings import findings_context
from portal.paging import page_of
from portal.register import (
    certificate_context,
    check_context,
    condition_rows,
    has_conditions,
    midterm_context,
    register_rows,
)
from portal.stages import edition_context

NUMBER = re.compile(r"[A-Za-z0-9-]{3,12}", re.ASCII)


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Every label ever granted, and a form to check one by its number."""
    _label_or_404()
    typed = request.GET.get("code", "").strip()[:40]
    if NUMBER.fullmatch(typed):
        return redirect("portal:label", typed.upper())
    page = page_of(register(), request)
    context = {
        "page": page,
        "rows": register_rows(page),
        "applications": application_rows(running_applications()) if page.number == 1 else [],
        "scheme": current_scheme(),
        "typed": typed,
        "problem": _("A number has the form HRL-7K2Q9D. It stands under the seal.") if typed else "",
    }
    return render(request, "portal/labels.html", context)


@require_safe
@alike()
def label(request: HttpRequest, code: str) -> HttpResponse:
    """One label: the result first, then how it was earned. An unknown number is a result as well."""
    _label_or_404()
    try:
        page = label_page(code)
    except Http404:
        context = {"code": code[:40], "crumbs": crumbs("labels")}
        return render(request, "portal/label_unknown.html", context, status=404)
    due_since = held_since(page.label) if page.label.state == Label.State.ON_HOLD else None
    more = {
        "crumbs": crumbs("labels"),
        "is_signed": signer() is not None,
        "concerns": concern_rows(concerns_of_label(page.label)),
        "may_concern": page.label.status in HELD_STATES,
        "conditions": condition_rows(conditions_of(page.label)) if has_conditions(page.decision) else [],
        "midterm": midterm_context(public_midterm(page.label)),
        **findings_context(page.label.application),
    }
    return render(request, "portal/label.html", check_context(page, timezone.now(), due_since) | more)


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate of a label that counts today; there is none of any other."""
    _label_or_404()
    page = label_page(code)
    if not page.label.is_valid:
        raise Http404(_("There is no certificate, because this label does not count today."))
    context = certificate_context(page, timezone.now(), absolute(request, page.label.get_absolute_url()))
    here = (page.label.get_absolute_url(), page.label.code)
    return render(request, "portal/certificate.html", context | {"crumbs": crumbs("labels", more=(here,))})


@require_safe
@alike()
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """One edition of the rules as it was in force, for good: stages, panel, outcomes, questions."""
    _label_or_404()
    context = edition_context(public_edition(code), public_editions())
    here = (reverse("portal:process"), _("How it works"))
    return render(request, "portal/edition.html", context | {"crumbs": crumbs(more=(here,))})


def _label_or_404() -> None:
    if not settings.LABEL_ENABLED:
        raise Http404
