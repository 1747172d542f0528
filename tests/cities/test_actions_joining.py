from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from cities.actions import accept_join, refuse_join, resend_join, return_join, withdraw_join
from cities.models import JoinRequest
from core import audit
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.cities.conftest import ALL_TICKS, a_document, answers, stored_files
from tests.factories import make_city, make_conflict, make_place, make_role, make_user

pytestmark = pytest.mark.django_db
State = JoinRequest.State


def content_of(file):
    with file.open() as opened:
        return opened.read()


def test_a_request_keeps_what_was_said_and_the_document(asked, resident, graz):
    asked.refresh_from_db()

    assert (asked.state, asked.applicant, asked.place) == (State.SUBMITTED, resident, graz)
    assert (asked.place_name, asked.country, asked.work_email) == ("Graz", "AT", "remi@graz.example")
    assert content_of(asked.mandate_file) == a_document().read()
    assert asked.mandate_file.name.startswith("mandates/")
    assert (asked.mandate_file_name, len(asked.mandate_sha256)) == ("decision.pdf", 64)


def test_a_request_is_traced_and_the_applicant_told(asked, resident):
    step = asked.status_changes.get()
    assert (step.transition, step.target, step.by) == ("ask", State.SUBMITTED, resident)
    event = AuditEvent.objects.get(action="ask_to_join")
    assert event.data["after"]["place_name"] == "Graz"
    assert "remi@graz.example" not in str(event.data)
    mail = OutboxMail.objects.get(name="join_received")
    assert mail.recipients == [resident.email]
    assert list(audit.verify()) == []


def test_a_place_that_the_gazetteer_lacks_is_typed(ask):
    asked = ask(place_name="Neustadt", country="AT")

    assert (asked.place, asked.place_name, asked.country) == (None, "Neustadt", "AT")


def test_the_same_form_sent_twice_makes_one_request(ask, graz):
    key = uuid4()

    assert ask(place=graz, key=key) == ask(place=graz, key=key)
    assert JoinRequest.objects.count() == 1
    assert OutboxMail.objects.filter(name="join_received").count() == 1


def test_the_key_of_somebody_else_opens_nothing(ask, graz):
    key = uuid4()
    ask(place=graz, key=key)
    other = make_user()

    with pytest.raises(ValidationError):
        ask(by=other, place=graz, key=key)
    assert not JoinRequest.objects.filter(applicant=other).exists()


@pytest.mark.parametrize("typed", [True, False])
def test_a_second_request_for_the_same_place_is_refused(ask, graz, typed, settings):
    where = {"place_name": "Neustadt", "country": "AT"} if typed else {"place": graz}
    ask(**where)
    before = stored_files(settings.MEDIA_ROOT)
    if typed:
        where["place_name"] = "NEUSTADT"

    with pytest.raises(ValidationError, match="already asked"):
        ask(**where)
    assert JoinRequest.objects.count() == 1
    assert stored_files(settings.MEDIA_ROOT) == before


def test_after_an_answer_one_may_ask_again(asked, ask, graz, administrator):
    refuse_join(join_request=asked, by=administrator, note="No such office.")

    assert ask(place=graz).state == State.SUBMITTED


def test_open_requests_are_bounded(ask):
    for number in range(5):
        ask(place_name=f"Place {number}", country="AT")

    with pytest.raises(ValidationError, match="too many"):
        ask(place_name="Another", country="AT")


def test_whoever_acts_for_the_city_already_does_not_ask(resident, ask, graz):
    make_role(resident, make_city(place=graz))

    with pytest.raises(ValidationError, match="already act"):
        ask(place=graz)


@pytest.mark.parametrize("who", ["reviewer", "decider", "administrator"])
def test_the_office_does_not_ask(request, ask, graz, who):
    with pytest.raises(NotAllowed):
        ask(by=request.getfixturevalue(who), place=graz)


def test_an_account_that_is_switched_off_does_not_ask(ask, graz, resident):
    resident.is_active = False

    with pytest.raises(NotAllowed):
        ask(place=graz)


@pytest.mark.parametrize(
    "file",
    [
        None,
        "",
        a_document(b"", "empty.pdf"),
        a_document(b"<html><script>alert(1)</script>", "decision.pdf"),
        a_document(b"%PDF-1.4\n%%EOF", "decision.exe"),
    ],
)
def test_a_wrong_document_is_refused_at_its_field(ask, graz, file, settings):
    with pytest.raises(ValidationError) as error:
        ask(place=graz, mandate_file=file)

    assert list(error.value.message_dict) == ["mandate_file"]
    assert not JoinRequest.objects.exists()
    assert stored_files(settings.MEDIA_ROOT) == []


def test_a_document_with_a_hostile_name_is_kept_under_another(ask, graz):
    asked = ask(place=graz, mandate_file=a_document(name="../../etc/\u202epasswd.pdf"))

    assert "/" not in asked.mandate_file_name
    assert "passwd" not in asked.mandate_file.name


