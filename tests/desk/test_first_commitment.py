"""The first commitment of an official: ten pages, ten clicks besides typing, each page leading to the next."""

import pytest
from django.urls import reverse

from tests.desk.pages import date, form_of, text_of
from tests.factories.framework import make_element, make_group, make_policy_area, make_right

pytestmark = pytest.mark.django_db


def answers():
    """What is typed into each part."""
    return {
        "promise": {"summary": "Free help in every library.", "problem": "One desk.", "action": "Open three more."},
        "framework": {
            "elements": [make_element().pk],
            "rights": [make_right().pk],
            "policy_areas": [make_policy_area().pk],
        },
        "people": {"groups": [make_group().pk], "consulted": "Two meetings, 83 people."},
        "milestones": {
            **date("starts_on", 1, 3, 2027),
            **date("ends_on", 30, 6, 2029),
            "m-0-title": "Three desks are open",
            **date("m-0-due_on", 31, 12, 2027),
        },
        "budget": {"unit": "Libraries"},
    }


def test_ten_pages_and_ten_clicks(official, approver, city, client_of):
    client = client_of(official)
    pages = [client.get(reverse("desk:dashboard"))]
    assert reverse("desk:commitment_new", args=[city.slug]) in text_of(pages[-1])
    pages.append(client.get(reverse("desk:commitment_new", args=[city.slug])))
    pages.append(
        client.post(pages[-1].request["PATH_INFO"], form_of(pages[-1]) | {"title": "Rights desks"}, follow=True)
    )
    for part, typed in answers().items():
        here = pages[-1].request["PATH_INFO"]
        assert here.endswith(f"/edit/{part}/")
        pages.append(client.post(here, form_of(pages[-1]) | typed, follow=True))
    assert pages[-1].request["PATH_INFO"].endswith("/edit/evidence/")
    code = pages[-1].request["PATH_INFO"].split("/")[4]
    pages.append(client.get(reverse("desk:check", args=[code])))
    assert "An approver who did not write it" in text_of(pages[-1])
    pages.append(client.post(reverse("desk:to_sign_off", args=[code]), follow=True))

    assert "Your approvers got an e-mail." in text_of(pages[-1])
    assert [page.status_code for page in pages] == [200] * 10

    second = client_of(approver)
    page = reverse("desk:sign_off", args=[code])
    sent = second.post(page, form_of(second.get(page), with_field="seen") | {"mandate": "on"}, follow=True)
    assert f'Your reference: <span class="mono">{code}-1.1</span>' in text_of(sent)
    assert "What happens next" in text_of(sent)
