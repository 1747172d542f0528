"""What waits, as one person may see it."""

import pytest

from review.queries import queues_for
from tests.factories import make_application, make_commitment, make_conflict, make_join_request, make_role, make_user

pytestmark = pytest.mark.django_db


def counts(user):
    return {queue["key"]: queue["count"] for queue in queues_for(user)}


def test_each_kind_is_counted_for_its_reader(city, reviewer, decider, administrator, resident):
    make_commitment(city=city, state="submitted")
    make_join_request(make_user())
    make_application()

    assert counts(reviewer).items() >= {"join": 1, "version": 1, "report": 0, "label": 1}.items()
    assert counts(decider).items() >= {"join": 1, "version": 1, "report": 0, "label": 1}.items()
    assert counts(administrator).items() >= {"join": 1, "label": 1}.items()
    assert "version" not in counts(administrator)
    assert counts(resident) == {}


def test_a_conflict_is_left_out_of_the_counter(city, reviewer, decider):
    make_commitment(city=city, state="submitted")
    make_conflict(reviewer, city)
    make_role(decider, city)

    assert counts(reviewer)["version"] == counts(decider)["version"] == 0


def test_counting_is_one_query(city, reviewer, django_assert_num_queries):
    make_commitment(city=city, state="submitted")
    counts(reviewer)

    with django_assert_num_queries(1):
        counts(reviewer)
