"""An answer that is being written: opened on what is stored, saved while people write, shown beside another's text."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import local
from core.access import Refused
from desk.forms.revision import RevisionForm, fingerprint
from labels.actions.meanwhile import SavedMeanwhile
from review.workflow import Stale

OUT_OF_DATE = gettext_lazy("This page is out of date. Your words stay here: copy them, then reload the page.")
# What is stored now: its revision, and what the form says of it.
Stored = tuple[int, dict[str, Any]]


def opened_on(revision: int, said: dict[str, Any]) -> dict[str, Any]:
    """Return what a form is opened with: the stored words, their revision and their fingerprint."""
    return said | {"revision": revision, "seen": fingerprint(said)}


def autosave(
    request: HttpRequest, *, bind: Callable[[Any], RevisionForm], save: Callable[[Any], Stored]
) -> JsonResponse:
    """Save what is being written; the answer is JSON for static/js/autosave.js. It never overwrites and never submits.

    GET gives a fresh form token after a new sign-in; a POST with `open` says who else is here: nobody that is named.

    Args:
        bind: what was posted -> the form.
        save: a valid form -> what is stored after it was saved; raises as the action does.

    Raises: Refused, Hidden: the same 403 and 404 as the page itself; Refused once the thing has moved on.
    """
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    if "open" in request.POST:
        return JsonResponse({"others": ""})
    form = bind(request.POST)
    if not form.is_valid():
        is_old = any(field.errors for field in form.hidden_fields())
        return told(OUT_OF_DATE if is_old else waiting_words(waiting([form])), 400)
    try:
        revision, said = save(form)
    except SavedMeanwhile as stale:
        return told(stale, 409)
    except Stale as gone:
        raise Refused(str(gone)) from gone
    except ValidationError as error:
        return told(" ".join(error.messages), 400)
    kept = {"revision": revision, "seen": fingerprint(said), "keys": {}}
    return JsonResponse({"words": saved_words(), "others": "", **kept})


def told(words: Any, status: int) -> JsonResponse:
    """Return why nothing was saved."""
    return JsonResponse({"words": str(words)}, status=status)


def saved_words() -> str:
    """Return that it was saved, and when."""
    return _("Saved at %(time)s.") % {"time": local.clock(timezone.now())}


def waiting_words(boxes: list[str]) -> str:
    """Return which boxes are not saved."""
    return _("Not saved, because it needs a correction: %(boxes)s.") % {"boxes": ", ".join(boxes)}


def waiting(forms: list[Any]) -> list[str]:
    """Name the boxes that wait, as their faults do; rows by what their date is called."""
    named = [
        str(getattr(form.fields[name], "what", "") or form.fields[name].label)
        for form in forms
        for name in form.errors
        if name in form.fields
    ]
    return [f"“{one}”" for one in dict.fromkeys(named)]


def differences(form: Any, old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, str]]:
    """Return what differs between the stored and the typed words, for the fragment that shows both."""
    return [
        {"label": str(form.fields[name].label), "old": str(old[name]), "new": str(new[name])}
        for name in new
        if old[name] != new[name]
    ]
