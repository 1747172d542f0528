"""A commitment and a city have a budget of bytes; nobody passes it, however many upload at once."""

import pytest
from django.core.exceptions import ValidationError

from commitments import actions
from tests.factories import make_commitment
from tests.factories.files import make_pdf, make_upload
from tests.races import run_at_once

WORDS = {"title": "Council minutes", "proves": "The desk is open", "visibility": "public", "has_personal_data": False}
SIZE = len(make_pdf("00"))


def draft_of(city):
    return make_commitment(city=city, state="draft").versions.select_related("commitment__city").get()


def add(draft, by, number, **more):
    file = make_upload("a.pdf", make_pdf(f"{number:02}"))
    return actions.add_evidence(
        city=draft.commitment.city, by=by, kind="file", file=file, version=draft, **(WORDS | more)
    )


def stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_commitment_has_a_budget(city, official, settings):
    settings.COMMITMENT_MAX_BYTES = 2 * SIZE + 5
    draft = draft_of(city)
    add(draft, official, 1)
    add(draft, official, 1, page="2")
    add(draft, official, 2)

    with pytest.raises(ValidationError) as refusal:
        add(draft, official, 3)

    assert "5\xa0bytes are left" in refusal.value.message_dict["file"][0]
    assert "add a link instead" in refusal.value.message_dict["file"][0]
    assert len(stored(settings)) == 2
    add(draft_of(city), official, 3)


def test_a_city_has_a_budget_over_all_its_commitments(city, official, settings):
    settings.CITY_MAX_BYTES = 2 * SIZE
    add(draft_of(city), official, 1)
    add(draft_of(city), official, 2)
    add(draft_of(city), official, 2, page="7")

    with pytest.raises(ValidationError) as refusal:
        add(draft_of(city), official, 3)

    assert "All files of your city" in refusal.value.message_dict["file"][0]
    assert len(stored(settings)) == 2


@pytest.mark.django_db(transaction=True)
def test_uploads_at_once_do_not_pass_the_budget_of_the_city(city, official, settings):
    settings.CITY_MAX_BYTES = 3 * SIZE
    drafts = [draft_of(city) for _ in range(6)]

    outcomes = run_at_once(*(lambda n=n, draft=draft: add(draft, official, n) for n, draft in enumerate(drafts)))

    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert (len(refused), len(outcomes) - len(refused)) == (3, 3), outcomes
    assert len(stored(settings)) == 3
