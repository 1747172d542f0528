"""An appeal through its doors: the city lodges, an administrator names, three vote, everybody reads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from labels.models import Appeal
from labels.tokens import concern_token
from tests.factories import (
    make_application,
    make_city,
    make_concern,
    make_decision,
    make_label_with_rules,
    make_pool_member,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def decision(city):
    application = make_application(city=city, state="refused", decided_at=timezone.now())
    return make_decision(application, "not_yet", plan="Ask people.", mentor_reason="None is near.")


def test_from_the_desk_to_the_public_page(decision, client_of, approver, official, administrator):
    slug, desk = decision.application.city.slug, client_of(approver)
    new = reverse("desk:appeal_new", args=[slug, "decision", decision.pk])
    assert new in words(desk.get(reverse("desk:appeals", args=[slug])))
    assert new not in words(client_of(official).get(reverse("desk:appeals", args=[slug])))
    assert client_of(official).get(new).status_code == 403
    assert "Say why it should be looked at again." in words(desk.post(new, {"text": "", "language": "en"}))
    desk.post(new, {"text": "Read the report.", "language": "en"})
    appeal = Appeal.objects.get()
    assert desk.get(new).status_code == 404
    public = client_of(None)
    assert "Read the report." in words(public.get(appeal.get_absolute_url()))

    judges = [make_user(f"Judge {n}", roles=("decider",)) for n in range(2)] + [make_pool_member(country="FR").user]
    office, page = client_of(administrator), reverse("admin:labels_appeal_change", args=[appeal.pk])
    shown = words(office.get(page))
    assert all(person.name in shown for person in judges)
    assert decision.signed_by.name not in shown
    naming = reverse("admin:labels_appeal_decide", args=[appeal.pk, "name_judges"])
    assert "Choose three people" in words(office.post(naming, {"people": [judges[0].pk]}))
    office.post(naming, {"people": [person.pk for person in judges]})
    hearing = reverse("desk:appeal_hear", args=[appeal.reference])
    assert client_of(approver).get(hearing).status_code == 404
    first, second, third = (client_of(person) for person in judges)
    assert "Give your reasons." in words(first.post(hearing, {"vote": "uphold", "reasons": ""}))
    for browser in (first, third):
        assert hearing in words(browser.get(reverse("desk:panel")))
    first.post(hearing, {"vote": "uphold", "reasons": "It was read."})
    assert hearing not in words(first.get(reverse("desk:panel")))
    assert "It was read." not in words(third.get(hearing))  # blind until the own vote is in
    third.post(hearing, {"vote": "replace", "reasons": "It was not.", "plain": "One desk helps all."})
    assert "It was read." in words(third.get(hearing))
    assert "It was read." not in words(public.get(appeal.get_absolute_url()))
    second.post(hearing, {"vote": "uphold", "reasons": "I agree."})
    ended = words(public.get(appeal.get_absolute_url()))
    assert all(text in ended for text in ("It was read.", "It was not.", "I agree.", "Upheld"))
    assert not any(person.name in ended for person in judges)
    case = words(public.get(f"/en/labels/applications/{decision.application.reference}/"))
    assert "Appeal decided" in case
    assert "I agree." in case


def test_the_author_of_a_concern_appeals_by_their_link(client_of, reviewer, administrator, settings):
    read = {"triaged_by": reviewer, "triage_reasons": "No.", "ended_at": timezone.now()}
    concern = make_concern(make_label_with_rules(), state="not_accepted", **read)
    visitor, own = client_of(None), reverse("voices:concern_own", args=[concern_token(concern.reference)])
    assert f"{own}appeal/" in words(visitor.get(own))
    assert "Say why" in words(visitor.post(f"{own}appeal/", {"text": "", "language": "en"}))
    visitor.post(f"{own}appeal/", {"text": "A text nobody has checked.", "language": "en"})
    appeal = Appeal.objects.get()
    assert visitor.get(f"{own}appeal/").status_code == 404
    assert "A text nobody has checked." not in words(visitor.get(appeal.get_absolute_url()))
    make_role(administrator, make_city(), "editor")
    listed = reverse("admin:labels_appeal_changelist")
    assert appeal.reference in words(client_of(administrator).get(listed))
    make_role(administrator, concern.label.city, "editor")
    assert appeal.reference not in words(client_of(administrator).get(listed))
    settings.LABEL_ENABLED = False
    assert visitor.get(appeal.get_absolute_url()).status_code == 404
