"""Public texts in other languages: the list of them, one form for each, and taking a translation back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cities.actions import OriginalChanged
from cities.actions import StaleEdit as StaleProfile
from commitments.actions import StaleEdit as StaleVersion
from core.languages import language_name
from desk.forms.translating import TranslationForm
from desk.pages import page, tell, warn
from desk.translatable import commitment_text, profile_text
from desk.translating import (
    Opened,
    Text,
    heading_of,
    language_rows,
    open_translation,
    public_translation,
    save_texts,
    stale_rows,
)
from review.workflow import NotReady, Stale


@require_safe
def languages(request: HttpRequest, code: str) -> HttpResponse:
    """Which languages the text in force of a commitment has, and which it can get."""
    lede = _("Readers meet your text in their language where there is one, else the original. It never changes.")
    return _languages(request, commitment_text(request.user, code), lede)


@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """One language of a commitment: shown, saved, or saved and published."""
    return _translation(request, partial(commitment_text, request.user, code), language)


@require_http_methods(["GET", "HEAD", "POST"])
def translation_take_back(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Show readers the original again, after one question."""
    words = _("Readers then meet the original. The history of the commitment says that you took it back.")
    return _take_back(request, commitment_text(request.user, code), language, words)


@require_safe
def profile_languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Which languages the profile of a city has, and which it can get."""
    lede = _("Readers meet the text of the city page in their language where there is one, else the original.")
    return _languages(request, profile_text(request.user, slug), lede)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_translation(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """One language of a profile: shown, saved, or saved and published."""
    return _translation(request, partial(profile_text, request.user, slug), language)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_take_back(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Show readers of the city page the original again, after one question."""
    words = _("Readers of the city page then meet the original.")
    return _take_back(request, profile_text(request.user, slug), language, words)


def _languages(request: HttpRequest, text: Text, lede: str) -> HttpResponse:
    begun, waiting = language_rows(text)
    shown = {"begun": begun, "waiting": waiting, "may_change": text.may_change, "back": text.back}
    return page(request, "languages", heading=_("Other languages"), lede=lede, **text.frame, **shown)


def _translation(request: HttpRequest, fetch: Callable[[], Text], language: str) -> HttpResponse:
    text = fetch()
    text.require_other(language)
    opened = open_translation(text, language)
    if request.method != "POST":
        return _shown(request, opened, opened.unbound())
    form = opened.bound(request.POST)
    if not form.is_valid():
        return _shown(request, opened, form)
    try:
        return _sent(request, opened, form)
    except OriginalChanged as changed:
        return _original_changed(request, open_translation(fetch(), language), changed)


def _sent(request: HttpRequest, opened: Opened, form: TranslationForm) -> HttpResponse:
    if not form.saw(dict(opened.text.originals)):
        raise OriginalChanged
    try:
        save_texts(opened, request.user, form, publish=_wants_to_publish(request))
    except (StaleVersion, StaleProfile) as stale:
        return _stale(request, opened, stale.current, form)
    except OriginalChanged:
        raise
    except Stale as stale:
        return warn(request, stale, opened.text.back[0])
    except (NotReady, ValidationError) as error:
        form.add_faults_of(error)
        return _shown(request, opened, form)
    return _done(request, opened)


def _take_back(request: HttpRequest, text: Text, language: str, words: str) -> HttpResponse:
    text.require_other(language)
    found = public_translation(text, language)
    here = text.places.all()
    if request.method == "POST":
        try:
            text.acts.take_back(translation=found, by=request.user)
        except Stale as stale:
            return warn(request, stale, here)
        return tell(request, _("Readers meet the original again. Your translation is kept here."), here)
    return page(
        request,
        "confirm",
        heading=_("Take the translation back?"),
        text=words,
        button=_("Take it back"),
        **text.frame | {"eyebrow": language_name(language), "back": (here, _("No, keep it"))},
    )


def _wants_to_publish(request: HttpRequest) -> bool:
    return request.POST.get("then") == "publish"


def _done(request: HttpRequest, opened: Opened) -> HttpResponse:
    words = _("Saved. Nobody outside your team reads it before an approver publishes it.")
    if _wants_to_publish(request):
        words = _("Published. Readers of this language meet it now.")
    return tell(request, words, opened.text.places.all())


def _stale(request: HttpRequest, opened: Opened, current: Any, form: TranslationForm) -> HttpResponse:
    """Both texts side by side; saving again is then a choice. A double click saved the same twice: go on."""
    text = opened.text
    found = stale_rows(form, current, text)
    if not found:
        if _wants_to_publish(request):
            text.acts.publish(translation=current, by=request.user, revision=current.revision)
        return _done(request, opened)
    form.renew(current.revision, dict(text.originals))
    return _shown(request, opened, form, status=409, differences=found, editor=current.editor)


def _original_changed(request: HttpRequest, opened: Opened, changed: OriginalChanged) -> HttpResponse:
    """The new original beside what was typed; what is sent next counts as made from it."""
    form = opened.bound(request.POST)
    form.add_error(None, str(changed))
    revision = form.cleaned_data["revision"] if opened.stored else 0
    form.renew(revision, dict(opened.text.originals))
    return _shown(request, opened, form, status=409)


def _shown(request: HttpRequest, opened: Opened, form: TranslationForm, **more: Any) -> HttpResponse:
    text, language = opened.text, opened.language
    is_public = bool(opened.stored and opened.stored.public)
    shown = {
        "form": form,
        "rows": [
            {"name": text.names[name], "original": text.originals[name], "older": opened.older.get(name, ""), **boxes}
            for name, boxes in form.rows()
        ],
        "lang": text.language,
        "written_in": language_name(text.language),
        "carried": opened.carried,
        "may_publish": text.may_publish,
        "may_change": text.may_change,
        "take_back_url": text.places.take_back(language) if is_public else "",
        "reload_url": text.places.one(language),
        "wide": True,
        "differences": [],
        "editor": None,
        "back": (text.places.all(), _("All languages of this text")),
    }
    return page(request, "translation", heading=heading_of(language), **text.frame, **(shown | more))
