"""Helpers of the tests about draws: a panel drawn on the days it takes, and what is public of it."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from labels.actions.draws import run_draws
from labels.models import PanelDraw
from labels.queries.draws import seated_in
from tests.labels.conftest import text_of

DAY = dt.timedelta(days=1)


def drawn(case, clock) -> PanelDraw:
    """Announce, list and draw, on the days they take."""
    run_draws()
    draw = case.draws.latest("number")
    while draw.drawn_at is None:
        clock.now += DAY
        run_draws()
        draw = case.draws.latest("number")
    return draw


def public_page(case) -> str:
    """The words of the public page of the draws."""
    return text_of(Client().get(reverse("portal:draw", args=[case.reference])))


def numbers(case) -> list[str]:
    return sorted(seat.member.public_id for seat in seated_in(case))
