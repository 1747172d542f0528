"""What is usually whose power, by country: shipped with its sources, corrected by administrators, never guessed."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from cities.countries import country_group
from core.models import AuditEvent
from labels.actions import load_scheme, load_usual_powers, save_usual_power
from labels.actions.usual_powers import SHIPPED
from labels.models import UsualPower

pytestmark = pytest.mark.django_db
ROW = {"countries": ["AT"], "element": "S5", "power": "ours", "source": "A law", "source_url": "https://example.org/"}


@pytest.fixture
def file_of(tmp_path):
    """`file_of(row, …)` is a file with these rows."""

    def write(*rows):
        path = tmp_path / "powers.json"
        path.write_text(json.dumps({"powers": rows}))
        return path

    return write


def test_every_shipped_row_stands_somewhere_and_is_about_a_question_that_depends_on_powers(capsys):
    call_command("load_scheme")

    rows = list(UsualPower.objects.all())
    asked = set(load_scheme().scheme.criteria.filter(by_competence=True).values_list("element", flat=True))
    assert {row.element for row in rows} <= asked
    assert {country_group(row.country) for row in rows} == {"eu"}
    assert len({row.country for row in rows if row.element == "T4"}) == 27
    assert len({row.country for row in rows if row.element == "S5"}) == 11
    assert all(row.source and row.source_url.startswith("http") and row.is_shipped for row in rows)
    assert all(row.who_has for row in rows if row.power != "ours")
    assert capsys.readouterr().out.endswith("Powers usual in each country: 38 changed.\n")
    assert load_usual_powers() == 0
    assert AuditEvent.objects.filter(action="load_usual_powers").count() == 1


def test_each_source_is_named_in_the_list_of_sources():
    page = (SHIPPED.parents[2] / "docs" / "sources.md").read_text()
    for entry in json.loads(SHIPPED.read_text())["powers"]:
        assert entry["source_url"] in page, entry["source_url"]


def test_a_corrected_file_corrects_and_takes_away_but_keeps_what_an_administrator_saved(administrator, file_of):
    load_usual_powers(path=file_of(ROW, ROW | {"countries": ["BE", "NL"]}))
    edited = UsualPower.objects.get(country="NL")
    edited.power, edited.who_has = "not_ours", "the state"
    save_usual_power(row=edited, by=administrator)
    save_usual_power(row=UsualPower(country="fr", element="S5", power="ours"), by=administrator)

    changed = load_usual_powers(path=file_of(ROW | {"source": "Another law", "countries": ["AT", "FR", "NL"]}))

    stored = {row.country: (row.power, row.source) for row in UsualPower.objects.all()}
    assert stored == {"AT": ("ours", "Another law"), "FR": ("ours", ""), "NL": ("not_ours", "A law")}
    assert changed == 2


@pytest.mark.parametrize(
    "change",
    [
        {"source": ""},
        {"source_url": ""},
        {"source_url": "no address"},
        {"power": "shared"},
        {"power": "mine"},
        {"countries": ["AT", "AT"]},
        {"countries": 3},
        {"colour": "red"},
    ],
)
def test_a_row_without_source_or_who_has_it_is_refused_whole(change, file_of):
    with pytest.raises(ValidationError):
        load_usual_powers(path=file_of(ROW | {"countries": ["BE"]}, ROW | change))
    assert not UsualPower.objects.exists()


def test_the_database_too_keeps_no_shipped_row_without_its_source():
    with pytest.raises(IntegrityError), transaction.atomic():
        UsualPower.objects.create(country="AT", element="S5", power="ours", is_shipped=True)
