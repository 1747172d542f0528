import pytest
from django.urls import reverse

from core.models import AuditEvent
from framework.actions import load_reference
from framework.models import Element, Framework, Goal, PolicyArea, Right
from framework.reference_files import TABLES
from tests.factories.framework import make_element, make_framework, make_policy_area, make_right

pytestmark = pytest.mark.django_db

MODELS = [table.model for table in TABLES]


def address(model, page, *args):
    return reverse(f"admin:framework_{model._meta.model_name}_{page}", args=args)


def posted(response, **changes):
    """What the shown form would send, with some fields changed."""
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


@pytest.fixture
def as_administrator(client_of, administrator):
    return client_of(administrator)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_administrators_see_every_table_and_row(as_administrator, model):
    load_reference()
    assert as_administrator.get(address(model, "changelist")).status_code == 200
    page = as_administrator.get(address(model, "change", model.objects.first().pk))
    assert page.status_code == 200
    assert as_administrator.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_search_bears_hostile_words(as_administrator, model):
    for words in ["%", "'", "9" * 5000, "a\\b"]:
        assert as_administrator.get(address(model, "changelist"), {"q": words}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nobody_deletes(as_administrator, model):
    load_reference()
    row = model.objects.first()
    assert as_administrator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["reviewer", "decider"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_other_staff_look_but_do_not_change(client_of, request, who, model):
    load_reference()
    client = client_of(request.getfixturevalue(who))
    row = model.objects.first()
    before = model.objects.values().get(pk=row.pk)
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {"code": "X"}).status_code == 403
    client.post(address(model, "changelist"), {"action": "release", "_selected_action": [row.pk]})
    assert model.objects.values().get(pk=row.pk) == before


def test_an_edit_is_remembered_and_logged(as_administrator):
    element = make_element()
    page = as_administrator.get(address(Element, "change", element.pk))
    assert "code" not in page.context["adminform"].form.fields
    data = posted(page, working_title="New words", evidence_hints="A decision\n\n A budget line ")
    response = as_administrator.post(address(Element, "change", element.pk), data)
    assert response.status_code == 302
    element.refresh_from_db()
    assert (element.working_title, element.edited_in_admin) == ("New words", True)
    assert element.evidence_hints == ["A decision", "A budget line"]
    event = AuditEvent.objects.get(action="edit_reference")
    assert sorted(event.data["changed"]) == ["evidence_hints", "working_title"]


def test_the_code_is_fixed_once_created(as_administrator):
    right = make_right(code="CFR-21")
    page = as_administrator.get(address(Right, "change", right.pk))
    as_administrator.post(address(Right, "change", right.pk), posted(page, code="CFR-99", heading="Equal"))
    right.refresh_from_db()
    assert (right.code, right.heading) == ("CFR-21", "Equal")


def test_links_are_edited_with_the_row(as_administrator):
    area, right = make_policy_area(), make_right()
    page = as_administrator.get(address(PolicyArea, "change", area.pk))
    as_administrator.post(address(PolicyArea, "change", area.pk), posted(page, rights=[right.pk]))
    area.refresh_from_db()
    assert list(area.rights.all()) == [right]
    assert area.edited_in_admin


def test_a_new_row_is_added(as_administrator):
    data = {"code": "RH23", "slug": "carers", "name": "Carers", "order": 23, "is_offered": "on"}
    model = next(model for model in MODELS if model.__name__ == "RightsHolderGroup")
    assert as_administrator.post(address(model, "add"), data).status_code == 302
    assert model.objects.get(code="RH23").name == "Carers"
    assert AuditEvent.objects.filter(action="add_reference").exists()


@pytest.mark.parametrize("line", ["javascript:alert(1)", "no address"])
def test_a_source_that_is_no_address_is_refused_in_words_and_kept_in_the_form(as_administrator, line):
    element = make_element()
    page = as_administrator.get(address(Element, "change", element.pk))
    response = as_administrator.post(address(Element, "change", element.pk), posted(page, sources=line))
    errors = response.context["adminform"].form.errors
    assert errors == {"sources": ["Enter web addresses that begin with https:// or http://."]}
    assert line in response.content.decode()
    element.refresh_from_db()
    assert not element.edited_in_admin


def test_an_edition_becomes_current(as_administrator):
    old = make_framework(is_current=True)
    new = make_framework(code="edition-2027", is_current=False)
    chosen = {"action": "make_current", "_selected_action": [new.pk]}
    as_administrator.post(address(Framework, "changelist"), chosen)
    assert list(Framework.objects.current()) == [new]
    both = {"action": "make_current", "_selected_action": [old.pk, new.pk]}
    response = as_administrator.post(address(Framework, "changelist"), both, follow=True)
    assert "Choose exactly one edition." in response.content.decode()
    assert list(Framework.objects.current()) == [new]


def test_an_edit_is_released(as_administrator):
    load_reference()
    Goal.objects.filter(code="SDG-1").update(edited_in_admin=True, title="Ours")
    rows = list(Goal.objects.values_list("pk", flat=True))
    response = as_administrator.post(
        address(Goal, "changelist"), {"action": "release", "_selected_action": rows}, follow=True
    )
    assert "1 entry is released." in response.content.decode()
    assert load_reference().updated == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", [Element, Right], ids=lambda model: model.__name__)
def test_lists_cost_the_same_for_one_row_and_three(as_administrator, django_assert_num_queries, model, rows):
    make = {Element: make_element, Right: make_right}[model]
    for _ in range(rows):
        make()
    as_administrator.get(address(model, "changelist"))
    with django_assert_num_queries(5):
        as_administrator.get(address(model, "changelist"))
