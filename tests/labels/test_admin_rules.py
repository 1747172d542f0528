"""The register and the rules in the administration."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from labels.actions import load_scheme
from labels.models import Criterion, LabelScheme, Stage
from tests.factories import make_application, make_label, make_scheme
from tests.labels.conftest import text_of


# --- Labels ----------------------------------------------------------------------------------------
def test_labels_are_shown_and_never_changed(client_of, reviewer, administrator):
    label = make_label()
    address = reverse("admin:labels_label_change", args=[label.pk])

    assert label.code in client_of(reviewer).get(reverse("admin:labels_label_changelist")).content.decode()
    browser = client_of(administrator)
    assert "valid" in text_of(browser.get(address))
    assert browser.post(address, {"valid_until": "2099-01-01"}).status_code == 403
    assert browser.get(reverse("admin:labels_label_add")).status_code == 403
    assert browser.post(reverse("admin:labels_label_delete", args=[label.pk])).status_code == 403


# --- The rules -------------------------------------------------------------------------------------
def form_of(page):
    """What the browser would send of a page of the administration: the form as it stands."""
    adminform = page.context["adminform"].form
    forms = [adminform, *(form for inline in page.context["inline_admin_formsets"] for form in inline.formset.forms)]
    data = {}
    forms += [inline.formset.management_form for inline in page.context["inline_admin_formsets"]]
    for form in forms:
        data |= {bound.html_name: bound.value() for bound in form}
    return {
        name: "on" if value is True else value
        for name, value in data.items()
        if value is not None and value is not False
    }


@pytest.fixture
def scheme(db):
    return LabelScheme.objects.get(pk=load_scheme().scheme.pk)


def test_administrators_edit_an_edition_nobody_has_applied_under(client_of, administrator, scheme):
    address = reverse("admin:labels_labelscheme_change", args=[scheme.pk])
    browser = client_of(administrator)
    changes = {"min_commitments": 5, "criteria-0-title": "A new question?", "criteria-8-DELETE": "on",
               "seats-0-members": 3, "outcomes-2-title": "Not this time"}  # fmt: skip

    response = browser.post(address, form_of(browser.get(address)) | changes)

    assert response.status_code == 302, text_of(response)
    scheme = LabelScheme.objects.get(pk=scheme.pk)
    assert (scheme.min_commitments, scheme.edited_in_admin, scheme.is_current) == (5, True, True)
    assert scheme.criteria.first().title == "A new question?"
    assert scheme.criteria.count() == 20
    assert scheme.seats.first().members == 3
    assert scheme.outcomes.get(key="not_yet").title == "Not this time"
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"save_scheme", "save_parts"}


def test_administrators_edit_one_stage_and_one_question_in_full(client_of, administrator, scheme):
    browser = client_of(administrator)
    stage, question = scheme.stages.get(key="reply"), scheme.criteria.get(code="S3")
    pages = {
        reverse("admin:labels_stage_change", args=[stage.pk]): {"what": "New words.", "deadlines-0-length": 28},
        reverse("admin:labels_criterion_change", args=[question.pk]): {"met": "Done.", "variants-0-up_to": 5000},
    }

    for address, changes in pages.items():
        response = browser.post(address, form_of(browser.get(address)) | changes)
        assert response.status_code == 302, text_of(response)

    assert Stage.objects.get(pk=stage.pk).what == "New words."
    assert stage.deadlines.get().length == 28
    assert Criterion.objects.get(pk=question.pk).met == "Done."
    assert question.variants.get().up_to == 5000
    assert LabelScheme.objects.get(pk=scheme.pk).edited_in_admin


def test_an_edition_in_use_stays_as_it_is(client_of, administrator, scheme):
    make_application(scheme=scheme, state="draft")
    address = reverse("admin:labels_labelscheme_change", args=[scheme.pk])
    browser = client_of(administrator)

    page = browser.get(address)

    assert page.status_code == 200
    assert 'name="min_commitments"' not in page.content.decode()
    assert 'name="criteria-0-title"' not in page.content.decode()
    assert browser.post(address, {"min_commitments": 1}).status_code == 403
    assert LabelScheme.objects.get(pk=scheme.pk).min_commitments == 3


def test_administrators_add_an_edition_and_put_it_in_force(client_of, administrator, scheme):
    browser = client_of(administrator)
    address = reverse("admin:labels_labelscheme_add")
    data = form_of(browser.get(address)) | {
        "code": "2028-1", "title": "Rules of 2028", "min_commitments": 4, "valid_years": 3, "starts_on": "2026-01-01",
        "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 0, "criteria-0-code": "C1", "criteria-0-position": 1,
        "criteria-0-title": "A question?",
    }  # fmt: skip
    response = browser.post(address, data)
    assert response.status_code == 302, text_of(response)
    new = LabelScheme.objects.get(code="2028-1")
    assert not new.is_current
    assert Criterion.objects.filter(scheme=new).count() == 1

    action = {"action": "make_current", "_selected_action": [new.pk]}
    browser.post(reverse("admin:labels_labelscheme_changelist"), action)

    assert list(LabelScheme.objects.filter(is_current=True)) == [new]
    assert LabelScheme.objects.get(pk=new.pk).published_at


@pytest.mark.parametrize("person", ["reviewer", "decider"])
def test_others_of_the_office_read_the_rules(client_of, scheme, person, request):
    browser = client_of(request.getfixturevalue(person))
    address = reverse("admin:labels_labelscheme_change", args=[scheme.pk])

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"min_commitments": 1}).status_code == 403
    action = {"action": "make_current", "_selected_action": [scheme.pk]}
    make_scheme(code="other", is_current=False)
    LabelScheme.objects.update(is_current=False)
    browser.post(reverse("admin:labels_labelscheme_changelist"), action)
    assert not LabelScheme.objects.filter(is_current=True).exists()


def test_nobody_deletes_rules(client_of, administrator, scheme):
    address = reverse("admin:labels_labelscheme_delete", args=[scheme.pk])

    assert client_of(administrator).post(address, {"post": "yes"}).status_code == 403
    assert LabelScheme.objects.filter(pk=scheme.pk).exists()
