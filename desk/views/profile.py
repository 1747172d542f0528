"""The city's own page: what its people write about it is public at once."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.actions import StaleEdit, edit_profile
from cities.models import City
from cities.queries import city_for_desk
from cities.queries.translations import older_languages, profile_texts
from commitments.queries import usual_language
from core.languages import language_name
from desk.forms.city import ProfileForm
from desk.forms.revision import fingerprint
from desk.pages import add_faults, page, tell


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the city's page."""
    city = city_for_desk(request.user, slug)
    initial = ProfileForm.initial_of(city)
    if request.method != "POST":
        opened_on = {"revision": city.revision, "seen": fingerprint(initial)}
        form = ProfileForm(initial=initial | opened_on | {"language": city.language or usual_language(city)})
        return _shown(request, city, form)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _shown(request, city, form)
    try:
        revision = city.revision if form.saw(initial) else form.cleaned_data["revision"]
        edit_profile(city=city, by=request.user, revision=revision, **form.profile_values())
    except StaleEdit as stale:
        return _stale(request, stale.current, form)
    except ValidationError as error:
        add_faults(form, error)
        return _shown(request, city, form)
    return _saved(request, city)


def _saved(request: HttpRequest, city: City) -> HttpResponse:
    words = _("Saved. The city's page shows it now.")
    if older := older_languages(city):
        named = ", ".join(language_name(code) for code in older)
        words += " " + _("These translations belong to the older text: %(languages)s.") % {"languages": named}
    return tell(request, words, reverse("desk:profile", args=[city.slug]))


def _stale(request: HttpRequest, current: City, form: ProfileForm) -> HttpResponse:
    """Both texts side by side; saving again is then a choice."""
    differences = [
        {"label": str(form.fields[name].label), "old": getattr(current, name), "new": value}
        for name, value in form.profile_values().items()
        if getattr(current, name) != value
    ]
    if not differences:  # a double click
        return _saved(request, current)
    form.renew(current.revision, ProfileForm.initial_of(current))
    return _shown(request, current, form, status=409, differences=differences)


def _shown(request: HttpRequest, city: City, form: ProfileForm, **more: object) -> HttpResponse:
    return page(
        request,
        "profile",
        heading=_("City page"),
        eyebrow=city.name,
        lede=_("What you save here is public at once. Name and country are changed by the review office."),
        city=city,
        here="profile",
        form=form,
        languages_url=_languages_url(city),
        reload_url=reverse("desk:profile", args=[city.slug]),
        **{"differences": [], "editor": None, **more},
    )


def _languages_url(city: City) -> str:
    """Return where the stored text is translated; nothing while there is none, or nobody said which language it is."""
    return reverse("desk:profile_languages", args=[city.slug]) if city.language and profile_texts(city) else ""
