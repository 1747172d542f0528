"""Autosave: what makes sense in a form is saved while people write. It never overwrites a colleague, never submits.

Pages work without it. The answers are JSON for static/js/autosave.js; a refusal is the same 403 or 404 as elsewhere.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from commitments.actions import StaleEdit, note_presence, save_report
from commitments.models import ProgressReport
from commitments.queries import others_at
from core.access import Hidden, Refused
from desk.access import report_to_edit, version_to_edit
from desk.forms.report import ReportForm, claim_forms, rows_to_save, value_forms
from desk.forms.revision import fingerprint
from desk.parts import part_of
from desk.report_words import text_in_force
from desk.saving import Opened, is_sound, is_unchanged, keys_of, open_part, rows_fail, save_part
from desk.working import others_words
from review.workflow import Stale

OUT_OF_DATE = gettext_lazy("This page is out of date. Your words stay here: copy them, then reload the page.")


@require_http_methods(["GET", "HEAD", "POST"])
def autosave_part(request: HttpRequest, code: str, step: str) -> JsonResponse:
    """Save the sound answers of one part; GET gives a fresh form token after a new sign-in."""
    version = version_to_edit(request.user, code)
    part = part_of(version, step)
    if part.form is None:
        raise Hidden
    if request.method != "POST":
        return _token(request)
    note_presence(version=version, by=request.user, part=part.key)
    if "open" in request.POST:
        return JsonResponse({"others": others_words(others_at(version, request.user), part.key)})
    return _save(request, open_part(version, part))


@require_http_methods(["GET", "HEAD", "POST"])
def autosave_report(request: HttpRequest, pk: int) -> JsonResponse:
    """Save the sound answers of a draft report; GET gives a fresh form token after a new sign-in."""
    report = report_to_edit(request.user, pk)
    if request.method != "POST":
        return _token(request)
    if "open" in request.POST:
        return JsonResponse({"others": ""})
    text = text_in_force(report.commitment)
    form = ReportForm(request.POST)
    rows: list[Any] = [*claim_forms(text.milestones.all() if text else [], [], request.POST)]
    rows += value_forms(text.indicators.all() if text else [], [], request.POST)
    broken = [one for one in (form, *rows) if not one.is_valid()]
    if {"revision", "seen"} & form.errors.keys():
        return _told(OUT_OF_DATE, 400)
    try:
        saved = _save_report(request, report, form, None if set(rows) & set(broken) else rows)
    except StaleEdit:
        return _stale(None, request.user)
    except Stale as refusal:
        raise Refused(str(refusal)) from refusal
    except ValidationError as error:
        return _told(" ".join(error.messages), 400)
    kept = {"revision": saved.revision, "seen": fingerprint(ReportForm.initial_of(saved)), "keys": {}}
    return JsonResponse({"words": _saved(_waiting(broken)), "others": "", **kept})


def _save_report(request: HttpRequest, report: ProgressReport, form: Any, rows: list[Any] | None) -> ProgressReport:
    return save_report(
        report=report,
        by=request.user,
        revision=form.cleaned_data["revision"],
        values={name: form.cleaned_data[name] for name in form.fields_saved if name in form.cleaned_data},
        **({} if rows is None else rows_to_save(rows)),
    )


def _save(request: HttpRequest, opened: Opened) -> JsonResponse:
    form, rows = opened.bound(request.POST)
    sound = is_sound(form, rows)
    if {"revision", "seen"} & form.errors.keys():
        return _told(OUT_OF_DATE, 400)
    part, kept_rows = opened.part, None if rows is None or rows_fail(rows) else rows
    try:
        unchanged = is_unchanged(opened, form, kept_rows)
        version = opened.version if unchanged else save_part(opened, request.user, form, kept_rows)
    except StaleEdit as stale:
        return _stale(stale.current.editor, request.user)
    except Stale as refusal:
        raise Refused(str(refusal)) from refusal
    except ValidationError as error:
        return _told(" ".join(error.messages), 400)
    now = open_part(version, part)
    return JsonResponse(
        {
            "words": _saved([] if sound else _waiting([form, *(rows or [])])),
            "others": others_words(others_at(version, request.user), part.key),
            "revision": version.revision,
            "seen": fingerprint(now.said),
            "keys": keys_of(kept_rows, now.rows) if kept_rows is not None else {},
        }
    )


def _token(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"token": get_token(request)})


def _told(words: Any, status: int) -> JsonResponse:
    return JsonResponse({"words": str(words)}, status=status)


def _stale(editor: Any, user: Any) -> JsonResponse:
    who = _("Somebody") if editor is None else str(editor)
    words = _("%(who)s saved this page after you opened it. Nothing is overwritten, and your words stay here. "
              "Save: then you see both texts side by side.")  # fmt: skip
    own = _("You saved this page in another window. Nothing is overwritten, and your words stay here. "
            "Save: then you see both texts side by side.")  # fmt: skip
    return _told(own if editor == user else words % {"who": who}, 409)


def _saved(waits: list[str]) -> str:
    words = _("Saved at %(time)s.") % {"time": date_format(timezone.localtime(), "H:i")}
    if not waits:
        return words
    return f"{words} " + _("Not saved, because it needs a correction: %(boxes)s.") % {"boxes": ", ".join(waits)}


def _waiting(forms: list[Any]) -> list[str]:
    """Name the boxes that wait, as their faults do; rows by what their date is called."""
    named = [
        str(getattr(form.fields[name], "what", "") or form.fields[name].label)
        for form in forms
        for name in form.errors
        if name in form.fields
    ]
    return [f"“{one}”" for one in dict.fromkeys(named)]
