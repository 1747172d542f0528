import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from commitments import actions
from core.models import AuditEvent
from review.actions import set_checklist_item
from review.checklists import DEFAULTS, checklist
from review.models import ChecklistItem
from review.workflow import NotAllowed, NotReady
from tests.factories import make_commitment
from tests.pages import read_form

pytestmark = pytest.mark.django_db
KEYS = list(DEFAULTS["version"])


@pytest.fixture(autouse=True)
def _defaults(db):
    """What the migration loads, also after a test that emptied all tables."""
    rows = [
        ChecklistItem(kind=kind, key=key, position=number)
        for kind, keys in DEFAULTS.items()
        for number, key in enumerate(keys, 1)
    ]
    ChecklistItem.objects.bulk_create(rows, ignore_conflicts=True)


def item(key="lawful"):
    return ChecklistItem.objects.get(kind="version", key=key)


def change(row, by, **values):
    stored = {"kind": row.kind, "wording": row.wording, "position": row.position, "is_active": row.is_active}
    return set_checklist_item(by=by, item=row, **(stored | values))


def test_the_defaults_stand_in_while_nothing_is_stored():
    assert [key for key, _wording in checklist("version")] == KEYS
    assert ChecklistItem.objects.filter(kind="join").count() == len(DEFAULTS["join"])
    ChecklistItem.objects.all().delete()
    assert [key for key, _wording in checklist("version")] == KEYS


def test_an_administrator_words_the_checklist_in_the_administration(administrator, client_of, city, decider):
    browser = client_of(administrator)
    row = item()
    address = reverse("admin:review_checklistitem_change", args=[row.pk])
    values = read_form(browser.get(address).content.decode(), "wording")
    browser.post(address, values | {"wording": "It breaks no law"})
    new = {"kind": "version", "wording": "Dates are real", "position": "9", "is_active": "on"}
    browser.post(reverse("admin:review_checklistitem_add"), new)

    rows = dict(checklist("version"))
    assert rows["lawful"] == "It breaks no law"
    assert list(rows.values())[-1] == "Dates are real"
    assert [event.data["new"]["wording"] for event in AuditEvent.objects.filter(action="set_checklist_item")] == [
        "Dates are real",
        "It breaks no law",
    ]
    version = make_commitment(city=city, state="submitted").versions.get()
    with pytest.raises(NotReady, match="Dates are real"):
        actions.publish_version(obj=version, by=decider, ticks=KEYS)


def test_a_review_keeps_the_wording_of_its_day(administrator, decider, city):
    version = make_commitment(city=city, state="submitted").versions.get()
    actions.publish_version(obj=version, by=decider, ticks=KEYS)
    change(item(), administrator, wording="It breaks no law")

    kept = version.reviews.get().checklist["lawful"]
    assert kept == {"wording": str(DEFAULTS["version"]["lawful"]), "ticked": True}


def test_something_is_always_left_to_check(administrator):
    for key in KEYS[1:]:
        change(item(key), administrator, is_active=False)
    with pytest.raises(ValidationError):
        change(item(KEYS[0]), administrator, is_active=False)
    assert [key for key, _wording in checklist("version")] == KEYS[:1]


def test_a_new_thing_to_check_needs_words(administrator, client_of):
    new = {"kind": "version", "wording": "  ", "position": "9", "is_active": "on"}
    page = client_of(administrator).post(reverse("admin:review_checklistitem_add"), new, follow=True)
    assert "Say what is checked." in page.content.decode()
    assert len(checklist("version")) == len(KEYS)


def test_nobody_else_words_the_checklist(decider, reviewer, client_of):
    with pytest.raises(NotAllowed):
        change(item(), decider, wording="x")
    address = reverse("admin:review_checklistitem_change", args=[item().pk])
    assert client_of(reviewer).post(address, {"wording": "x"}).status_code == 403


def test_an_own_wording_stands_in_every_language(administrator):
    change(item(), administrator, wording="It breaks no law")
    with translation.override("de"):
        assert dict(checklist("version"))["lawful"] == "It breaks no law"
