"""A new commitment from an earlier one: what is ticked comes along, dates and keys do not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.actions import save_indicators
from commitments.models import Commitment, CommitmentVersion
from tests.commitments.actions.test_rows_indicators import ADVICE
from tests.desk.pages import form_of, text_of
from tests.factories import make_commitment, make_evidence

pytestmark = pytest.mark.django_db


def url(commitment: Commitment) -> str:
    return reverse("desk:copy_commitment", args=[commitment.code])


@pytest.fixture
def closed(city, official) -> Commitment:
    commitment = make_commitment(city=city, state="draft", version_title="Rights desks", version_budget="410000")
    version = CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)
    save_indicators(version=version, by=official, revision=version.revision, rows=[ADVICE])
    make_evidence(version=version, title="Council minutes")
    version.evidence_rows.update(milestone_key=version.milestones.get().key)
    CommitmentVersion.objects.filter(pk=version.pk).update(state="published")
    Commitment.objects.filter(pk=commitment.pk).update(state="closed", outcome="done", closed_at=timezone.now())
    return Commitment.objects.get(pk=commitment.pk)


def test_everything_comes_along_but_dates_decisions_and_keys(closed, official, city, client_of):
    client = client_of(official)
    assert url(closed) in text_of(client.get(reverse("desk:commitment_new", args=[city.slug])))
    form = form_of(client.get(url(closed)), with_field="take")
    response = client.post(url(closed), form, follow=True)
    assert client.post(url(closed), form).status_code == 302
    page = text_of(response)
    assert "It was started from an earlier commitment:" in page

    new = CommitmentVersion.objects.get(commitment__copied_from=closed)  # a double click makes one
    old = closed.versions.get()
    assert (new.title, new.unit, new.budget) == (old.title, old.unit, old.budget)
    assert (new.starts_on, new.ends_on, new.decision, new.state, new.author) == (None, None, "", "draft", official)
    assert set(new.rights.all()) == set(old.rights.all())
    milestone, indicator = new.milestones.get(), new.indicators.get()
    assert (milestone.title, milestone.due_on) == ("Three desks are open", None)
    assert (indicator.title, indicator.target_on, indicator.baseline_on) == (ADVICE["title"], None, None)
    assert milestone.key != old.milestones.get().key
    listed = new.evidence_rows.get()
    assert listed.evidence_id == old.evidence_rows.get().evidence_id
    assert listed.milestone_key == milestone.key


def test_only_what_is_ticked_comes_along(closed, official, client_of):
    client_of(official).post(url(closed), {"take": ["promise"]})
    new = CommitmentVersion.objects.get(commitment__copied_from=closed)
    assert new.title == "Rights desks"
    assert new.unit == ""
    assert not any(rows.exists() for rows in (new.rights, new.milestones, new.indicators, new.evidence_rows))


def test_strangers_and_drafts_give_nothing(closed, other_official, official, city, client_of):
    draft = make_commitment(city=city, state="draft")
    assert client_of(other_official).get(url(closed)).status_code == 404
    assert client_of(official).get(url(draft)).status_code == 404
    assert client_of(official).post(url(closed), {"take": ["everything"]}).status_code == 200
    assert not Commitment.objects.filter(copied_from__isnull=False).exists()
