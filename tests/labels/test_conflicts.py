"""Conflicts of interest of deciders, at an application for the label."""

import pytest
from django.urls import reverse

from cities.actions import countersign_conflict, declare_conflict
from cities.models import Conflict
from core.models import AuditEvent, OutboxMail
from desk.views.log import LABELS
from labels.actions import grant, propose, propose_admissibility
from review.models import QueueItem
from review.workflow import NotAllowed
from tests.factories import make_application
from tests.labels.conftest import REASONS, fresh

pytestmark = pytest.mark.django_db
WHY = {"conflict-reason": "My sister works there"}


def conflict_url(application):
    return reverse("admin:labels_labelapplication_conflict", args=[application.pk])


def page_of(application):
    return reverse("admin:labels_labelapplication_change", args=[application.pk])


def test_a_hard_conflict_is_declared_on_the_page_and_hides_the_case(application, client_of, decider):
    client = client_of(decider)
    assert "Declare a conflict of interest" in client.get(page_of(application)).content.decode()
    assert client.get(conflict_url(application)).status_code == 405

    answer = client.post(conflict_url(application), {"conflict-kind": "hard", **WHY})

    assert answer.url == reverse("admin:review_queueitem_changelist")
    assert client.get(page_of(application)).status_code in {302, 404}
    assert application.reference not in client.get(answer.url).content.decode()


def test_an_incomplete_declaration_is_shown_again_with_what_was_typed(application, client_of, decider):
    values = {"conflict-kind": "soft", "conflict-reason": "", "note": "Reasons so far", "outcome": "awarded"}
    page = client_of(decider).post(conflict_url(application), values).content.decode()
    assert "Say what connects you with this city." in page
    assert "Reasons so far" in page
    assert not Conflict.objects.exists()


def test_a_soft_conflict_waits_for_a_second_decider(application, client_of, decider, second_decider):
    client = client_of(decider)
    answer = client.post(conflict_url(application), {"conflict-kind": "soft", **WHY})
    assert answer.url == page_of(application)
    assert "countersigns it before you decide" in client.get(page_of(application)).content.decode()
    decider.forget("conflict_city_ids", "open_soft_city_ids")
    with pytest.raises(NotAllowed, match="countersigns it"):
        propose(obj=fresh(application), by=decider, note=REASONS, outcome="awarded", plain="There is a desk now.")

    countersign_conflict(conflict=Conflict.objects.get(), by=second_decider)
    decider.forget("conflict_city_ids", "open_soft_city_ids")
    propose(obj=fresh(application), by=decider, note=REASONS, outcome="awarded", plain="There is a desk now.")
    assert fresh(application).state == "proposed"


def test_the_second_signature_waits_as_well(signed, second_decider, city):
    declare_conflict(city=city, by=second_decider, kind="soft", reason="I know the mayor.")
    with pytest.raises(NotAllowed, match="countersigns it"):
        grant(obj=fresh(signed), by=second_decider)
    assert fresh(signed).state == "proposed"


@pytest.mark.parametrize("person", ["reviewer", "decider"])
def test_what_somebody_in_conflict_proposed_or_signed_is_proposed_no_more(
    signed, second_decider, city, person, request
):
    declare_conflict(city=city, by=request.getfixturevalue(person), kind="hard", reason="My sister is its mayor.")

    application = fresh(signed)
    assert (application.state, application.open_decision) == ("deciding", None)
    assert QueueItem.objects.get(kind="label", object_id=signed.pk).state == "deciding"
    propose(obj=application, by=second_decider, note=REASONS, outcome="awarded", plain="There is a desk now.")
    assert not OutboxMail.objects.filter(name="label_proposal_returned").exists()


def test_an_admissibility_that_somebody_in_conflict_proposed_is_dropped(decider, city):
    application = make_application(city=city)
    propose_admissibility(obj=application, by=decider, note="Complete.", admissible=True)

    declare_conflict(city=city, by=decider, kind="hard", reason="My sister is its mayor.")

    assert (fresh(application).state, fresh(application).open_admissibility) == ("submitted", None)


def test_proposals_and_conflicts_are_not_in_the_citys_own_log(proposed, client_of, approver, decider, city):
    declare_conflict(city=city, by=decider, kind="soft", reason="I know the mayor of Arden well.")
    # Such a line may stand in the log since before it was written for the office only.
    own = f"cities.city:{city.pk}"
    assert not AuditEvent.objects.filter(scope=own, action__in=("propose", "declare_conflict")).exists()
    AuditEvent.objects.filter(action="declare_conflict").update(scope=own)

    page = client_of(approver).get(reverse("desk:log", args=[city.slug])).content.decode()

    assert "conflict" not in page
    assert str(LABELS["labels.labelapplication", "propose"]) not in page
