"""A concern without an account: filed, confirmed by mail, supported by others; nobody learns which address is known."""

import pytest

from core.models import OutboxMail
from labels.models import Concern, ConcernSupport
from labels.tokens import support_token
from tests.factories import (
    make_city,
    make_concern,
    make_label,
    make_label_with_rules,
    make_pool_member,
    make_role,
    make_user,
)
from tests.factories.files import make_file
from tests.mails import link_in
from tests.pages import read_form

pytestmark = pytest.mark.django_db
MAIL = "zoe@rights.example"
TEXT = "The complaints office has been closed since May."


@pytest.fixture
def label(city, commitment):
    return make_label_with_rules(city)


def address(label):
    return f"/en/labels/{label.code}/concern/"


def filled(browser, label, **changes):
    form = read_form(browser.get(address(label)).content.decode(), "text")
    criterion = label.application.scheme.criteria.get()
    values = {"filer": "civil_society", "organisation": "Rights for All", "about": f"criterion-{criterion.pk}"}
    return form | values | {"text": TEXT, "url": "https://www.rights.example/1", "email": MAIL} | changes


def words(response):
    return " ".join(response.content.decode().split())


def test_an_organisation_files_confirms_and_takes_it_back(visitor, label):
    assert f"/en/labels/{label.code}/concern/" in words(visitor.get(f"/en/labels/{label.code}/"))
    sent = visitor.post(address(label), filled(visitor, label), follow=True)
    assert "Look into your mailbox" in words(sent)
    link = link_in("concern_confirm", MAIL)
    assert TEXT in words(visitor.get(link))
    assert Concern.objects.get().state == "unconfirmed"  # a GET changes nothing

    receipt = words(visitor.post(link, follow=True))
    concern = Concern.objects.get()
    assert (concern.state, concern.email_domain, concern.needed) == ("submitted", "rights.example", 1)
    assert concern.reference in receipt
    assert visitor.post(link).status_code == 410
    assert visitor.get(concern.get_absolute_url()).status_code == 404  # nobody accepted it yet
    own = link_in("concern_received", MAIL)
    assert "Take your concern back?" in words(visitor.get(f"{own}withdraw/"))
    visitor.post(f"{own}withdraw/")
    assert Concern.objects.get().state == "withdrawn"
    assert visitor.get("/en/concerns/own/forged:token/").status_code == 404


def test_residents_need_others_and_one_address_counts_once(visitor, label, settings):
    visitor.post(address(label), filled(visitor, label, filer="residents", organisation="", email="remi@mail.example"))
    visitor.post(link_in("concern_confirm", "remi@mail.example"))
    concern = Concern.objects.get()
    assert (concern.state, concern.needed) == ("gathering", 25)
    Concern.objects.update(needed=3)
    page = link_in("concern_received", "remi@mail.example")
    assert "1 of 3 people have confirmed" in words(visitor.get(page))

    for email in ("ana@mail.example", "ANA@mail.example", "remi@mail.example", "ben@mail.example"):
        assert "Look into your mailbox" in words(visitor.post(page, {"email": email}, follow=True))
    assert OutboxMail.objects.filter(name="concern_support_confirm").count() == 2
    assert "Enter your e-mail address" in words(visitor.post(page, {"email": ""}))
    for email in ("ana@mail.example", "ben@mail.example"):
        link = link_in("concern_support_confirm", email)
        assert TEXT in words(visitor.get(link))
        assert "You stand behind the concern" in words(visitor.post(link))
        assert visitor.post(link).status_code == 404
    assert Concern.objects.get().state == "submitted"
    assert "ana@" not in str(list(ConcernSupport.objects.values()))
    assert visitor.get(page).status_code == 404


def test_only_entitled_addresses_count_and_the_page_answers_all_alike(visitor, label, official, reviewer, other_city):
    holder, person = make_city("Corlen", slug="at-corlen"), make_user("Cora", email="cora@corlen.example")
    make_label(city=holder)
    make_role(person, holder, "editor")
    tries = {
        official.email: "civil_society",
        reviewer.email: "institution",
        "nobody@nowhere.example": "city",
        person.email: "city",
        "no-member@mail.example": "panel",
    }
    for email, filer in tries.items():
        sent = visitor.post(address(label), filled(visitor, label, filer=filer, email=email), follow=True)
        assert "Look into your mailbox" in words(sent)
    assert Concern.objects.get().organisation == "Corlen"
    told = {mail.recipients[0]: mail.text for mail in OutboxMail.objects.filter(name="concern_elsewhere")}
    assert set(told) == set(tries) - {person.email}
    assert "nobody in the pool" in told["no-member@mail.example"]
    assert "no city that holds the label" in told["nobody@nowhere.example"]


def test_three_members_of_the_pool_raise_one_together(visitor, label):
    emails = [make_pool_member(country=country).user.email for country in ("DE", "FR", "IT")]
    visitor.post(address(label), filled(visitor, label, filer="panel", organisation="", email=emails[0]))
    visitor.post(link_in("concern_confirm", emails[0]))
    page = link_in("concern_received", emails[0])
    for email in (*emails[1:], "no-member@mail.example"):
        visitor.post(page, {"email": email})
    for email in emails[1:]:
        visitor.post(link_in("concern_support_confirm", email))
    assert (Concern.objects.get().state, Concern.objects.get().needed) == ("submitted", 3)
    assert link_in("concern_support_confirm", "no-member@mail.example") == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"filer": ""}, "Choose who raises the concern."),
        ({"organisation": ""}, "Write the name of the institution"),
        ({"about": "criterion-0"}, "Choose from the list."),
        ({"text": " "}, "Say what happened."),
        ({"email": "zoe@gmail.com"}, "not of a mail provider for everybody"),
        ({"url": "http://www.rights.example/"}, "begins with https://"),
        ({"proof": "file"}, "Choose the file."),
    ],
)
def test_bad_input_says_how_to_mend_it_and_keeps_the_rest(visitor, label, changes, said):
    shown = words(visitor.post(address(label), filled(visitor, label, **changes)))
    assert said in shown
    assert "text" in changes or TEXT in shown
    assert not Concern.objects.exists()


def test_a_file_is_kept_and_sent_twice_is_one(visitor, label, commitment):
    values = filled(visitor, label, about=f"commitment-{commitment.pk}", proof="file")
    for _ in range(2):
        visitor.post(address(label), values | {"file": make_file("pdf", "closed.pdf")})
    concern = Concern.objects.get()
    assert (concern.file_name, concern.commitment, concern.criterion) == ("closed.pdf", commitment, None)


def test_a_label_that_ended_takes_no_concern(visitor, label):
    ended = make_label(city=make_city(), state="revoked")
    assert visitor.get(address(ended)).status_code == 404
    waiting = make_concern(ended, state="gathering", filer="residents", organisation="", needed=25)
    assert visitor.get(f"/en/concerns/support/{support_token(waiting.reference)}/").status_code == 200
