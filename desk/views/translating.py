"""A public commitment in other languages: the list of them, one form for each, and taking a translation back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments.actions import StaleEdit, publish_translation, take_back_translation
from commitments.models import CommitmentVersion, VersionTranslation
from commitments.rules import may_publish_translation
from core.languages import language_name
from desk.forms.translating import TranslationForm
from desk.pages import page, tell, warn
from desk.translating import (
    Opened,
    heading_of,
    language_rows,
    open_translation,
    public_translation,
    save_texts,
    stale_rows,
    text_to_translate,
)
from review.workflow import NotReady, Stale


@require_safe
def languages(request: HttpRequest, code: str) -> HttpResponse:
    """Which languages a public text has, and which it can get."""
    version = text_to_translate(request.user, code)
    begun, waiting = language_rows(version)
    return page(
        request,
        "languages",
        heading=_("Other languages"),
        lede=_("Readers meet your text in their language where there is one, else the original. It never changes."),
        begun=begun,
        waiting=waiting,
        **_frame(version),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """One language: shown, saved, or saved and published."""
    version = text_to_translate(request.user, code, language)
    opened = open_translation(version, language)
    if request.method != "POST":
        return _shown(request, opened, opened.unbound())
    form = opened.bound(request.POST)
    if not form.is_valid():
        return _shown(request, opened, form)
    try:
        save_texts(opened, request.user, form, publish=_wants_to_publish(request))
    except StaleEdit as stale:
        return _stale(request, opened, stale.current, form)
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[code]))
    except (NotReady, ValidationError) as error:
        form.add_faults_of(error)
        return _shown(request, opened, form)
    return _done(request, opened)


@require_http_methods(["GET", "HEAD", "POST"])
def translation_take_back(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Show readers the original again, after one question."""
    found = public_translation(request.user, code, language)
    here = reverse("desk:languages", args=[code])
    if request.method == "POST":
        try:
            take_back_translation(translation=found, by=request.user)
        except Stale as stale:
            return warn(request, stale, here)
        return tell(request, _("Readers meet the original again. Your translation is kept here."), here)
    return page(
        request,
        "confirm",
        heading=_("Take the translation back?"),
        text=_("Readers then meet the original. The history of the commitment says that you took it back."),
        button=_("Take it back"),
        **_frame(found.version) | {"eyebrow": language_name(language), "back": (here, _("No, keep it"))},
    )


def _wants_to_publish(request: HttpRequest) -> bool:
    return request.POST.get("then") == "publish"


def _done(request: HttpRequest, opened: Opened) -> HttpResponse:
    words = _("Saved. Nobody outside your team reads it before an approver publishes it.")
    if _wants_to_publish(request):
        words = _("Published. Readers of this language meet it now.")
    return tell(request, words, reverse("desk:languages", args=[opened.version.commitment.code]))


def _stale(request: HttpRequest, opened: Opened, current: VersionTranslation, form: TranslationForm) -> HttpResponse:
    """Both texts side by side; saving again is then a choice. A double click saved the same twice: go on."""
    found = stale_rows(form, current, opened.names)
    if not found:
        if _wants_to_publish(request):
            current.version = opened.version
            publish_translation(translation=current, by=request.user, revision=current.revision)
        return _done(request, opened)
    form.renew(current.revision, {})
    return _shown(request, opened, form, status=409, differences=found, editor=current.editor)


def _shown(request: HttpRequest, opened: Opened, form: TranslationForm, **more: Any) -> HttpResponse:
    version, code = opened.version, opened.version.commitment.code
    here = reverse("desk:translation", args=[code, opened.language])
    is_public = bool(opened.stored and opened.stored.public)
    shown = {
        "form": form,
        "rows": [
            {"name": opened.names[name], "original": opened.originals[name], "box": box, "by": by}
            for name, box, by in form.pairs()
        ],
        "lang": version.language,
        "written_in": language_name(version.language),
        "carried": opened.carried,
        "may_publish": may_publish_translation(request.user, version),
        "take_back_url": reverse("desk:translation_take_back", args=[code, opened.language]) if is_public else "",
        "reload_url": here,
        "wide": True,
        "differences": [],
        "editor": None,
    }
    frame = _frame(version) | {"back": (reverse("desk:languages", args=[code]), _("All languages of this text"))}
    return page(request, "translation", heading=heading_of(opened.language), **frame, **(shown | more))


def _frame(version: CommitmentVersion) -> dict[str, Any]:
    commitment = version.commitment
    return {
        "city": commitment.city,
        "here": "commitments",
        "eyebrow": version.title,
        "version": version,
        "back": (reverse("desk:commitment", args=[commitment.code]), _("Back to the commitment")),
    }
