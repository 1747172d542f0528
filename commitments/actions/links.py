"""Evidence health: ask every public link once a week, warn its city first, mark it in public only much later."""

import datetime as dt
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cities.models import City
from commitments import emails
from commitments.actions.common import lock_city
from commitments.models import Evidence, LinkCheck
from core import audit
from core.probe import INTERNET, Answer, Network, ask
from review.deadlines import days

EVERY = dt.timedelta(days=7) - dt.timedelta(hours=2)  # a daily run that starts a little earlier still counts
AT_ONCE = 8
GONE = (404, 410)
FAILING = 500
Asked = list[tuple[str, list[int], Answer]]


@dataclass(frozen=True)
class LinkSummary:
    """How many addresses were asked, how many are dead now, how many cities were warned."""

    asked: int
    dead: int
    warned: int


def check_links(*, now: dt.datetime | None = None, network: Network = INTERNET, by: None = None) -> LinkSummary:
    """Ask the public https links that were not asked for a week; one request per site at a time, none in a transaction.

    Args:
        now: the moment, for tests.
        network: how addresses are reached.
        by: nobody: the check runs by itself.

    Returns: what was done.
    """
    now = now or timezone.now()
    asked = dead = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answers in pool.map(lambda urls: _ask_site(urls, network), _due_by_site(now)):
            for _url, keys, answer in answers:
                asked += 1
                results = {_note(key, answer, now) for key in keys}
                dead += bool(results.intersection(LinkCheck.DEAD))
    return LinkSummary(asked, dead, _warn(now))


def _due_by_site(now: dt.datetime) -> Iterator[list[tuple[str, list[int]]]]:
    """Yield the due links site by site, each address with the pieces that name it."""
    fresh = LinkCheck.objects.filter(is_latest=True, checked_at__gt=now - EVERY)
    links = Evidence.objects.public().filter(kind=Evidence.Kind.LINK, url__startswith="https://", city__is_public=True)
    sites: dict[str, dict[str, list[int]]] = {}
    for key, url in links.exclude(pk__in=fresh.values("evidence")).order_by().values_list("pk", "url"):
        sites.setdefault(urlsplit(url).netloc.lower(), {}).setdefault(url, []).append(key)
    for urls in sites.values():
        yield list(urls.items())


def _ask_site(urls: list[tuple[str, list[int]]], network: Network) -> Asked:
    """Ask the links of one site, one after the other; who did not answer is asked once more at the end."""
    answers = {url: ask(url, network) for url, _keys in urls}
    answers |= {url: ask(url, network) for url, answer in answers.items() if answer.status is None}
    return [(url, keys, answers[url]) for url, keys in urls]


def _result(answer: Answer, known: str) -> str:
    """Judge an answer. A site that answers at all but does not like our question (403, 429) is not dead."""
    if answer.status is None or answer.status >= FAILING:
        return LinkCheck.Result.UNREACHABLE
    if answer.status in GONE:
        return LinkCheck.Result.GONE
    is_other = known and answer.sha256 and known != answer.sha256
    return LinkCheck.Result.CHANGED if is_other else LinkCheck.Result.OK


@transaction.atomic
def _note(key: int, answer: Answer, now: dt.datetime) -> str:
    """Write one result down: a new row when the state changed, and the public mark when it is time."""
    city_key = Evidence.objects.filter(pk=key).values_list("city", flat=True).first()
    if city_key is None:
        return ""
    city = lock_city(city_key)
    evidence = Evidence.objects.filter(pk=key).first()
    if evidence is None:
        return ""
    latest = evidence.link_checks.filter(is_latest=True).first()
    check = _written(evidence, latest, answer, now)
    _mark(evidence, city, check, now)
    return check.result


def _written(evidence: Evidence, latest: LinkCheck | None, answer: Answer, now: dt.datetime) -> LinkCheck:
    is_answer = answer.status is not None and answer.status < FAILING and answer.status not in GONE
    digest = answer.sha256 if is_answer else ""
    known = evidence.link_checks.exclude(sha256="").order_by("since", "pk").values_list("sha256", flat=True).first()
    values: dict[str, Any] = {
        "result": _result(answer, known or ""),
        "http_status": answer.status,
        "sha256": digest,
        "reason": answer.reason,
    }
    if latest and all(getattr(latest, name) == value for name, value in values.items()):
        LinkCheck.objects.filter(pk=latest.pk).update(checked_at=now)
        latest.checked_at = now
        return latest
    if values["result"] in LinkCheck.DEAD:
        values["failed_at"] = (latest and latest.failed_at) or now
        values["warned_at"] = latest and latest.warned_at
    LinkCheck.objects.filter(evidence=evidence, is_latest=True).update(is_latest=False)
    return LinkCheck.objects.create(evidence=evidence, since=now, checked_at=now, **values)


def _mark(evidence: Evidence, city: City, check: LinkCheck, now: dt.datetime) -> None:
    """Show in public that a link is dead when its city has known for long enough; take it back when it answers."""
    dead_since = None
    if check.failed_at and check.warned_at and now - check.warned_at >= dt.timedelta(days=days("link_mark")):
        dead_since = timezone.localdate(check.failed_at)
    if evidence.dead_since == dead_since:
        return
    Evidence.objects.filter(pk=evidence.pk).update(dead_since=dead_since)
    action = "mark_dead_link" if dead_since else "unmark_dead_link"
    audit.record(action, by=None, obj=evidence, scope=city, data={"url": evidence.url, "dead_since": dead_since})


def _warn(now: dt.datetime) -> int:
    """Tell each city of links that died since its last warning, in one mail; return how many cities."""
    dead = Q(is_latest=True, result__in=LinkCheck.DEAD, warned_at=None)
    cities = LinkCheck.objects.filter(dead).order_by().values_list("evidence__city", flat=True).distinct()
    return sum(_warn_city(key, dead, now) for key in list(cities))


@transaction.atomic
def _warn_city(key: int, dead: Q, now: dt.datetime) -> bool:
    city = lock_city(key)
    checks = LinkCheck.objects.filter(dead, evidence__city=city).select_related("evidence").order_by("pk")
    found: Iterable[LinkCheck] = list(checks)
    LinkCheck.objects.filter(pk__in=[check.pk for check in found]).update(warned_at=now)
    if found:
        emails.links_dead(city, found, mark_on=timezone.localdate(now) + dt.timedelta(days=days("link_mark")))
    return bool(found)
