"""The page of a mandate at the office: somebody in conflict says so there, as on every other case."""

import pytest
from django.urls import reverse

from cities.models import Conflict, Mandate
from review.actions import claim_case
from review.models import CaseAssignment
from tests.cities.waiting import waiting_mandate
from tests.markup import Markup

pytestmark = pytest.mark.django_db


def page(name, mandate, *more):
    return reverse(f"admin:cities_mandate_{name}", args=[mandate.pk, *more])


def declare(client, mandate, kind, reason="My sister sits in the council"):
    return client.post(page("conflict", mandate), {"conflict-kind": kind, "conflict-reason": reason})


def words_of(client, mandate):
    return Markup(client.get(page("change", mandate)).content.decode()).by_id("content-main").text


def test_a_hard_conflict_declared_on_the_page_takes_the_mandate_away(city, reviewer, client_of):
    mandate, client = waiting_mandate(city), client_of(reviewer)
    claim_case(obj=mandate, by=reviewer)
    assert "Declare a conflict of interest" in words_of(client, mandate)
    assert client.get(page("conflict", mandate)).status_code == 405

    answer = declare(client, mandate, "hard")

    assert answer.url == reverse("admin:review_queueitem_changelist")
    assert Conflict.objects.get().city == city
    assert client.get(page("change", mandate)).status_code in (302, 404)
    assert not CaseAssignment.objects.filter(released_at=None).exists()


def test_a_soft_conflict_is_countersigned_before_the_mandate_is_verified(city, reviewer, decider, client_of):
    mandate, client = waiting_mandate(city), client_of(reviewer)

    declare(client, mandate, "soft")
    assert "A decider countersigns it before you decide" in words_of(client, mandate)
    client.post(page("decide", mandate, "accept"))
    assert Mandate.objects.get(pk=mandate.pk).state == "submitted"

    client_of(decider).post(
        reverse("admin:cities_conflict_changelist"),
        {"action": "countersign", "_selected_action": Conflict.objects.get().pk},
    )
    client.post(page("decide", mandate, "accept"))
    assert Mandate.objects.get(pk=mandate.pk).state == "on_file"


def test_what_is_missing_is_said_on_the_page_and_nothing_is_declared(city, reviewer, client_of):
    answer = declare(client_of(reviewer), waiting_mandate(city), "hard", reason="")

    assert "Say what connects you with this city." in answer.content.decode()
    assert not Conflict.objects.exists()


def test_administrators_verify_mandates_but_declare_nothing(city, administrator, client_of):
    mandate = waiting_mandate(city)

    assert "Declare a conflict of interest" not in words_of(client_of(administrator), mandate)
    assert declare(client_of(administrator), mandate, "hard").status_code in (302, 403)
    assert not Conflict.objects.exists()
