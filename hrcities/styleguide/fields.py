"""Samples: what is filled in. Each function is named like its component."""

from core.ui import choice_groups
from hrcities.styleguide.forms import Search, filled, refused
from hrcities.styleguide.page import States

KINDS = ("title", "text", "language", "due", "rights", "seen_by", "file", "council")


def error_summary() -> States:
    return {"what is wrong": {"form": refused()}, "nothing is wrong: not drawn": {"form": filled()}}


def errors() -> States:
    missing = ["Add a milestone.", "Name an office."]
    return {"what is missing": {"messages": missing, "heading": "Not ready yet"}}


def fields() -> States:
    return {"a whole form": {"form": Search(auto_id="whole_%s")}}


def field() -> States:
    good, bad = filled(), refused()
    plain = {name: {"field": good[name]} for name in KINDS}
    return plain | {f"{name}, refused": {"field": bad[name]} for name in KINDS}


def checkbox() -> States:
    return {"plain": {"field": filled("box")["council"]}, "refused": {"field": refused("wrong_box")["council"]}}


def date_field() -> States:
    return {"plain": {"field": filled("day")["due"]}, "refused": {"field": refused("wrong_day")["due"]}}


def field_words() -> States:
    return {"hint and error alone": {"field": refused("words")["title"]}}


def options() -> States:
    return {"in groups": {"groups": choice_groups(filled("groups")["rights"])}}


def picker() -> States:
    return {"a city": {"field": Search()["city"], "url": "/data/v1/places", "target": "id_place"}}


SAMPLES = (error_summary, errors, fields, field, checkbox, date_field, field_words, options, picker)
