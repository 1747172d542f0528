"""Prepared queries give what the query set would give, each time with the values of that time."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.db.models import BigIntegerField, CharField, Count, DateTimeField, Exists, OuterRef, Subquery
from django.utils import timezone

from cities.models import City, CityRole
from core.prepared import Given, Prepared
from tests.factories import make_city, make_role, make_user

roles_of = Prepared(
    lambda: (
        CityRole.objects.filter(user=Given("user", BigIntegerField()), given_at__lt=Given("now", DateTimeField()))
        .select_related("city")
        .annotate(
            people=Subquery(
                CityRole.objects.filter(city=OuterRef("city"))
                .order_by()
                .values("city")
                .annotate(number=Count("pk"))
                .values("number")
            ),
            is_alone=~Exists(
                CityRole.objects.filter(city=OuterRef("city")).exclude(user=Given("user", BigIntegerField()))
            ),
        )
        .order_by("city__name")[:2]
    )
)


@pytest.mark.django_db
def test_each_call_has_its_own_values_and_one_query(django_assert_num_queries):
    ada, ben = make_user(), make_user()
    both, only = make_city("Arden"), make_city("Bran")
    for person, city in ((ada, both), (ada, only), (ben, both)):
        make_role(person, city, "editor")
    now = timezone.now()

    for _time in range(2):
        with django_assert_num_queries(1):
            found = roles_of(user=ada.pk, now=now)
        assert [(row.city.name, row.people, row.is_alone) for row in found] == [("Arden", 2, False), ("Bran", 1, True)]
        assert [(row.city.name, row.people) for row in roles_of(user=ben.pk, now=now)] == [("Arden", 2)]
    assert roles_of(user=ada.pk, now=now - dt.timedelta(days=1)) == []
    assert roles_of(user=0, now=now) == []


@pytest.mark.django_db
def test_related_rows_and_columns_come_as_the_query_set_says():
    city = make_city("Arden")
    make_role(make_user(name="Ada"), city, "editor")
    names = Prepared(
        lambda: City.objects.filter(slug=Given("slug", CharField())).values_list("name", "roles__user__name")
    )
    people = Prepared(lambda: City.objects.filter(slug=Given("slug", CharField())).prefetch_related("roles__user"))

    assert names(slug=city.slug) == [("Arden", "Ada")]
    assert [role.user.name for role in people(slug=city.slug)[0].roles.all()] == ["Ada"]
    make_role(make_user(name="Ben"), city, "editor")
    assert {role.user.name for role in people(slug=city.slug)[0].roles.all()} == {"Ada", "Ben"}


@pytest.mark.django_db
def test_a_date_that_would_stay_the_same_for_ever_is_refused():
    for frozen in (timezone.now(), timezone.now() - dt.timedelta(days=3)):
        with pytest.raises(ValueError, match="must be given"):
            Prepared(lambda day=frozen: CityRole.objects.filter(given_at__lt=day))()


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_share_what_they_run():
    people = [make_user() for _number in range(4)]
    for number, person in enumerate(people):
        for _city in range(number % 2 + 1):
            make_role(person, make_city(), "editor")
    now, found = timezone.now(), []

    def ask(person, expected):
        found.extend((len(roles_of(user=person.pk, now=now)), expected) for _time in range(20))
        connections.close_all()

    crowd = [threading.Thread(target=ask, args=(person, n % 2 + 1)) for n, person in enumerate(people)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert len(found) == 80
    assert all(number == expected for number, expected in found)
