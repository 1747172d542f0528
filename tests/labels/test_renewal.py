"""The renewal of a label: it opens, begins filled in, and keeps the label valid while it is pending."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from core.access import Refused
from core.models import OutboxMail
from labels.actions import (
    end_late_renewals,
    expire_labels,
    make_key,
    open_renewals,
    refuse,
    start_renewal,
    submit_application,
    withdraw_application,
)
from labels.models import Assessment, CaseClock, Label, LabelApplication
from labels.queries.credentials import ended
from labels.queries.log import log_faults
from review.workflow import NotAllowed, NotReady
from tests.factories import make_label, make_user
from tests.factories.labels import make_scheme
from tests.labels.reminded import reminded
from tests.labels.renewals import acts, again, held, move_end, proposed, sent, today


# --- It opens, and begins filled in ----------------------------------------------------------------
@pytest.mark.django_db
def test_it_opens_nine_months_before_the_end_and_is_told_once(city, approver, official):
    label = held(city, days=290)
    with pytest.raises(NotReady, match="The renewal opens on"):
        start_renewal(city=city, by=approver)
    assert open_renewals() == 0
    move_end(label, 200)
    assert (open_renewals(), open_renewals()) == (1, 0)
    assert acts() == ["renewal_opened"]
    told = OutboxMail.objects.filter(name="label_renewal_open")
    assert {mail.recipients[0] for mail in told} == {approver.email, official.email}
    assert all("/label/renewal/" in mail.text for mail in told)


@pytest.mark.django_db
def test_it_begins_with_the_last_application_and_its_self_assessment(city, approver, official, client_of):
    label = held(city)
    old = label.application
    source = Assessment.objects.create(city=city, scheme=old.scheme)
    criterion = old.scheme.criteria.get()
    source.answers.create(criterion=criterion, group="officials", value="partly", text="We began.", language="en")
    Assessment.objects.update(application=old, frozen_at=timezone.now(), digest="d" * 64)
    editor = client_of(official)
    assert "Renew the label" in editor.get(reverse("desk:label_apply", args=[city.slug])).content.decode()
    page = editor.get(reverse("desk:label_renewal", args=[city.slug])).content.decode()
    assert "stays valid until it is decided" in " ".join(page.split())
    shown = editor.post(reverse("desk:label_renewal", args=[city.slug]), follow=True).content.decode()
    assert "What changed since the label was granted?" in shown
    assert "We kept our promises." in shown

    draft = LabelApplication.objects.get(kind="renewal")
    assert (draft.renews, draft.state) == (label, "draft")
    begun = Assessment.objects.get(frozen_at=None)
    assert begun.answers.get().text == "We began."
    assert start_renewal(city=city, by=approver) == draft
    with pytest.raises(NotReady, match="Look back"):
        submit_application(application=draft, by=approver, key=uuid4())
    typed = {
        "revision": draft.revision,
        "seen": "",
        "statement": "Still.",
        "looks_back": "More homes.",
        "language": "en",
    }
    editor.post(reverse("desk:label_apply", args=[city.slug]), typed)
    draft.refresh_from_db()
    assert draft.looks_back == "More homes."
    with pytest.raises(NotAllowed):
        start_renewal(city=city, by=make_user("Nobody"))


@pytest.mark.django_db
def test_there_is_nothing_to_renew(city, approver, settings):
    make_scheme()
    with pytest.raises(Refused, match="holds no label"):
        start_renewal(city=city, by=approver)
    bare = make_label(city=city, scheme=make_scheme(code="bare", is_current=False))
    with pytest.raises(NotReady, match="know no renewal"):
        start_renewal(city=city, by=approver)
    Label.objects.filter(pk=bare.pk).update(state="revoked")
    with pytest.raises(Refused):
        start_renewal(city=city, by=approver)
    settings.LABEL_ENABLED = False
    with pytest.raises(Refused):
        start_renewal(city=city, by=approver)
    assert (open_renewals(), reminded("label_end")) == (0, 0)


# --- Pending: valid without a gap ------------------------------------------------------------------
@pytest.mark.django_db
def test_a_renewal_in_time_keeps_the_label_valid_everywhere(city, approver, visitor, settings, tmp_path):
    settings.PORTAL_BASE_URL = "https://rights.example.org"
    settings.CREDENTIAL_KEYS_DIR = str(tmp_path / "keys")
    label = held(city, days=0)
    application = sent(city, approver)
    assert (application.kind, application.state) == ("renewal", "submitted")
    assert CaseClock.objects.filter(application=application, deadline__stage__key="renewal").exists()
    assert acts() == ["renewal_pending"]
    move_end(label, -40)

    assert (expire_labels(), end_late_renewals(), again(label).state) == (0, 0, "valid")
    assert "its renewal is pending" in visitor.get(label.get_absolute_url()).content.decode()
    assert "Valid, renewal pending" in visitor.get(reverse("portal:labels")).content.decode()
    assert "renewal pending" in visitor.get(f"/embed/badge/{city.slug}.svg").content.decode()
    assert "a renewal is pending" in visitor.get(reverse("portal:city", args=[city.slug])).content.decode()
    assert "Label held, renewal pending" in visitor.get(reverse("portal:cities")).content.decode()
    record = visitor.get(f"/data/v1/cities/{city.slug}").json()["label"]
    assert (record["status"], record["renewal_pending"]) == ("valid", True)
    assert visitor.get(f"/en/labels/{label.code}/certificate/").status_code == 200

    make_key()
    document = json.loads(visitor.get(f"/credentials/{label.code}.json").content)
    assert document["validUntil"] > today().isoformat()
    checked = visitor.post("/en/labels/check/", {"text": json.dumps(document)}).content.decode()
    assert "its renewal is pending" in checked
    with pytest.raises(NotReady, match="pending already"):
        start_renewal(city=city, by=approver)
    assert not reminded("label_end")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["refused", "withdrawn"])
@pytest.mark.parametrize("days", [30, -10])
def test_a_renewal_that_ends_without_a_label_lets_go(city, approver, second_decider, how, days):
    label, state = held(city), "valid" if days > 0 else "expired"
    application = sent(city, approver)
    move_end(label, days)
    if how == "refused":
        refuse(obj=proposed(application, "not_yet"), by=second_decider)
    else:
        withdraw_application(application=application, by=approver)

    now = again(label)
    assert (now.state, now.carried_by, now.ended_on) == (state, None, today() if state == "expired" else None)
    assert "renewal_ended" in acts()
    assert ("expired" in acts()) is (state == "expired")
    if state == "valid":  # there is time left: the city asks again
        assert start_renewal(city=city, by=approver).state == "draft"
    assert list(log_faults()) == []


@pytest.mark.django_db
def test_what_was_carried_beyond_its_day_is_revoked_in_the_status_list(city, approver):
    label = held(city)
    from_before = make_label()
    application = sent(city, approver)
    move_end(label, -10)
    withdraw_application(application=application, by=approver)
    revoked = Label.objects.filter(ended("revocation"))
    assert list(revoked) == [again(label)]
    assert from_before not in revoked
