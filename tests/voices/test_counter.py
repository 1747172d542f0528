"""A resident writes, confirms by mail, and sees how it stands; nobody learns which addresses are known."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cities.models import City
from core.clamd import Verdict
from core.models import OutboxMail
from participation.models import CounterEvidence
from tests.factories import make_report, make_statement, make_user
from tests.factories.files import make_file, make_upload
from tests.mails import link_in
from tests.pages import read_form

pytestmark = pytest.mark.django_db
MAIL = "remi@mail.example"
TEXT = "The desk was closed in June."


def address(commitment, evidence):
    return f"/en/commitments/{commitment.code}/evidence/{evidence.public_id}/counter/"


def filled(browser, where, **changes):
    """The form as it comes, filled in as a browser would send it."""
    form = read_form(browser.get(where).content.decode(), "text")
    return form | {"text": TEXT, "url": "https://photos.example.org/1", "email": MAIL} | changes


def words(response):
    return " ".join(response.content.decode().split())


def test_from_the_form_to_the_queue(visitor, commitment, evidence):
    page = visitor.get(address(commitment, evidence))
    assert "Opening hours" in words(page)
    sent = visitor.post(address(commitment, evidence), filled(visitor, address(commitment, evidence)), follow=True)
    assert "Look into your mailbox" in words(sent)

    link = link_in("statement_confirm", MAIL)
    assert link.startswith("/en/statements/confirm/")
    asked = words(visitor.get(link))
    assert TEXT in asked
    assert f"the evidence “{evidence.title}”" in asked
    assert CounterEvidence.objects.get().state == "unconfirmed"  # a GET changes nothing

    receipt = visitor.post(link, follow=True)
    statement = CounterEvidence.objects.get()
    assert (statement.state, statement.shown_name) == ("submitted", "")
    assert statement.reference in words(receipt)
    assert visitor.post(link).status_code == 410
    own = link_in("statement_received", MAIL)
    assert "Your text is being checked" in words(visitor.get(own))

    asked = words(visitor.get(f"{own}withdraw/"))
    assert TEXT in asked
    assert "never becomes public" in asked
    assert CounterEvidence.objects.get().state == "submitted"
    assert "You took your text back" in words(visitor.post(f"{own}withdraw/", follow=True))
    assert CounterEvidence.objects.get().state == "withdrawn"


def test_only_a_hash_of_the_link_is_kept(visitor, commitment, evidence):
    visitor.post(address(commitment, evidence), filled(visitor, address(commitment, evidence)))
    token = link_in("statement_confirm", MAIL).split("/")[-2]
    mail = OutboxMail.objects.get(name="statement_confirm")

    assert token not in f"{CounterEvidence.objects.values().get()} {mail.text} {mail.html}"


def test_a_report_and_one_of_its_milestones(visitor, commitment):
    report = make_report(commitment)
    key = report.claims.get().milestone_key
    url = f"/en/commitments/{commitment.code}/reports/{report.pk}/counter/"
    visitor.post(url, filled(visitor, url, milestone_key=key))
    statement = CounterEvidence.objects.get()

    assert (statement.report, statement.evidence, statement.milestone_key) == (report, None, key)
    assert visitor.post(url, filled(visitor, url, milestone_key="ms-other")).status_code == 200
    assert CounterEvidence.objects.count() == 1


def test_a_file_is_checked_stored_and_sent_for_its_reader_only(visitor, commitment, evidence):
    url = address(commitment, evidence)
    kept = visitor.post(url, filled(visitor, url, proof="file", file=make_upload("page.html", b"<html>")))
    assert TEXT in words(kept)
    assert "This kind of file is not accepted" in words(kept)
    visitor.post(url, filled(visitor, url, proof="file", file=make_file("pdf", "photos.pdf")))
    statement = CounterEvidence.objects.get()

    assert (statement.file_name, statement.url, statement.content_type) == ("photos.pdf", "", "application/pdf")
    assert visitor.get(f"/en/statements/{statement.public_id}/proof/").status_code == 404  # not published


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Say what it shows instead."),
        ({"text": "x" * 1501}, "1500"),
        ({"text": "a\x00b"}, "characters that cannot be read"),
        ({"url": ""}, "Enter the web address."),
        ({"url": "http://photos.example.org/"}, "begins with https://"),
        ({"url": "https://169.254.169.254/"}, "works only inside a network"),
        ({"url": "javascript:alert(1)"}, "Enter a full public web address"),
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"language": "xx"}, "Choose one of the options."),
        ({"show_name": "yes", "speaker": ""}, "Write the name that may be public"),
        ({"key": "no"}, "Reload the page"),
        ({"proof": "stone"}, "Choose one of the options."),
    ],
)
def test_bad_input_says_how_to_mend_it_and_keeps_the_rest(visitor, commitment, evidence, changes, said):
    url = address(commitment, evidence)
    values = filled(visitor, url, **({"speaker": "A loud club"} | changes))
    response = visitor.post(url, values)

    assert response.status_code == 200
    assert said in words(response)
    assert values["speaker"] in words(response)
    assert not CounterEvidence.objects.exists()


def test_the_same_form_twice_is_one_text_and_one_mail(visitor, commitment, evidence):
    url = address(commitment, evidence)
    values = filled(visitor, url)
    answers = [visitor.post(url, values).url for _time in range(2)]

    assert answers == ["/en/statements/sent/"] * 2
    assert CounterEvidence.objects.count() == OutboxMail.objects.count() == 1


@pytest.mark.parametrize("domain", ["arden.example", "library.arden.example"])
def test_known_addresses_get_the_same_answer_and_nothing_is_kept(visitor, commitment, evidence, reviewer, domain):
    City.objects.filter(pk=commitment.city_id).update(email_domains=["arden.example"])
    url = address(commitment, evidence)
    for email in (f"clerk@{domain}", reviewer.email, reviewer.email, MAIL, MAIL, MAIL, MAIL, MAIL):
        assert visitor.post(url, filled(visitor, url, email=email)).url == "/en/statements/sent/"

    assert set(CounterEvidence.objects.values_list("email", flat=True)) == {MAIL}
    assert CounterEvidence.objects.count() == 3  # from one address, on one day
    assert OutboxMail.objects.filter(name="statement_elsewhere").count() == 2
    assert OutboxMail.objects.filter(name="statement_confirm").count() == 3


def test_who_acts_for_a_city_meanwhile_cannot_confirm(visitor, commitment, evidence, city):
    make_statement(commitment, evidence=evidence, state="unconfirmed", token="a-token", email="late@mail.example")
    make_user("Late Official", email="late@mail.example", roles=("reviewer",))

    assert visitor.post("/en/statements/confirm/a-token/").status_code == 403
    assert CounterEvidence.objects.get().state == "unconfirmed"


def test_a_link_ends_after_a_day(visitor, commitment, evidence):
    past = timezone.now() - dt.timedelta(minutes=1)
    make_statement(commitment, evidence=evidence, state="unconfirmed", token="a-token", expires_at=past)

    assert visitor.get("/en/statements/confirm/a-token/").status_code == 410
    assert visitor.post("/en/statements/confirm/a-token/").status_code == 410
    assert visitor.get("/en/statements/confirm/another/").status_code == 404
    assert visitor.get("/en/statements/own/HRS-AAAAAA:forged/").status_code == 404


def test_a_link_that_is_over_is_sent_anew_and_the_old_one_opens_nothing(visitor, commitment, evidence):
    past = timezone.now() - dt.timedelta(minutes=1)
    make_statement(commitment, evidence=evidence, state="unconfirmed", token="old", expires_at=past, email=MAIL)
    old = "/en/statements/confirm/old/"
    assert "Send me a new link" in words(visitor.get(old))

    assert "Look into your mailbox" in words(visitor.post(old, {"again": "1"}, follow=True))

    assert visitor.post(old, {"again": "1"}).status_code == visitor.get(old).status_code == 404
    mail = OutboxMail.objects.get(name="statement_confirm")
    assert (mail.recipients, mail.has_secret) == ([MAIL], True)
    link = link_in("statement_confirm", MAIL)
    assert link != old
    answer = visitor.post(link, {"again": "1"})
    assert (answer.status_code, "This link still works" in words(answer)) == (410, True)
    assert "Your text is being checked" in words(visitor.post(link, follow=True))
    assert "Send me a new link" not in words(visitor.get(link))


def test_what_is_not_public_cannot_be_spoken_about(visitor, commitment, evidence, city):
    type(evidence).objects.filter(pk=evidence.pk).update(visibility="confidential")
    assert visitor.get(address(commitment, evidence)).status_code == 404
    type(evidence).objects.filter(pk=evidence.pk).update(visibility="public")
    assert visitor.get(f"/en/commitments/{commitment.code}/evidence/{uuid.uuid4()}/counter/").status_code == 404
    draft = make_report(commitment, state="draft")
    assert visitor.get(f"/en/commitments/{commitment.code}/reports/{draft.pk}/counter/").status_code == 404
    City.objects.filter(pk=city.pk).update(is_public=False)
    assert visitor.get(address(commitment, evidence)).status_code == 404


def test_with_a_scanner_a_virus_is_not_kept(visitor, evidence, monkeypatch, settings):
    commitment = evidence.in_versions.get().version.commitment
    settings.CLAMD_SOCKET = "unix:/nowhere"
    monkeypatch.setattr("core.clamd.scan", lambda file: Verdict("infected"))
    url = address(commitment, evidence)
    response = visitor.post(url, filled(visitor, url, proof="file", file=make_file("txt", "notes.txt")))

    assert "A virus was found" in words(response)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    monkeypatch.setattr("core.clamd.scan", lambda file: Verdict("clean"))
    visitor.post(url, filled(visitor, url, proof="file", file=make_file("txt", "notes.txt")))
    kept = CounterEvidence.objects.get()
    assert (kept.file_name, kept.scan_state) == ("notes.txt", "clean")
    assert not DBTaskResult.objects.exists()


def test_a_file_that_cannot_be_scanned_now_is_kept_and_scanned_later(visitor, evidence, settings):
    commitment = evidence.in_versions.get().version.commitment
    settings.CLAMD_SOCKET = "unix:/nowhere"
    url = address(commitment, evidence)
    visitor.post(url, filled(visitor, url, proof="file", file=make_file("txt", "notes.txt")))

    kept = CounterEvidence.objects.get()
    assert kept.scan_state == "error"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [kept.file.name]
