"""What the office should look at twice before a city joins: names and addresses that look like another, in words."""

import datetime as dt
from collections.abc import Iterator
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cities.domains import domain_of, is_public_provider, looks_like, mixes_scripts
from cities.models import City, JoinRequest
from cities.queries import city_to_take_over, find_places
from core.text import fold

ALIKE = 0.85
SHORT_MANDATE = dt.timedelta(days=60)
MOST_NAMED = 5


def join_warnings(join_request: JoinRequest) -> list[str]:
    """Return what is unusual about a request to join, one sentence each; an empty list promises nothing.

    Args:
        join_request: a request; its place and applicant are read.
    """
    own = city_to_take_over(join_request)
    checks = (
        _about_the_place(join_request, own),
        _about_the_name(join_request, own),
        _about_the_address(join_request, own),
        _about_other_requests(join_request),
        _about_the_mandate(join_request),
    )
    return [warning for check in checks for warning in check]


def _about_the_place(join_request: JoinRequest, own: City | None) -> Iterator[str]:
    if own is not None and own.membership == City.Membership.COMMITTED:
        yield _("%(city)s takes part already. Accepting adds the applicant as another approver.") % {"city": own}
    elif own is not None:
        yield _("%(city)s is listed from public sources already. Accepting takes that page over.") % {"city": own}
    if join_request.place_id is None:
        yield _("The place was typed, it is not from the gazetteer.")
        known = [place for place in find_places(join_request.place_name) if place.country == join_request.country]
        if known:
            names = get_text_list([f"{place.name} ({place.region})" for place in known[:MOST_NAMED]], _("and"))
            yield _("The gazetteer knows places with such a name: %(names)s.") % {"names": names}


def _about_the_name(join_request: JoinRequest, own: City | None) -> Iterator[str]:
    name = fold(join_request.place_name)
    others = City.objects.filter(country=join_request.country).exclude(pk=own.pk if own else None)
    alike = [city for city in others.only("name", "local_name") if _alike(name, city)]
    if alike:
        names = get_text_list([str(city) for city in alike[:MOST_NAMED]], _("and"))
        yield _("The name is like that of another city here: %(names)s.") % {"names": names}


def _alike(name: str, city: City) -> bool:
    others = (fold(other) for other in (city.name, city.local_name) if other)
    return any(other == name or SequenceMatcher(None, name, other).ratio() >= ALIKE for other in others)


def _about_the_address(join_request: JoinRequest, own: City | None) -> Iterator[str]:
    domain = domain_of(join_request.work_email)
    if is_public_provider(domain):
        yield _("Anybody can get an address at %(domain)s: it is a public mail provider.") % {"domain": domain}
    if mixes_scripts(domain):
        yield _("The domain %(domain)s is not written in Latin letters only. Compare it letter by letter.") % {
            "domain": domain
        }
    yield from _about_known_domains(domain, own)
    if join_request.work_email.lower() != join_request.applicant.email.lower():
        yield _(
            "The account has another address than the work address: %(email)s. Only the account's is confirmed."
        ) % {"email": join_request.applicant.email}


def _about_known_domains(domain: str, own: City | None) -> Iterator[str]:
    own_domains = {*own.email_domains, _host(own.website)} - {""} if own else set()
    if own_domains and not any(domain == known or domain.endswith(f".{known}") for known in own_domains):
        names = get_text_list(sorted(own_domains), _("and"))
        yield _("The domain %(domain)s is not one that this city is known by: %(names)s.") % {
            "domain": domain,
            "names": names,
        }
    for city, domains in City.objects.exclude(email_domains=[]).values_list("name", "email_domains"):
        for other in domains:
            if (own is None or other not in own_domains) and (other == domain or looks_like(domain, other)):
                words = {"domain": domain, "other": other, "city": city}
                yield _("The domain %(domain)s is or looks like %(other)s, the domain of %(city)s.") % words


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _about_other_requests(join_request: JoinRequest) -> Iterator[str]:
    others = JoinRequest.objects.exclude(pk=join_request.pk)
    same_place = Q(country=join_request.country, place_name__iexact=join_request.place_name)
    if join_request.place_id:
        same_place |= Q(place_id=join_request.place_id)
    for other in others.filter(same_place).select_related("applicant")[:MOST_NAMED]:
        words = {"person": other.applicant, "state": other.get_state_display()}
        yield _("%(person)s asked for the same place: %(state)s.") % words
    if join_request.mandate_sha256 and others.filter(mandate_sha256=join_request.mandate_sha256).exists():
        yield _("The same document was sent with another request.")


def _about_the_mandate(join_request: JoinRequest) -> Iterator[str]:
    today = timezone.localdate()
    if join_request.mandate_end < today:
        yield _("The mandate has ended.")
    elif join_request.mandate_end - today <= SHORT_MANDATE:
        yield _("The mandate ends within 60 days.")
    if join_request.mandate_start > today:
        yield _("The mandate has not started yet.")
