"""The roll-up: the same numbers after the acts as after a rebuild, whoever acts at the same time."""

import datetime as dt
import random

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from cities.actions import edit_identity
from cities.actions.compiled import mark_as_sample
from cities.models import City
from commitments import actions
from commitments.models import Commitment, CommitmentVersion, Counted, RollUp
from commitments.queries import countries_with, figures_of_record, named_by_city, numbers_by
from tests.commitments.office import TICKS
from tests.factories import make_city, make_commitment, make_role, make_user
from tests.factories.framework import make_group, make_right
from tests.factories.record import make_report, make_version
from tests.races import run_at_once


def rows():
    fields = ("facet", "code", "country", "origin", "number")
    return set(RollUp.objects.filter(number__gt=0).values_list(*fields))


def counted():
    return set(Counted.objects.values_list("commitment", "country", "origin"))


def rebuilt():
    """What a rebuild makes of the record; it must find nothing to mend."""
    before = rows(), counted()
    assert actions.rebuild_rollups() == 0
    assert (rows(), counted()) == before
    return before[0]


@pytest.fixture
def decides(decider):
    def publish(obj):
        act = actions.publish_version if isinstance(obj, CommitmentVersion) else actions.publish_report
        return act(obj=obj, by=decider, ticks=TICKS)

    return publish


def submitted(city, **fields):
    return make_commitment(city=city, state="submitted", **fields).versions.get()


def citing(version, **links):
    """The text again, as if it had been submitted with these links."""
    for name, found in links.items():
        getattr(version, name).set(found)
    CommitmentVersion.objects.filter(pk=version.pk).update(content_hash=actions.content_digest(version))
    return CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)


def move(city, country, *, by):
    now = City.objects.get(pk=city.pk)
    same = {"name": now.name, "local_name": "", "region": "", "place": None, "email_domains": []}
    edit_identity(city=now, by=by, revision=now.revision, country=country, **same)


@pytest.mark.django_db
def test_a_published_text_counts_in_every_facet(city, decides):
    version = submitted(city)
    assert rows() == set()
    decides(version)
    names = {(facet, code) for facet, code, *_rest in rows()}
    right, element = version.rights.get(), version.elements.get()
    assert names == {
        ("all", ""),
        ("country", "AT"),
        ("pillar", element.pillar),
        ("element", element.code),
        ("title", right.title.code),
        ("right", right.code),
        ("area", version.policy_areas.get().code),
        ("group", version.groups.get().code),
        ("progress", "not_started"),
        ("year", "2026"),
        ("runs", "2026"),
        ("runs", "2027"),
        ("runs", "2028"),
        ("status", "active"),
        ("goal", ""),
        ("language", "en"),
    }
    assert {(country, origin, number) for *_names, country, origin, number in rows()} == {("AT", "city", 1)}
    assert rebuilt()


@pytest.mark.django_db
def test_what_names_nothing_is_counted_as_that(city, decides):
    decides(citing(submitted(city, version_starts_on=None), rights=[]))
    found = numbers_by("right", "title", "year")
    assert found == {"right": {"": 1}, "title": {"": 1}, "year": {"": 1}}


@pytest.mark.django_db
def test_a_withdrawal_takes_away_exactly_what_was_added(city, approver, decides):
    version = decides(submitted(city))
    actions.withdraw(commitment=version.commitment, by=approver, reason="The council decided otherwise.")
    assert rows() == set()
    assert rebuilt() == set()


@pytest.mark.django_db
def test_a_new_version_and_a_final_report_are_followed(city, decides):
    commitment = decides(submitted(city)).commitment
    other = make_right()
    decides(citing(make_version(commitment, state="submitted"), rights=[other]))
    assert numbers_by("right")["right"] == {other.code: 1}
    decides(make_report(commitment, state="submitted", progress="done", outcome="done"))
    assert Commitment.objects.get().state == "closed"
    assert numbers_by("progress", "status") == {"progress": {"done": 1}, "status": {"closed": 1}}
    assert figures_of_record() == {"commitments": 1, "submitted": 1, "done": 1}
    assert rebuilt()


@pytest.mark.django_db
def test_a_city_that_moves_takes_its_commitments_along(city, administrator, decides):
    decides(submitted(city))
    move(city, "DE", by=administrator)
    assert numbers_by("country") == {"country": {"DE": 1}}
    assert rebuilt()
    mark_as_sample(city=city)
    assert numbers_by("country") == {"country": {}}
    assert numbers_by("all", samples=True) == {"all": {"": 1}}
    assert rebuilt()


