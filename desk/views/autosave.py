"""Autosave: what makes sense in a form is saved while people write. It never overwrites a colleague, never submits.

Pages work without it. The answers are JSON for static/js/autosave.js; a refusal is the same 403 or 404 as elsewhere.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import StaleEdit, note_presence, save_report, start_report
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.queries import others_at
from core.access import Hidden, Refused
from desk.access import commitment_to_act, report_to_edit, require_in_force, version_to_edit
from desk.forms.report import ReportForm, claim_forms, rows_to_save, value_forms
from desk.forms.revision import fingerprint
from desk.parts import part_of
from desk.report_words import text_in_force
from desk.saving import Opened, is_sound, is_unchanged, keys_of, open_part, rows_fail, save_part
from desk.working import others_words
from desk.writing import OUT_OF_DATE, saved_words, told, waiting, waiting_words
from review.workflow import Stale


@require_http_methods(["GET", "HEAD", "POST"])
def autosave_part(request: HttpRequest, code: str, step: str) -> JsonResponse:
    """Save the sound answers of one part; GET gives a fresh form token after a new sign-in."""
    version = version_to_edit(request.user, code)
    part = part_of(version, step)
    if part.form is None:
        raise Hidden
    if request.method != "POST":
        return _token(request)
    _sign(request, version, part.key)
    if "open" in request.POST:
        return JsonResponse({"others": others_words(others_at(version, request.user), part.key)})
    return _save(request, open_part(version, part))


@require_http_methods(["GET", "HEAD", "POST"])
def autosave_report(request: HttpRequest, pk: int) -> JsonResponse:
    """Save the sound answers of a draft report; GET gives a fresh form token after a new sign-in."""
    report = report_to_edit(request.user, pk)
    if request.method != "POST":
        return _token(request)
    _sign(request, report)
    if "open" in request.POST:
        return JsonResponse({"others": others_words(others_at(report, request.user))})
    return _report(request, report.commitment, report)


@require_http_methods(["GET", "HEAD", "POST"])
def autosave_report_new(request: HttpRequest, code: str) -> JsonResponse:
    """As `autosave_report` on the page of a report that nobody has saved yet: the first words start it."""
    commitment = commitment_to_act(request.user, code)
    require_in_force(commitment)
    if request.method != "POST":
        return _token(request)
    running = ProgressReport.objects.open().filter(commitment=commitment).first()
    if running is not None:
        return autosave_report(request, running.pk)
    if "open" in request.POST:
        return JsonResponse({"others": ""})
    return _report(request, commitment, None)


def _report(request: HttpRequest, commitment: Commitment, report: ProgressReport | None) -> JsonResponse:
    text = text_in_force(commitment)
    form = ReportForm(request.POST)
    rows: list[Any] = [*claim_forms(text.milestones.all() if text else [], [], request.POST)]
    rows += value_forms(text.indicators.all() if text else [], [], request.POST)
    broken = [one for one in (form, *rows) if not one.is_valid()]
    if {"revision", "seen"} & form.errors.keys():
        return told(OUT_OF_DATE, 400)
    try:
        draft = report or start_report(commitment=commitment, by=request.user)
        saved = _save_report(request, draft, form, None if set(rows) & set(broken) else rows)
    except StaleEdit:
        return _stale(None, request.user)
    except Stale as refusal:
        raise Refused(str(refusal)) from refusal
    except ValidationError as error:
        return told(" ".join(error.messages), 400)
    kept = {"revision": saved.revision, "seen": fingerprint(ReportForm.initial_of(saved)), "keys": {}}
    others = others_words(others_at(saved, request.user))
    return JsonResponse({"words": _saved(waiting(broken)), "others": others, **kept})


def _sign(request: HttpRequest, draft: CommitmentVersion | ProgressReport, part: str = "") -> None:
    """Note who is here. Raises: Refused when a colleague deleted the draft in the meantime."""
    try:
        note_presence(draft=draft, by=request.user, part=part)
    except Stale as gone:
        raise Refused(str(gone)) from gone


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
        return told(OUT_OF_DATE, 400)
    part, kept_rows = opened.part, None if rows is None or rows_fail(rows) else rows
    try:
        unchanged = is_unchanged(opened, form, kept_rows)
        version = opened.version if unchanged else save_part(opened, request.user, form, kept_rows)
    except StaleEdit as stale:
        return _stale(stale.current.editor, request.user)
    except Stale as refusal:
        raise Refused(str(refusal)) from refusal
    except ValidationError as error:
        return told(" ".join(error.messages), 400)
    now = open_part(version, part)
    return JsonResponse(
        {
            "words": _saved([] if sound else waiting([form, *(rows or [])])),
            "others": others_words(others_at(version, request.user), part.key),
            "revision": version.revision,
            "seen": fingerprint(now.said),
            "keys": keys_of(kept_rows, now.rows) if kept_rows is not None else {},
        }
    )


def _token(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"token": get_token(request)})


def _stale(editor: Any, user: Any) -> JsonResponse:
    who = _("Somebody") if editor is None else str(editor)
    words = _("%(who)s saved this page after you opened it. Nothing is overwritten, and your words stay here. "
              "Save: then you see both texts side by side.")  # fmt: skip
    own = _("You saved this page in another window. Nothing is overwritten, and your words stay here. "
            "Save: then you see both texts side by side.")  # fmt: skip
    return told(own if editor == user else words % {"who": who}, 409)


def _saved(waits: list[str]) -> str:
    return f"{saved_words()} {waiting_words(waits)}" if waits else saved_words()
