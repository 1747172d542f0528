"""The city's profile, edited by its people; its name, country and codes, edited by administrators."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.actions.moving import city_moved
from cities.actions.places import settle_joins
from cities.actions.words import index_city
from cities.cleaning import Cleaner, a_language, a_link, an_email, clean_identity, clean_profile_text
from cities.models import City, Place
from cities.rules import may_edit_identity, may_edit_profile
from core import audit
from review.queue import follow_city
from review.workflow import NotAllowed, Stale


class StaleEdit(Stale):
    """Somebody saved the same text since the form was opened. `current` is the row as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this text while you were writing. Compare both before you save."))
        self.current = current


@transaction.atomic
def edit_profile(
    *,
    city: City,
    by: User,
    revision: int,
    language: str,
    about: str,
    website: str,
    office: str,
    contact_email: str,
    complaints_url: str,
) -> City:
    """Save the profile text. It is public at once.

    Args:
        city: the city.
        by: one of its people, or an administrator.
        revision: the revision that the form was opened with.
        language: the one its text is written in, of the 24 of the Union.
        about: two or three sentences.
        website: the city's own address.
        office: the office that is responsible.
        contact_email: public contact address.
        complaints_url: where residents can complain.

    Returns: the city as saved. Translations stay as they are; those of changed words belong to an older text now.
    Raises: NotAllowed; StaleEdit when somebody else saved first; ValidationError by field name.
    """
    if not may_edit_profile(by, city):
        raise NotAllowed(_("Only the city's own people edit its profile."))
    form = Cleaner()
    form.take("language", a_language, language)
    form.take("about", partial(clean_profile_text, "about"), about)
    form.take("website", a_link, website)
    form.take("office", partial(clean_profile_text, "office"), office)
    form.take("contact_email", an_email(), contact_email)
    form.take("complaints_url", a_link, complaints_url)
    saved = _save(city, "edit_profile", by, revision, form.result())
    index_city(saved)
    return saved


@transaction.atomic
def edit_identity(
    *,
    city: City,
    by: User,
    revision: int,
    name: str,
    local_name: str,
    country: str,
    region: str,
    place: Place | None,
    email_domains: list[str],
) -> City:
    """Change what names the city: name, country, place in the gazetteer, official e-mail domains.

    Args:
        city: the city.
        by: an administrator.
        revision: the revision that the form was opened with.
        name: the name in English or as the city writes it.
        local_name: the name in the local language.
        country: ISO code.
        region: region as text.
        place: row of the gazetteer, which carries the LAU and NUTS codes.
        email_domains: domains of the city's own addresses.

    Returns: the city as saved. Its address never changes.
    Raises: NotAllowed; StaleEdit; ValidationError by field name.
    """
    if not may_edit_identity(by):
        raise NotAllowed(_("Only administrators change a city's name, country and codes."))
    values = clean_identity(
        name=name, local_name=local_name, country=country, region=region, place=place, email_domains=email_domains
    )
    try:
        with transaction.atomic():
            saved = _save(city, "edit_identity", by, revision, values)
    except IntegrityError as error:
        raise ValidationError({"place": _("Another city already has this place.")}) from error
    follow_city(saved.pk)
    settle_joins(saved)
    city_moved(saved)
    return saved


def _save(city: City, action: str, by: User, revision: int, values: dict[str, Any]) -> City:
    changed = {name: value for name, value in values.items() if getattr(city, name) != value}
    now = timezone.now()
    before = {name: _plain(getattr(city, name)) for name in changed}
    stamp: dict[str, Any] = {"revision": revision + 1, "changed_at": now} if changed else {"revision": revision}
    # The revision stands in the WHERE: of two saves from the same page the second finds no row.
    if not City.objects.filter(pk=city.pk, revision=revision).update(**changed, **stamp):
        raise StaleEdit(City.objects.get(pk=city.pk))
    if changed:
        after = {name: _plain(value) for name, value in changed.items()}
        audit.record(action, by=by, obj=city, scope=city, data={"before": before, "after": after})
    city.refresh_from_db()
    return city


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Place) else value