def test_when_saving_fails_no_document_stays(ask, graz, settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("cities.emails.join_received", fail)

    with pytest.raises(RuntimeError):
        ask(place=graz)
    assert stored_files(settings.MEDIA_ROOT) == []
    assert not JoinRequest.objects.exists()


# --- Questions, refusal, withdrawal -----------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "reviewer", "decider"])
def test_the_office_asks_back_with_words(request, asked, who):
    return_join(join_request=asked, by=request.getfixturevalue(who), note="Which office is it?")

    asked.refresh_from_db()
    assert asked.state == State.RETURNED
    mail = OutboxMail.objects.get(name="join_questions")
    assert "Which office is it?" in mail.text
    assert "Which office is it?" in mail.html


@pytest.mark.parametrize("act", [return_join, refuse_join])
def test_without_words_nothing_happens(asked, administrator, act):
    with pytest.raises(NotReady):
        act(join_request=asked, by=administrator, note="  ")
    assert not OutboxMail.objects.exclude(name="join_received").exists()


def test_refusal_tells_the_reasons(asked, administrator):
    refuse_join(join_request=asked, by=administrator, note="The <b>document</b> is not signed.")

    mail = OutboxMail.objects.get(name="join_refused")
    assert "The <b>document</b> is not signed." in mail.text
    assert "&lt;b&gt;document" in mail.html


@pytest.mark.parametrize("act", [return_join, refuse_join])
@pytest.mark.parametrize("who", ["resident", "official", "approver"])
def test_only_the_office_decides(request, asked, act, who):
    with pytest.raises(NotAllowed):
        act(join_request=asked, by=request.getfixturevalue(who), note="x")


@pytest.mark.parametrize("act", [return_join, refuse_join])
def test_a_conflict_with_the_city_of_the_place_hides_the_case(asked, graz, decider, act):
    make_conflict(decider, make_city(place=graz, origin="compiled"))

    with pytest.raises(NotAllowed):
        act(join_request=asked, by=decider, note="x")


def test_nobody_decides_their_own_request(resident, asked, administrator):
    JoinRequest.objects.filter(pk=asked.pk).update(applicant=administrator)
    asked.refresh_from_db()

    with pytest.raises(NotAllowed):
        refuse_join(join_request=asked, by=administrator, note="x")


def returned(asked, administrator):
    return return_join(join_request=asked, by=administrator, note="Which office is it?")


def test_the_applicant_corrects_and_sends_again(asked, administrator, resident, graz):
    returned(asked, administrator)
    old = asked.mandate_file.name
    resend_join(join_request=asked, by=resident, place=graz, **answers(job_title="Mayor's office", mandate_file=None))

    asked.refresh_from_db()
    assert (asked.state, asked.job_title, asked.mandate_file.name) == (State.SUBMITTED, "Mayor's office", old)
    assert [step.transition for step in asked.status_changes.all()] == ["ask", "return_for_changes", "submit"]
    assert OutboxMail.objects.filter(name="join_received").count() == 2


def test_a_new_document_replaces_the_first(
    asked, administrator, resident, settings, django_capture_on_commit_callbacks
):
    returned(asked, administrator)
    changes = answers(mandate_file=a_document(b"%PDF-1.4\nnew\n%%EOF\n", "new.pdf"))
    with django_capture_on_commit_callbacks(execute=True):
        resend_join(join_request=asked, by=resident, place=None, place_name="Gratz", country="AT", **changes)

    assert len(stored_files(settings.MEDIA_ROOT)) == 1
    asked.refresh_from_db()
    assert (asked.mandate_file_name, asked.place, asked.place_name) == ("new.pdf", None, "Gratz")
    assert b"new" in content_of(asked.mandate_file)
    data = AuditEvent.objects.get(action="edit_join").data
    assert data["before"]["mandate_sha256"] != data["after"]["mandate_sha256"]
    assert data["after"]["place_name"] == "Gratz"


def test_a_wrong_correction_changes_nothing(asked, administrator, resident, graz):
    returned(asked, administrator)

    with pytest.raises(ValidationError):
        resend_join(join_request=asked, by=resident, place=graz, **answers(job_title=""))
    asked.refresh_from_db()
    assert (asked.state, asked.job_title) == (State.RETURNED, "Head of the equality unit")


def test_only_a_returned_request_is_sent_again(asked, resident, graz):
    with pytest.raises(Stale):
        resend_join(join_request=asked, by=resident, place=graz, **answers())


def test_nobody_else_sends_it_again(asked, administrator, official, graz, settings):
    returned(asked, administrator)
    before = stored_files(settings.MEDIA_ROOT)

    with pytest.raises(NotAllowed):
        resend_join(join_request=asked, by=official, place=graz, **answers())
    assert stored_files(settings.MEDIA_ROOT) == before


def test_a_correction_cannot_take_the_place_of_another_open_request(asked, administrator, resident, ask):
    other = make_place("Linz")
    ask(place=other)
    returned(asked, administrator)

    with pytest.raises(ValidationError, match="already asked to join for Linz"):
        resend_join(join_request=asked, by=resident, place=other, **answers())
    asked.refresh_from_db()
    assert asked.state == State.RETURNED


def test_the_applicant_takes_it_back(asked, resident):
    withdraw_join(join_request=asked, by=resident)

    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN


def test_nobody_else_takes_it_back(asked, administrator):
    with pytest.raises(NotAllowed):
        withdraw_join(join_request=asked, by=administrator)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REFUSED, State.WITHDRAWN])
def test_what_is_decided_stays_decided(asked, resident, administrator, state):
    JoinRequest.objects.filter(pk=asked.pk).update(state=state)
    asked.refresh_from_db()

    for act in (return_join, refuse_join):
        with pytest.raises(Stale):
            act(join_request=asked, by=administrator, note="x")
    with pytest.raises(Stale):
        withdraw_join(join_request=asked, by=resident)
    with pytest.raises(Stale):
        accept_join(join_request=asked, by=administrator, ticks=ALL_TICKS)
