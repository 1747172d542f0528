"""A conflict of interest, through the doors of the office: what is hidden, what is taken away, who countersigns."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import countersign_conflict, declare_conflict, withdraw_conflict
from cities.models import Conflict
from commitments import actions
from core import audit
from core.mail import send_named_mail
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, Stale
from tests.commitments.office import KINDS, TICKS, change, changelist, make, report_of, submitted
from tests.factories import make_conflict, make_evidence, make_role, make_user
from tests.markup import Markup

pytestmark = pytest.mark.django_db


def conflict_url(obj):
    return reverse(f"admin:commitments_{obj._meta.model_name}_conflict", args=[obj.pk])


def declare(client, obj, kind):
    return client.post(conflict_url(obj), {"conflict-kind": kind, "conflict-reason": "My sister works there"})


def words_of(client, address):
    html = client.get(address).content.decode()
    return Markup(html).by_id("content-main").text


def test_a_counter_of_nothing_tells_nothing(city, reviewer, client_of):
    """openreview 351: whoever is in conflict must not see from a 0/0 counter that something is there."""
    client = client_of(reviewer)
    pages = (reverse("admin:index"), reverse("admin:review_queueitem_changelist"), changelist(), changelist(KINDS[1]))
    before = [words_of(client, page) for page in pages]

    for obj in (submitted(city, version_title="A hidden promise"), report_of(city)):
        actions.release(obj=actions.claim(obj=obj, by=make_user(roles=("reviewer",))), by=make_user(roles=("decider",)))
    make_conflict(reviewer, city)

    assert [words_of(client, page) for page in pages] == before


@pytest.mark.parametrize("kind", KINDS)
def test_declaring_on_the_page_hides_the_case_and_gives_it_back(kind, city, reviewer, client_of):
    obj = actions.claim(obj=make(kind, city), by=reviewer)
    client = client_of(reviewer)
    assert "Declare a conflict of interest" in client.get(change(obj)).content.decode()

    assert declare(client, obj, "hard").status_code == 302

    obj.refresh_from_db()
    assert obj.state == "submitted"
    assert not obj.assignments.filter(released_at=None).exists()
    assert client.get(change(obj)).status_code in (302, 404)
    for address in (changelist(kind), f"{changelist(kind)}?q={obj.commitment.code}"):
        assert obj.reference not in words_of(client, address)


def test_a_refusal_proposed_by_somebody_in_conflict_falls(city, decider):
    version = actions.propose_refusal(obj=submitted(city), by=decider, note="No promise")
    declare_conflict(city=city, by=decider, kind="hard", reason="My sister works there")
    version.refresh_from_db()
    assert (version.state, version.refusal_by) == ("submitted", None)


def test_a_role_that_ended_lately_and_the_citys_domain_are_conflicts_by_themselves(city, reviewer, other_reviewer):
    version = submitted(city)
    role = make_role(reviewer, city, ended_at=timezone.now() - dt.timedelta(days=700))
    with pytest.raises(NotAllowed):
        actions.claim(obj=version, by=reviewer)
    type(role).objects.filter(pk=role.pk).update(ended_at=timezone.now() - dt.timedelta(days=1200))
    reviewer.forget("conflict_city_ids")
    actions.release(obj=actions.claim(obj=version, by=reviewer), by=reviewer)

    city.email_domains = ["office.example"]
    city.save()
    version = type(version).objects.get(pk=version.pk)
    with pytest.raises(NotAllowed):
        actions.claim(obj=version, by=other_reviewer)


def test_the_citys_domain_hides_its_rows(city, client_of):
    city.email_domains = ["arden.example"]
    city.save()
    version = submitted(city)
    person = make_user("Dora Decider", email="dora@it.arden.example", roles=("decider",))
    client = client_of(person)
    for address in (changelist(), reverse("admin:review_queueitem_changelist")):
        assert version.title not in client.get(address).content.decode()
    assert client.get(change(version)).status_code in (302, 404)


def test_log_outbox_and_confidential_files_of_the_city_are_closed(city, client_of):
    person = make_user("Dora Both", roles=("decider", "administrator"))
    version = submitted(city)
    secret = make_evidence(version=version, kind="file", visibility="confidential", title="Names")
    audit.record("noted", by=None, obj="something", scope=city)
    audit.record("whispered", by=None, obj="something", scope=audit.office_scope(city))
    context = {"name": "x", "city": city.name, "role": "editor"}
    send_named_mail("role_ended", to="x@arden.example", context=context, scope=city)
    make_conflict(person, city)

    client = client_of(person)
    assert not {row.action for row in rows_of(client, "core_auditevent")} & {"noted", "whispered"}
    assert not list(rows_of(client, "core_outboxmail"))
    address = reverse("admin:commitments_evidence_file", args=[secret.public_id])
    assert client.get(address).status_code == 404
    assert OutboxMail.objects.exists()


def rows_of(client, model):
    return client.get(reverse(f"admin:{model}_changelist")).context["cl"].result_list


def test_a_soft_conflict_waits_for_a_decider(city, reviewer, decider, client_of):
    version = actions.claim(obj=submitted(city), by=reviewer)
    client = client_of(reviewer)
    declare(client, version, "soft")
    page = client.get(change(version)).content.decode()
    assert "A decider countersigns it before you decide." in page
    reviewer.forget("open_soft_city_ids")
    for act in (actions.publish_version, actions.return_version, actions.propose_refusal):
        with pytest.raises(NotAllowed, match="countersigns"):
            act(obj=version, by=reviewer, note="x", ticks=TICKS)
    conflict = Conflict.objects.get()

    values = {"action": "countersign", "_selected_action": [conflict.pk]}
    client_of(decider).post(reverse("admin:cities_conflict_changelist"), values)

    conflict.refresh_from_db()
    assert conflict.countersigned_by == decider
    assert AuditEvent.objects.filter(action="countersign_conflict").count() == 1
    reviewer.forget("open_soft_city_ids")
    assert actions.publish_version(obj=version, by=reviewer, ticks=TICKS).state == "published"


def test_nobody_countersigns_their_own_or_against_a_conflict(city, decider, second_decider, reviewer):
    own = declare_conflict(city=city, by=decider, kind="soft", reason="I know the mayor")
    make_conflict(second_decider, city)
    for person in (decider, second_decider, reviewer):
        with pytest.raises(NotAllowed):
            countersign_conflict(conflict=own, by=person)
    third = make_user("Dunja Decider", roles=("decider",))
    countersign_conflict(conflict=own, by=third)
    with pytest.raises(Stale):
        countersign_conflict(conflict=own, by=third)
    withdraw_conflict(conflict=own, by=decider)


def test_what_is_missing_is_said_on_the_page(city, reviewer, client_of):
    page = client_of(reviewer).post(conflict_url(submitted(city)), {"conflict-kind": "hard", "conflict-reason": " "})
    assert page.status_code == 200
    assert "Say what connects you with this city." in page.content.decode()


def test_declaring_is_a_post_for_those_who_check(city, reviewer, administrator, client_of):
    version = submitted(city)
    assert client_of(reviewer).get(conflict_url(version)).status_code == 405
    assert declare(client_of(administrator), version, "hard").status_code == 403
    assert not Conflict.objects.exists()
