"""Statements on a label application: what everybody reads of them, and what the database holds."""

import pytest

from participation.queries import statements_on
from tests.factories import make_application, make_label_statement, make_scheme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_everybody_reads_what_is_published_and_no_person(city, django_assert_num_queries, rows):
    rules = make_scheme()
    second = rules.criteria.create(code="T1", title="Are staff trained?", position=2)
    first = rules.criteria.create(code="S5", title="Can people complain?", position=1)
    application = make_application(city=city)
    for _row in range(rows):
        make_label_statement(application, criteria=[second, first], speaker="Shy Club")
    for state in ("unconfirmed", "submitted", "refused", "withdrawn", "lapsed"):
        make_label_statement(application, state=state)
    named = make_label_statement(application, kind="civil_society", speaker="Loud Club", show_name=True)

    with django_assert_num_queries(2):
        found = statements_on(application)
    assert [row.speaker for row in found] == [""] * rows + ["Loud Club"]
    assert [question.code for question in found[0].criteria] == ["S5", "T1"]
    assert found[-1].public_id == named.public_id
    assert "mail.example" not in str(found)
