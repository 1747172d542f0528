"""Days, numbers and money are written the way readers of the page's language write them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from core import local

DAY = dt.date(2027, 3, 3)


@pytest.mark.parametrize(
    ("language", "day", "month", "number", "money"),
    [
        ("en", "3 March 2027", "March 2027", "1,664,182.5", "€410,000"),
        ("de", "3. März 2027", "März 2027", "1.664.182,5", "410.000\u00a0€"),
        ("fr", "3 mars 2027", "mars 2027", "1\u202f664\u202f182,5", "410\u202f000\u00a0€"),
        ("bg", "3 March 2027", "March 2027", "1,664,182.5", "€410,000"),
    ],
)
def test_each_language_in_its_own_way_and_incomplete_ones_as_the_english_page(language, day, month, number, money):
    with override(language):
        assert local.day(DAY) == day
        assert local.month(DAY) == month
        assert local.number(Decimal("1664182.5"), 1) == number
        assert local.money(Decimal("410000.00")) == money


def test_cents_only_where_there_are_any():
    assert local.money(Decimal("12.50")) == "€12.50"


def test_a_moment_is_told_in_the_time_of_the_portal():
    moment = dt.datetime(2027, 3, 3, 23, 30, tzinfo=dt.UTC)
    assert local.day(moment) == "4 March 2027"
    assert local.moment(moment) == "4 March 2027, 00:30"
    assert local.clock(moment) == "00:30"


def test_nothing_is_said_of_nothing():
    assert (local.day(None), local.month(None), local.moment(None)) == ("", "", "")