@pytest.mark.django_db
def test_a_rebuild_mends_what_is_wrong(city, capsys):
    make_commitment(city=city)
    right = rows()
    RollUp.objects.filter(facet="all").update(number=7)
    RollUp.objects.create(facet="right", code="CFR-0", country="XK", origin="city", number=2)
    Counted.objects.all().delete()
    call_command("rebuild_rollups")
    assert "mended: 2" in capsys.readouterr().out
    assert rows() == right
    assert rebuilt()


@pytest.mark.django_db
def test_reads_by_country_and_by_city(city):
    commitment = make_commitment(city=city)
    make_commitment(city=make_city(country="DE"))
    make_commitment(city=make_city(country="FR", origin="sample"))
    code = commitment.versions.get().rights.get().code
    assert countries_with("right") == {("right", code): {"AT", "DE"}}
    assert f"right:{code}" in named_by_city(city)
    assert named_by_city(make_city()) == set()


class Story:
    """A few cities whose people and office do one thing after another, by chance."""

    def __init__(self, seed, decides, administrator):
        self.chance = random.Random(seed)
        self.decides, self.administrator = decides, administrator
        self.cities = [make_city(country=country) for country in ("AT", "DE", "AT")]
        self.approvers = [make_user(f"Approver {n}") for n in range(len(self.cities))]
        for user, own in zip(self.approvers, self.cities, strict=True):
            make_role(user, own, "approver")
        self.rights = [make_right() for _n in range(3)]
        self.groups = [make_group() for _n in range(3)]

    def step(self):
        commitments = list(Commitment.objects.in_force())
        acts = [self.publish, self.move]
        acts += [lambda act=act: act(self.chance.choice(commitments)) for act in self.later if commitments]
        self.chance.choice(acts)()

    @property
    def later(self):
        return (self.publish, self.amend, self.report, self.withdraw)

    def text(self, version):
        rights, groups = (self.chance.sample(pool, self.chance.randrange(3)) for pool in (self.rights, self.groups))
        self.decides(citing(version, rights=rights, groups=groups))

    def publish(self, _commitment=None):
        start = self.chance.choice([None, dt.date(2025, 1, 1), dt.date(2026, 5, 1)])
        self.text(submitted(self.chance.choice(self.cities), version_starts_on=start))

    def amend(self, commitment):
        self.text(make_version(commitment, state="submitted"))

    def report(self, commitment):
        progress = self.chance.choice(["under_way", "delayed", "done"])
        outcome = "done" if progress == "done" else ""
        self.decides(make_report(commitment, state="submitted", progress=progress, outcome=outcome))

    def withdraw(self, commitment):
        by = self.approvers[self.cities.index(commitment.city)]
        actions.withdraw(commitment=commitment, by=by, reason="It was decided anew.")

    def move(self):
        move(self.chance.choice(self.cities), self.chance.choice(["AT", "DE", "FR"]), by=self.administrator)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_acts_gives_what_a_rebuild_gives(seed, administrator, decides):
    story = Story(seed, decides, administrator)
    for _step in range(20):
        story.step()
    assert rebuilt()


@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_time_lose_nothing():
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(4)]
    waiting = [submitted(make_city(country="AT")) for _n in range(4)]
    ended = make_commitment(city=make_city(country="AT"))
    approver = make_user("Approver")
    make_role(approver, ended.city, "approver")

    def publish(obj: CommitmentVersion, by: User):
        return lambda: actions.publish_version(obj=obj, by=by, ticks=TICKS)

    done = run_at_once(
        *(publish(obj, by) for obj, by in zip(waiting, deciders, strict=True)),
        lambda: actions.withdraw(commitment=ended, by=approver, reason="It was decided anew."),
        actions.rebuild_rollups,
    )
    assert not [found for found in done if isinstance(found, Exception)], connection.vendor
    assert numbers_by("all") == {"all": {"": 4}}
    assert rebuilt()


@pytest.mark.django_db
def test_a_settled_commitment_costs_three_queries(city, django_assert_num_queries):
    keys = [make_commitment(city=city).pk for _n in range(3)]
    with django_assert_num_queries(3):
        actions.settle(keys[:1])
    with django_assert_num_queries(3):
        actions.settle(keys)
