"""Accepting a request to join: the city exists from here on, with a mandate on file and a first approver."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.actions.mandates import keep_mandate_until
from cities.actions.places import settle_joins
from cities.domains import domain_of, is_public_provider
from cities.models import City, CityRole, JoinRequest, Mandate, Place
from cities.queries import city_to_take_over
from cities.rules import may_decide_join
from cities.slugs import slug_candidates
from cities.workflow import JOINING
from core import audit
from review.checklists import as_ticked, checklist, missing_ticks
from review.workflow import NotAllowed, NotReady


@transaction.atomic
def accept_join(
    *, join_request: JoinRequest, by: User, note: str = "", ticks: Iterable[str] = (), interested: bool = False
) -> City:
    """Accept a request: make the city, or take over the one compiled from public sources; it becomes a committed city.

    The applicant becomes approver and focal point, the mandate goes on file, the e-mail domain is recorded, and the
    applicant gets a mail. What was compiled about the city keeps its marks.

    Args:
        join_request: a waiting request.
        by: somebody of the office who verified the applicant.
        note: a remark for the record.
        ticks: keys of the checklist; all are needed.
        interested: the mayor has stated the will, the council decides later: the city drafts and invites, but sends
            nothing before its decision is on file. A city that is committed already stays so.

    Returns: the city.
    Raises: NotAllowed, NotReady, Stale.
    """
    if not may_decide_join(by, join_request):
        raise NotAllowed(_("You cannot decide this request."))
    # Locked: the city is made before the state changes, and must be made once.
    join_request.refresh_from_db(from_queryset=JoinRequest.objects.select_for_update())
    step = "accept_interested" if interested else "accept"
    JOINING.named(join_request, step)
    rows = checklist("join")
    if missing := missing_ticks(rows, ticks):
        raise NotReady([_("Not ticked yet: %(check)s") % {"check": wording} for wording in missing])
    city = _admit(join_request, City.Membership.INTERESTED if interested else City.Membership.COMMITTED)
    JOINING.apply(join_request, step, by=by, note=note, also={"city": city})
    mandate = _put_mandate_on_file(join_request, city, interested)
    role = _make_approver(join_request, city, by)
    data = {
        "join_request": join_request.pk,
        "origin": city.origin,
        "membership": city.membership,
        "email_domains": city.email_domains,
        "mandate": mandate.pk,
        "role": role.pk,
        "checked": as_ticked(rows, ticks),
    }
    audit.record("admit_city", by=by, obj=city, scope=city, data=data)
    settle_joins(city)
    emails.join_accepted(join_request, city)
    return city


def _admit(join_request: JoinRequest, membership: City.Membership) -> City:
    place = None
    if join_request.place_id:
        # Locked as well: two requests for one place, accepted at once, make one city.
        place = Place.objects.select_for_update().get(pk=join_request.place_id)
    city = city_to_take_over(join_request)
    if city is None:
        return _create(join_request, place, membership)
    if city.membership != City.Membership.COMMITTED:
        city.membership = membership
    return _take_over(city, join_request, place)


def _create(join_request: JoinRequest, place: Place | None, membership: City.Membership) -> City:
    values = _from_gazetteer(place) if place else {"name": join_request.place_name, "country": join_request.country}
    city = City(
        **values,
        place=place,
        membership=membership,
        origin=City.Origin.CITY,
        joined_on=timezone.localdate(),
        email_domains=_domains([], join_request),
    )
    details = (place.region, place.district) if place else ()
    name = place.ascii_name if place else join_request.place_name
    for slug in slug_candidates(country=city.country, name=name, details=details, number=join_request.pk):
        if not City.objects.filter(slug=slug).exists() and _saved(city, slug):
            return city
    raise NotReady([_("No free address was found for this city.")])


def _saved(city: City, slug: str) -> bool:
    city.slug = slug
    try:
        with transaction.atomic():
            city.save(force_insert=True)
    except IntegrityError:
        # Somebody took this address since the look-up.
        return False
    return True


def _from_gazetteer(place: Place) -> dict[str, object]:
    return {
        "name": place.name,
        "local_name": place.local_name if place.local_name != place.name else "",
        "country": place.country,
        "region": place.region,
        "lat": place.lat,
        "lon": place.lon,
        "population": place.population or None,
    }


def _take_over(city: City, join_request: JoinRequest, place: Place | None) -> City:
    """The city joins; its facts and compiled commitments stay marked as compiled. An invented sample stays one."""
    for field, value in (_from_gazetteer(place) if place else {}).items():
        if getattr(city, field) in (None, ""):
            setattr(city, field, value)
    city.place = city.place or place
    if city.origin == City.Origin.COMPILED:
        city.origin = City.Origin.CITY
    city.joined_on = city.joined_on or timezone.localdate()
    city.email_domains = _domains(city.email_domains, join_request)
    city.changed_at = timezone.now()
    city.revision += 1
    city.save()
    return city


def _domains(known: list[str], join_request: JoinRequest) -> list[str]:
    domain = domain_of(join_request.work_email)
    if not domain or domain in known or is_public_provider(domain):
        return known
    return [*known, domain]


def _put_mandate_on_file(join_request: JoinRequest, city: City, interested: bool) -> Mandate:
    mandate = Mandate.objects.create(
        city=city,
        kind=Mandate.Kind.STATEMENT if interested else Mandate.Kind.DECISION,
        handed_in_by_id=join_request.applicant_id,
        title=join_request.mandate_title,
        starts_on=join_request.mandate_start,
        ends_on=join_request.mandate_end,
        file=join_request.mandate_file.name,
        file_name=join_request.mandate_file_name,
        sha256=join_request.mandate_sha256,
        scan_state=join_request.scan_state,
        scanned_at=join_request.scanned_at,
        scan_found=join_request.scan_found,
    )
    keep_mandate_until(city)
    return mandate


def _make_approver(join_request: JoinRequest, city: City, by: User) -> CityRole:
    applicant = join_request.applicant
    # An editor of this city who becomes approver: the old role ends, for the log.
    CityRole.objects.current().filter(city=city, user=applicant).update(ended_at=timezone.now())
    applicant.forget("city_roles")
    return CityRole.objects.create(
        city=city, user=applicant, role=CityRole.Role.APPROVER, is_focal_point=True, given_by=by
    )
