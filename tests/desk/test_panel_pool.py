"""Offering to sit in panels: the own page at the desk, and the office's answer in the administration."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.rules import is_panel_member
from core.models import OutboxMail
from labels.models import PoolMember
from tests.desk.pages import fill, text_of
from tests.factories import make_application, make_city, make_label, make_pool_member, make_user, seat
from tests.mails import as_read

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/panel/me/"
WORDS = {
    "name": "Remi Resident",
    "kind": "academic",
    "country": "DE",
    "institution": "University of Examples",
    "languages": ["de", "en"],
}


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


def decide(browser, member, name, **words):
    """The office's answer to an offer."""
    return browser.post(reverse("admin:labels_poolmember_decide", args=[member.pk, name]), words)


def test_somebody_offers_and_is_accepted(resident, administrator, client_of):
    browser, office = client_of(resident), client_of(administrator)
    assert "Offer to sit in panels" in text_of(browser.get("/en/desk/settings/"))
    # Nothing typed is lost, and each fault stands at its field.
    wrong = fill(browser, PAGE, with_field="institution", **WORDS | {"institution": "", "languages": []})
    assert "Say where you work" in text_of(wrong)
    assert "Tick the languages that you read well." in text_of(wrong)
    assert 'value="Remi Resident"' in text_of(wrong)
    assert fill(browser, PAGE, with_field="institution", **WORDS).url == PAGE
    member = PoolMember.objects.get()
    assert (member.state, member.public_id[:4], member.languages) == ("waiting", "HRP-", ["de", "en"])
    assert OutboxMail.objects.get(name="panel_offer_received").recipients == [administrator.email]

    shown = text_of(office.get(reverse("admin:labels_poolmember_change", args=[member.pk])))
    assert resident.email in shown
    decide(office, member, "accept", note="Called the university.")
    member.refresh_from_db()
    assert (member.state, member.accepted_by) == ("active", administrator)
    assert is_panel_member(User.objects.get(pk=resident.pk))
    assert member.public_id in as_read(OutboxMail.objects.get(name="panel_offer_answered"))
    page = text_of(browser.get(PAGE))
    assert "in the pool" in page
    assert "Accepted by the office" in page
    assert "Panel" in [item["label"] for item in browser.get(PAGE).context["desk_nav"]]


def test_what_was_judged_is_accepted_anew_and_languages_are_not(client_of):
    member = make_pool_member()
    browser = client_of(member.user)
    fill(browser, PAGE, with_field="institution", languages=["fr"])
    member.refresh_from_db()
    assert (member.state, member.languages) == ("active", ["fr"])
    old = {**WORDS, "name": member.name, "revision": 1}
    stale = browser.post(PAGE, old | {"institution": "Another one"})
    assert "You changed this in another window." in text_of(stale)
    assert "Another one" in text_of(stale)
    fill(browser, PAGE, with_field="institution", institution="Another one")
    member.refresh_from_db()
    assert (member.state, member.accepted_by, member.institution) == ("waiting", None, "Another one")


def test_pause_leave_and_offer_again(client_of, decider):
    member = make_pool_member()
    browser = client_of(member.user)
    for step, state in (("pause", "paused"), ("resume", "active")):
        browser.post(PAGE, {step: "1"})
        member.refresh_from_db()
        assert member.state == state
    case = make_application(city=make_city("Panelton"))
    held = seat(member, case)
    type(case).objects.filter(pk=case.pk).update(state="proposed")
    refused = browser.post(PAGE, {"leave": "1"}, follow=True)
    assert "First decline the seat in the panel about Panelton" in text_of(refused)
    held.delete()
    browser.post(PAGE, {"leave": "1"})
    member.refresh_from_db()
    assert member.state == "left"
    assert not is_panel_member(User.objects.get(pk=member.user_id))
    fill(browser, PAGE, with_field="institution")
    member.refresh_from_db()
    assert member.state == "waiting"

    assert "Write the reason." in text_of(decide(client_of(decider), member, "turn_down", note=""))
    decide(client_of(decider), member, "turn_down", note="We could not reach you.")
    assert "We could not reach you." in text_of(browser.get(PAGE))
    assert "We could not reach you." in as_read(OutboxMail.objects.filter(name="panel_offer_answered").latest("pk"))


def test_an_official_serves_for_a_city_that_holds_the_label(resident, client_of):
    labelled, other = make_city("Labelton", country="FR"), make_city("Otherton")
    make_label(city=labelled)
    browser = client_of(resident)
    page = text_of(browser.get(PAGE))
    assert "Labelton" in page
    assert "Otherton" not in page
    nobody = fill(browser, PAGE, with_field="institution", **WORDS | {"kind": "official"})
    assert "officials serve for a city that holds the label" in text_of(nobody)
    bad = fill(browser, PAGE, with_field="institution", **WORDS | {"kind": "official", "city": other.slug})
    assert "Choose one of the options." in text_of(bad)
    fill(browser, PAGE, with_field="institution", **WORDS | {"kind": "official", "city": labelled.slug})
    assert (PoolMember.objects.get().city, PoolMember.objects.get().country) == (labelled, "FR")


def test_the_office_makes_no_offer_and_nobody_accepts_their_own(decider, reviewer, client_of):
    browser = client_of(decider)
    assert "People of the office accept the offers" in text_of(browser.get(PAGE))
    assert browser.post(PAGE, WORDS).status_code == 403
    assert client_of(reviewer).get(reverse("admin:labels_poolmember_changelist")).status_code == 403
    # Somebody who joined the office after the offer.
    own = make_pool_member(state="waiting", user=make_user("Otis Own", roles=("decider",)))
    assert decide(client_of(own.user), own, "accept").status_code == 403
    own.refresh_from_db()
    assert own.state == "waiting"


def test_it_is_gone_with_the_label(resident, client_of, settings):
    settings.LABEL_ENABLED = False
    browser = client_of(resident)
    assert browser.get(PAGE).status_code == 404
    assert "Offer to sit in panels" not in text_of(browser.get("/en/desk/settings/"))
