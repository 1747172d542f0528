"""The check of a draw: everything that is public about it, against the public log and against the algorithm."""

import datetime as dt
from collections.abc import Iterator

from labels.drawing import digest_of, draw, replay
from labels.models import DecisionEntry, LabelApplication, PanelDraw
from labels.queries.draws import seated_in


def draw_faults(found: PanelDraw) -> Iterator[str]:
    """Yield one sentence for each fault of a draw; nothing when it is as it was held (4 queries)."""
    name = f"Draw {found.number} of {found.application.reference}"
    if not found.listed_at:
        return
    if found.digest != digest_of(found.candidates, found.seats, found.kept):
        yield f"{name}: the list of candidates was changed after it was fixed."
    listed = _entry(found, DecisionEntry.Act.DRAW_LISTED)
    if listed is None or listed.data.get("list") != found.digest:
        yield f"{name}: the public log does not name this list of candidates."
    if not found.drawn_at:
        return
    yield from (f"{name}: {fault}" for fault in _seed_faults(found, listed))
    again = draw(found.document, gone=found.result.get("gone", ()))
    if again != found.result.get("drawn"):
        yield f"{name}: the draw gives another panel than the one that was seated."
    noted = _entry(found, DecisionEntry.Act.PANEL_DRAWN)
    if noted is None or noted.data.get("panel", "") != " ".join(again):
        yield f"{name}: the public log names another panel."


def _seed_faults(found: PanelDraw, listed: DecisionEntry | None) -> Iterator[str]:
    seed = DecisionEntry.objects.filter(seq=found.seed_seq or 0).first()
    if seed is None or seed.hash != found.seed:
        yield "the seed is not the hash of the entry of the public log that it names."
        return
    if listed is None or listed.seq > seed.seq:
        yield "the candidates were listed after the seed was known."
    if found.result.get("early"):
        return
    over = dt.datetime.combine(found.draw_on + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
    last = DecisionEntry.objects.filter(at__lt=over).order_by("-seq").first()
    if last is None or last.seq != seed.seq:
        yield "the seed is not the last entry of the public log of that day (UTC)."


def _entry(found: PanelDraw, act: str) -> DecisionEntry | None:
    named = {"data__application": found.application.reference, "data__draw": found.number}
    return DecisionEntry.objects.filter(act=act, **named).order_by("seq").first()


def panel_faults(application: LabelApplication) -> list[str]:
    """Return one sentence for each fault of the draws of a case, and where its panel is not what they give."""
    draws = list(application.draws.order_by("number"))
    for row in draws:
        row.application = application
    faults = [fault for row in draws for fault in draw_faults(row)]
    held = [row for row in draws if row.drawn_at]
    if held and not faults:
        now = [row.member.public_id for row in seated_in(application)]
        if sorted(now) != sorted(number for row in held for number in replay(row.document)):
            faults.append(f"The panel of {application.reference} is not the one that its draws give.")
    return faults
