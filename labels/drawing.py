"""The draw of a panel as plain functions of plain values: the same input gives the same panel, for everybody.

Anybody can repeat it without this program: docs/panel-draw.md says it in words, with a script of the standard library.
The order of the candidates is that of SHA-256("seed|reference|number"). Walked in this order, a candidate gets a seat
while one of their kind is free and the rules about states allow it. A freed seat goes to the next in the same order.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# The same for everybody, without a line of this program: shown on the page of a draw, and in docs/panel-draw.md.
BY_HAND = (Path(__file__).parent / "data/panel_draw.txt").read_text(encoding="utf-8")

Document = dict[str, Any]
Person = dict[str, str]


def digest_of(candidates: list[Person], seats: list[Document], kept: list[Person]) -> str:
    """Return the SHA-256 of what is drawn from, 64 hex digits: it stands in the public log before the seed is known."""
    content = {"candidates": candidates, "kept": kept, "seats": seats}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def order_of(seed: str, reference: str, numbers: Iterable[str]) -> list[str]:
    """Return public numbers in the order of the draw.

    Args:
        seed: 64 hex digits.
        reference: of the application.
        numbers: public numbers, in any order.
    """
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}|{reference}|{number}".encode()).hexdigest())


def fits(person: Person, seat: Document, country: str, beside: Iterable[Person]) -> bool:
    """Whether somebody may take a seat.

    Args:
        person: with `id`, `kind` and `country`.
        seat: with `kind`, `other_state` and `distinct_states`.
        country: of the city.
        beside: who sits in the panel already.
    """
    if person["kind"] != seat["kind"] or (seat["other_state"] and person["country"] == country):
        return False
    states = {other["country"] for other in beside if other["kind"] == seat["kind"]}
    return not (seat["distinct_states"] and person["country"] in states)


def draw(document: Document, *, gone: Iterable[str] = ()) -> list[str]:
    """Return who is drawn, in the order of the draw.

    Args:
        document: `seed`, `reference`, `country` of the city, `candidates`, `seats` to fill (each with `kind`,
            `members`, `other_state`, `distinct_states`) and `kept`: who sits in the panel from an earlier draw.
        gone: numbers that cannot serve any more, though they were listed.
    """
    people = {row["id"]: row for row in document["candidates"]}
    free = {seat["kind"]: seat["members"] for seat in document["seats"]}
    rules = {seat["kind"]: seat for seat in document["seats"]}
    kept, out = list(document["kept"]), set(gone)
    drawn: list[Person] = []
    for number in order_of(document["seed"], document["reference"], people):
        person = people[number]
        seat = rules.get(person["kind"])
        if number in out or seat is None or not free[person["kind"]]:
            continue
        if fits(person, seat, document["country"], [*kept, *drawn]):
            free[person["kind"]] -= 1
            drawn.append(person)
    return [person["id"] for person in drawn]


def next_one(document: Document, kind: str, *, beside: Iterable[Person], gone: Iterable[str]) -> str:
    """Return who takes a freed seat of one kind: the next in the same order; empty when nobody can.

    Args:
        document: as for `draw`.
        kind: of the seat.
        beside: who sits in the panel now.
        gone: numbers that left, or cannot serve any more.
    """
    people = {row["id"]: row for row in document["candidates"]}
    seat = next((row for row in document["seats"] if row["kind"] == kind), None)
    if seat is None:
        return ""
    others = list(beside)
    out = {*gone, *(person["id"] for person in others)}
    for number in order_of(document["seed"], document["reference"], people):
        if number not in out and fits(people[number], seat, document["country"], others):
            return number
    return ""


def missing(document: Document, drawn: Iterable[str]) -> dict[str, int]:
    """Return how many seats of each kind stay free; kinds that are full are left out."""
    kinds = {row["id"]: row["kind"] for row in document["candidates"]}
    taken = [kinds[number] for number in drawn]
    free = {seat["kind"]: seat["members"] - taken.count(seat["kind"]) for seat in document["seats"]}
    return {kind: count for kind, count in free.items() if count > 0}


def replay(document: Document) -> list[str]:
    """Return who sits in the panel now by this draw: drawn first, then each freed seat filled as it was noted.

    Args:
        document: as for `draw`, with `gone` (numbers that could not serve on the day of the draw) and `replaced`, in
            the order of time: rows with `out`, `skipped` (who could not serve) and `beside` (who sat there then).
    """
    kinds = {row["id"]: row["kind"] for row in document["candidates"]}
    out = set(document["gone"])
    panel = draw(document, gone=out)
    for step in document["replaced"]:
        out |= {step["out"], *step["skipped"]}
        panel.remove(step["out"])
        found = next_one(document, kinds[step["out"]], beside=step["beside"], gone=out)
        panel += [found] if found else []
    return panel
